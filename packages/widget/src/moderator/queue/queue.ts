import type { CaseRow } from '@stranger-chat/core/api'
import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { passkeysHere } from '../passkey.js'
import type { Room } from '../room.js'
import { load } from './load.js'

/** How urgent, in three steps: the number beside it says it exactly. */
export const urgency = (priority: number): 'high' | 'middle' | 'low' =>
  priority >= 80 ? 'high' : priority >= 45 ? 'middle' : 'low'

/** The rail: how much there is, and who waits, the most urgent first. */
export function queue(room: Room): TemplateResult {
  const { desk, words, key, run } = room
  const { t } = words
  const { queue: list, waiting, may, seat } = desk
  return html`
    <section class="rail" aria-label=${t('queue')}>
      ${desk.counters ? load(desk.counters, room) : nothing}
      <div class="row between">
        <h3 class="head" tabindex="-1" data-spot="queue">${t('waiting', { n: waiting })}</h3>
        ${
          may.open && waiting > 0 && !desk.work.file
            ? html`<button
              class="primary slim"
              aria-disabled=${desk.work.busy}
              @click=${() => run('next')}
            >
              ${t('takeNext')}${key('next')}
            </button>`
            : nothing
        }
      </div>
      ${
        list.items.length > 0
          ? html`<ul class="cases">
            ${repeat(
              list.items,
              (row) => row.case,
              (row) => html`<li>${card(row, room)}</li>`,
            )}
          </ul>`
          : list.known
            ? empty(room)
            : html`<p class="muted">${t('loading')}</p>`
      }
      ${
        list.next === undefined
          ? nothing
          : html`<button class="quiet" aria-disabled=${list.busy} @click=${() => void list.more()}>
            ${t('more')}
          </button>`
      }
      ${
        seat.at === 'in' && seat.me.canAddPasskey && passkeysHere()
          ? html`<div class="offer">
            <p>${t('passkeyOffer')}</p>
            <button class="quiet slim" @click=${() => void desk.passkey('register')}>${t('passkeyAdd')}</button>
          </div>`
          : nothing
      }
    </section>
  `
}

/** A case in few words. What is in it is opened, and that is an event of its own. */
function card(row: CaseRow, { desk, words, now }: Room): TemplateResult {
  const { t } = words
  const open = desk.work.file?.row.case === row.case
  const mine = open || (desk.seat.at === 'in' && row.takenBy === desk.seat.me.name)
  const taken = row.takenBy !== undefined && !mine
  const body = html`
    <span class="mark-bar" data-urgency=${urgency(row.priority)} aria-hidden="true"></span>
    <span class="what">
      <span class="reason">${words.reason(row.reason)}</span>
      ${row.practice ? html`<span class="tag">${t('practice')}</span>` : nothing}
      ${row.held ? html`<span class="tag">${t('heldTag')}</span>` : nothing}
      ${row.wants ? html`<span class="tag">${t('wantsTag')}</span>` : nothing}
      ${row.nobody ? html`<span class="tag">${t('nobodyTag')}</span>` : nothing}
    </span>
    <span class="age">${words.age(now - row.openedAt)}</span>
    <span class="small muted about">
      <span class="number">${row.number}</span> · ${t('reports', { n: row.reports })} ·
      ${t('priority', { n: row.priority })}
      ${
        taken
          ? html`<span class="by"
            >${
              row.takenUntil === undefined
                ? t('takenBy', { name: row.takenBy ?? '' })
                : t('takenUntil', { name: row.takenBy ?? '', time: words.clock(row.takenUntil) })
            }</span
          >`
          : nothing
      }
      ${mine ? html`<span class="by">${t('yours')}</span>` : nothing}
    </span>
  `
  return desk.may.open
    ? html`<button
        class="card"
        aria-current=${open ? 'true' : nothing}
        aria-disabled=${taken || desk.work.busy}
        @click=${() => (taken || open ? undefined : void desk.work.open(row.case))}
      >
        ${body}
      </button>`
    : html`<div class="card">${body}</div>`
}

/** Nobody waits: the moment to learn, on a case about nobody. */
const empty = ({ desk, words, run, key }: Room): TemplateResult => html`
  <div class="calm">
    <p class="voice">${words.t('queueEmpty')}</p>
    ${
      desk.may.open && !desk.work.file
        ? html`<p class="muted">${words.t('practiceWhy')}</p>
          <button class="quiet" aria-disabled=${desk.work.busy} @click=${() => run('practice')}>
            ${words.t('practiceTry')}${key('practice')}
          </button>`
        : nothing
    }
  </div>
`
