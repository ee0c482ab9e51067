import { LIMITS } from '@stranger-chat/core/protocol'
import type { Busy, Claimant, Fenced, Push, Unknown } from '../ports/backplane.js'
import type { Clock, Random } from '../ports/clock.js'
import type { ChatLog, Seat } from './chatlog.js'
import type { MemoryInbox } from './inbox.js'
import type { Pools } from './pool.js'
import { NEVER, type Perishable, type Sweep } from '../sweep.js'
import type { Waiting } from './waiting.js'

/** Every bound of the memory engine. Times in ms, sizes in bytes. */
export const MEMORY_LIMITS = {
  sockets: LIMITS.sockets as number,
  ticketMs: LIMITS.ticketMs as number,
  logEntries: LIMITS.logEntries as number,
  logBytes: LIMITS.logBytes as number,
  /** What the logs of all chats may hold together. */
  allLogBytes: 256 * 1024 * 1024,
  /** Sessions held: connected ones, and those whose grace runs. */
  claims: 200_000,
  tickets: 100_000,
  /** What the offers of all who wait may hold together; past it a wish waits without. */
  allOfferBytes: 256 * 1024 * 1024,
  /** Pushes on their way to one node; past it they are dropped, which reading the record heals. */
  inbox: 10_000,
  /** An ended chat is kept no longer than this, confirmed or not: the longest grace (P-GRACE-2). */
  endedMs: 120_000,
  /** A live chat in which nobody is present, and a session whose node is gone, are given up after this. */
  orphanMs: 150_000,
}
export type MemoryLimits = Readonly<typeof MEMORY_LIMITS>

/** How often the clean-up looks for what outlived its time, while there is anything. */
export const SWEEP_MS = 5_000

/** How many tickets that are over, and how many chats whose end isn't confirmed, a session is remembered with. */
export const USED = 16
export const ENDED = 2

/** What most sessions remember. The lists of a claim are replaced, never changed: each is as long as what it holds. */
const NONE: readonly never[] = []

/** A session as the engine holds it. */
export class Claim implements Perishable {
  readonly sid: string
  readonly identity: string
  conn = 0
  node = ''
  bucket = NEVER
  /** Its ticket, while it stands in the queues. */
  waiting: Waiting | undefined
  /** The last wish and when it was first made: the same ticket entered again takes its old age (P-GRACE-2, P-MATCH-4). */
  wish: { readonly id: string; readonly since: number } | undefined
  chat: ChatLog | undefined
  /** Chats that ended and whose end this session has yet to confirm, oldest first. */
  ended: readonly ChatLog[] = NONE
  /** Identities of the last partners, oldest first. */
  recent: readonly string[] = NONE
  /** Ids of tickets that can't be entered again, oldest first. */
  used: readonly string[] = NONE
  readonly #expired: (claim: Claim) => void

  /** @param expired called when nobody came back in time */
  constructor(sid: string, identity: string, expired: (claim: Claim) => void) {
    this.sid = sid
    this.identity = identity
    this.#expired = expired
  }

  expire(): void {
    this.#expired(this)
  }
}

/** What the facets share. One thread, and no operation waits in the middle: each is atomic as it stands. */
export interface State {
  readonly clock: Clock
  readonly random: Random
  readonly limits: MemoryLimits
  readonly claims: Map<string, Claim>
  /** Claims held by each identity. */
  readonly held: Map<string, number>
  readonly chats: Map<string, ChatLog>
  readonly pools: Pools
  readonly inbox: MemoryInbox
  readonly sweep: Sweep
  logBytes: number
  /** Of the offers in the queues. */
  offerBytes: number
}

export const UNKNOWN: Unknown = { kind: 'unknown' }
export const BUSY: Busy = { kind: 'busy' }

/** The claim a writer acts for, or the answer that it no longer may (P-FENCE-2). */
export function claimOf(state: State, who: Claimant): Claim | Fenced {
  const claim = state.claims.get(who.sid)
  return claim?.conn === who.conn ? claim : { kind: 'fenced', conn: claim?.conn ?? 0 }
}
export const isFenced = (answer: object): answer is Fenced => 'kind' in answer && answer.kind === 'fenced'

/** Tells the other members' nodes. */
export function tellOthers(
  state: State,
  chat: ChatLog,
  seat: Seat | undefined,
  push: (sid: string) => Push,
): void {
  for (const other of chat.seats)
    if (other !== seat && !other.forsaken) state.inbox.whisper(other.node, push(other.sid))
}

/** The list with one more, and only the last `bound` of it. */
export const remembered = <T>(list: readonly T[], item: T, bound: number): readonly T[] =>
  [...list, item].slice(-bound)
