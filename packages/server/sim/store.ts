import type { Backplane, Push } from '../src/ports/backplane.js'
import { createMemoryBackplane, type MemoryBackplaneOptions } from '../src/memory/backplane.js'
import { MEMORY_LIMITS, SWEEP_MS } from '../src/memory/state.js'
import { Losses } from '../src/losses.js'
import type { Ledger } from '../src/ports/ledger.js'
import type { Blocks, Store } from '../src/ports/store.js'
import type { Truth } from './truth.js'

/** The real memory backplane, observed, which may be replaced by an empty one: a store that lost what it had. */
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
  #inner: Backplane

  constructor(truth: Truth, options: MemoryBackplaneOptions) {
    this.#truth = truth
    this.#options = options
    this.#inner = this.#begin()
  }

  #begin(): Backplane {
    const inner = createMemoryBackplane(this.#options)
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
    this.#truth.forgets()
    this.#inner = this.#begin()
    for (const [node, handler] of this.#handlers) this.#join(node, handler)
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
  readonly sessions: Backplane['sessions'] = {
    claim: async (claim) => {
      const lostAt = this.lostAt(claim.sid)
      // The clean-up comes up to a tick early.
      if (lostAt !== undefined) this.#truth.orphaned(claim.sid, lostAt + MEMORY_LIMITS.orphanMs - SWEEP_MS)
      const answer = await this.#inner.sessions.claim(claim)
      if (answer.kind === 'claimed') {
        this.#nodeOf.set(claim.sid, claim.node)
        this.#conns.set(claim.sid, claim.conn)
      }
      return answer
    },
    release: async (who) => {
      const gone = this.#inner.sessions.release(who)
      // A fenced one releases nothing.
      if (this.#conns.get(who.sid) === who.conn) this.#truth.released(who.sid)
      await gone
    },
  }

  readonly tickets: Backplane['tickets'] = {
    enter: async (ticket) => {
      const takeBack = this.#truth.entered(ticket)
      const answer = await this.#inner.tickets.enter(ticket)
      // A connection of before may still ask, with what it knew then.
      if (answer.kind !== 'queued' && answer.kind !== 'matched') takeBack()
      if (answer.kind === 'matched') this.#truth.matched(answer.chat)
      return answer
    },
    leave: (who, ticket) => this.#inner.tickets.leave(who, ticket),
    waiting: (pool) => this.#inner.tickets.waiting(pool),
  }

  readonly chats: Backplane['chats'] = {
    attach: async (who) => {
      const answer = await this.#inner.chats.attach(who)
      if (answer.kind !== 'attached') return answer
      this.#truth.attached(answer.chat, who.sid)
      for (const entry of answer.entries) this.#truth.saw(who.chat, entry)
      return answer
    },
    append: (sends) => {
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
    confirm: (who) => this.#inner.chats.confirm(who),
    away: (who) => this.#inner.chats.away(who),
    look: (who) => this.#inner.chats.look(who),
    end: async (end) => {
      const answer = await this.#inner.chats.end(end)
      if (answer.kind === 'ended' && answer.entry !== undefined) this.#truth.saw(end.chat, answer.entry)
      return answer
    },
    forsake: (who) => this.#inner.chats.forsake(who),
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
