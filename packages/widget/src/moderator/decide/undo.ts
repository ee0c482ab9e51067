import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Undo } from '../desk/undos.js'
import type { Room } from '../room.js'
import { deed } from './decide.js'

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
  const { draft, file, unseen = 0 } = undo
  return html`
    <div class="undo">
      <p>
        <strong>${deed(draft, file.row, words)}</strong>
        <span class="small muted"
          >${file.row.number}${file.row.practice ? html` · ${t('practice')}` : nothing}</span
        >
        ${unseen > 0 ? html`<span class="small">${t('unseen', { n: unseen })}</span>` : nothing}
      </p>
      <span class="count" aria-hidden="true">${words.seconds(undo.undoUntil - now)}</span>
      <button class="quiet slim" aria-disabled=${desk.work.busy} @click=${() => void desk.work.undo(undo)}>
        ${t('undo')}${last ? key('undo') : nothing}<span class="hidden"> ${file.row.number}</span>
      </button>
    </div>
  `
}
