import { html, nothing, type TemplateResult } from 'lit'
import { coded } from './code.js'
import { seam } from '../seam/seam.js'
import type { Snapshot } from '../controllers/client.js'
import type { Localize } from '../controllers/localize.js'
import type { Place } from '../status/place.js'

/** Where nothing goes on without a person: what happened, then the way on. */
export interface Stop {
  readonly title: string
  readonly lines: readonly string[]
  /** The button's word; null when only the page's owner can do something. */
  readonly action: string | null
}

/** Why no client could be made, in words. */
export function refused(why: 'none' | 'insecure', server: string, { t }: Localize): Stop {
  return why === 'none'
    ? { title: t('stopNoServer'), lines: [t('stopNoServerHint')], action: null }
    : { title: t('stopInsecure'), lines: [t('stopInsecureHint', { server })], action: null }
}

/** What ended the connection for good; null while it lives or heals by itself. */
export function stopped({ connection, error }: Snapshot, place: Place, { t, date }: Localize): Stop | null {
  if (connection !== 'closed' || !error) return null
  const { code, message, until } = error
  switch (code) {
    case 'origin':
      return {
        title: t('stopOrigin', { origin: place.origin }),
        lines: [t('stopOriginHint', { origin: place.origin })],
        action: t('tryAgain'),
      }
    case 'banned':
      return {
        title: t('stopBanned'),
        lines: [message, ...(until === null ? [] : [t('stopBannedUntil', { time: date(until) })])],
        action: until === null ? null : t('tryAgain'),
      }
    case 'superseded':
      return { title: t('stopSuperseded'), lines: [t('stopSupersededHint')], action: t('takeBack') }
    case 'forbidden':
      return { title: t('stopForbidden'), lines: [message], action: t('tryAgain') }
    case 'subprotocol':
      return { title: t('stopVersion'), lines: [t('stopVersionHint')], action: null }
    case 'flooding':
      return { title: t('stopFlooding'), lines: [], action: t('tryAgain') }
    case 'closed':
    case 'aborted':
      return null
    default:
      return { title: t('stopOther'), lines: [message], action: t('tryAgain') }
  }
}

export const stopCard = (stop: Stop, act: () => void): TemplateResult => html`
  <div class="scroll" data-room="stop">
    <div class="sheet stop column">
      ${seam('parted', 'large')}
      <h2 class="voice" tabindex="-1" data-focus>${stop.title}</h2>
      ${stop.lines.map((line) => html`<p class="muted" dir="auto">${coded(line)}</p>`)}
      ${
        stop.action === null
          ? nothing
          : html`<p class="row"><button type="button" class="primary" part="button" @click=${act}>${stop.action}</button></p>`
      }
    </div>
  </div>
`
