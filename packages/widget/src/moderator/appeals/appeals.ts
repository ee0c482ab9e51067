import type { AppealRow } from '@stranger-chat/core/api'
import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { cover } from '../case/cover.js'
import { outcome } from '../case/past.js'
import type { Room } from '../room.js'
import { theirs } from '../text.js'

/** People who say that a decision was wrong. */
export function appeals(room: Room): TemplateResult {
  const { desk, words } = room
  const { t } = words
  const { appeals: list } = desk
  return html`
    <section class="sheet" aria-labelledby="appeals-title">
      <h3 id="appeals-title" class="voice" tabindex="-1" data-focus data-spot="place">${t('appeals')}</h3>
      <p class="muted">${t('appealsWhy')}</p>
      ${
        list.items.length > 0
          ? html`<ul class="letters">
            ${repeat(
              list.items,
              ({ action }) => action.action,
              (row) => html`<li>${letter(row, room)}</li>`,
            )}
          </ul>`
          : html`<p class="calm">${t(list.known ? 'appealsNone' : 'loading')}</p>`
      }
      ${
        list.next === undefined
          ? nothing
          : html`<button class="quiet" aria-disabled=${list.busy} @click=${() => void list.more()}>${t('more')}</button>`
      }
    </section>
  `
}

function letter(row: AppealRow, room: Room): TemplateResult {
  const { desk, words, now } = room
  const { t } = words
  const { action, filedAt, text, mine, from } = row
  const lookAt = (id: string): Promise<void> => {
    desk.go('queue')
    return desk.work.open(id)
  }
  return html`
    <article class="letter" aria-label=${action.number}>
      <p>
        <strong>${words.action(action.kind)}</strong> · ${words.list(action.policies.map(words.policy))}
        <span class="number">${action.number}</span>
      </p>
      <p class="small muted">
        ${t('decidedBy', { name: action.by, time: words.day(action.at) })} · ${t(`ground_${action.ground}`)} ·
        ${outcome(action, words)}
        ${
          desk.may.open
            ? html`<button class="bare slim" @click=${() => void lookAt(action.case)}>${t('lookAtCase')}</button>`
            : nothing
        }
      </p>
      <figure class="note">
        <figcaption class="small muted">${t('appealText', { time: words.ago(now - filedAt) })}</figcaption>
        <blockquote>${cover(theirs(text), `appeal ${action.action}`, room)}</blockquote>
      </figure>
      ${
        !desk.may.appeals
          ? nothing
          : mine
            ? answers(action.action, room)
            : html`<p class="small">
                ${from === undefined ? t('appealOthers') : t('appealOwn', { time: words.day(from) })}
              </p>`
      }
    </article>
  `
}

/** Two presses: the second says what it does. */
function answers(action: string, { desk, words: { t }, asked, ask }: Room): TemplateResult {
  const one = (overturn: boolean) => {
    const id = `${action} ${overturn}`
    const really = asked === id
    const word = overturn ? (really ? 'overturnReally' : 'overturn') : really ? 'upholdReally' : 'uphold'
    return html`<button
      class=${really ? 'primary' : 'quiet'}
      aria-disabled=${desk.busy}
      @click=${() => {
        ask(really ? null : id)
        if (really) void desk.decideAppeal(action, overturn)
      }}
    >
      ${t(word)}
    </button>`
  }
  return html`<div class="row">${one(false)} ${one(true)}</div>`
}
