import type { CaseRow, PastAction } from '@stranger-chat/core/api'
import { html, nothing, type TemplateResult } from 'lit'
import type { Room } from '../room.js'
import type { ConsoleKey, Words } from '../words.js'

/** Whether a decision holds. */
export const outcome = (action: PastAction, words: Words): string => {
  const { t } = words
  if (action.reversedAt !== undefined) return t('pastReversed')
  if (action.active)
    return action.until === undefined ? t('pastActive') : t('pastUntil', { time: words.day(action.until) })
  return t('pastOver')
}

/** What was decided about the person before. */
export function past(history: readonly PastAction[], { words }: Room): TemplateResult {
  const { t } = words
  return html`
    <section class="past" aria-label=${t('history')}>
      <h4>${t('history')}</h4>
      ${
        history.length === 0
          ? html`<p class="muted small">${t('historyNone')}</p>`
          : html`<ul>
            ${history.map(
              (one) => html`<li>
                <strong>${words.action(one.kind)}</strong>
                <span>${words.list(one.policies.map(words.policy))}</span>
                <span class="small muted"
                  >${words.day(one.at)} · ${one.by} · ${outcome(one, words)}
                  ${one.appeal === 'none' ? nothing : html`· ${t(`appeal_${one.appeal}`)}`}</span
                >
              </li>`,
            )}
          </ul>`
      }
    </section>
  `
}

/** Cases of people from the same place, each a press away. */
export function alike(similar: readonly CaseRow[], room: Room): TemplateResult | typeof nothing {
  const { t } = room.words
  if (similar.length === 0) return nothing
  return html`
    <section class="past" aria-label=${t('similar')}>
      <h4>${t('similar')}</h4>
      <p class="small muted">${t('similarWhy')}</p>
      <ul>
        ${similar.map((row) => html`<li>${like(row, room)}</li>`)}
      </ul>
    </section>
  `
}

/** A press opens it, and gives back what is in hand: its choice is kept, and a press leads back. */
function like(row: CaseRow, { desk, words, now }: Room): TemplateResult {
  const { t } = words
  const { takenBy, decidedAt, openedAt } = row
  const taken = takenBy !== undefined && !(desk.seat.at === 'in' && takenBy === desk.seat.me.name)
  return html`<button
    class="like"
    aria-disabled=${taken || desk.work.busy}
    @click=${() => (taken ? undefined : void desk.work.look(row.case))}
  >
    <strong>${words.reason(row.reason)}</strong> <span class="number">${row.number}</span>
    <span class="small muted"
      >${t(ending(row))} · ${words.ago(now - (decidedAt ?? openedAt))}${taken ? html` · ${t('takenBy', { name: takenBy })}` : nothing}</span
    >
  </button>`
}

const ending = ({ state, acted }: CaseRow): ConsoleKey => {
  if (state === 'open') return 'stateOpen'
  return acted === undefined ? 'stateDecided' : acted ? 'stateActed' : 'stateNotActed'
}
