import type { Appended, ChatRecord, LogEntry, MemberRecord, Send, Ticket } from '../src/ports/backplane.js'

/** A chat as it really happened. */
export interface TrueChat {
  readonly id: string
  readonly epoch: string
  readonly startedAt: number
  readonly met: boolean
  readonly members: readonly MemberRecord[]
  /** Virtual time of the match. */
  readonly since: number
  /** It began with an offer made while waiting (P-CALL-5). */
  readonly isOffered: boolean
  /** By offset; an end or an offer that nobody has read yet is missing. */
  readonly entries: Map<number, LogEntry>
  /** By seat: whether its member is there, and since when it is or isn't, virtual ms. */
  readonly presence: Map<number, { readonly present: boolean; readonly since: number }>
  end: LogEntry | undefined
  /** The store began anew after the match, and knows nothing of it. */
  isForgotten: boolean
}

/** Told of everything that happens in the store, in order. */
export interface Watcher {
  readonly matched?: (chat: TrueChat, tickets: readonly Ticket[]) => void
  readonly appended?: (chat: TrueChat, entry: LogEntry, send: Send) => void
  readonly ended?: (chat: TrueChat, entry: LogEntry) => void
  readonly released?: (sid: string) => void
}

/** The one true log of every chat, gathered from what the store answers and pushes. Whatever contradicts it is a failure. */
export class Truth {
  readonly chats = new Map<string, TrueChat>()
  /** The last form in which each ticket was entered, by session and id: a client that was never welcomed asks anew as nobody. */
  readonly tickets = new Map<string, Ticket>()
  /** When each ticket was first entered, in virtual time. */
  readonly wishedAt = new Map<string, number>()
  /** When each session was last let go, in virtual time. */
  readonly releases = new Map<string, number>()
  /** When the store last forgot each session, virtual ms. */
  readonly forgotten = new Map<string, number>()
  /** When a chat began or an entry came last, virtual ms. */
  changedAt = 0
  readonly #watch: () => readonly Watcher[]
  readonly #clock: () => number
  readonly #fail: (oracle: string, what: string) => void

  constructor(
    now: () => number,
    watch: () => readonly Watcher[],
    fail: (oracle: string, what: string) => void,
  ) {
    this.#clock = now
    this.#watch = watch
    this.#fail = fail
  }

  /** Virtual ms. */
  get now(): number {
    return this.#clock()
  }

  /** @returns takes it back, when the store refused it */
  entered(ticket: Ticket): () => void {
    const key = `${ticket.sid} ${ticket.id}`
    const before = this.tickets.get(key)
    if (!this.wishedAt.has(ticket.id)) this.wishedAt.set(ticket.id, this.now)
    this.tickets.set(key, ticket)
    return () => {
      if (before !== undefined && this.tickets.get(key) === ticket) this.tickets.set(key, before)
    }
  }

  matched(record: ChatRecord): void {
    if (this.chats.has(record.id)) return
    const chat: TrueChat = {
      id: record.id,
      epoch: record.epoch,
      startedAt: record.startedAt,
      met: record.met,
      members: record.members,
      since: this.now,
      isOffered: record.top > 0,
      entries: new Map(),
      presence: new Map(record.members.map(({ seat }) => [seat, { present: true, since: this.now }])),
      end: undefined,
      isForgotten: false,
    }
    this.chats.set(record.id, chat)
    this.changedAt = this.now
    const tickets = record.members.flatMap(({ sid, ticket }) => this.tickets.get(`${sid} ${ticket}`) ?? [])
    for (const watcher of this.#watch()) watcher.matched?.(chat, tickets)
  }

  appended(send: Send, answer: Appended | undefined): void {
    const chat = this.chats.get(send.chat)
    if (answer?.kind !== 'appended' || chat === undefined) return
    this.saw(send.chat, answer.entry)
    for (const watcher of this.#watch()) watcher.appended?.(chat, answer.entry, send)
  }

  /** An entry that the store showed somewhere: new, or the same as ever. */
  saw(id: string, entry: LogEntry): void {
    const chat = this.chats.get(id)
    if (chat === undefined)
      return this.#fail('one true log', `An entry of a chat nobody was matched into: ${id}.`)
    const known = chat.entries.get(entry.offset)
    if (known !== undefined) {
      if (known !== entry && JSON.stringify(known) !== JSON.stringify(entry))
        this.#fail('one true log', `Offset ${entry.offset} of ${id} was one entry, and now is another.`)
      return
    }
    // Nobody sent the offer: it was there from the match on, and the first to read it may come after the end.
    const isOffer = chat.isOffered && entry.offset === 1
    if (chat.end !== undefined && !isOffer)
      this.#fail('one true log', `Offset ${entry.offset} of ${id} came after the end at ${chat.end.offset}.`)
    chat.entries.set(entry.offset, entry)
    this.changedAt = this.now
    if (entry.body.kind !== 'end') return
    chat.end = entry
    for (const watcher of this.#watch()) watcher.ended?.(chat, entry)
  }

  /** A member's line fell, or it took its seat again. */
  present(id: string, seat: number, present: boolean): void {
    this.chats.get(id)?.presence.set(seat, { present, since: this.now })
  }
  attached(record: ChatRecord, sid: string): void {
    const own = record.members.find((member) => member.sid === sid)
    if (own !== undefined) this.present(record.id, own.seat, true)
  }

  released(sid: string): void {
    this.releases.set(sid, this.now)
    for (const watcher of this.#watch()) watcher.released?.(sid)
  }

  /** Its node is gone: whoever doesn't come back by `until`, virtual ms, is given up, and the store tells nobody. */
  orphaned(sid: string, until: number): void {
    if (until <= this.now) this.releases.set(sid, this.now)
  }

  /** The store lost these chats; or everything. */
  forgets(ids: Iterable<string> = this.chats.keys()): void {
    for (const id of ids) {
      const chat = this.chats.get(id)
      if (chat !== undefined) chat.isForgotten = true
    }
  }
}
