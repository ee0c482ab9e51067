import {
  type ClientFrame,
  encode,
  POLL,
  type PollAnswer,
  readPollAnswer,
  type ServerFrame,
  type ServerFrameOf,
  SUBPROTOCOL,
} from '@stranger-chat/core/protocol'
import { nextTurn } from '../system.js'
import { FACTS } from './people.js'

type Hello = Extract<ClientFrame, { type: 'hello' }>
export type PollBody = Record<string, unknown>

/** One poll by hand. */
export const post = (url: string, body: PollBody | string, init: RequestInit = {}): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...init,
    headers: { 'content-type': 'application/json', ...(init.headers as Record<string, string>) },
  })

let count = 0
export const lineId = (): string => `line-${String(++count).padStart(20, '0')}`

/** A bare poll client: keeps one poll waiting, says what it is told, remembers every answer. */
export class Poller {
  readonly line = lineId()
  readonly heard: string[] = []
  readonly frames: ServerFrame[] = []
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>
  hello: Hello = { type: 'hello', conn: 1, client: { name: 'test', version: '1' } }
  wish: PollBody | undefined
  /** How long a poll may wait, ms. */
  hold: number | undefined
  /** The mark of the last snapshot. */
  state: string | undefined
  seq = 0
  got = 0
  sent = 0
  since = 0
  readonly #url: () => string
  readonly #end: (code: number, reason?: string) => void
  readonly #flights = new Set<AbortController>()
  readonly #sends: string[] = []
  #queue: string[] = []
  #hasMore = false
  #isPaused = false
  #isOver = false

  /** @param url asked before every poll: another one may be another node */
  constructor(url: string | (() => string)) {
    this.#url = typeof url === 'string' ? () => url : url
    let end: (how: { readonly code: number; readonly reason: string }) => void = () => undefined
    this.closed = new Promise((resolve) => (end = resolve))
    this.#end = (code, reason = '') => {
      this.#isOver = true
      end({ code, reason })
    }
  }

  all<T extends ServerFrame['type']>(type: T): readonly ServerFrameOf<T>[] {
    return this.frames.filter((frame): frame is ServerFrameOf<T> => frame.type === type)
  }
  last<T extends ServerFrame['type']>(type: T): ServerFrameOf<T> {
    const frame = this.all(type).at(-1)
    if (frame === undefined)
      throw new Error(`No ${type} among ${this.frames.map((one) => one.type).join(', ')}`)
    return frame
  }
  get texts(): readonly unknown[] {
    return this.all('entry').flatMap(({ body }) => (body['kind'] === 'text' ? [body['text']] : []))
  }

  send(text: string): void {
    this.#queue.push(text)
    void this.poll()
  }
  says(...frames: readonly ClientFrame[]): void {
    this.queue(...frames)
    void this.poll()
  }
  /** Says it with the next poll. */
  queue(...frames: readonly ClientFrame[]): void {
    this.#queue.push(...frames.map(encode))
  }
  /** A text under the next number; what a snapshot doesn't count is said again. */
  talk(text: string): void {
    this.#sends.push(text)
    // Whether it arrived, the next snapshot tells.
    this.state = undefined
    this.says(this.#send(this.#sends.length))
  }
  #send(n: number): ClientFrame {
    const { chat } = this.last('chat')
    return { type: 'send', chat, n, body: { kind: 'text', text: this.#sends[n - 1] ?? '' } }
  }
  join(ticket: string, interests: readonly string[] = []): void {
    this.wish = { type: 'join', ticket, mode: 'text', languages: [], interests, facts: FACTS }
    this.says(this.wish as ClientFrame)
  }

  pause(): void {
    this.#isPaused = true
  }
  resume(): void {
    this.#isPaused = false
    if (this.#flights.size === 0) void this.poll()
  }
  /** Stops asking, as a client whose network is gone. */
  vanish(): void {
    this.#isOver = true
    for (const flight of this.#flights) flight.abort()
  }
  async close(code: number): Promise<void> {
    this.#isOver = true
    await post(this.#url(), this.body({ close: code }))
    this.#end(code)
  }

  body(more: PollBody = {}): PollBody {
    return {
      protocol: SUBPROTOCOL,
      line: this.line,
      seq: ++this.seq,
      sent: this.sent,
      got: this.got,
      hello: this.hello,
      frames: this.#queue.slice(0, POLL.frames),
      wish: this.wish,
      hold: this.hold,
      state: this.state,
      ...more,
    }
  }

  async poll(): Promise<void> {
    if (this.#isOver || this.#isPaused) return
    // One that is held, and one that ends it (P-POLL-4).
    if (this.#flights.size === 2) return void (this.#hasMore = true)
    this.#hasMore = false
    const flight = new AbortController()
    const body = this.body()
    const upTo = this.sent + (body['frames'] as readonly string[]).length
    this.#flights.add(flight)
    const res = await post(this.#url(), body, { signal: flight.signal }).catch(() => undefined)
    const answer = readPollAnswer(await res?.json().catch(() => null))
    this.#flights.delete(flight)
    if (this.#isOver) return
    if (res === undefined || (answer === null && res.status < 500)) return this.#end(1006)
    if (answer !== null) this.#take(answer, res.ok ? upTo : this.sent)
    if (this.#flights.size === 0 || this.#hasMore) await this.poll()
  }

  #take({ since, at, frames, state, closed }: PollAnswer, upTo: number): void {
    if (upTo > this.sent) this.sent += this.#queue.splice(0, upTo - this.sent).length
    if (since < this.since) return
    if (since > this.since) this.got = at
    if (state !== undefined) this.state = state
    this.since = since
    frames.forEach((text, i) => {
      if (at + i === this.got) {
        this.got++
        this.heard.push(text)
        if (text.startsWith('{')) this.#note(JSON.parse(text) as ServerFrame)
      }
    })
    if (closed !== undefined) this.#end(closed.code, closed.reason)
  }

  /** What a poll needs to be a resume on a node that doesn't know the line. */
  #note(frame: ServerFrame): void {
    this.frames.push(frame)
    const { resume } = this.hello
    if (frame.type === 'welcome') this.hello = { ...this.hello, token: frame.token, device: frame.device }
    if (frame.type === 'chat') {
      this.wish = undefined
      const offset = resume?.chat === frame.chat ? resume.offset : 0
      this.hello = { ...this.hello, resume: { chat: frame.chat, epoch: frame.epoch, offset } }
      for (let n = frame.accepted + 1; n <= this.#sends.length; n++) {
        this.state = undefined
        this.queue(this.#send(n))
      }
    }
    const top =
      frame.type === 'entry' ? frame.offset : frame.type === 'ack' ? (frame.acked.at(-1)?.[1] ?? 0) : 0
    if (resume !== undefined && top > resume.offset)
      this.hello = { ...this.hello, resume: { ...resume, offset: top } }
  }

  /** Waits for the network, never for a length of time. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await nextTurn()
  }
}
