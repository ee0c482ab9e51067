import type { Duplex } from 'node:stream'
import type { Socket, SocketEvents } from '../ports/socket.js'
import { systemClock } from '../system.js'
import { writeClose, writePong, writeText } from './frame.js'
import { type Fault, FrameReader } from './reader.js'

/** A message over this is refused by the transport itself, with 1009, before any of it is kept (P-FRAME-3). */
const MAX_MESSAGE = 64 * 1024
/** So much at once leaves together, in bytes; what waits longer counts as a reader that is slow. */
const PIECE = 64 * 1024
/** A peer that doesn't hang up after the close frames is dropped. */
const CLOSE_MS = 30_000
/** No close frame came: the line fell (RFC 6455 section 7.1.5). */
const FELL = 1006

const LINE = Symbol('line')

/** A socket that knows its line, so that its listeners are the same for all and nothing is made for each. */
interface Wire extends Duplex {
  [LINE]?: Line
  readonly setTimeout?: (ms: number) => void
  readonly setNoDelay?: (on: boolean) => void
}

/** `closing`: our close frame is out, and theirs or the end of the socket is waited for. */
type Phase = 'open' | 'closing' | 'closed'

/** One WebSocket connection on a socket whose handshake is done: our port, and RFC 6455 behind it. */
export class Line extends FrameReader implements Socket {
  readonly protocol: string
  readonly #wire: Wire
  #events: SocketEvents | undefined
  #phase: Phase = 'open'
  #code = FELL
  #cancel: (() => void) | undefined
  /** The last ping, while the reader is too slow for a pong: one answer is enough for all (section 5.5.3). */
  #pinged: Buffer | undefined

  constructor(wire: Duplex, protocol: string) {
    super(MAX_MESSAGE)
    this.#wire = wire
    this.protocol = protocol
  }

  /** Begins to read. @param head what came right behind the handshake */
  open(head: Buffer, events?: SocketEvents): void {
    this.#events = events
    const wire = this.#wire
    wire[LINE] = this
    wire.setTimeout?.(0)
    wire.setNoDelay?.(true)
    wire.on('data', onData)
    wire.on('end', onEnd)
    wire.on('error', onError)
    wire.on('close', onClosed)
    if (head.length > 0) this.read(Buffer.from(head))
  }

  buffered(): number {
    return this.#wire.writableLength
  }

  send(text: string): void {
    if (this.#phase !== 'open') return
    writeText(this.#wire, text)
    if (this.#wire.writableCorked > 0 && this.#wire.writableLength > PIECE) {
      this.#wire.uncork()
      this.#wire.cork()
    }
  }

  together(work: () => void): void {
    this.#wire.cork()
    try {
      work()
    } finally {
      this.#wire.uncork()
    }
  }

  close(code: number, reason = ''): void {
    if (this.#phase !== 'open') return
    this.#phase = 'closing'
    writeClose(this.#wire, code, reason)
    this.#cancel = systemClock.after(CLOSE_MS, () => this.#wire.destroy())
  }

  terminate(): void {
    this.stop()
    this.#wire.destroy()
  }

  // What the frames say.

  protected onText(text: string): void {
    if (this.#phase === 'open') this.#events?.text(text)
  }

  protected onBinary(): void {
    if (this.#phase === 'open') this.#events?.unreadable('binary')
  }

  protected onPing(payload: Buffer): void {
    if (this.#phase !== 'open') return
    if (!this.#wire.writableNeedDrain) return writePong(this.#wire, payload)
    if (this.#pinged === undefined) this.#wire.once('drain', onDrain)
    this.#pinged = Buffer.from(payload)
  }

  protected onClose(code: number): void {
    this.#code = code
    this.close(code)
    this.#wire.end()
  }

  protected onFault(fault: Fault): void {
    const wasOpen = this.#phase === 'open'
    this.close(fault)
    this.#wire.end()
    if (wasOpen && fault === 1009) this.#events?.unreadable('too_big')
  }

  // What the socket says.

  /** The far end has finished, or the socket failed: nothing more can come. */
  ended(): void {
    this.stop()
    if (this.#phase === 'open') {
      this.#phase = 'closing'
      this.#cancel = systemClock.after(CLOSE_MS, () => this.#wire.destroy())
    }
    this.#wire.end()
  }

  drained(): void {
    const pinged = this.#pinged
    this.#pinged = undefined
    if (pinged !== undefined && this.#phase === 'open') writePong(this.#wire, pinged)
  }

  closed(): void {
    if (this.#phase === 'closed') return
    this.#phase = 'closed'
    this.stop()
    this.#cancel?.()
    this.#events?.closed(this.#code)
  }
}

function onData(this: Wire, chunk: Buffer): void {
  this[LINE]?.read(chunk)
}
function onEnd(this: Wire): void {
  this[LINE]?.ended()
}
function onDrain(this: Wire): void {
  this[LINE]?.drained()
}
function onError(this: Wire): void {
  this.destroy()
}
function onClosed(this: Wire): void {
  this[LINE]?.closed()
}
