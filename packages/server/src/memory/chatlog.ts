import type { EndBody, EndReason, MemberBody, Mode, Rejection, VoidBody } from '@stranger-chat/core/protocol'
import type { Appended, ChatRecord, LogEntry, MemberRecord } from '../ports/backplane.js'
import {
  ENDS,
  entryBytes,
  entryTime,
  hasRoom,
  isOver,
  judgeN,
  type LogLimits,
  seenByAll,
} from '../rules/log.js'
import { NEVER, type Perishable } from '../sweep.js'

/** A member as the memory engine keeps it. `conn` and `node` follow the session's claim. */
export interface Seat extends MemberRecord {
  conn: number
  node: string
  present: boolean
  away: boolean
  confirmed: boolean
  forsaken: boolean
  accepted: number
  seen: number
}

export interface NewChat {
  readonly id: string
  readonly epoch: string
  readonly mode: Mode
  readonly startedAt: number
  readonly met: boolean
  readonly seats: readonly Seat[]
}

/** One chat: its members and its log (P-LOG). Decides nothing about who may act; that is the caller's. */
export class ChatLog implements Perishable {
  readonly id: string
  readonly seats: readonly Seat[]
  readonly #made: NewChat
  readonly #expired: (chat: ChatLog) => void
  bucket = NEVER
  /** Bytes held, as the bound counts them. */
  bytes = 0
  end: LogEntry | undefined
  #entries: LogEntry[] = []
  /** What each of them counts, in bytes. */
  #sizes: number[] = []
  #top = 0
  #lastAt = 0

  /** @param expired called when its time is over */
  constructor(made: NewChat, expired: (chat: ChatLog) => void) {
    this.id = made.id
    this.seats = made.seats
    this.#made = made
    this.#expired = expired
  }

  expire(): void {
    this.#expired(this)
  }

  get mode(): Mode {
    return this.#made.mode
  }

  /** The end is confirmed by everybody who may still come. */
  get isOver(): boolean {
    return this.end !== undefined && isOver(this.seats, this.end.offset)
  }

  /** The offset of the first entry held; one above the top when none is. */
  get first(): number {
    return this.#top - this.#entries.length + 1
  }

  /** Judges and appends one send. `spare` is what all logs together may still grow by, in bytes. */
  append(
    seat: Seat,
    n: number,
    body: MemberBody | Rejection,
    now: number,
    limits: LogLimits,
    spare: number,
  ): Appended {
    const verdict = judgeN(n, seat.accepted)
    if (verdict === 'duplicate') {
      const entry = this.#entries.findLast((held) => held.seat === seat.seat && held.n === n)
      return entry === undefined ? { kind: 'duplicate' } : { kind: 'duplicate', entry }
    }
    if (this.end !== undefined) return { kind: 'ended' }
    if (verdict === 'gap') return { kind: 'gap', expected: seat.accepted + 1 }
    const rejected = typeof body === 'string' ? body : undefined
    const bytes = entryBytes(typeof body === 'string' ? undefined : body)
    if (bytes > spare || !hasRoom(this.#entries.length, this.bytes, bytes, limits)) return { kind: 'busy' }
    seat.accepted = n
    const clean = typeof body === 'string' ? VOID : body
    const entry = this.#push(seat.seat, clean, now, bytes, rejected === undefined ? { n } : { n, rejected })
    return { kind: 'appended', entry }
  }

  /** Writes the end entry. The log is closed from then on. */
  finish(reason: EndReason, caller: number, now: number): LogEntry {
    const by = ENDS[reason].by(this.seats, caller)
    const body: EndBody = by === undefined ? { kind: 'end', reason } : { kind: 'end', reason, by }
    this.end = this.#push(-1, body, now, entryBytes(undefined), {})
    return this.end
  }

  /** Notes what a member holds and forgets what all hold. A position that doesn't exist yet confirms nothing more. */
  confirm(seat: Seat, seen: number): void {
    seat.confirmed = true
    seat.seen = Math.max(seat.seen, Math.min(seen, this.#top))
    this.trim()
  }

  trim(): void {
    // One or two at a time in a lively chat: shifting makes no list of what goes.
    for (let drop = seenByAll(this.seats, this.#top) - this.first + 1; drop > 0; drop--) {
      this.#entries.shift()
      this.bytes -= this.#sizes.shift() ?? 0
    }
  }

  after(offset: number): readonly LogEntry[] {
    return this.#entries.slice(Math.max(0, offset - this.first + 1))
  }

  record(): ChatRecord {
    const { id, epoch, mode, startedAt, met } = this.#made
    const members = this.seats.map((seat) => {
      const { forsaken: _, ...member } = seat
      return member
    })
    return {
      id,
      epoch,
      mode,
      startedAt,
      met,
      top: this.#top,
      first: this.first,
      ended: this.end !== undefined,
      members,
    }
  }

  #push(
    seat: number,
    body: MemberBody | VoidBody | EndBody,
    now: number,
    bytes: number,
    own: { readonly n?: number; readonly rejected?: Rejection },
  ): LogEntry {
    const at = entryTime(this.#lastAt, now)
    this.#lastAt = at
    const entry: LogEntry = { offset: ++this.#top, seat, at, body, ...own }
    this.#entries.push(entry)
    this.#sizes.push(bytes)
    this.bytes += bytes
    return entry
  }
}

const VOID: VoidBody = { kind: 'void' }
