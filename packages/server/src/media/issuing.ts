import { encode, type ErrorCode } from '@stranger-chat/core/protocol'
import { Pace, PaceTable } from '../gate/ratelimit.js'
import { nameOf } from '../log.js'
import type { Clock, Log, Random } from '../ports/clock.js'
import type { IceIssue, IcePolicy, IceProvider } from '../ports/ice.js'
import { errorText } from '../session/frames.js'
import { readServers } from './servers.js'

/** Answers to `ice` of one session (P-ICE-2). */
const ASKING = new Pace(10_000, 3)
/**
 * New credentials for one neighbourhood, whichever sessions ask: each name is a quota of its own at the relay, so whoever opens
 * one connection after the other could fill it for all. A full school gets its first sixty at once.
 */
export const createFresh = (): PaceTable => new PaceTable(new Pace(1_000, 60), 50_000)
/** When it may work again, ms. */
const LATER_MS = 5_000
/** Credentials that are gone before a call could begin, or that outlive every visit, are a mistake. */
const SHORTEST_MS = 30_000
const LONGEST_MS = 7 * 24 * 3_600_000

export interface IssuingParts {
  readonly provider: IceProvider
  readonly policy: IcePolicy
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly fresh: PaceTable
  readonly denied: (code: ErrorCode) => void
}

/** One connection's servers for media: got once, kept for half of their time, told to nobody else (P-ICE-2). */
export class Issuing {
  readonly #parts: IssuingParts
  readonly #say: (frame: string) => void
  /** Not the session's id: that is in tokens. And not the identity, which would tie somebody's calls together. */
  readonly #name: string
  readonly #place: string
  #issue: IceIssue | undefined
  #until = 0
  #asking: Promise<void> | undefined
  #asked = 0
  #told = ''

  /** @param say tells the client, if it is still there; @param place the keyed hash of its neighbourhood */
  constructor(parts: IssuingParts, say: (frame: string) => void, place = '') {
    this.#parts = parts
    this.#say = say
    this.#place = place
    this.#name = parts.random.id()
  }

  /** A wish was taken: its ticket gets servers once. Joined again, with another offer, it needs none until they are stale. */
  offer(ticket: string): void {
    if (ticket === this.#told && this.#isFresh) return
    this.#told = ticket
    this.#tell()
  }

  /** The client asks. */
  ask(): void {
    const now = this.#parts.clock.now()
    const retryAfterMs = ASKING.wait(this.#asked, now)
    if (retryAfterMs > 0) return this.#deny('rate_limited', retryAfterMs)
    this.#asked = ASKING.spend(this.#asked, now)
    this.#tell()
  }

  get #isFresh(): boolean {
    const { clock } = this.#parts
    // A clock that stepped back makes nothing fresh for longer than it was made for.
    return this.#issue !== undefined && clock.now() < this.#until - this.#issue.ttlMs / 2
  }

  /** Whoever asks while the provider is being asked gets that answer. */
  #tell(): void {
    if (this.#issue !== undefined && this.#isFresh) return this.#speak(this.#issue)
    if (this.#asking !== undefined) return
    const { provider, policy, fresh, clock } = this.#parts
    const retryAfterMs = fresh.take(this.#place, clock.now())
    if (retryAfterMs > 0) return this.#deny('rate_limited', retryAfterMs)
    try {
      const issue = provider.servers({ session: this.#name, policy })
      if (!(issue instanceof Promise)) return this.#take(issue)
      this.#asking = issue
        .then((later) => this.#take(later))
        .catch(this.#fail)
        .finally(() => (this.#asking = undefined))
    } catch (cause) {
      this.#fail(cause)
    }
  }

  #take({ servers, ttlMs }: IceIssue): void {
    if (!Number.isInteger(ttlMs) || ttlMs < SHORTEST_MS || ttlMs > LONGEST_MS)
      throw new RangeError(`ttlMs must be a whole number from ${SHORTEST_MS} to ${LONGEST_MS}.`)
    this.#issue = { servers: readServers(servers), ttlMs }
    this.#until = this.#parts.clock.now() + ttlMs
    this.#speak(this.#issue)
  }

  #speak({ servers }: IceIssue): void {
    const { policy, provider, clock } = this.#parts
    const ttlMs = Math.max(0, this.#until - clock.now())
    this.#say(encode({ type: 'ice', policy, servers, relays: provider.relays ?? [], ttlMs }))
  }

  /** Text and matching go on. What it was is told by its class: its message could hold a secret. */
  readonly #fail = (cause: unknown): void => {
    this.#parts.log.log('error', 'ice.failed', { cause: nameOf(cause) })
    this.#deny('unavailable', LATER_MS)
  }

  #deny(code: ErrorCode, retryAfterMs: number): void {
    this.#parts.denied(code)
    this.#say(errorText(code, ABOUT, { retryAfterMs }))
  }
}

const ABOUT = { type: 'ice' } as const
