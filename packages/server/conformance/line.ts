import { setMaxListeners } from 'node:events'
import {
  type Acked,
  type ClientFrame,
  decodeServer,
  encode,
  type ServerFrame,
  type ServerFrameOf,
  SUBPROTOCOL,
} from '@stranger-chat/core/protocol'
import { type RawData, WebSocket } from 'ws'
import { Deviation, must } from './deviation.js'
import type { Journal } from './journal.js'
import type { Ledger } from './ledger.js'
import type { Clock } from './system.js'
import { Watch } from './watch.js'

/** What the lines of a check share. */
export interface Desk {
  readonly clock: Clock
  readonly journal: Journal
  readonly ledger: Ledger
  /** How long an answer may take on its way before it counts as none, ms. */
  readonly patienceMs: number
  /** The server asked to come back later. */
  readonly turnedAway: (retryAfterMs: number) => void
}

export interface DialOptions {
  readonly name: string
  /** Where, as `ws:` or `wss:`. */
  readonly url: string
  readonly protocols?: readonly string[]
  readonly origin?: string
}

/** No server needs longer to open a connection, ms. */
const OPEN_MS = 10_000
/** How long the goodbye to a line of ours may take, ms. */
const LEAVE_MS = 1_000
const OVER_CAPACITY: ReadonlySet<number> = new Set([4503, 4513])

type Frame<T> = Extract<ServerFrame, { type: T }>

/** An upgrade that was answered by HTTP, or not at all. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly status: number | undefined
  constructor(message: string, status?: number) {
    super(message)
    this.status = status
  }
}

/** A socket without a client behind it: it says what it is told, forgets no answer, and has every frame judged. */
export class Line {
  readonly name: string
  readonly heard: ServerFrame[] = []
  /** Whether pings are answered, as a client in good health does. */
  isAwake = true
  /** How it was closed, if it was. */
  closed: number | undefined
  readonly #socket: WebSocket
  readonly #desk: Desk
  readonly #watch: Watch
  readonly #taken = new Set<ServerFrame>()
  readonly #waiting = new Set<() => void>()

