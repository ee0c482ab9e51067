import type { Backplane, Claimant, Push } from '../src/ports/backplane.js'
import type { Dice } from './dice.js'
import { type Held, shardOf } from './shards.js'
import { BEAT_MS, type SharedStore } from './store.js'
import type { Timeline } from './timeline.js'

/** What happens between a node and the store. Shares from 0 to 1, times in ms. */
export interface PortHabits {
  /** One way; `null` answers at once, as within one process. */
  readonly latency: readonly [number, number] | null
  /** The share of calls whose answer gets lost after their effect. */
  readonly lost: number
  /** The share of pushes that never arrive, and that arrive late and out of turn. */
  readonly dropped: number
  readonly late: number
}

const LATE_MS = [500, 9_000] as const

/** One node's connection to the store: calls keep their order, answers may get lost, pushes are hints. */
export class Port {
  readonly #timeline: Timeline
  readonly #dice: Dice
  /** What becomes of words about lost nodes: the seeds of before keep their course. */
  readonly #luck: Dice
  readonly #habits: () => PortHabits
  readonly #store: SharedStore
  /** Its nodes, and who was claimed here, as the Redis engine knows it. */
  readonly #names = new Set<string>()
  readonly #held = new Map<string, Held>()
  readonly #stopHearing: () => void
  #isOpen = true
  #thereAt = 0
  #backAt = 0
  #pushAt = 0

  constructor(timeline: Timeline, dice: Dice, store: SharedStore, habits: () => PortHabits) {
    this.#timeline = timeline
    this.#dice = dice
    this.#luck = dice.fork('losses')
    this.#store = store
    this.#habits = habits
    this.#stopHearing = store.onRenewal((shard) =>
      timeline.after(this.#luck.between(0, BEAT_MS), () => this.#claimAgain(shard)),
    )
  }

  /** The node died: what it asked for still happens, and nobody hears the answer. */
  shut(): void {
    this.#isOpen = false
    this.#stopHearing()
  }

  readonly backplane: Backplane = {
    sessions: {
      claim: async (claim) => {
        const { sid, conn, node, identity } = claim
        const before = this.#held.get(sid)
        const answer = await this.#call(() => this.#store.sessions.claim(claim, before))
        if (answer.kind === 'claimed') this.#held.set(sid, { conn, node, identity })
        return answer
      },
      release: (who) => {
        const held = this.#held.get(who.sid)
        if (held?.conn !== who.conn) return this.#call(() => this.#store.sessions.release(who))
        this.#held.delete(who.sid)
        return this.#call(() => this.#store.sessions.release(who, held.chat))
      },
    },
    tickets: {
      enter: async (ticket) => {
        const answer = await this.#call(() => this.#store.tickets.enter(ticket))
        if (answer.kind === 'matched') this.#sits({ ...ticket, chat: answer.chat.id })
        return answer
      },
      leave: (who, ticket) => this.#call(() => this.#store.tickets.leave(who, ticket)),
      waiting: (pool) => this.#call(() => this.#store.tickets.waiting(pool)),
    },
    chats: {
      attach: async (who) => {
        const answer = await this.#call(() => this.#store.chats.attach(who))
        if (answer.kind === 'attached') this.#sits(who)
        return answer
      },
      append: (sends) =>
        this.#habits().latency === null
          ? this.#store.chats.append(sends)
          : this.#call(async () => this.#store.chats.append(sends)),
      read: (chat, after) => this.#call(() => this.#store.chats.read(chat, after)),
      confirm: async (who) => {
        const answer = await this.#call(() => this.#store.chats.confirm(who))
        if (answer === 'confirmed') this.#sits(who)
        return answer
      },
      away: (who) => this.#call(() => this.#store.chats.away(who)),
      look: (who) => this.#call(() => this.#store.chats.look(who)),
      end: (end) => this.#call(() => this.#store.chats.end(end)),
      forsake: (who) => this.#call(() => this.#store.chats.forsake(who)),
    },
    inbox: {
      on: (node, handler) => {
        this.#names.add(node)
        this.#store.join(node, (push) => this.#push(push, handler))
        return () => {
          this.#names.delete(node)
          this.#store.leave(node)
        }
      },
      whisper: (node, push) =>
        void this.#timeline.after(this.#latency(), () => this.#store.inner.inbox.whisper(node, push)),
      nodes: () => this.#store.nodes([...this.#names]),
      onNodeLost: (handler) =>
        this.#store.losses.on((node) => {
          if (!this.#isOpen || this.#luck.chance(this.#habits().dropped)) return
          const { latency } = this.#habits()
          const wait = latency === null ? 0 : this.#luck.between(...latency)
          this.#timeline.after(wait, () => {
            if (this.#isOpen) handler(node)
          })
        }),
    },
    command: (identity, action) => this.#call(() => this.#store.command(identity, action)),
    close: async () => {},
  }

  #sits({ sid, conn, chat }: Claimant & { readonly chat: string }): void {
    const held = this.#held.get(sid)
    if (held?.conn === conn) this.#held.set(sid, { ...held, chat })
  }

  /** A shard began anew: those whose sessions were there say again that they are. */
  #claimAgain(shard: number): void {
    if (!this.#isOpen) return
    for (const [sid, held] of this.#held)
      if (shardOf(sid) === shard) this.#call(() => this.#store.claimAgain(sid, held)).catch(() => undefined)
  }

  #latency(): number {
    const { latency } = this.#habits()
    return latency === null ? 0 : this.#dice.between(...latency)
  }

  #call<T>(ask: () => Promise<T>): Promise<T> {
    const { latency, lost } = this.#habits()
    const isLost = this.#dice.chance(lost)
    if (latency === null && !isLost) return ask()
    return new Promise((resolve, reject) => {
      this.#thereAt = Math.max(this.#thereAt, this.#timeline.now + this.#latency())
      this.#timeline.after(this.#thereAt - this.#timeline.now, () => {
        const answer = (how: () => void): void => {
          this.#backAt = Math.max(this.#backAt, this.#timeline.now + this.#latency())
          this.#timeline.after(this.#backAt - this.#timeline.now, () => {
            if (this.#isOpen) how()
          })
        }
        const fault = (): void => answer(() => reject(new Error('The answer of the store got lost.')))
        ask().then((value) => (isLost ? fault() : answer(() => resolve(value))), reject)
      })
    })
  }

  #push(push: Push, handler: (push: Push) => void): void {
    const { latency, dropped, late } = this.#habits()
    if (!this.#isOpen || this.#dice.chance(dropped)) return
    const deliver = (): void => {
      if (!this.#isOpen) return
      if (push.type === 'superseded' && (this.#held.get(push.sid)?.conn ?? Infinity) < push.conn)
        this.#held.delete(push.sid)
      handler(push)
    }
    if (this.#dice.chance(late)) return void this.#timeline.after(this.#dice.between(...LATE_MS), deliver)
    if (latency === null) return deliver()
    this.#pushAt = Math.max(this.#pushAt, this.#timeline.now + this.#latency())
    this.#timeline.after(this.#pushAt - this.#timeline.now, deliver)
  }
}
