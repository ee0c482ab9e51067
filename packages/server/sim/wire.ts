import type { Link, LinkEvents } from '@stranger-chat/core'
import type { Socket, SocketEvents } from '../src/ports/socket.js'
import type { Dice } from './dice.js'
import type { Timeline } from './timeline.js'

/** How a connection behaves while nothing befalls it. */
export interface WireHabits {
  /** One way, ms: the least, and the most. */
  readonly latency: readonly [number, number]
  /** The share of a client's frames that arrive twice. */
  readonly echo: number
}

export interface WireParts {
  readonly timeline: Timeline
  readonly dice: Dice
  readonly habits: () => WireHabits
  /** Looks for a server; none when nobody answers there. */
  readonly accept: (socket: Socket) => SocketEvents | undefined
  /** Told of each frame that reaches the client. */
  readonly heard: (text: string) => void
  /** The bytes that wait for a slow reader, after each frame. */
  readonly buffering: (bytes: number) => void
}

/** Frames that may come twice: such as a transport repeats that isn't sure whether they arrived. */
const REPEATED = /^\{"type":"(?:send|seen|typing|end)"/

const FALL = 1006
const NO_CODE = 1005
const GOING_AWAY = 1001
/** What `ws` waits for an answer to its close. */
const CLOSE_MS = 30_000
/** When the operating system finds out that a peer is gone: any time, and for both sides at different times. */
const DETECT_MS = [20_000, 300_000] as const

const DEAF: LinkEvents = { opened() {}, text() {}, closed() {} }

/** One connection with all that can befall it. Ordered both ways, as TCP is; frames never overtake each other. */
export class Wire {
  /** When the client could say hello, and did, virtual ms. */
  openedAt: number | undefined
  readonly #parts: WireParts
  #client: LinkEvents
  #server: SocketEvents | undefined
  #isHung = false
  #isCut = false
  #isServerDone = false
  #upAt = 0
  #downAt = 0
  #stalledUntil = 0
  #buffered = 0

  constructor(parts: WireParts, client: LinkEvents) {
    this.#parts = parts
    this.#client = client
    this.#up(() => {
      this.#server = this.#parts.accept(this.socket)
      if (this.#server === undefined) return this.#down(() => this.#clientFalls())
      this.#down(() => {
        this.openedAt = this.#parts.timeline.now
        this.#client.opened()
      })
    })
  }

  /** Both ends may still have something to hear. */
  get isLive(): boolean {
    return (
      this.openedAt !== undefined &&
      !this.#isHung &&
      !this.#isCut &&
      !this.#isServerDone &&
      this.#client !== DEAF
    )
  }

  readonly link: Link = {
    send: (text) => {
      this.#up(() => this.#server?.text(text))
      if (REPEATED.test(text) && this.#parts.dice.chance(this.#parts.habits().echo))
        this.#up(() => this.#server?.text(text), this.#parts.dice.between(0, 2_000))
    },
    close: (code = NO_CODE) => this.#letGo(code),
    terminate: () => this.#letGo(FALL),
  }

  readonly socket: Socket = {
    protocol: 'stranger-chat.v1',
    buffered: () => this.#buffered,
    send: (text) => {
      if (this.#isServerDone) return
      this.#buffered += text.length
      this.#parts.buffering(this.#buffered)
      const taken = (): void => void (this.#buffered -= text.length)
      const { timeline } = this.#parts
      if (this.#stalledUntil > timeline.now) timeline.after(this.#stalledUntil - timeline.now, taken)
      else taken()
      this.#down(() => {
        this.#parts.heard(text)
        this.#client.text(text)
      })
    },
    together: (work) => work(),
    close: (code) => {
      if (this.#isServerDone) return
      this.#isServerDone = true
      this.#parts.timeline.after(CLOSE_MS, () => this.#serverHears(FALL))
      this.#down(() => {
        this.#clientFalls(code)
        this.#parts.timeline.after(this.#latency(), () => this.#serverHears(code))
      })
    },
    terminate: () => {
      if (this.#isServerDone) return
      this.#isServerDone = true
      const { timeline } = this.#parts
      timeline.after(0, () => this.#serverHears(FALL))
      if (!this.#isHung) timeline.after(this.#latency(), () => this.#clientFalls())
    },
  }

  /** The line breaks, and what was on its way is lost. Both sides hear of it, each in its time. */
  cut(): void {
    const { timeline, dice } = this.#parts
    if (this.#isCut) return
    this.#isCut = true
    timeline.after(dice.between(0, 3_000), () => this.#clientFalls())
    timeline.after(dice.between(0, 3_000), () => this.#serverHears(FALL))
  }

  /** Nothing arrives any more, and nobody is told: half-open. @param isForEver no operating system helps */
  hang(isForEver = false): void {
    const { timeline, dice } = this.#parts
    if (this.#isHung || this.#isCut) return
    this.#isHung = true
    if (isForEver) return
    timeline.after(dice.between(...DETECT_MS), () => this.#clientFalls())
    timeline.after(dice.between(...DETECT_MS), () => this.#serverHears(FALL))
  }

  /** The reader takes nothing for `ms`. */
  stall(ms: number): void {
    this.#stalledUntil = Math.max(this.#stalledUntil, this.#parts.timeline.now + ms)
  }

  /** The server's process is gone. @param isTold whether its machine still says so */
  dies(isTold: boolean): void {
    this.#server = undefined
    this.#isServerDone = true
    if (isTold) this.cut()
    else this.hang()
  }

  /** The page is gone: nobody listens, and the browser closes the socket. */
  abandon(isTold: boolean): void {
    if (isTold) this.#letGo(GOING_AWAY)
    else {
      this.#client = DEAF
      this.hang()
    }
  }

  #letGo(code: number): void {
    if (this.#client === DEAF) return
    this.#client = DEAF
    this.#up(() => this.#serverHears(code))
  }

  #serverHears(code: number): void {
    const server = this.#server
    this.#server = undefined
    this.#isServerDone = true
    server?.closed(code)
  }

  #clientFalls(code = FALL): void {
    const client = this.#client
    this.#client = DEAF
    client.closed(code)
  }

  #latency(): number {
    const [least, most] = this.#parts.habits().latency
    return this.#parts.dice.between(least, most)
  }

  #up(task: () => void, late = 0): void {
    const { timeline } = this.#parts
    this.#upAt = Math.max(this.#upAt, timeline.now + this.#latency())
    this.#carry(this.#upAt + late, task)
  }

  #down(task: () => void): void {
    const { timeline } = this.#parts
    this.#downAt = Math.max(this.#downAt, Math.max(this.#stalledUntil, timeline.now) + this.#latency())
    this.#carry(this.#downAt, task)
  }

  #carry(at: number, task: () => void): void {
    this.#parts.timeline.after(at - this.#parts.timeline.now, () => {
      if (!this.#isHung && !this.#isCut) task()
    })
  }
}
