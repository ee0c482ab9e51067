import type { Me } from '@stranger-chat/core/api'
import { html, nothing, type TemplateResult } from 'lit'
import { appeals } from '../appeals/appeals.js'
import { audit } from '../audit/audit.js'
import { caseRoom } from '../case/case.js'
import { decide, decided } from '../decide/decide.js'
import { undos } from '../decide/undo.js'
import type { Place } from '../desk/desk.js'
import { legend } from '../keys/keys.js'
import { queue } from '../queue/queue.js'
import type { Room } from '../room.js'
import { seam } from '../../seam/seam.js'

const PLACES: readonly Place[] = ['queue', 'appeals', 'audit']

/** Everything, for somebody who is signed in. */
export function frame(me: Me, room: Room): TemplateResult {
  const { desk, words } = room
  const { notice } = desk
  return html`
    ${header(me, room)}
    ${
      notice
        ? html`<p class="notice" data-tone=${notice.tone}>
          <span>${notice.text(words)}</span>
          <button
            class="bare slim"
            @click=${() => {
              desk.notice = null
              desk.host.changed()
            }}
          >
            ${words.t('dismiss')}
          </button>
        </p>`
        : nothing
    }
    ${desk.place === 'queue' ? bench(room) : desk.place === 'appeals' ? appeals(room) : audit(room)} ${undos(room)}
    ${legend(room)}
  `
}

/** The queue, the case in hand, and what to do about it, side by side where there is room. */
function bench(room: Room): TemplateResult {
  const { desk, words } = room
  const { file } = desk.work
  return html`
    <div class="bench ${file ? 'busy' : ''}">
      ${queue(room)}
      ${
        file
          ? html`${caseRoom(file, room)} ${file.row.state === 'open' ? decide(room) : decided(room)}`
          : html`<div class="nothing">
            ${seam(desk.waiting > 0 ? 'apart' : 'rest', 'large')}
            <p class="voice" tabindex="-1" data-focus data-spot="place">
              ${words.t(!desk.may.open ? 'readOnly' : desk.waiting > 0 ? 'pickOne' : 'allDone')}
            </p>
          </div>`
      }
    </div>
  `
}

function header(me: Me, { desk, words, run, key }: Room): TemplateResult {
  const { t } = words
  const { place, line, waiting, counters } = desk
  const counts: Readonly<Record<Place, number | null>> = {
    queue: waiting,
    appeals: counters?.appeals ?? null,
    audit: null,
  }
  return html`
    <header class="top">
      <div class="brand">
        ${seam(line === 'on' ? 'drawn' : 'held')}
        <h2>${t('title')}</h2>
        <span class="small muted">${t(line === 'on' ? 'lineOn' : 'lineOff')}</span>
      </div>
      <nav aria-label=${t('places')}>
        ${PLACES.map(
          (
            one,
          ) => html`<button class="place" aria-current=${place === one ? 'page' : nothing} @click=${() => run(one)}>
            ${t(one)}${counts[one] ? html`<span class="tally">${t('figure', { n: counts[one] })}</span>` : nothing}
          </button>`,
        )}
      </nav>
      <div class="self">
        <button class="quiet slim" aria-pressed=${desk.host.prefs.covered} title=${t('coverWhy')} @click=${() => run('cover')}>
          ${t('cover')}${key('cover')}
        </button>
        <button class="quiet slim" aria-pressed=${desk.host.prefs.grey} title=${t('greyWhy')} @click=${() => run('grey')}>
          ${t('grey')}${key('grey')}
        </button>
        <span class="small me"><strong>${me.name}</strong> <span class="muted role">${words.role(me.role)}</span></span>
        <button class="bare slim" @click=${() => void desk.signOut()}>${t('signOut')}</button>
      </div>
    </header>
  `
}
