import type { EndReason, Mode } from '@stranger-chat/core/protocol'
import { NEVER, type Perishable } from '../sweep.js'
import type { ChatRecord, LogEntry, MemberRecord, Push } from '../ports/backplane.js'
import type { Owing } from './acks.js'
import { Attention } from './attention.js'
import {
  acksText,
  ackText,
  chatText,
  closeEntry,
  type Letterhead,
  presenceText,
  typingText,
} from './frames.js'
import { type House, TICK_MS } from './house.js'
import { changes, told } from './presence.js'
import type { Session } from './session.js'
import { type Vigil, watch } from './vigil.js'

/** A member that hasn't named the chat by then isn't there (P-MATCH-4). */
const SHOW_MS = 10_000
/** After so much quiet the position is compared with the record (P-RESUME-4). */
const QUIET_MS = 5_000

/** `meeting`: not everybody has shown up; `lively`, `quiet`: how long ago the last entry came; `over`: the end was written. */
type Stage = 'meeting' | 'lively' | 'quiet' | 'over'

/**
 * A session's place in its chat: where it stands in the log (the cursor), what it owes its client (acks), and the chat's
 * deadlines as this member's node runs them. Every member's node runs them; the backplane lets one win.
 */
export class Seat implements Perishable, Owing {
  readonly chat: string
  readonly ticket: string
  readonly number: number
  readonly mode: Mode
  bucket = NEVER
  due = 0
  isListed = false
  /** The member has named the chat: it is there. */
  confirmed: boolean
  readonly #house: House
  readonly #session: Session
  readonly #letterhead: Letterhead
  #attention: Attention | undefined
  #vigil: Vigil | undefined
  #record: ChatRecord
  #stage: Stage
  #cursor: number
  /** The highest own `n` the cursor has passed. */
  #taken = 0
  #end = 0
  /** Acks that are due, as text. */
  #acks = ''
  #activeAt: number
  /** A look at the record that is under way. */
  #reading: Promise<void> | undefined
  #readAgain = false

