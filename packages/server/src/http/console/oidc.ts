import type { IncomingMessage, ServerResponse } from 'node:http'
import { nameOf } from '../../log.js'
import type { Log } from '../../ports/clock.js'
import { type Oidc, OIDC_MS } from '../../safety/oidc.js'
import { replyError } from '../reply.js'
import { type CookiePlace, cookieOf, valueIn } from './gate.js'

/** What waits in the browser while somebody is at the provider. It has to come along when they come back from there. */
const COOKIE = 'sc_oidc'
const ERRAND = /^[A-Za-z0-9_.-]{40,2000}$/

export interface OidcPlace {
  readonly origin: string
  /** What stands before every path. */
  readonly prefix: string
  readonly cookie: CookiePlace
}

/** `GET /oidc/start` sends the browser to the provider, `GET /oidc/callback` takes it back. */
export function createOidcApi(oidc: Oidc, placeOf: (req: IncomingMessage) => OidcPlace, log: Log) {
  const redirectOf = ({ origin, cookie }: OidcPlace): string => `${origin}${cookie.path}/oidc/callback`
  const errandCookie = (errand: string, { path, isHttps }: CookiePlace): string =>
    `${COOKIE}=${errand}; Path=${path}/oidc; Max-Age=${errand === '' ? 0 : OIDC_MS / 1_000}; HttpOnly; SameSite=Lax${isHttps ? '; Secure' : ''}`

  return {
    name: oidc.name,

    async start(req: IncomingMessage, res: ServerResponse): Promise<void> {
      const place = placeOf(req)
      try {
        const { url, errand } = await oidc.begin(redirectOf(place))
        leave(res, url, [errandCookie(errand, place.cookie)])
      } catch (cause) {
        log.log('error', 'oidc.failed', { cause: nameOf(cause) })
        replyError(res, 502, 'unavailable', `${oidc.name} can’t be reached. Try again in a moment.`)
      }
    },

    /** @returns whether somebody came in */
    async callback(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
      const place = placeOf(req)
      const errand = valueIn(req, COOKIE)
      const back = new URL(redirectOf(place))
      back.search = new URLSearchParams(req.url?.split('?')[1] ?? '').toString()
      const signed = errand !== undefined && ERRAND.test(errand) ? await oidc.finish(back, errand) : undefined
      const done = errandCookie('', place.cookie)
      if (signed === undefined) {
        const words = `That didn’t let you in: ${oidc.name} knows you, but you aren’t among the moderators here, or it took too long. Go back to /moderate to try again.`
        replyError(res, 403, 'forbidden', words, { 'set-cookie': done })
        return false
      }
      leave(res, `${place.prefix}/moderate`, [done, cookieOf(signed.secret, place.cookie)])
      return true
    },
  }
}

function leave(res: ServerResponse, location: string, cookies: readonly string[]): void {
  res.writeHead(303, {
    location,
    'set-cookie': [...cookies],
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  })
  res.end()
}
