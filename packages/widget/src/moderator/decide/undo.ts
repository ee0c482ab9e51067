import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Undo } from '../desk/undos.js'
import type { Room } from '../room.js'

/** So many are shown; older ones are over first anyway. */
const MOST = 3

/** What was just decided, and how long it can be taken back. It waits for nobody, and says so in figures. */
export function undos(room: Room): TemplateResult | typeof nothing {
  const { desk } = room
  const list = desk.work.undos.list.slice(-MOST)
  if (list.length === 0) return nothing
  return html`
    <section class="undos" aria-label=${room.words.t('undoTitle')}>
      ${repeat(
        list,
        ({ file, version }) => `${file.row.case} ${version}`,
        (one, i) => item(one, i === list.length - 1, room),
      )}
    </section>
  `
}

function item(undo: Undo, last: boolean, { desk, words, now, key }: Room): TemplateResult {
  const { t } = words
  const { choice, forMs } = undo.draft
  const deed = choice === null || choice === 'none' ? t('nothing') : words.deed(choice, forMs ?? undefined)
  return html`
    <div class="undo">
      <p>
        <strong>${deed}</strong>
        <span class="small muted"
          >${undo.file.row.number}${undo.file.row.practice ? html` · ${t('practice')}` : nothing}</span
        >
      </p>
      <span class="count" aria-hidden="true">${words.seconds(undo.until - now)}</span>
      <button class="quiet slim" aria-disabled=${desk.work.busy} @click=${() => void desk.work.undo(undo)}>
        ${t('undo')}${last ? key('undo') : nothing}<span class="hidden"> ${undo.file.row.number}</span>
      </button>
    </div>
  `
}