  constructor(house: House, session: Session, record: ChatRecord, own: MemberRecord, cursor: number) {
    this.#house = house
    this.#session = session
    this.#letterhead = house.writer.head(record)
    this.#record = record
    this.chat = record.id
    this.ticket = own.ticket
    this.number = own.seat
    this.mode = record.mode
    this.confirmed = own.confirmed
    if (own.away) this.#attention = new Attention(house, session, record.id, true)
    this.#cursor = cursor
    this.#stage = record.members.every(({ confirmed }) => confirmed) ? 'lively' : 'meeting'
    this.#activeAt = house.clock.now()
    house.wheel.set(this, this.#stage === 'meeting' ? SHOW_MS + TICK_MS : QUIET_MS)
  }

  get isOver(): boolean {
    return this.#stage === 'over'
  }

  /** Whether what the client confirmed includes the end: nothing more will be asked of this seat. */
  isDoneAt(seen: number): boolean {
    return this.isOver && seen >= this.#end
  }

  /** Shows the client where it is: the snapshot, then the entries it lacks, own ones in full (P-RESUME-1). */
  show(entries: readonly LogEntry[] = []): void {
    const { top, first } = this.#record
    const complete = this.#cursor >= first - 1
    // What is trimmed comes no more: the client goes on with the first entry there is (P-RESUME-5).
    if (!complete) this.#cursor = first - 1
    const capsule = this.#house.capsules.seal(this.#record, this.number)
    this.#session.say(chatText(this.#record, { seat: this.number, ticket: this.ticket, complete, capsule }))
    for (const entry of entries) {
      if (entry.offset <= this.#cursor) continue
      this.#pass(entry)
      this.#forward(entry, entry.seat === this.number ? entry.n : undefined)
      this.#noteEnd(entry)
    }
    if (this.#cursor < top) this.compare()
    this.watch()
  }

  /**
   * The cursor rule (P-RESUME-2).
   * @param isAnswer it is what became of a send of this connection: an ack is enough. An own entry that is learnt of in any
   * other way may be of another tab that took the seat without this node having heard yet, so it goes out in full.
   */
  entry(entry: LogEntry, isAnswer = false): void {
    if (entry.offset <= this.#cursor) {
      // A new one at a place that was taken, and it wasn't read meanwhile: the record ran back.
      return isAnswer && (entry.n ?? 0) > this.#taken ? this.#session.lost() : undefined
    }
    if (entry.offset > this.#cursor + 1) return this.compare()
    this.#pass(entry)
    // With nobody there nothing is written: whoever comes back reads the log from where they were.
    if (!this.#session.isConnected) return this.#noteEnd(entry)
    this.stir()
    if (isAnswer) this.#owe(entry)
    else this.#forward(entry, entry.seat === this.number ? entry.n : undefined)
    this.#noteEnd(entry)
  }

  /** An own entry again: its send was repeated, so its ack may have been lost (P-N-1). */
  repeated(entry: LogEntry): void {
    if (entry.offset <= this.#cursor) this.#owe(entry)
    else this.entry(entry)
  }

  /** Whether its member looks; made when first asked for, as most never look away. */
  get attention(): Attention {
    return (this.#attention ??= new Attention(this.#house, this.#session, this.chat, false))
  }

  spoke(): void {
    this.#attention?.spoke()
  }

  get owesAcks(): boolean {
    return this.#acks !== ''
  }

  payAcks(): void {
    if (this.#acks === '') return
    this.#session.say(acksText(this.chat, this.#acks))
    this.#acks = ''
  }

  typing(seat: number, on: boolean): void {
    if (!this.isOver) this.#session.hint(typingText(this.chat, seat, on))
  }

  presence(push: Extract<Push, { type: 'presence' }>): void {
    if (this.isOver) return
    this.#record = told(this.#record, push)
    this.#session.hint(presenceText(this.chat, push.seat, push.present, push.away))
    // Whoever is back may sit on another node now; and a look that is under way may not know of this yet.
    if (push.present || this.#reading !== undefined) this.compare()
  }

  /** Tells the others' nodes, which drop it if it is stale. */
  type(on: boolean): void {
    if (this.isOver) return
    const { inbox } = this.#house.backplane
    const push = { type: 'typing', chat: this.chat, seat: this.number, on } as const
    for (const { sid, node, seat } of this.#record.members)
      if (seat !== this.number) inbox.whisper(node, { ...push, sid })
  }

  /** Confirms what the client holds. */
  async confirm(seen: number): Promise<void> {
    const what = { ...this.#session.claimant, chat: this.chat, seen }
    const answer = await this.#house.backplane.chats.confirm(what)
    if (answer === 'confirmed') {
      this.confirmed = true
      if (this.isDoneAt(seen)) this.#session.rise(this)
    } else if (answer.kind === 'fenced') this.#session.superseded(answer.conn)
    else if (this.isOver) this.#session.rise(this)
    else this.#session.lost()
  }

  async end(reason: EndReason): Promise<void> {
    const what = { ...this.#session.claimant, chat: this.chat, reason }
    const answer = await this.#house.backplane.chats.end(what)
    if (answer.kind === 'fenced') return this.#session.superseded(answer.conn)
    if (answer.kind === 'unknown') return this.isOver ? undefined : this.#session.lost()
    if (answer.kind === 'kept' || answer.entry === undefined) return
    this.entry(answer.entry)
    // What came before the end is missing here and is being read; until then the chat isn't over for whoever asks.
    if (!this.isOver) await this.#reading
  }

  /** Sees to whoever is away. @param gone a node that was just lost */
  watch(gone?: string): void {
    this.#vigil = watch(this.#vigil, this.#house, this.#session, this, this.#record, gone)
  }

  /** Sits here no more. */
  close(): void {
    this.#stage = 'over'
    this.#house.wheel.clear(this)
    this.#attention?.close()
    this.#vigil?.close()
  }

  /** Reads the record and takes what is missing. A call while one is under way makes it look once more. */
  compare(): void {
    if (this.#reading !== undefined) this.#readAgain = true
    else this.#session.run((this.#reading = this.#read()))
  }

  /** The wheel: somebody never came, or nothing has been said for a while. */
  expire(): void {
    const { clock, wheel, limits } = this.#house
    if (this.#stage === 'meeting') {
      this.#session.run(this.#seeWhoCame())
    } else if (this.#stage === 'lively') {
      // The log's time never runs back, but the clock may: nobody waits longer than the whole quiet.
      const left = Math.min(QUIET_MS, this.#activeAt + QUIET_MS - clock.now())
      if (left > TICK_MS) return wheel.set(this, left)
      this.#stage = 'quiet'
      wheel.set(this, limits.idleMs - QUIET_MS + TICK_MS)
      this.compare()
    } else if (this.#stage === 'quiet') {
      this.#session.run(this.end('idle'))
    }
  }

  async #read(): Promise<void> {
    try {
      do {
        this.#readAgain = false
        const from = this.#cursor
        const answer = await this.#house.backplane.chats.read(this.chat, from)
        if (this.#session.seatIn(this.chat) !== this) return
        if (answer.kind === 'unknown') return this.isOver ? undefined : this.#session.lost()
        // What took over from the store never had what was told here. No guess, ever.
        if (answer.chat.top < from) return this.isOver ? undefined : this.#session.lost()
        // Who is there was told meanwhile, or will be by the next look: this one may be older.
        if (!this.#readAgain) {
          for (const text of changes(this.#record, answer.chat, this.number)) this.#session.hint(text)
          this.#record = answer.chat
          this.watch()
        }
        const away = answer.chat.members.some((one) => one.seat === this.number && one.away)
        if (!this.isOver && (away || this.#attention !== undefined)) this.attention.knows(away)
        for (const entry of answer.entries) if (entry.offset === this.#cursor + 1) this.entry(entry)
      } while (this.#readAgain)
    } finally {
      this.#reading = undefined
    }
  }

  async #seeWhoCame(): Promise<void> {
    this.compare()
    await this.#reading
    if (this.#stage !== 'meeting') return
    this.#stage = 'lively'
    this.#house.wheel.set(this, QUIET_MS)
    if (this.#record.members.some(({ confirmed }) => !confirmed)) await this.end('no_show')
  }

  /** Something was said, or its member in a call is there: quiet begins anew. Only the first sign after a quiet time touches the wheel. */
  stir(): void {
    this.#activeAt = this.#house.clock.now()
    if (this.#stage !== 'quiet') return
    this.#stage = 'lively'
    this.#house.wheel.set(this, QUIET_MS)
  }

  #pass({ offset, seat, n }: LogEntry): void {
    this.#cursor = offset
    if (seat === this.number) this.#taken = n ?? 0
  }

  #owe(entry: LogEntry): void {
    const { stamp } = this.#house.writer.write(this.#letterhead, entry)
    const ack = ackText(entry, stamp)
    if (this.#acks !== '') {
      this.#acks += `,${ack}`
      return
    }
    this.#acks = ack
    this.#house.acks.owe(this)
  }

  /** Sends an entry with all acks that are due, which the client applies first (P-ACK-2). */
  #forward(entry: LogEntry, n?: number): void {
    this.#session.say(closeEntry(this.#house.writer.write(this.#letterhead, entry).open, this.#acks, n))
    this.#acks = ''
  }

  #noteEnd({ body, offset }: LogEntry): void {
    if (body.kind !== 'end') return
    this.#end = offset
    this.close()
    this.#session.chatOver(this, body.reason)
  }
}
