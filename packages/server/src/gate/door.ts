import type { IncomingHttpHeaders } from 'node:http'
import { type CloseReason, SUBPROTOCOL } from '@stranger-chat/core/protocol'
import type { Clock, Log } from '../ports/clock.js'
import type { Farewell } from '../session/frames.js'
import type { Visit } from '../session/connection.js'
import type { Admission } from './admission.js'
import { type Origins, printableOrigin } from './origin.js'
import { type Prefixer, prefixOf } from './prefix.js'
import type { Proxy } from './proxy.js'
import { Pace, PaceTable } from './ratelimit.js'

/** Connections from one neighbourhood: a burst, then so many milliseconds for each. Never a ban: schools and carriers share prefixes (P-LIMIT-4). */
const CONNECT_MS = 100
const CONNECT_BURST = 20
/** Refusals a browser can read cost a handshake; past these they cost the caller an HTTP error only. */
const READABLE_MS = 10_000
const READABLE_BURST = 10
/** Prefixes remembered. */
const PREFIXES = 50_000
const TOLD_MS = 60_000
const ORIGINS = 100
/** When everything is full, somebody may find room after this. */
const FULL_MS = 10_000

export interface Request {
  readonly remote: string | undefined
  readonly headers: IncomingHttpHeaders
}

/** What becomes of somebody who wants to open a connection. */
export type Reception =
  | { readonly kind: 'enter'; readonly visit: Visit }
  /** Completed and closed with a goodbye: a browser reads nothing else (P-HELLO-5). */
  | { readonly kind: 'goodbye'; readonly close: CloseReason; readonly farewell: Farewell }
  | { readonly kind: 'http'; readonly status: 403 | 429 | 503; readonly retryAfterMs: number }

export interface DoorOptions {
  readonly origins: Origins
  readonly proxy: Proxy
  readonly prefixer: Prefixer
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
  readonly admission: Admission
  readonly maxConnections: number
  readonly connections: () => number
  /** Hears of everybody who is turned away. */
  readonly turnedAway?: (close: CloseReason) => void
}

/** Who may come in, before a single frame was read. */
export class Door {
  /** No more connections are taken; those that are here move on. */
  isClosed = false
  readonly #options: DoorOptions
  readonly #arrivals = new PaceTable(new Pace(CONNECT_MS, CONNECT_BURST), PREFIXES)
  /** An origin is named in the log now and then, not as often as somebody likes. */
  readonly #told = new PaceTable(new Pace(TOLD_MS, 1), ORIGINS)
  readonly #refusals = new PaceTable(new Pace(READABLE_MS, READABLE_BURST), PREFIXES)

  constructor(options: DoorOptions) {
    this.#options = options
  }

  /** Whether a page may read our answers; anything that isn't a page may. */
  allows(request: Request): boolean {
    return this.#options.origins.allows(request.headers.origin, this.host(request))
  }

  /** Our own host, as the browser named it. */
  host({ headers, remote }: Request): string | undefined {
    const forwarded = headers['x-forwarded-host']
    return this.#options.proxy.trusts(remote) && typeof forwarded === 'string' ? forwarded : headers.host
  }

  /** Whether a proxy we trust took the request over https. */
  cameByHttps({ headers, remote }: Request): boolean {
    return this.#options.proxy.trusts(remote) && headers['x-forwarded-proto'] === 'https'
  }

  /** The neighbourhood a request comes from, for counting only; none for our own machine, which may be a proxy for everybody. */
  neighbourhood(request: Request): string | undefined {
    const address = this.#address(request)
    return isLoopback(address) ? undefined : prefixOf(address)
  }

  /** @param isKnown somebody who came in before and whose line moves here: no arrival that has to be counted (P-POLL-6) */
  receive(request: Request, isKnown = false): Reception {
    if (this.isClosed) {
      this.#options.turnedAway?.('draining')
      return { kind: 'http', status: 503, retryAfterMs: FULL_MS }
    }
    const { admission, clock, connections, maxConnections, prefixer } = this.#options
    const address = this.#address(request)
    // Our own machine is the operator, a test, or a proxy that hides who is behind it: one bucket for all would shut everybody out.
    const prefix = this.neighbourhood(request)
    if (!this.allows(request)) return this.#refuseOrigin(prefix, request.headers.origin ?? '')
    if (!offered(request).includes(SUBPROTOCOL))
      return this.#refuse(prefix, 'subprotocol', { message: `This server speaks ${SUBPROTOCOL}.` })
    if (connections() >= maxConnections)
      return this.#refuse(prefix, 'over_capacity', { retryAfterMs: FULL_MS })
    const arrived = prefix === undefined || isKnown ? 0 : this.#arrivals.take(prefix, clock.now())
    const wait = arrived > 0 || isKnown ? arrived : admission.take(clock.now())
    if (wait > 0) return this.#refuse(prefix, 'over_capacity', { retryAfterMs: wait })
    return { kind: 'enter', visit: { origin: request.headers.origin, prefixes: prefixer.hashes(address) } }
  }

  #refuseOrigin(prefix: string | undefined, origin: string): Reception {
    const { clock, log } = this.#options
    const name = printableOrigin(origin)
    const hint =
      name === 'null'
        ? 'Pages without an origin are taken with --dev only.'
        : `To let its pages in: --origin ${name}`
    if (this.#told.take(name, clock.now()) === 0) log.log('warn', 'origin.refused', { origin: name, hint })
    return this.#refuse(prefix, 'forbidden', {
      reason: 'origin',
      message: `This server doesn't accept pages from ${name}.`,
    })
  }

  #refuse(prefix: string | undefined, close: CloseReason, farewell: Farewell): Reception {
    this.#options.turnedAway?.(close)
    const wait = prefix === undefined ? 0 : this.#refusals.take(prefix, this.#options.clock.now())
    if (wait === 0) return { kind: 'goodbye', close, farewell }
    return { kind: 'http', status: close === 'over_capacity' ? 429 : 403, retryAfterMs: wait }
  }

  #address({ remote, headers }: Request): string {
    return this.#options.proxy.address(remote, headers['x-forwarded-for'])
  }
}

const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.')

/** The subprotocols a client offered, in its order. */
const offered = ({ headers }: Request): readonly string[] =>
  (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
