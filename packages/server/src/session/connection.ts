import {
  CLOSE,
  type ClientFrame,
  type ClientFrameOf,
  type CloseReason,
  type Decoded,
  decodeClient,
  type ErrorCode,
} from '@stranger-chat/core/protocol'
import { nameOf } from '../log.js'
import { NEVER, type Perishable } from '../sweep.js'
import type { Socket, SocketEvents } from '../ports/socket.js'
import {
  type About,
  about,
  drainText,
  errorText,
  type Farewell,
  goodbyeText,
  PING,
  type Refusal,
} from './frames.js'
import { judgeBeat } from './heartbeat.js'
import { type House, TICK_MS } from './house.js'
import type { Listener, Solvable } from './listener.js'
import { NEXT, type Phase, type Step } from './phases.js'

/** Who calls, as far as the transport knows. */
export interface Visit {
  readonly origin: string | undefined
  /** Keyed hashes of the address prefixes. */
  readonly prefixes: readonly string[]
  /** Of a line that moves between nodes under one `conn`: in [0, 1), higher with each move; added to `conn` at the claim (P-POLL-6). */
  readonly turn?: number
}

/** Opens a session: calls `connection.welcome` in the end, or says goodbye. */
export type Opener = (connection: Connection, hello: ClientFrameOf<'hello'>) => Promise<void>

/** The first frame comes within this time (P-HELLO-1). */
const HELLO_MS = 5_000
/** Frames that wait behind one that is being carried out. More can't come without breaking the rate. */
const QUEUE = 64
/** A slow reader (P-LIMIT-5): above the first, in bytes, it misses hints, above the second it is dropped. */
const HINT_BYTES = 64 * 1024
const SLOW_BYTES = 256 * 1024
/** Frames that may still come after `rate_limited` before it counts as flooding (P-CLOSE-4). */
const FLOOD = 150

const HELLO_FIRST: Farewell = { message: 'A connection begins with one hello.' }

/** One socket: reads frames, carries them out one by one, and knows when its peer is silent, slow or flooding. */
export class Connection implements SocketEvents, Perishable {
  readonly visit: Visit
  readonly #socket: Socket
  readonly #house: House
  readonly #open: Opener
  bucket = NEVER
  #phase: Phase = 'awaiting'
  #session: Listener | undefined
  #challenge: Solvable | undefined
  #isBusy = false
  #queue: ClientFrame[] | undefined
  #frames = 0
  #flood = 0
  #lastIn: number
  #lastOut: number
  #pingedAt = 0
  /** A ping is out that no pong has answered. */
  #isPinged = false

  constructor(socket: Socket, visit: Visit, house: House, open: Opener) {
    this.#socket = socket
    this.visit = visit
    this.#house = house
    this.#open = open
    this.#lastIn = this.#lastOut = house.clock.now()
    house.registry.connections.add(this)
    house.wheel.set(this, HELLO_MS + TICK_MS)
  }

  get isOpen(): boolean {
    return this.#phase !== 'closing' && this.#phase !== 'closed'
  }

  // What the transport tells.

