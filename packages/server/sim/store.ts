import type { Backplane, Claimant, Push } from '../src/ports/backplane.js'
import { emptyState, memoryOn, type MemoryBackplaneOptions } from '../src/memory/backplane.js'
import { MEMORY_LIMITS, type State, SWEEP_MS } from '../src/memory/state.js'
import { Losses } from '../src/losses.js'
import type { Ledger } from '../src/ports/ledger.js'
import type { Blocks, Store } from '../src/ports/store.js'
import { type Held, leaveUnknown, loseShard, resit, seatOf, shardOf, strandLost } from './shards.js'
import type { Truth } from './truth.js'

/** Within so much every process has heard of a shard that began anew, and has said again who is there, ms. */
export const BEAT_MS = 2_500

/** The real memory backplane, observed, which may lose a part of what it had, or be replaced by an empty one. */
export class SharedStore {
  readonly #truth: Truth
  readonly #options: MemoryBackplaneOptions
  readonly #handlers = new Map<string, (push: Push) => void>()
  readonly #leaves = new Map<string, () => void>()
  /** The node on which each session was claimed last, and when each of those that are gone went, virtual ms. */
  readonly #nodeOf = new Map<string, string>()
  readonly #lostAt = new Map<string, number>()
  /** Those who want to hear of lost nodes, whatever becomes of the store. */
  readonly losses = new Losses()
  /** The number each session was claimed with last. */
  readonly #conns = new Map<string, number>()
  /** Those who want to hear that a shard began anew. */
  readonly #renewals = new Set<(shard: number) => void>()
  /** By session and ticket: the chat it was matched into, and in which pool. */
  readonly #matches = new Map<string, { readonly chat: string; readonly pool: string }>()
  /** The list of nodes lies in a shard, too: until then it is being gathered anew, virtual ms. */
  #unlistedUntil = 0
  #state: State
  #inner: Backplane

  constructor(truth: Truth, options: MemoryBackplaneOptions) {
    this.#truth = truth
    this.#options = options
    this.#state = emptyState(options)
    this.#inner = this.#begin()
  }

  #begin(): Backplane {
    const inner = memoryOn(this.#state)
    inner.inbox.onNodeLost((node) => this.losses.tell(node))
    return inner
  }

  /** When the node a session was claimed on last went, virtual ms. */
  lostAt(sid: string): number | undefined {
    return this.#lostAt.get(this.#nodeOf.get(sid) ?? '')
  }

  /** What the store holds now, without being noticed. */
  get inner(): Backplane {
    return this.#inner
  }