  private constructor(socket: WebSocket, name: string, desk: Desk) {
    this.name = name
    this.#socket = socket
    this.#desk = desk
    this.#watch = new Watch(desk.ledger)
    setMaxListeners(20, socket)
    socket.on('message', (data, isBinary) => this.#hear(data, isBinary))
    // A broken line shows as a close.
    socket.on('error', () => undefined)
    socket.once('close', (code) => {
      this.closed = code
      this.#watch.closed(code)
      this.#stir()
    })
  }

  static dial({ name, url, protocols = [SUBPROTOCOL], origin }: DialOptions, desk: Desk): Promise<Line> {
    const socket = new WebSocket(url, [...protocols], {
      handshakeTimeout: OPEN_MS,
      perMessageDeflate: false,
      ...(origin === undefined ? {} : { origin }),
    })
    const line = new Line(socket, name, desk)
    return new Promise((resolve, reject) => {
      socket.once('open', () => resolve(line))
      socket.once('error', (cause: NodeJS.ErrnoException) => reject(new Refused(cause.code ?? cause.message)))
      socket.once('unexpected-response', (request, { statusCode = 0, headers }) => {
        const seconds = Number(headers['retry-after'])
        if (seconds > 0) desk.turnedAway(seconds * 1_000)
        reject(new Refused(`HTTP ${statusCode}`, statusCode))
        request.destroy()
      })
    })
  }

  /** The subprotocol the server chose. */
  get protocol(): string {
    return this.#socket.protocol
  }

  say(frame: ClientFrame): void {
    this.#watch.said(frame)
    this.raw(encode(frame))
  }

  /** Anything at all. */
  raw(data: string | Buffer): void {
    this.#desk.journal.sent(this.name, typeof data === 'string' ? data : `${data.length} bytes`)
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(data)
  }

  /** The oldest frame of a type that nobody took yet, if one is there. */
  take<T extends ServerFrame['type']>(
    type: T,
    fits: (frame: Frame<T>) => boolean = () => true,
  ): Frame<T> | undefined {
    const isOfType = (frame: ServerFrame): frame is Frame<T> => frame.type === type
    const frame = this.heard.filter(isOfType).find((one) => !this.#taken.has(one) && fits(one))
    if (frame !== undefined) this.#taken.add(frame)
    return frame
  }

  /** The same, waiting for it. */
  next<T extends ServerFrame['type']>(
    type: T,
    expected: string,
    fits?: (frame: Frame<T>) => boolean,
    withinMs?: number,
  ): Promise<Frame<T>> {
    return this.until(() => this.take(type, fits), expected, withinMs)
  }

  /** Looks after each frame until there is something. */
  async until<R>(
    look: () => R | undefined,
    expected: string,
    withinMs: number = this.#desk.patienceMs,
  ): Promise<R> {
    const found = await this.#wait(look, withinMs)
    if (found !== undefined) return found
    const instead =
      this.closed === undefined ? `nothing within ${Math.round(withinMs)} ms` : `closed with ${this.closed}`
    throw new Deviation(`${this.name} to get ${expected}`, instead)
  }

  /** Nothing of the kind comes for a while. */
  async hearsNo(what: string, isIt: (frame: ServerFrame) => boolean, forMs: number): Promise<void> {
    const frame = await this.#wait(() => this.heard.find(isIt), forMs)
    must(frame === undefined, `${this.name} to hear no ${what}`, JSON.stringify(frame))
  }

  /** The server sends this line away, with a goodbye and the same close code (P-CLOSE-1). */
  async sentAway(code: number, withinMs: number = this.#desk.patienceMs): Promise<ServerFrameOf<'goodbye'>> {
    const goodbye = await this.next('goodbye', `goodbye with ${code}`, undefined, withinMs)
    must(goodbye.code === code, `${this.name} to get goodbye with ${code}`, `goodbye with ${goodbye.code}`)
    await this.isClosed(`the close with ${code}`)
    must(this.closed === code, `a close with ${code}`, `a close with ${this.closed}`)
    return goodbye
  }

  async isClosed(expected: string, withinMs: number = this.#desk.patienceMs): Promise<void> {
    await this.until(() => (this.closed === undefined ? undefined : true), expected, withinMs)
  }

  ackOf(chat: string, n: number): Acked | undefined {
    return this.#watch.ackOf(chat, n)
  }
  cursor(chat: string): number {
    return this.#watch.cursor(chat)
  }

  /** Hangs up without a word, as a dead line does. */
  vanish(): void {
    this.#socket.terminate()
  }

  /** Leaves nothing behind on the server: no seat that is held, no ticket. */
  async leave(): Promise<void> {
    if (this.#socket.readyState !== WebSocket.OPEN) return this.vanish()
    this.#socket.send(encode({ type: 'bye' }))
    await this.#wait(() => (this.closed === undefined ? undefined : true), LEAVE_MS)
    this.vanish()
  }

  #hear(data: RawData, isBinary: boolean): void {
    const text = (data as Buffer).toString('utf8')
    const { journal, ledger } = this.#desk
    journal.came(this.name, text)
    ledger.judge('P-FRAME-1', !isBinary, 'a text message', 'a binary one')
    const read = decodeServer(text)
    this.#watch.heard(read, text)
    if (read.ok) {
      const { frame } = read
      this.heard.push(frame)
      if (frame.type === 'ping' && this.isAwake) this.say({ type: 'pong' })
      if (frame.type === 'goodbye' && OVER_CAPACITY.has(frame.code) && frame.retryAfterMs !== undefined)
        this.#desk.turnedAway(frame.retryAfterMs)
    }
    this.#stir()
  }

  #stir(): void {
    for (const look of [...this.#waiting]) look()
  }

  #wait<R>(look: () => R | undefined, ms: number): Promise<R | undefined> {
    return new Promise((resolve) => {
      const done = (found: R | undefined): void => {
        cancel()
        this.#waiting.delete(again)
        resolve(found)
      }
      const cancel = this.#desk.clock.after(ms, () => done(undefined))
      const again = (): void => {
        const found = look()
        if (found !== undefined || this.closed !== undefined) done(found)
      }
      this.#waiting.add(again)
      again()
    })
  }
}
