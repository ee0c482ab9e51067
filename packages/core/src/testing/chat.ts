import type { ClientFrame, EndReason, Entry, Member, Mode, ServerFrame } from '../protocol/index.js'
import type { System } from '../system.js'
import { ackOf, FakeLog, type LogItem } from './log.js'

/** One who sits in a pretended chat: a client's connection, or nobody but the script. */
export interface Sitter {
  readonly seat: number
  readonly ticket: string
  readonly member: Member
  present: boolean
  /** Looks away (P-AWAY). */
  away?: boolean
  /** Null while the line is down, or for the scripted stranger. */
  send: ((frame: ServerFrame) => void) | null
  /** Up to here entries went out on the present connection. */
  cursor: number
  /** Own entries not acknowledged yet. */
  unacked: LogItem[]
}

/** A pretended chat. A test plays the stranger through it: `say`, `write`, `away`, `back`, `look`, `leave`. */
export class FakeChat {
  readonly id: string
  readonly log: FakeLog
  readonly mode: Mode
  readonly sitters: readonly Sitter[]
  readonly #now: () => number
  readonly #met: boolean

  constructor(id: string, mode: Mode, sitters: readonly Sitter[], system: System, met: boolean) {
    this.id = id
    this.mode = mode
    this.sitters = sitters
    this.log = new FakeLog(
      id,
      `${id}-epoch`,
      sitters.map(({ seat }) => seat),
    )
    this.#now = system.now
    this.#met = met
  }

  /** The scripted stranger's seat, or the second one. */
  get stranger(): Sitter {
    const found = this.sitters.find(({ send, ticket }) => send === null && ticket === '') ?? this.sitters[1]
    if (!found) throw new Error('This chat has no second seat.')
    return found
  }

  /** What the server says at the match, and after a resume with everything above `offset`. */
  snapshot(sitter: Sitter, offset: number): void {
    const first = this.log.items[0]?.offset ?? this.log.top + 1
    sitter.cursor = Math.max(offset, first - 1)
    sitter.unacked = []
    sitter.send?.({
      type: 'chat',
      chat: this.id,
      ticket: sitter.ticket,
      epoch: this.log.epoch,
      offset: this.log.top,
      accepted: this.log.accepted(sitter.seat),
      complete: first <= offset + 1,
      mode: this.mode,
      you: sitter.seat,
      members: this.sitters.map(({ member, ...sitter }) => ({ ...member, ...presenceOf(sitter) })),
      capsule: `capsule.${this.id}.${sitter.seat}`,
      ...(this.#met && { met: true }),
    })
    for (const item of this.log.items) if (item.offset > offset) this.#forward(sitter, item, true)
  }

  /** The stranger says something. */
  say(text: string): LogItem {
    return this.append(this.stranger.seat, { kind: 'text', text })
  }

  write(on: boolean): void {
    this.tell({ type: 'typing', chat: this.id, seat: this.stranger.seat, on }, this.stranger)
  }

  away(): void {
    this.presence(this.stranger, false)
  }

  back(): void {
    this.presence(this.stranger, true)
  }

  /** The stranger looks away, their line being up, or back. */
  look(away: boolean): void {
    this.presence(this.stranger, true, away)
  }

  /** What any frame about the chat may carry. */
  heed(sitter: Sitter, frame: ClientFrame): void {
    const { seen, away } = frame as { readonly seen?: number; readonly away?: boolean }
    if (seen !== undefined) this.log.confirm(sitter.seat, seen)
    if (away !== undefined && away !== (sitter.away ?? false)) this.presence(sitter, true, away)
  }

  leave(): void {
    this.end('left', this.stranger.seat)
  }

  /** Ends once; the second end changes nothing. */
  end(reason: EndReason, by?: number): void {
    if (!this.log.ended)
      this.append(-1, by === undefined ? { kind: 'end', reason } : { kind: 'end', reason, by })
  }

  presence(sitter: Sitter, present: boolean, away = sitter.away ?? false): void {
    Object.assign(sitter, { present, away })
    this.tell({ type: 'presence', chat: this.id, seat: sitter.seat, ...presenceOf(sitter) }, sitter)
  }

  /** To everybody but one. */
  tell(frame: ServerFrame, but: Sitter | null = null): void {
    for (const sitter of this.sitters) if (sitter !== but) sitter.send?.(frame)
  }

  append(
    seat: number,
    body: Entry['body'],
    own: { readonly n?: number; readonly rejected?: string } = {},
  ): LogItem {
    const item = this.log.append(seat, body, this.#now(), own)
    for (const sitter of this.sitters) this.#forward(sitter, item, false)
    if (!this.sitters.some((sitter) => sitter.seat === seat && sitter.send))
      this.log.confirm(seat, item.offset)
    return item
  }

  /** Own entries that nobody has heard of yet, in one frame. */
  acknowledge(sitter: Sitter): void {
    if (sitter.unacked.length === 0) return
    sitter.send?.({ type: 'ack', chat: this.id, acked: sitter.unacked.map(ackOf) })
    sitter.unacked = []
  }

  /** Acknowledges again what was a duplicate. */
  again(sitter: Sitter, item: LogItem): void {
    if (!sitter.unacked.includes(item)) sitter.unacked.push(item)
  }

  #forward(sitter: Sitter, item: LogItem, replay: boolean): void {
    if (!sitter.send || item.offset !== sitter.cursor + 1) return
    sitter.cursor = item.offset
    const mine = item.seat === sitter.seat
    if (mine && !replay) {
      sitter.unacked.push(item)
      return
    }
    const { offset, seat, at, body, stamp, n } = item
    const acked = sitter.unacked.map(ackOf)
    sitter.unacked = []
    sitter.send({
      type: 'entry',
      chat: this.id,
      offset,
      seat,
      at,
      body,
      stamp,
      ...(mine && n !== undefined && { n }),
      ...(acked.length > 0 && { acked }),
    })
  }
}

/** What is told of whoever sits there. */
const presenceOf = ({ present, away }: Pick<Sitter, 'present' | 'away'>) => ({
  present,
  ...(present && away && { away }),
})
