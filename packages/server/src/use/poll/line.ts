import {
  CLOSE,
  encode,
  POLL,
  type PollAnswer,
  type PollRequest,
  SUBPROTOCOL,
} from '@stranger-chat/core/protocol'
import type { Pace } from '../../gate/ratelimit.js'
import type { Socket, SocketEvents } from '../../ports/socket.js'
import { NEVER, type Perishable, type Sweep } from '../../sweep.js'
import { nextTurn } from '../../system.js'
import { Snapshot } from './snapshot.js'

/** A poll that waits for its answer. Each is answered or dropped once. */
export interface Reply {
  readonly answer: (status: 200 | 409, answer: PollAnswer) => void
  readonly drop: () => void
}

export interface LineOptions {
  /** Of the page that opened it. No other may poll it (P-POLL-9). */
  readonly origin: string | undefined
  readonly wheel: Sweep
  /** Polls of one line. */
  readonly pace: Pace
  /** Nobody will ask for this line again. */
  readonly forget: () => void
}

/**
 * A connection made of polls (P-POLL). Both directions count their frames: the client's are carried out once, ours are kept
 * until the client says that it holds them, so a poll or answer that was lost on the way costs nothing.
 */
export class PollLine implements Socket, Perishable {
  readonly protocol = SUBPROTOCOL
  bucket = NEVER
  readonly #options: LineOptions
  readonly #conn: number
  /** The poll this node opened the line with. */
  readonly #since: number
  readonly #snapshot: Snapshot
  #events: SocketEvents | undefined
  #seq = 0
  #mark = 0
  /** Client frames carried out. */
  #taken: number
  /** Frames the client doesn't confirm yet, the first of them numbered `#first`. */
  #frames: string[] = []
  #first: number
  #bytes = 0
  #held: Reply | undefined
  /** The poll whose answer told the end. */
  #told: Reply | undefined
  #end: PollAnswer['closed']
  #isGone = false
  #isStirred = false
  /** Anything but a goodbye was said. */
  #hasSpoken = false

  constructor(poll: PollRequest, options: LineOptions) {
    const { hello, seq, sent, got } = poll
    this.#snapshot = new Snapshot(poll)
    this.#options = options
    this.#conn = hello.conn
    this.#since = seq
    this.#taken = sent
    this.#first = got
  }

  /** Begins: what a WebSocket would carry first comes from the poll itself. */
  open(events: SocketEvents, { hello, wish, seq }: PollRequest): void {
    this.#events = events
    events.text(encode(hello))
    // A line that moved here: its ticket left the pool with the node it comes from.
    if (wish !== undefined && seq > 1) events.text(encode(wish))
  }

  /** Milliseconds until one more poll may come; 0 for now. */
  wait(now: number): number {
    const { pace } = this.#options
    const ms = pace.wait(this.#mark, now)
    if (ms === 0) this.#mark = pace.spend(this.#mark, now)
    return ms
  }

  /** A poll came in. It is held unless there is something to say, and ends the one before it. */
  take(poll: PollRequest, reply: Reply): void {
    if (poll.seq < this.#seq) return reply.answer(200, this.#empty())
    const before = this.#held
    this.#held = reply
    before?.answer(200, this.#empty())
    this.#seq = poll.seq
    this.#confirm(poll.got)
    this.#options.wheel.set(this, Math.min(poll.hold ?? POLL.holdMs, POLL.holdMs))
    poll.frames.forEach((text, i) => this.#hear(poll.sent + i, text))
    if (poll.close !== undefined) {
      this.#answer(this.#empty())
      this.#go(poll.close)
    } else if (this.#frames.length > 0 || this.#end !== undefined) this.#stir()
  }

  /** Whoever polled hung up, or has the answer. */
  left(reply: Reply): void {
    if (this.#isGone) return
    if (reply === this.#told) this.#go(this.#end?.code ?? CLOSE.normal)
    if (reply !== this.#held) return
    this.#held = undefined
    this.#options.wheel.set(this, POLL.awayMs)
  }

  /** The wheel: held long enough, or nobody has polled for a while. */
  expire(): void {
    if (this.#held !== undefined) this.#answer(this.#empty())
    else this.#go(this.#end?.code ?? ABNORMAL)
  }

  get origin(): string | undefined {
    return this.#options.origin
  }

  buffered(): number {
    return this.#bytes
  }

  send(text: string): void {
    if (this.#end !== undefined || this.#isGone) return
    this.#hasSpoken ||= !text.startsWith(GOODBYE)
    for (const frame of this.#snapshot.filter(text)) {
      this.#frames.push(frame)
      this.#bytes += Buffer.byteLength(frame)
      this.#stir()
    }
  }

  /** Whatever waits for the next answer leaves with it. */
  together(work: () => void): void {
    work()
  }

  close(code: number, reason: string): void {
    if (this.#end !== undefined || this.#isGone) return
    if (code === CLOSE.superseded && this.#isOwn()) return this.#move()
    this.#end = { code, reason }
    if (this.#held === undefined) this.#options.wheel.set(this, POLL.awayMs)
    this.#stir()
  }

  terminate(): void {
    if (this.#isGone) return
    const held = this.#held
    this.#held = undefined
    this.#go(ABNORMAL)
    held?.drop()
  }

  #hear(index: number, text: string): void {
    if (index < this.#taken || this.#isGone) return
    this.#taken = index + 1
    if (text.length > MAX_FRAME) this.#events?.unreadable('too_big')
    else this.#events?.text(text)
  }

  #confirm(got: number): void {
    const count = Math.min(got - this.#first, this.#frames.length)
    if (count <= 0) return
    for (const text of this.#frames.splice(0, count)) this.#bytes -= Buffer.byteLength(text)
    this.#first += count
  }

  /** What is said in one turn leaves in one answer. */
  #stir(): void {
    if (this.#isStirred) return
    this.#isStirred = true
    void nextTurn().then(() => {
      this.#isStirred = false
      if (this.#frames.length > 0 || this.#end !== undefined) this.#answer(this.#all())
    })
  }

  #answer(answer: PollAnswer): void {
    const held = this.#held
    if (held === undefined) return
    this.#held = undefined
    if (answer.closed !== undefined) this.#told = held
    this.#options.wheel.set(this, POLL.awayMs)
    held.answer(200, answer)
  }

  #empty(): PollAnswer {
    return { since: this.#since, at: this.#first, frames: [] }
  }

  #all(): PollAnswer {
    const said = { ...this.#empty(), frames: this.#frames, state: this.#snapshot.mark }
    return this.#end === undefined ? said : { ...said, closed: this.#end }
  }

  /** Superseded under its own number: a later poll went to another node, and this line goes on there. */
  #isOwn(): boolean {
    const { conn } = JSON.parse(this.#frames.at(-1) ?? '{}') as { readonly conn?: unknown }
    return conn === this.#conn && (this.#hasSpoken || this.#since > 1)
  }

  #move(): void {
    this.#frames.pop()
    const held = this.#held
    this.#held = undefined
    this.#go(CLOSE.superseded)
    // What it brought may not have been carried out before the line moved: the client sends it again.
    held?.answer(409, this.#empty())
  }

  #go(code: number): void {
    if (this.#isGone) return
    this.#isGone = true
    this.#options.wheel.clear(this)
    this.#options.forget()
    this.#events?.closed(code)
  }
}

/** As a WebSocket that fell would tell. */
const ABNORMAL = 1006
/** Code units of one frame; twice what a session takes, so that it is the session that refuses. */
const MAX_FRAME = 40 * 1024
const GOODBYE = '{"type":"goodbye"'
