import { type ClientFrame, type ClientFrameOf, encode, type ErrorCode } from '@stranger-chat/core/protocol'
import { nameOf } from '../log.js'
import { NEVER, type Perishable } from '../sweep.js'
import type { Action, ChatRecord, Claimant, LogEntry } from '../ports/backplane.js'
import type { Visitor } from '../ports/plugin.js'
import { endsChat, type Sanction } from '../rules/sanctions.js'
import type { Connection } from './connection.js'
import { type About, about, asSentence, type Farewell, type Refusal } from './frames.js'
import { type House, TICK_MS } from './house.js'
import type { Listener } from './listener.js'
import { Search } from './search.js'
import { Seat } from './seat.js'
import { Sends } from './sends.js'
import { farewellOf, Standing } from './standing.js'

/**
 * One claim of a session: from a hello until it is superseded, says bye, or its grace is over. It has a connection or waits
 * for the next one; a newer hello makes a new `Session` and supersedes this one.
 */
export class Session implements Listener, Perishable {
  readonly identity: string
  readonly claimant: Claimant
  readonly sid: string
  readonly conn: number
  readonly prefixes: readonly string[]
  readonly search: Search
  readonly standing: Standing
  bucket = NEVER
  visitor: Visitor
  isHidden = false
  connection: Connection | undefined
  seat: Seat | undefined
  readonly #house: House
  #sends: Sends | undefined
  /** A chat of which an entry came before its seat was there: the seat will have to look. */
  #missed = ''
  #typed = 0

  constructor(
    house: House,
    connection: Connection,
    claimant: Claimant,
    visitor: Visitor,
    sanctions: readonly Sanction[],
  ) {
    this.#house = house
    this.connection = connection
    this.claimant = claimant
    this.sid = claimant.sid
    this.conn = claimant.conn
    this.visitor = visitor
    this.identity = visitor.identity
    this.prefixes = connection.visit.prefixes
    this.standing = new Standing(house, this, sanctions)
    this.search = new Search(house, this)
  }

  get isConnected(): boolean {
    return this.connection !== undefined
  }

  /** The seat, if the session sits in that chat: nothing about another one concerns it (law 2). */
  seatIn(chat: string): Seat | undefined {
    return this.seat?.chat === chat ? this.seat : undefined
  }

  // To the client.

  say(text: string): void {
    this.connection?.send(text)
  }
  error(code: ErrorCode, re: About, more?: Refusal): void {
    this.connection?.error(code, re, more)
  }
  hint(text: string): void {
    this.connection?.hint(text)
  }
  notice(level: 'info' | 'warn', code: string, text: string): void {
    this.say(encode({ type: 'notice', level, code, text: asSentence(text) }))
  }

  // From the client.

  read(text: string): ClientFrame | undefined {
    return this.#sends?.read(text)
  }

  frame(frame: ClientFrame): void | Promise<void> {
    switch (frame.type) {
      case 'send':
        return this.seatIn(frame.chat) === undefined
          ? this.error('bad_state', about(frame))
          : this.#sends?.send(frame)
      case 'seen':
        return this.seatIn(frame.chat)?.confirm(frame.offset)
      case 'typing':
        return this.#type(frame)
      case 'pong':
        return this.#pong(frame)
      case 'join':
        return this.search.join(frame)
      case 'leave':
        return this.search.leave(frame.ticket)
      case 'ice':
        return this.search.askIce(this.seat)
      case 'end':
        return this.#end(frame)
      case 'bye':
        return this.connection?.goodbye('normal')
      case 'auth':
        this.visitor = { ...this.visitor, auth: frame.token }
        return
      case 'solve':
        return this.error('bad_state', about(frame))
      case 'hello':
        // The connection takes one hello and no second.
        return
    }
  }

  limited(frame: ClientFrame, retryAfterMs: number): void {
    if (frame.type === 'send' && this.seatIn(frame.chat) !== undefined)
      this.#sends?.hold(frame, 'rate_limited', retryAfterMs)
    else this.error('rate_limited', about(frame), { retryAfterMs })
  }

  moves(inMs: number): void {
    this.search.moves(inMs)
  }