  text(text: string): void {
    if (!this.isOpen) return
    this.#house.counts.framesIn++
    const now = this.#house.clock.now()
    this.#lastIn = now
    const rate = this.#house.paces.frames
    const wait = rate.wait(this.#frames, now)
    if (wait > 0) {
      if (++this.#flood > FLOOD) return this.goodbye('flooding')
    } else {
      if (rate.isRested(this.#frames, now)) this.#flood = 0
      this.#frames = rate.spend(this.#frames, now)
    }
    const known = this.#session?.read(text)
    if (known !== undefined) return this.#judge(known, wait)
    const decoded = decodeClient(text, this.#house.limits.frameBytes)
    if (!decoded.ok) return this.#refuseText(decoded)
    if (decoded.frame.type === 'pong') this.#answer()
    this.#judge(decoded.frame, wait)
  }

  unreadable(why: 'too_big' | 'binary'): void {
    this.goodbye(why === 'too_big' ? 'frame_too_big' : 'bad_frame')
  }

  closed(code: number): void {
    if (!this.#step('gone')) return
    this.#house.wheel.clear(this)
    this.#house.registry.connections.delete(this)
    this.#part(code === CLOSE.normal)
  }

  /** The wheel: no hello, or nothing said for a while. */
  expire(): void {
    if (this.#phase === 'awaiting') return this.goodbye('hello_timeout')
    if (!this.isOpen) return
    const now = this.#house.clock.now()
    const beat = judgeBeat(
      { lastIn: this.#lastIn, lastOut: this.#lastOut, pingedAt: this.#pingedAt },
      now,
      this.#house.rhythm,
      TICK_MS,
    )
    if (beat.act === 'drop') return this.#drop('no_pong')
    if (beat.act === 'ping') this.#ping()
    this.#house.wheel.set(this, beat.ms)
  }

  #ping(): void {
    this.#isPinged = true
    this.#pingedAt = this.#house.clock.now()
    this.send(PING)
  }

  /** A pong nobody asked for asks whether this line still holds (P-BEAT-2). */
  #answer(): void {
    if (this.#isPinged) this.#isPinged = false
    else if (this.#phase === 'ready') this.#ping()
  }

  // What the session may do.

  /** Sends a frame that must arrive: a reader too slow for it is dropped, and the resume heals that. */
  send(text: string): void {
    if (!this.isOpen) return
    if (this.#socket.buffered() + text.length > SLOW_BYTES) return this.#drop('too_slow')
    this.#lastOut = this.#house.clock.now()
    this.#house.counts.framesOut++
    this.#socket.send(text)
  }

  /** What is sent in one go costs one system call. */
  together(work: () => void): void {
    this.#socket.together(work)
  }

  /** Says that a frame isn't carried out, and why. */
  error(code: ErrorCode, re: About, more?: Refusal): void {
    this.#house.counts.refused[code]++
    this.send(errorText(code, re, more))
  }

  /** Sends a frame nobody misses, such as typing, unless the reader is behind. */
  hint(text: string): void {
    if (this.#socket.buffered() < HINT_BYTES) this.send(text)
  }

  /** Asks the client to move to another connection (P-DRAIN-1). */
  drain(reconnectInMs: number): void {
    this.send(drainText(reconnectInMs))
    this.#session?.moves(reconnectInMs)
  }

  /** Says why, and closes. Nothing is sent or read after it. */
  goodbye(close: CloseReason, farewell: Farewell = {}): void {
    if (!this.isOpen) return
    const { reason = close } = farewell
    if (close !== 'normal') this.#house.log.log('info', 'connection.goodbye', { code: CLOSE[close], reason })
    this.#house.counts.goodbyes[close]++
    this.#house.counts.framesOut++
    this.#socket.send(goodbyeText(close, farewell))
    this.#step('goodbye')
    this.#socket.close(CLOSE[close], reason)
    this.#part(close === 'normal')
  }

  /** The hello has passed: from now on frames go to the session. */
  welcome(session: Listener): boolean {
    if (!this.#step('welcome')) return false
    this.#session = session
    this.#house.wheel.set(this, this.#house.rhythm.intervalMs)
    return true
  }

  /** While there is one, `solve` frames go to it ahead of any queue. */
  get challenge(): Solvable | undefined {
    return this.#challenge
  }
  set challenge(challenge: Solvable | undefined) {
    this.#challenge = challenge
  }

  /** Detaches without a word to the session: another connection has taken it over. */
  release(): void {
    this.#session = undefined
  }

  #refuseText(decoded: Extract<Decoded<ClientFrame>, { ok: false }>): void {
    switch (decoded.problem) {
      case 'too_big':
        return this.goodbye('frame_too_big')
      case 'not_frame':
        return this.goodbye('bad_frame', { message: 'This is no frame.' })
      case 'invalid':
        // For whoever writes a client: the field at fault, never its value.
        return this.goodbye('bad_frame', { message: `${decoded.type}: ${decoded.at} ${decoded.why}.` })
      case 'unknown_type':
        if (this.#phase === 'awaiting') return this.goodbye('bad_frame', HELLO_FIRST)
        this.error('unsupported', { type: decoded.type })
    }
  }

  #judge(frame: ClientFrame, wait: number): void {
    if ((frame.type === 'hello') !== (this.#phase === 'awaiting'))
      return this.goodbye('bad_frame', HELLO_FIRST)
    if (wait > 0) return this.#refuse(frame, wait)
    if (frame.type === 'solve' && this.#challenge !== undefined)
      return this.#carryOut(this.#challenge.answer(frame), false)
    if (!this.#isBusy) return this.#carryOut(this.#start(frame), true)
    const queue = (this.#queue ??= [])
    if (queue.length < QUEUE) queue.push(frame)
    else this.#refuse(frame, 1_000)
  }

  #refuse(frame: ClientFrame, retryAfterMs: number): void {
    if (this.#session !== undefined) this.#session.limited(frame, retryAfterMs)
    else this.error('rate_limited', about(frame), { retryAfterMs })
  }

  #start(frame: ClientFrame): void | Promise<void> {
    try {
      if (frame.type !== 'hello') return this.#session?.frame(frame)
      this.#step('hello')
      return this.#open(this, frame)
    } catch (cause) {
      this.#fail(cause)
    }
  }

  #carryOut(work: void | Promise<void>, isInTurn: boolean): void {
    if (work === undefined) return
    if (isInTurn) this.#isBusy = true
    work.then(isInTurn ? () => this.#goOn() : undefined, (cause: unknown) => this.#fail(cause))
  }

  /** Frames are carried out in order, each when the one before it is done. */
  #goOn(): void {
    for (let frame = this.#queue?.shift(); frame !== undefined; frame = this.#queue?.shift()) {
      const work = this.isOpen ? this.#start(frame) : undefined
      if (work !== undefined) return this.#carryOut(work, true)
    }
    this.#queue = undefined
    this.#isBusy = false
  }

  #fail(cause: unknown): void {
    this.#house.log.log('error', 'connection.failed', { cause: nameOf(cause) })
    this.goodbye('internal')
  }

  #drop(reason: 'no_pong' | 'too_slow'): void {
    this.#house.counts.dropped[reason]++
    this.#house.log.log('info', 'connection.dropped', { reason })
    this.#step('goodbye')
    this.#socket.terminate()
    this.#part(false)
  }

  #part(said: boolean): void {
    const session = this.#session
    this.#session = undefined
    this.#challenge = undefined
    this.#queue = undefined
    session?.gone(said)
  }

  #step(step: Step): boolean {
    const next = NEXT[this.#phase][step]
    if (next === undefined) return false
    this.#phase = next
    return true
  }
}
