import type { Clock } from '../ports/clock.js'
import type { IceContext, IceIssue, IceProvider } from '../ports/ice.js'
import { hmacSha1, systemClock } from '../system.js'
import { isTurnUrl, readRelays, readServers, type ServerLike, TURN_RULE, URLS } from './servers.js'

const SECOND = 1_000
/** Credentials are good for ten minutes: long enough for a call to begin, and a call that runs needs no new ones. */
const TTL_SECONDS = 600
/** What can't expire is fetched anew now and then all the same, so that a change in the config reaches long visits. */
const LIST_TTL_MS = 24 * 3_600 * SECOND
const HOOK_MS = 2_000

export interface TurnRestOptions {
  /** Shared with the TURN server: coturn's `static-auth-secret`. */
  readonly secret: string
  /** `turn:turn.example.org:3478?transport=udp` and the like, three at most: each further one slows every call down. */
  readonly urls: readonly string[]
  /** How long credentials are good. Default 600; from 60 to 86,400. */
  readonly ttlSeconds?: number
  /** The addresses from which it relays. */
  readonly relays?: readonly string[]
}

/**
 * Credentials that a TURN server checks by a secret it shares with us, without asking anybody: what coturn calls
 * `use-auth-secret`. The name in them is made up, so a TURN server's log tells nothing of people.
 * @throws RangeError for an option that can't work, with a sentence that names it
 */
export function turnRest(options: TurnRestOptions, clock: Pick<Clock, 'now'> = systemClock): IceProvider {
  const { secret, urls, ttlSeconds = TTL_SECONDS, relays = [] } = options
  if (secret === '') throw new RangeError('The secret of a TURN server must not be empty.')
  if (!Number.isInteger(ttlSeconds) || ttlSeconds < 60 || ttlSeconds > 86_400)
    throw new RangeError('ttlSeconds of a TURN server must be a whole number from 60 to 86400.')
  if (urls.length === 0 || urls.length > URLS) throw new RangeError(`A TURN server has 1 to ${URLS} URLs.`)
  for (const url of urls) if (!isTurnUrl(url)) throw new RangeError(`"${url.slice(0, 80)}" ${TURN_RULE}`)
  return {
    relays: readRelays(relays),
    servers: ({ session }) => {
      const username = `${Math.floor(clock.now() / SECOND) + ttlSeconds}:${session}`
      const credential = Buffer.from(hmacSha1(secret, username)).toString('base64')
      return { servers: [{ urls, username, credential }], ttlMs: ttlSeconds * SECOND }
    },
  }
}

/** The same servers for everybody, with credentials that don't expire: whoever has been here once can go on using them. */
export function staticList(servers: readonly ServerLike[], relays: readonly string[] = []): IceProvider {
  const issue: IceIssue = { servers: readServers(servers), ttlMs: LIST_TTL_MS }
  return { relays: readRelays(relays), servers: () => issue }
}

/** Took longer than two seconds. */
class TooLate extends Error {
  override readonly name = 'TooLate'
}

/** What a hook may answer: servers, and how long their credentials are good, ms. */
export interface HookAnswer {
  readonly servers: readonly ServerLike[]
  readonly ttlMs: number
}

/** Servers of a service that has to be asked, such as a hosted TURN. Two seconds without an answer count as a failure. */
export function hook(
  ask: (context: IceContext) => HookAnswer | Promise<HookAnswer>,
  relays: readonly string[] = [],
  clock: Pick<Clock, 'after'> = systemClock,
): IceProvider {
  return {
    relays: readRelays(relays),
    async servers(context) {
      let cancel = (): void => undefined
      const late = new Promise<never>((_, reject) => {
        cancel = clock.after(HOOK_MS, () => reject(new TooLate()))
      })
      try {
        const { servers, ttlMs } = await Promise.race([ask(context), late])
        return { servers: readServers(servers), ttlMs }
      } finally {
        cancel()
      }
    },
  }
}

/** No server at all: then two people reach each other only by their own addresses, under policy `all`. */
export const none = (): IceProvider => ({
  servers: () => ({ servers: [], ttlMs: LIST_TTL_MS }),
  isThere: () => false,
})