  /** Begins anew with nothing; nodes stay joined. */
  rollBack(): void {
    void this.#inner.close()
    this.#conns.clear()
    this.#matches.clear()
    this.#truth.forgets()
    this.#state = emptyState(this.#options)
    this.#inner = this.#begin()
    for (const [node, handler] of this.#handlers) this.#join(node, handler)
  }

  /** One shard begins anew with nothing. */
  loseShard(shard: number): void {
    const { chats, sids } = loseShard(this.#state, shard)
    this.#truth.forgets(chats)
    for (const [key, { pool }] of this.#matches) if (shardOf(pool) === shard) this.#matches.delete(key)
    for (const sid of sids) this.#truth.forgotten.set(sid, this.#truth.now)
    if (shard === 0) this.#unlistedUntil = this.#truth.now + BEAT_MS
    for (const renewed of this.#renewals) renewed(shard)
  }

  onRenewal(renewed: (shard: number) => void): () => void {
    this.#renewals.add(renewed)
    return () => void this.#renewals.delete(renewed)
  }

  /** @param own what whoever asks knows without asking */
  async nodes(own: readonly string[]): Promise<readonly string[]> {
    return this.#truth.now < this.#unlistedUntil ? own : this.#inner.inbox.nodes()
  }

  /** A process says again that a session is there, whose shard forgot it (`claimAgain`). */
  async claimAgain(sid: string, { conn, node, identity, chat }: Held): Promise<void> {
    if (this.#state.claims.has(sid) || !this.#handlers.has(node)) return
    await this.sessions.claim({ sid, conn, node, identity })
    if (chat !== undefined) resit(this.#state, { sid, conn }, chat)
  }

  /**
   * A chat's own record says who sits there, and a session whose shard forgot it acts by that: here it has its claim back a moment
   * earlier than there.
   */
  #mend<T extends Claimant & { readonly chat: string }>(who: T): T {
    const { sid, conn, chat } = who
    const seat = seatOf(this.#state, who, chat)
    if (seat !== undefined && !this.#state.claims.has(sid))
      void this.sessions.claim({ sid, conn, identity: seat.identity, node: seat.node })
    resit(this.#state, who, chat)
    return who
  }

  join(node: string, handler: (push: Push) => void): void {
    this.#handlers.set(node, handler)
    this.#join(node, handler)
  }

  /** The node's lease ran out, or it left. */
  leave(node: string): void {
    this.#handlers.delete(node)
    this.#leaves.get(node)?.()
    this.#leaves.delete(node)
    this.#lostAt.set(node, this.#truth.now)
  }

  #join(node: string, handler: (push: Push) => void): void {
    const watched = (push: Push): void => {
      if (push.type === 'entry') this.#truth.saw(push.chat, push.entry)
      if (push.type === 'matched') this.#truth.matched(push.chat)
      if (push.type === 'presence') this.#truth.present(push.chat, push.seat, push.present)
      handler(push)
    }
    this.#leaves.set(node, this.#inner.inbox.on(node, watched))
  }

  /** The store's operations as they happen there; each tells the truth what it did. */
  readonly sessions = {
    /** @param before the claim of before as whoever asks knows it */
    claim: async (claim: Parameters<Backplane['sessions']['claim']>[0], before?: Held) => {
      const lostAt = this.lostAt(claim.sid)
      // The clean-up comes up to a tick early.
      if (lostAt !== undefined) this.#truth.orphaned(claim.sid, lostAt + MEMORY_LIMITS.orphanMs - SWEEP_MS)
      const answer = await this.#inner.sessions.claim(claim)
      if (answer.kind === 'claimed') {
        this.#nodeOf.set(claim.sid, claim.node)
        this.#conns.set(claim.sid, claim.conn)
        const seen = answer.chat === undefined ? before?.chat : undefined
        if (before === undefined || seen === undefined) return answer
        if (resit(this.#state, claim, seen)) return { ...answer, chat: seen }
        leaveUnknown(this.#state, { sid: claim.sid, conn: before.conn }, seen)
      }
      return answer
    },
    /** @param chat where whoever asks saw it sitting last */
    release: async (who: Claimant, chat?: string) => {
      if (chat !== undefined) leaveUnknown(this.#state, who, chat)
      const gone = this.#inner.sessions.release(who)
      // A fenced one releases nothing.
      if (this.#conns.get(who.sid) === who.conn) this.#truth.released(who.sid)
      await gone
    },
  }

  readonly tickets: Backplane['tickets'] = {
    enter: async (ticket) => {
      const takeBack = this.#truth.entered(ticket)
      // A pool remembers whom it matched, whatever their sessions forgot.
      const match = this.#matches.get(`${ticket.sid} ${ticket.id}`)
      if (match !== undefined) resit(this.#state, ticket, match.chat)
      const answer = await this.#inner.tickets.enter(ticket)
      // A connection of before may still ask, with what it knew then.
      if (answer.kind !== 'queued' && answer.kind !== 'matched') takeBack()
      if (answer.kind !== 'matched') return answer
      this.#truth.matched(answer.chat)
      for (const { sid, ticket: id } of answer.chat.members)
        this.#matches.set(`${sid} ${id}`, { chat: answer.chat.id, pool: ticket.pool })
      return answer
    },
    leave: (who, ticket) => this.#inner.tickets.leave(who, ticket),
    waiting: (pool) => this.#inner.tickets.waiting(pool),
  }

  readonly chats: Backplane['chats'] = {
    attach: async (who) => {
      const answer = await this.#inner.chats.attach(this.#mend(who))
      if (answer.kind !== 'attached') return answer
      this.#truth.attached(answer.chat, who.sid)
      for (const entry of answer.entries) this.#truth.saw(who.chat, entry)
      return answer
    },
    append: (sends) => {
      for (const send of sends) this.#mend(send)
      const answers = this.#inner.chats.append(sends)
      if (answers instanceof Promise) throw new Error('The memory backplane appends at once.')
      for (const [i, send] of sends.entries()) this.#truth.appended(send, answers[i])
      return answers
    },
    read: async (chat, after) => {
      const answer = await this.#inner.chats.read(chat, after)
      if (answer.kind === 'log') for (const entry of answer.entries) this.#truth.saw(chat, entry)
      return answer
    },
    confirm: (who) => this.#inner.chats.confirm(this.#mend(who)),
    away: (who) => this.#inner.chats.away(this.#mend(who)),
    look: (who) => this.#inner.chats.look(this.#mend(who)),
    end: async (end) => {
      let answer = await this.#inner.chats.end(this.#mend(end))
      // Whose session its shard forgot is away all the same, if its node is gone (`strandLost`).
      if (
        answer.kind === 'kept' &&
        end.reason === 'lost' &&
        strandLost(this.#state, end.chat, await this.nodes([]))
      )
        answer = await this.#inner.chats.end(end)
      if (answer.kind === 'ended' && answer.entry !== undefined) this.#truth.saw(end.chat, answer.entry)
      return answer
    },
    forsake: (who) => this.#inner.chats.forsake(this.#mend(who)),
  }

  readonly command: Backplane['command'] = (identity, action) => this.#inner.command(identity, action)
}

/** A ledger of which nobody asks more than what holds for a person: there are no moderators here. */
const NO_LEDGER = {
  sanctions: async () => [],
  shreddable: async () => [],
  staleStatements: async () => [],
  wrapped: async () => [],
  scrub: async () => true,
  forgetMarks: async () => {},
  staff: { dropPasses: async () => {} } as Partial<Ledger['staff']> as Ledger['staff'],
} as Partial<Ledger> as Ledger

/** Blocks that outlive every node. */
export class SharedBlocks implements Store {
  readonly ledger = NO_LEDGER
  readonly #pairs: (readonly [string, string])[] = []
  readonly #since = new Map<string, number>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  readonly blocks: Blocks = {
    add: async (by, of) => {
      if (by === of || this.has(by, of)) return
      this.#pairs.unshift([by, of])
      this.#since.set(`${by} ${of}`, this.#now())
    },
    around: async (identity, limit) => {
      const others = this.#pairs.flatMap(([by, of]) => (by === identity ? [of] : of === identity ? [by] : []))
      return [...new Set(others)].slice(0, limit)
    },
  }
  readonly isShared = false
  readonly belongsTo = async (): Promise<boolean> => true
  readonly adopt = async (): Promise<void> => {}
  readonly close = async (): Promise<void> => {}

  /** Whether either blocked the other, by that virtual time. */
  has(a: string, b: string, until = Infinity): boolean {
    const since = this.#since.get(`${a} ${b}`) ?? this.#since.get(`${b} ${a}`)
    return since !== undefined && since <= until
  }
}
