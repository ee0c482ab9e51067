import {
  type ClientFrame,
  decodeServer,
  type ServerFrame,
  type ServerFrameOf,
} from '@stranger-chat/core/protocol'
import type { ServerOptions } from '../options.js'
import type { Log, LogFields } from '../ports/clock.js'
import type { Socket, SocketEvents } from '../ports/socket.js'
import { createServer, type StrangerServer } from '../server.js'
import { FakeClock, seededRandom } from './clock.js'

/** A server without a network: its own clock, its own chance, and people with sockets that only take notes. */
export interface Stage {
  readonly server: StrangerServer
  readonly clock: FakeClock
  /** What was logged, as `event` or `event key=value`. */
  readonly logged: () => string
  /** Somebody whose socket is open and who has said nothing yet. */
  readonly arrive: (origin?: string) => Person
  /** Somebody who was welcomed. */
  readonly enter: (hello?: Partial<ClientFrameOf<'hello'>>) => Promise<Person>
  /** Two who were matched and confirmed it; `wish` is the first one's, and the second one's but for its offer. */
  readonly pair: (wish?: Partial<ClientFrameOf<'join'>>) => Promise<readonly [Person, Person]>
  /** Lets time pass, and everything that follows from it happen. */
  readonly pass: (ms: number) => Promise<void>
}
type ClientFrameOf<T extends ClientFrame['type']> = Extract<ClientFrame, { type: T }>

export const FACTS = { age: 18, rules: '1' } as const

/** Everything that is under way comes to rest: promises only ever wait for each other here, never for the outside. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 200; turn++) await Promise.resolve()
}

export async function createStage(options: ServerOptions = {}): Promise<Stage> {
  const clock = options.clock instanceof FakeClock ? options.clock : new FakeClock()
  const lines: string[] = []
  const log: Log = {
    log: (_, event, fields: LogFields = {}) => {
      const more = Object.entries(fields).map(([key, value]) => `${key}=${String(value)}`)
      lines.push([event, ...more].join(' '))
    },
  }
  const server = await createServer({ clock, random: seededRandom(1), log, ...options })
  let tickets = 0

  const arrive = (origin?: string): Person => {
    const person = new Person(() => `ticket-${String(++tickets).padStart(4, '0')}`)
    person.hears(server.accept(person.socket, { origin, prefixes: ['prefix'] }))
    return person
  }
  const enter: Stage['enter'] = async (hello) => {
    const person = arrive()
    await person.hello(hello)
    return person
  }
  return {
    server,
    clock,
    logged: () => lines.join('\n'),
    arrive,
    enter,
    async pair({ offer, ...wish } = {}) {
      const [one, two] = [await enter(), await enter()]
      const interests = [`of ${one.ticket()} only`]
      await one.join({ interests, ...wish, ...(offer === undefined ? {} : { offer }) })
      await two.join({ interests, ...wish })
      for (const person of [one, two]) await person.says({ type: 'seen', chat: person.chat, offset: 0 })
      return [one, two]
    },
    async pass(ms) {
      // In steps, so that what one moment causes can happen before the next.
      for (let left = ms; left > 0; left -= 250) {
        clock.advance(Math.min(250, left))
        await settle()
      }
    },
  }
}

/** A bare client: says what it is told, remembers every answer. */
export class Person {
  readonly ticket: () => string
  readonly heard: ServerFrame[] = []
  /** Texts it sent, with their numbers. */
  readonly sent: { readonly n: number; readonly text: string }[] = []
  /** How the server ended the connection, if it did. */
  ended: { readonly code: number; readonly reason: string } | 'terminated' | undefined
  /** Whether pings are answered, as a client in good health does. */
  isAwake = true
  /** What the socket says is waiting to be read. */
  unread = 0
  #events: SocketEvents | undefined
  #sent = 0

  constructor(ticket: () => string) {
    this.ticket = ticket
  }

  readonly socket: Socket = {
    protocol: 'stranger-chat.v1',
    buffered: () => this.unread,
    send: (text) => {
      if (this.ended !== undefined) throw new Error(`A frame after the end: ${text}`)
      const read = decodeServer(text)
      if (!read.ok) throw new Error(`No frame of the protocol: ${text}`)
      this.heard.push(read.frame)
      if (read.frame.type === 'ping' && this.isAwake) void this.says({ type: 'pong' })
    },
    together: (work) => work(),
    close: (code, reason) => {
      this.ended = { code, reason }
      this.#events?.closed(code)
    },
    terminate: () => {
      this.ended = 'terminated'
      this.#events?.closed(1006)
    },
  }

  hears(events: SocketEvents): void {
    this.#events = events
  }

  /** All frames of a type, oldest first. */
  all<T extends ServerFrame['type']>(type: T): readonly ServerFrameOf<T>[] {
    return this.heard.filter((frame): frame is ServerFrameOf<T> => frame.type === type)
  }

  /** The newest frame of a type. */
  last<T extends ServerFrame['type']>(type: T): ServerFrameOf<T> {
    const frame = this.all(type).at(-1)
    if (frame === undefined)
      throw new Error(`No ${type} among ${this.heard.map((one) => one.type).join(', ')}`)
    return frame
  }

  /** The chat this person was last matched into. */
  get chat(): string {
    return this.last('chat').chat
  }
  get texts(): readonly unknown[] {
    return this.all('entry').flatMap(({ body }) => (body['kind'] === 'text' ? [body['text']] : []))
  }
  get ends(): readonly unknown[] {
    return this.all('entry').flatMap(({ body }) => (body['kind'] === 'end' ? [body['reason']] : []))
  }

  async says(...frames: readonly ClientFrame[]): Promise<void> {
    for (const frame of frames) this.#events?.text(JSON.stringify(frame))
    await settle()
  }

  /** Anything at all. */
  async raw(text: string): Promise<void> {
    this.#events?.text(text)
    await settle()
  }

  hello(more: Partial<ClientFrameOf<'hello'>> = {}): Promise<void> {
    return this.says({ type: 'hello', conn: 1, client: { name: 'test', version: '1' }, ...more })
  }

  join(more: Partial<ClientFrameOf<'join'>> = {}): Promise<void> {
    return this.says({
      type: 'join',
      ticket: this.ticket(),
      mode: 'text',
      languages: [],
      interests: [],
      facts: FACTS,
      ...more,
    })
  }

  /** Sends a text under the next number. */
  send(text: string, n = ++this.#sent): Promise<void> {
    this.sent.push({ n, text })
    return this.says({ type: 'send', chat: this.chat, n, body: { kind: 'text', text } })
  }

  /** Sends a signal of a call, or a step, under the next number. */
  tell(body: Readonly<Record<string, unknown>>, n = ++this.#sent): Promise<void> {
    return this.says({ type: 'send', chat: this.chat, n, body })
  }

  /** What became of own sends, by number: `ok`, or why they were refused. */
  get outcomes(): Readonly<Record<number, string>> {
    const acked = this.heard.flatMap((frame) => ('acked' in frame ? (frame.acked ?? []) : []))
    return Object.fromEntries(acked.map(([n, , , , why = 'ok']) => [n, why]))
  }

  /** What the next hello says to come back to where this person was. */
  back(offset = this.all('entry').at(-1)?.offset ?? 0, conn = 2): Partial<ClientFrameOf<'hello'>> {
    const { token, device } = this.last('welcome')
    const { chat, epoch } = this.last('chat')
    return { conn, token, device, resume: { chat, epoch, offset } }
  }

  /** The line falls. */
  async falls(code = 1006): Promise<void> {
    this.#events?.closed(code)
    this.ended = 'terminated'
    await settle()
  }
}
