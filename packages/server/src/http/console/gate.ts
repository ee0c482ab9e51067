import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ModeratorRecord } from '../../ports/ledger.js'
import type { StaffRoom } from '../../safety/staff.js'
import { CONSOLE_MS } from '../../safety/staff.js'
import { replyError } from '../reply.js'

/** The cookie of an open console. `__Host-` would need https, which a console on one's own machine hasn't. */
const COOKIE = 'sc_moderator'
/** Said by our own page with every request; no form and no plain request of another site can (CSRF). */
const OURS = 'x-stranger-moderator'
const SECRET = /^[A-Za-z0-9_-]{43}$/

/** Where the console's cookie goes along, and whether it may travel in clear. */
export interface CookiePlace {
  readonly path: string
  readonly isHttps: boolean
}

/** What a request's cookie of that name holds. */
export function valueIn({ headers }: IncomingMessage, wanted: string): string | undefined {
  for (const part of (headers.cookie ?? '').split(';')) {
    const [name, value = ''] = part.trim().split('=', 2)
    if (name === wanted) return value
  }
  return undefined
}

/** The secret in a request's cookie, if it has the shape of one. */
export function secretIn(req: IncomingMessage): string | undefined {
  const value = valueIn(req, COOKIE)
  return value !== undefined && SECRET.test(value) ? value : undefined
}

export const cookieOf = (secret: string, { path, isHttps }: CookiePlace): string =>
  `${COOKIE}=${secret}; Path=${path}; Max-Age=${CONSOLE_MS / 1_000}; HttpOnly; SameSite=Strict${isHttps ? '; Secure' : ''}`
export const noCookie = ({ path, isHttps }: CookiePlace): string =>
  `${COOKIE}=; Path=${path}; Max-Age=0; HttpOnly; SameSite=Strict${isHttps ? '; Secure' : ''}`

/**
 * Whether a request comes from our own page. A browser names the page's origin with every POST, and says of any request
 * whether it is the same site's; what neither says is no browser, and has no cookie that somebody else could use.
 */
export function isOurs({ headers, method }: IncomingMessage, host: string | undefined): boolean {
  const { origin } = headers
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && !(method === 'GET' && site === 'none')) return false
  if (origin !== undefined && hostOf(origin) !== host) return false
  return (
    method === 'GET' ||
    (headers[OURS] === '1' && (headers['content-type'] ?? '').startsWith('application/json'))
  )
}

/** Whether our page's script asked, and not an address that somebody opened, or an image in some page. */
export const isScripted = ({ headers }: IncomingMessage): boolean => headers[OURS] === '1'

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host
  } catch {
    return undefined
  }
}

/** Who asks; `undefined` once the caller has been told to sign in. */
export async function signedIn(
  staff: StaffRoom,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<ModeratorRecord | undefined> {
  const secret = secretIn(req)
  const who = secret === undefined ? undefined : await staff.who(secret)
  if (who === undefined) replyError(res, 401, 'signed_out', 'Sign in to go on.')
  return who
}
