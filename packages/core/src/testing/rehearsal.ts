import { type Effect, INITIAL, type Input, reduce, type State, type TimerName } from '../client/machine.js'
import type { Message } from '../client/types.js'
import {
  type Acked,
  type ClientFrame,
  type ClientFrameOf,
  type Entry,
  LIMITS,
  type ServerFrame,
  type ServerFrameOf,
} from '../protocol/index.js'

type More<T extends ServerFrame['type']> = Partial<Omit<ServerFrameOf<T>, 'type'>>

export const CHAT = 'chat-000001'
export const STAMP = `k1.${'0'.repeat(22)}`

export const welcomeFrame = (more: More<'welcome'> = {}): ServerFrameOf<'welcome'> => ({
  type: 'welcome',
  token: 'token',
  device: 'device',
  version: 1,
  caps: ['text'],
  limits: LIMITS,
  ping: { interval: 25_000, timeout: 20_000 },
  grace: { away: 30_000, hidden: 120_000 },
  gates: [],
  resumed: false,
  ...more,
})

export const chatFrame = (ticket: string, more: More<'chat'> = {}): ServerFrameOf<'chat'> => ({
  type: 'chat',
  chat: CHAT,
  ticket,
  epoch: 'epoch-01',
  offset: 0,
  accepted: 0,
  complete: true,
  mode: 'text',
  you: 0,
  members: [0, 1].map((seat) => ({ seat, role: 'stranger', present: true, shared: [] })),
  capsule: 'capsule',
  ...more,
})

export const entryFrame = (offset: number, text: string, more: More<'entry'> = {}): Entry => ({
  type: 'entry',
  chat: CHAT,
  offset,
  seat: 1,
  at: 1_000 + offset,
  body: { kind: 'text', text },
  stamp: STAMP,
  ...more,
})

export const endFrame = (offset: number, reason: string, by?: number): Entry =>
  entryFrame(offset, '', {
    seat: -1,
    body: by === undefined ? { kind: 'end', reason } : { kind: 'end', reason, by },
  })

export const acked = (n: number, offset: number, rejected?: string): Acked =>
  rejected === undefined ? [n, offset, 1_000 + offset, STAMP] : [n, offset, 1_000 + offset, STAMP, rejected]

/** The machine alone on a stage: a test gives the inputs and looks at what the machine wants done. */
export class Rehearsal {
  state: State = INITIAL
  at = 1_000_000
  /** The effects of the last input. */
  effects: readonly Effect[] = []
  readonly timers = new Map<TimerName, number>()
  /** Every frame that was said, and the socket it was said on. */
  readonly said: { readonly conn: number; readonly frame: ClientFrame }[] = []
  readonly events: Extract<Effect, { type: 'emit' }>['event'][] = []
  /** How many ids were handed out: the next ticket is `ticket-` and this. */
  ids = 0
  unit = 0
  readonly #open = new Set<number>()

  do(input: Input): this {
    const { state, effects } = reduce(
      this.state,
      input,
      { at: this.at, unit: this.unit, id: `ticket-${++this.ids}` },
      { name: 'test', version: '1' },
    )
    this.state = state
    this.effects = effects
    for (const effect of effects) {
      if (effect.type === 'timer' && effect.at === null) this.timers.delete(effect.name)
      else if (effect.type === 'timer' && effect.at !== null) this.timers.set(effect.name, effect.at)
      else if (effect.type === 'send') this.said.push(effect)
      else if (effect.type === 'emit') this.events.push(effect.event)
    }
    return this
  }

  /** A frame of the server's on the newest socket, once it is open. */
  hear(
    frame: ServerFrame,
    conn: number = this.state.line.opening ?? this.state.line.live ?? this.state.line.conn,
  ): this {
    if (!this.#open.has(conn)) return this
    return this.do({ type: 'frame', conn, frame, size: JSON.stringify(frame).length })
  }

  /** Time goes by, and timers with it. */
  pass(ms: number): this {
    const until = this.at + ms
    for (let next = this.#next(until); next; next = this.#next(until)) {
      const [name, at] = next
      this.timers.delete(name)
      this.at = Math.max(this.at, at)
      this.do({ type: 'timer', name })
    }
    this.at = until
    return this
  }

  /** When a timer will go off, in ms from now. */
  due(name: TimerName): number | null {
    const at = this.timers.get(name)
    return at === undefined ? null : at - this.at
  }

  /** The newest frame of a type. */
  last<T extends ClientFrame['type']>(type: T): ClientFrameOf<T> | undefined {
    return this.all(type).at(-1)
  }

  all<T extends ClientFrame['type']>(type: T): ClientFrameOf<T>[] {
    return this.said
      .map(({ frame }) => frame)
      .filter((frame): frame is ClientFrameOf<T> => frame.type === type)
  }

  /** What kinds of frames the last input caused, in order. */
  get answer(): string[] {
    return this.effects.flatMap((effect) => (effect.type === 'send' ? [effect.frame.type] : []))
  }

  /** Whether the last input stored what changed before the first such effect. */
  storesBefore(type: Effect['type']): boolean {
    const order = this.effects.map((effect) => effect.type)
    return order.includes('persist') && order.indexOf('persist') < order.indexOf(type)
  }

  get messages(): readonly Message[] {
    return this.state.transcript.current?.messages ?? []
  }

  get lines(): string[] {
    return this.messages.map(({ from, text, state }) => `${from} ${state} ${text}`)
  }

  /** The socket on its way opens: once, as every socket. */
  opened(): this {
    const conn = this.state.line.opening ?? 0
    if (this.#open.has(conn)) return this
    this.#open.add(conn)
    return this.do({ type: 'opened', conn })
  }

  /** The socket falls without a word. */
  falls(code = 1006): this {
    return this.do({ type: 'closed', conn: this.state.line.opening ?? this.state.line.live ?? 0, code })
  }

  /** Asks for the line, and is welcome. */
  online(more: More<'welcome'> = {}): this {
    return this.do({ type: 'connect' }).opened().hear(welcomeFrame(more))
  }

  /** Wishes for a stranger; the server has heard it. */
  searching(): this {
    this.online()
    this.do({ type: 'start', wish: { mode: 'text', languages: [], interests: ['tea'], facts: {} } })
    return this.hear({ type: 'queued', ticket: this.ticket, relaxed: [] })
  }

  chatting(more: More<'chat'> = {}): this {
    this.searching()
    return this.hear(chatFrame(this.ticket, more))
  }

  /** The line falls, and the next one opens: the server finds the chat as the snapshot says. */
  resumed(more: More<'chat'> = {}): this {
    this.falls().pass(20_300)
    return this.opened()
      .hear(welcomeFrame({ resumed: true }))
      .hear(chatFrame(this.state.chat?.ticket ?? '', more))
  }

  get ticket(): string {
    return this.state.wish?.ticket ?? ''
  }

  #next(until: number): [TimerName, number] | undefined {
    return [...this.timers].filter(([, at]) => at <= until).sort(([, a], [, b]) => a - b)[0]
  }
}
