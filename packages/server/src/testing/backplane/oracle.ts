import assert from 'node:assert/strict'
import type { Backplane, ChatRecord, LogEntry } from '../../ports/backplane.js'
import type { Clock } from '../../ports/clock.js'
import type { Person } from './stage.js'

export const LOG_ENTRIES = 8
export const RECENT_MS = 20_000

/** Somebody in a storm: small numbers, so that a failing plan shrinks to something readable. */
export interface Guest {
  /** Guests with the same number are one person in several tabs. */
  readonly identity: number
  readonly pool: number
  readonly languages: readonly number[]
  readonly interests: readonly number[]
  readonly trust: number
  /** Whom this person has blocked, by identity. */
  readonly avoid: readonly number[]
  /** Makes an offer while waiting (P-CALL-5). */
  readonly offers: boolean
}
/** A guest as the storm believes it to be, from answers and pushes alone. */
export interface Actor {
  readonly guest: Guest
  readonly person: Person
  isThere: boolean
  /** The wish that waits, since when and how far it has relaxed. */
  waiting: { readonly since: number; readonly relaxed: readonly string[] } | undefined
  chat: Heard | undefined
  lastChat: Heard | undefined
  /** Has named its chat. */
  confirmed: boolean
  /** The wish that a `no_show` left, to be made again with its age. */
  left: Actor['waiting']
  /** Whom its session has met. */
  readonly recent: Set<number>
  /** The last wish, unless it is over. */
  wish: ReturnType<Person['wish']> | undefined
  /** Wishes that are over. */
  readonly used: ReturnType<Person['wish']>[]
}
/** A chat as it was heard of, entry by entry. */
export interface Heard {
  readonly id: string
  readonly actors: readonly [Actor, Actor]
  readonly log: LogEntry[]
}

/** Knows from answers and pushes alone who waits and who sits where, and says when something happens that must not. */
export class Oracle {
  readonly actors: Actor[] = []
  readonly chats = new Map<string, Heard>()
  readonly #backplane: Backplane
  readonly #clock: Clock

  constructor(backplane: Backplane, clock: Clock) {
    this.#backplane = backplane
    this.#clock = clock
  }

  add(guest: Guest, person: Person): void {
    this.actors.push({
      guest,
      person,
      isThere: true,
      waiting: undefined,
      chat: undefined,
      lastChat: undefined,
      confirmed: false,
      left: undefined,
      recent: new Set(),
      wish: undefined,
      used: [],
    })
  }

  /** Two have met, as one is answered and the other told. */
  met(record: ChatRecord): void {
    if (this.chats.has(record.id)) return
    const [a, b] = record.members.map(({ sid }) => this.actors.find(({ person }) => person.sid === sid))
    assert(a !== undefined && b !== undefined && record.members.length === 2)
    for (const actor of [a, b]) {
      assert.equal(actor.chat, undefined, `${actor.person.sid} is in two chats`)
      assert(actor.isThere && actor.waiting !== undefined, `${actor.person.sid} was matched without asking`)
      assert.equal(record.members.find(({ sid }) => sid === actor.person.sid)?.ticket, actor.person.ticket)
    }
    assert(!isWalled(a, b), `${a.person.sid} and ${b.person.sid} must never meet`)
    for (const what of ['interests', 'languages'] as const) {
      const isOpen = [a, b].every(({ waiting }) => waiting?.relaxed.includes(what))
      assert(isOpen || a.guest[what].some((key) => b.guest[what].includes(key)), `they share no ${what}`)
    }
    const trusts = [a, b].every(({ waiting }) => waiting?.relaxed.includes('trust'))
    assert(trusts || Math.abs(a.guest.trust - b.guest.trust) <= 1)
    const haveMet = a.recent.has(b.guest.identity) || b.recent.has(a.guest.identity)
    assert.equal(record.met, haveMet, 'whether they have met')
    const waited = Math.min(...[a, b].map(({ waiting }) => this.#clock.now() - (waiting?.since ?? 0)))
    assert(!haveMet || waited >= RECENT_MS, 'they have just met')
    const heard: Heard = { id: record.id, actors: [a, b], log: [] }
    this.chats.set(record.id, heard)
    for (const actor of [a, b]) {
      actor.left = actor.waiting
      actor.waiting = undefined
      actor.confirmed = false
      actor.chat = heard
      actor.person.chat = record.id
      actor.person.n = 0
    }
    assert.equal(record.top, a.guest.offers ? 1 : 0, 'the offer of whoever waited, and no other')
    if (!a.guest.offers) return
    const body = { kind: 'signal', call: 1, signal: 'offer', data: offerOf(a.person) } as const
    this.hear(heard, { offset: 1, seat: 0, at: record.startedAt, body, n: 1 })
    a.person.n = 1
  }

  /** An entry came by one way or another: the log as heard grows by exactly one, or it is known. */
  hear(chat: Heard, entry: LogEntry): void {
    const known = chat.log[entry.offset - 1]
    if (known !== undefined) return assert.deepEqual(entry, known)
    assert.equal(entry.offset, chat.log.length + 1, 'a gap')
    const before = chat.log.findLast(({ seat }) => seat === entry.seat)?.n ?? 0
    if (entry.seat >= 0) assert.equal(entry.n, before + 1, 'numbers of a sender without gap or double')
    assert(entry.at >= (chat.log.at(-1)?.at ?? 0))
    chat.log.push(entry)
    if (entry.body.kind === 'end') this.#over(chat, entry.body.reason)
  }

  #over(chat: Heard, reason: string): void {
    for (const [i, actor] of chat.actors.entries()) {
      if (actor.chat !== chat) continue
      actor.chat = undefined
      actor.lastChat = chat
      if (reason === 'no_show') continue
      actor.left = undefined
      actor.used.push(actor.person.wish())
      actor.wish = undefined
      const other = chat.actors[1 - i]
      if (other !== undefined) actor.recent.add(other.guest.identity)
    }
  }

  /** The record holds what was heard, and no more than it may. */
  async checkLog({ id, log }: Heard): Promise<void> {
    const answer = await this.#backplane.chats.read(id, 0)
    assert(answer.kind === 'log')
    assert(answer.entries.length <= LOG_ENTRIES)
    assert.equal(answer.chat.top, log.length)
    assert.deepEqual(answer.entries, log.slice(answer.chat.first - 1))
  }
}

export const offerOf = ({ sid }: Person): string => `offer of ${sid}`

export const isWalled = ({ guest: a }: Actor, { guest: b }: Actor): boolean =>
  a.identity === b.identity ||
  a.pool !== b.pool ||
  a.avoid.includes(b.identity) ||
  b.avoid.includes(a.identity)
