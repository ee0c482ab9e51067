import { isUtf8 } from 'node:buffer'
import { NO_STATUS } from './frame.js'
import { unmask } from './mask.js'
import { Pile } from './pile.js'

/** Why a peer's bytes end a connection, as its close code: broken framing, text that isn't UTF-8, a message over the bound. */
export type Fault = 1002 | 1007 | 1009

const CONTINUATION = 0x0
const TEXT = 0x1
const BINARY = 0x2
const CLOSE = 0x8
const PING = 0x9
const PONG = 0xa

const FIN = 0x80
const RESERVED = 0x70
const MASKED = 0x80
const MASK_BYTES = 4
/** The longest payload of a control frame. A longer one's length follows: two bytes behind 126, eight behind 127. */
const SHORT = 125
const MIDDLE = 126

/** The start of a frame whose rest hasn't come. */
interface Held {
  readonly pile: Pile
  /** How many bytes it takes before looking again is worth it. */
  need: number
}

/** A message in fragments, as far as it has come. Of one that isn't text nothing is kept. */
interface Message {
  readonly opcode: number
  readonly pile: Pile
  size: number
}

/**
 * Reads a client's frames (RFC 6455 section 5): takes bytes as they come and tells what they say, straight from the chunk
 * they came in. Nothing is kept but what is unfinished, which is at most one message; what follows a close or a fault is
 * ignored. Never throws.
 */
export abstract class FrameReader {
  readonly #maxBytes: number
  #held: Held | undefined
  #message: Message | undefined
  #isDone = false

  /** @param maxBytes the longest message; a longer one is a fault as soon as its length is known */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  protected abstract onText(text: string): void
  protected abstract onBinary(): void
  /** @param payload good until the call returns */
  protected abstract onPing(payload: Buffer): void
  /** @param code 1005 when none was given */
  protected abstract onClose(code: number): void
  protected abstract onFault(fault: Fault): void

  /** Reads on. The chunk is this reader's to write in: it is unmasked where it lies. */
  read(chunk: Buffer): void {
    let at = this.#held === undefined ? 0 : this.#complete(this.#held, chunk)
    while (at < chunk.length && !this.#isDone) {
      const next = this.#frame(chunk, at, chunk.length)
      if (next < 0) return this.#hold(chunk, at, -next)
      at = next
    }
  }

  /** Nothing more is read. */
  protected stop(): void {
    this.#isDone = true
    this.#held = undefined
    this.#message = undefined
  }

  /** Reads the frame at `at`. @returns where the next one begins, or as a negative number how many bytes this one takes */
  #frame(bytes: Buffer, at: number, end: number): number {
    const there = end - at
    if (there < 2) return -2
    const first = bytes[at] ?? 0
    const second = bytes[at + 1] ?? 0
    if (!this.#isInOrder(first, second)) return this.#fault(1002)
    let size = second & ~MASKED
    let head = 2
    if (size === MIDDLE) {
      if (there < 4) return -4
      size = bytes.readUInt16BE(at + 2)
      head = 4
    } else if (size > MIDDLE) {
      if (there < 10) return -10
      size = bytes.readUInt32BE(at + 2) * 2 ** 32 + bytes.readUInt32BE(at + 6)
      head = 10
    }
    const opcode = first & 0x0f
    if (opcode < CLOSE && size + (this.#message?.size ?? 0) > this.#maxBytes) return this.#fault(1009)
    const from = at + head + MASK_BYTES
    const to = from + size
    if (to > end) return at - to
    const isAscii = unmask(bytes, from, to) < 0x80
    if (opcode >= CLOSE) this.#control(opcode, bytes, from, to)
    else if (first === (FIN | TEXT)) this.#text(bytes, from, to, isAscii)
    else this.#part(opcode, first >= FIN, bytes, from, to)
    return to
  }

  /** Whether a frame may begin so, here. */
  #isInOrder(first: number, second: number): boolean {
    if ((first & RESERVED) !== 0 || second < MASKED) return false
    const opcode = first & 0x0f
    switch (opcode) {
      case CONTINUATION:
        return this.#message !== undefined
      case TEXT:
      case BINARY:
        return this.#message === undefined
      case CLOSE:
      case PING:
      case PONG:
        // Never in fragments, always short, and a close has a whole code or none.
        return first >= FIN && second <= (MASKED | SHORT) && (opcode !== CLOSE || second !== (MASKED | 1))
      default:
        return false
    }
  }

  #text(bytes: Buffer, from: number, to: number, isAscii: boolean): void {
    if (isAscii) return this.onText(bytes.toString('latin1', from, to))
    if (isUtf8(bytes.subarray(from, to))) this.onText(bytes.toString('utf8', from, to))
    else this.#fault(1007)
  }

  /** A fragment, or a message that isn't text. */
  #part(opcode: number, isLast: boolean, bytes: Buffer, from: number, to: number): void {
    const message = (this.#message ??= { opcode, pile: new Pile(), size: 0 })
    message.size += to - from
    if (message.opcode === TEXT) message.pile.add(bytes, from, to)
    if (!isLast) return
    this.#message = undefined
    if (message.opcode === BINARY) return this.onBinary()
    const { bytes: whole } = message.pile
    this.#text(whole, 0, whole.length, false)
  }

  #control(opcode: number, bytes: Buffer, from: number, to: number): void {
    if (opcode === PING) return this.onPing(bytes.subarray(from, to))
    if (opcode === PONG) return
    if (to === from) return this.#closed(NO_STATUS)
    const code = bytes.readUInt16BE(from)
    if (!isCloseCode(code)) this.#fault(1002)
    else if (isUtf8(bytes.subarray(from + 2, to))) this.#closed(code)
    else this.#fault(1007)
  }

  #closed(code: number): void {
    this.stop()
    this.onClose(code)
  }

  #fault(fault: Fault): number {
    this.stop()
    this.onFault(fault)
    return 0
  }

  #hold(chunk: Buffer, at: number, need: number): void {
    const pile = new Pile()
    pile.add(chunk, at, chunk.length)
    this.#held = { pile, need }
  }

  /** Takes from the chunk what the held frame lacks. @returns how much that was */
  #complete(held: Held, chunk: Buffer): number {
    const { pile } = held
    let at = 0
    for (;;) {
      const take = Math.min(held.need - pile.length, chunk.length - at)
      pile.add(chunk, at, at + take)
      at += take
      if (pile.length < held.need) return at
      const next = this.#frame(pile.bytes, 0, pile.length)
      if (next < 0) held.need = -next
      else {
        this.#held = undefined
        return at
      }
    }
  }
}

/** Codes that a close frame may carry (RFC 6455 section 7.4). */
const isCloseCode = (code: number): boolean =>
  (code >= 1000 && code <= 1014 && code !== 1004 && code !== NO_STATUS && code !== 1006) ||
  (code >= 3000 && code <= 4999)
