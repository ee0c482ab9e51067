import { html, nothing, type TemplateResult } from 'lit'
import { seam } from '../seam/seam.js'
import type { Snapshot } from '../controllers/client.js'
import type { Localize } from '../controllers/localize.js'

/** Where nothing goes on without a person: what happened, then the way on. */
export interface Stop {
  readonly title: string
  readonly lines: readonly string[]
  /** The button's word; null when only the page's owner can do something. */
  readonly action: string | null
}

/** The page's own place, as the server sees it. */
export interface Place {
  readonly origin: string
  /** What a relative `server` is relative to. */
  readonly base: string
  readonly secure: boolean
}

export const here = (): Place => ({
  origin: location.origin,
  base: document.baseURI,
  secure: location.protocol === 'https:',
})

const LOCAL = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/

/** Why no client can be made at all; null when one can. */
export function unusable(server: string | null, place: Place, { t }: Localize): Stop | null {
  if (!server || !URL.canParse(server, place.base)) {
    return { title: t('stopNoServer'), lines: [t('stopNoServerHint')], action: null }
  }
  const url = new URL(server, place.base)
  // A secure page may only talk to secure servers; the person's own machine counts as one.
  if (place.secure && url.protocol === 'http:' && !LOCAL.test(url.hostname)) {
    return { title: t('stopInsecure'), lines: [t('stopInsecureHint', { server: url.origin })], action: null }
  }
  return null
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
      ${stop.lines.map((line) => html`<p class="muted" dir="auto">${line}</p>`)}
      ${
        stop.action === null
          ? nothing
          : html`<p class="row"><button type="button" class="primary" part="button" @click=${act}>${stop.action}</button></p>`
      }
    </div>
  </div>
`