  gone(said: boolean): void {
    this.connection = undefined
    this.run(said ? this.leave() : this.#hold())
  }

  // From the backplane.

  entry(chat: string, entry: LogEntry): void {
    const seat = this.seatIn(chat)
    if (seat === undefined) this.#missed = chat
    else seat.entry(entry)
  }

  matched(record: ChatRecord): void {
    this.search.stop()
    if (this.seatIn(record.id) !== undefined || record.ended) return
    this.#house.counts.match(record.mode, this.#house.clock.now() - this.search.since)
    this.sit(record, 0)?.show()
    // The line fell while the match was made.
    if (this.connection === undefined)
      this.run(this.#house.backplane.chats.away({ ...this.claimant, chat: record.id }))
  }

  command(action: Action): void {
    if (action.type === 'notice') return this.notice(action.level, action.code, action.text)
    if (action.type === 'avoid') return this.search.avoid(action.identity)
    if (action.type === 'end') return this.run(this.seat?.end('closed'))
    if (action.type === 'reviewed') return this.run(this.standing.review(action.action))
    if (action.type === 'judged' && action.kind !== 'ban') return this.#judged(action)
    this.throwOut(farewellOf(action.until, action.type === 'ban' ? action.message : undefined))
  }

  /** A newer connection has the session now. Nothing is said to the backplane: it would be fenced. */
  superseded(conn: number): void {
    // No newer one, but a store that lost the claim: nobody took the seat, so the client comes back and learns what is left.
    if (conn < this.conn) return this.lost()
    const { connection } = this
    this.#let()
    connection?.release()
    connection?.goodbye('superseded', { conn })
  }

  /** The chat is gone from the record: the client comes back and is told so (P-RESUME-3). */
  lost(): void {
    this.#house.log.log('warn', 'chat.lost')
    this.connection?.goodbye('internal')
  }

  // From its own parts.

  /** Takes a seat, and gives up the one before. @param cursor what the client holds of the log */
  sit(record: ChatRecord, cursor: number): Seat | undefined {
    const own = record.members.find(({ sid }) => sid === this.sid)
    if (own === undefined) return undefined
    const before = this.seat
    if (before !== undefined) this.rise(before)
    if (before !== undefined)
      this.run(this.#house.backplane.chats.forsake({ ...this.claimant, chat: before.chat }))
    const seat = new Seat(this.#house, this, record, own, cursor)
    this.seat = seat
    this.#sends = new Sends(this.#house, this, seat, own.accepted)
    if (this.#missed === record.id) seat.compare()
    this.#missed = ''
    return seat
  }

  /** Nothing more will be asked of this seat. */
  rise(seat: Seat): void {
    if (this.seat !== seat) return
    seat.close()
    this.seat = undefined
    this.#sends = undefined
  }

  chatOver(seat: Seat, reason: string): void {
    this.#house.log.log('info', 'chat.over', { reason })
    this.#house.counts.end(reason)
    // Whoever never came isn't sent looking again.
    if (reason === 'no_show' && seat.confirmed && this.connection !== undefined)
      this.search.again(seat.ticket)
  }

  /** Leaves for good: nothing is kept, and a live chat ends as `left`, or `lost` for whoever was away. */
  async leave(): Promise<void> {
    this.#let()
    await this.#house.backplane.sessions.release(this.claimant)
  }

  /** Work nobody waits for: what fails is logged, and closes the connection. */
  run(work: Promise<void> | undefined): void {
    work?.catch((cause: unknown) => {
      this.#house.log.log('error', 'session.failed', { cause: nameOf(cause) })
      this.connection?.goodbye('internal')
    })
  }

  /** The wheel: the grace is over (P-GRACE-1). */
  expire(): void {
    this.run(this.leave())
  }

  #judged({ kind, action }: Extract<Action, { type: 'judged' }>): void {
    this.standing.tell(kind, action)
    if (this.seat !== undefined && endsChat(kind, this.seat.mode)) this.run(this.seat.end('closed'))
    this.run(this.standing.look())
  }

  /** They are told why, and leave. */
  throwOut(farewell: Farewell): void {
    const { connection } = this
    this.connection = undefined
    connection?.release()
    connection?.goodbye('forbidden', farewell)
    this.run(this.leave())
  }

  /** The line fell without a bye: the seat is held (P-GRACE). */
  async #hold(): Promise<void> {
    const { backplane, grace, wheel } = this.#house
    wheel.set(this, (this.isHidden ? grace.hidden : grace.away) + TICK_MS)
    const seat = this.seat
    if (seat !== undefined) {
      wheel.clear(seat)
      await backplane.chats.away({ ...this.claimant, chat: seat.chat })
    }
    await this.search.suspend()
  }

  #let(): void {
    this.connection = undefined
    this.#house.registry.remove(this)
    this.#house.wheel.clear(this)
    this.search.stop()
    if (this.seat !== undefined) this.rise(this.seat)
  }

  #type({ chat, on, seen }: ClientFrameOf<'typing'>): void | Promise<void> {
    const seat = this.seatIn(chat)
    if (seat === undefined) return
    const { clock, paces } = this.#house
    if (paces.typing.wait(this.#typed, clock.now()) === 0) {
      this.#typed = paces.typing.spend(this.#typed, clock.now())
      seat.type(on)
    }
    if (seen !== undefined || !seat.confirmed) return seat.confirm(seen ?? 0)
  }

  /** Also unasked, when the page hides or shows; either way a good moment to compare positions (P-RESUME-4). */
  #pong({ chat, seen, hidden, away }: ClientFrameOf<'pong'>): void | Promise<void> {
    if (hidden !== undefined) this.isHidden = hidden
    const seat = chat === undefined ? undefined : this.seatIn(chat)
    if (seat === undefined) return
    if (away !== undefined && !seat.isOver) seat.attention.says(away)
    seat.compare()
    if (seen !== undefined || !seat.confirmed) return seat.confirm(seen ?? 0)
  }

  async #end({ chat, next }: ClientFrameOf<'end'>): Promise<void> {
    const seat = this.seatIn(chat)
    if (seat !== undefined && !seat.isOver) {
      // Its client may look away from here on, so what is owed goes first.
      seat.payAcks()
      await seat.end('left')
    }
    if (next === undefined || this.seat?.isOver === false) return
    if (seat !== undefined) this.rise(seat)
    if (seat !== undefined) await this.#house.backplane.chats.forsake({ ...this.claimant, chat })
    return this.search.join(next)
  }
}
