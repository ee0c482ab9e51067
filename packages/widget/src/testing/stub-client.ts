import {
  type Chat,
  type ChatClient,
  type ClientEvents,
  type ClientState,
  type Desk,
  type Message,
  type NoticeInput,
  type Report,
  type ReportInput,
  type ReportPreview,
  type StartOptions,
  type Statement,
  type WhichChat,
} from '@stranger-chat/core'
import { Cell, INITIAL, NOW, Signalless, type Values } from './stub-state.js'
export { NOW } from './stub-state.js'

/**
 * A client that does what it is told: tests set its state, read `calls`, and play the server's part with `search`,
 * `match`, `receive` and `over`. It keeps the order of the real one: stores first, then events. It is its own desk.
 */
export class StubClient extends Signalless implements ChatClient, Desk {
  readonly #cells: { readonly [K in keyof Values]: Cell<Values[K]> }
  readonly #listeners = new Map<string, Set<(event: never) => void>>()
  now = NOW
  /** Replace it to make a block fail. */
  blocking: () => Promise<void> = () => Promise.resolve()
  /** Replace it to make reports, appeals and notices fail. */
  handing: () => Promise<void> = () => Promise.resolve()
  /** What a report would hand in beside what is on screen. */
  left: Pick<ReportPreview, 'left' | 'why'> = { left: 0, why: null }
  /** The chat before, as it can still be reported. */
  previous: ReportPreview | null = null
  /** Reports made here, newest first. */
  made: readonly Report[] = []
  /** What the server says of them when it is asked. */
  told: ReadonlyMap<string, Report['state']> = new Map()
  /** What was decided about the person, newest first. */
  decided: readonly Statement[] = []
  #last: string | null = null
  #n = 0
  #offset = 0

  constructor(values: Partial<Values> = {}) {
    super()
    const all = { ...INITIAL, ...values }
    this.#cells = Object.fromEntries(
      Object.entries(all).map(([name, value]) => [name, new Cell<unknown>(value)]),
    ) as never
  }

  get state(): ClientState {
    return this.#cells
  }

  /** Live subscriptions, of stores and events. */
  get listeners(): number {
    const stores = Object.values(this.#cells).reduce(
      (sum, cell) => sum + (cell as Cell<unknown>).listeners,
      0,
    )
    return [...this.#listeners.values()].reduce((sum, set) => sum + set.size, stores)
  }

  set(values: Partial<Values>): void {
    const { phase, connection } = { phase: this.state.phase.get(), connection: this.state.connection.get() }
    for (const [name, value] of Object.entries(values))
      (this.#cells as Record<string, Cell<unknown>>)[name]?.set(value)
    if (values.phase && values.phase !== phase) this.emit('phase', { value: values.phase, previous: phase })
    if (values.connection && values.connection !== connection) {
      this.emit('connection', { value: values.connection, previous: connection })
    }
    if (values.error) this.emit('error', values.error)
  }

  emit<K extends keyof ClientEvents>(type: K, detail: ClientEvents[K]): void {
    for (const listener of this.#listeners.get(type) ?? [])
      (listener as (event: ClientEvents[K]) => void)(detail)
  }

  match(chat: Partial<Chat> = {}): Chat {
    this.#n = 0
    this.#offset = 0
    this.previous = this.#last === null ? this.previous : this.preview()
    const met: Chat = {
      id: `chat-${this.calls.length}-${this.now}`,
      mode: 'text',
      seat: 0,
      shared: [],
      language: 'en',
      met: false,
      present: true,
      away: null,
      startedAt: this.now,
      capsule: 'capsule',
      caller: true,
      offered: false,
      ...chat,
    }
    this.#last = met.id
    this.set({ search: null, chat: met, messages: [], end: null, reportable: met.id, phase: 'chatting' })
    this.emit('match', met)
    return met
  }

  message(message: Partial<Message> = {}): Message {
    const chat = this.state.chat.get()?.id ?? 'chat'
    const offset = ++this.#offset
    return {
      key: `${chat}:${offset}`,
      chat,
      from: 'stranger',
      kind: 'text',
      text: 'Hello',
      at: this.now,
      offset,
      n: null,
      state: 'sent',
      why: null,
      ...message,
    }
  }

  /** Messages of the stranger's. */
  receive(...texts: string[]): void {
    for (const text of texts) {
      const message = this.message({ text })
      this.set({ messages: [...this.state.messages.get(), message], unread: this.state.unread.get() + 1 })
      this.emit('message', message)
    }
  }

  /** The ack of everything pending. */
  acknowledge(): void {
    const messages = this.state.messages
      .get()
      .map((message) =>
        message.state === 'pending'
          ? { ...message, key: `${message.chat}:a${message.n}`, state: 'sent' as const }
          : message,
      )
    this.set({ messages })
  }

  over(reason: 'left' | 'lost' | 'no_show' | 'idle' | 'closed' | 'you' | 'server_lost' = 'left'): void {
    const end = { chat: this.state.chat.get()?.id ?? 'chat', reason }
    this.set({ typing: false, hold: null, end, phase: 'ended' })
    this.emit('end', end)
  }

  readonly connect = async (): Promise<void> => {
    this.calls.push(['connect'])
  }

  readonly resume = (): boolean => this.state.phase.get() !== 'idle'

  readonly start = (options: StartOptions = {}): Promise<Chat> => {
    this.calls.push(['start', options])
    this.#search(options)
    return new Promise(() => {})
  }

  readonly next = (options: StartOptions = {}): Promise<Chat> => {
    this.calls.push(['next', options])
    this.#search(options)
    return new Promise(() => {})
  }

  readonly stop = (): void => {
    this.calls.push(['stop'])
    const phase = this.state.phase.get()
    if (phase === 'chatting') this.over('you')
    else if (phase !== 'idle') this.set({ search: null, chat: null, end: null, phase: 'idle' })
  }

  readonly send = (text: string): Message | null => {
    this.calls.push(['send', text])
    if (this.state.phase.get() !== 'chatting') return null
    const n = ++this.#n
    const chat = this.state.chat.get()?.id ?? 'chat'
    const message = this.message({
      key: `${chat}:n${n}`,
      from: 'me',
      text,
      n,
      offset: null,
      state: 'pending',
    })
    this.set({ messages: [...this.state.messages.get(), message] })
    return message
  }

  readonly retry = (key: string): Message | null => {
    this.calls.push(['retry', key])
    return null
  }
  readonly setTyping = (on: boolean): void => void this.calls.push(['setTyping', on])
  readonly block = (): Promise<void> => {
    this.calls.push(['block'])
    return this.blocking().then(() => {
      if (this.state.phase.get() === 'chatting') this.over('you')
    })
  }
  readonly desk = (): Promise<Desk> => Promise.resolve(this)
  readonly hasReports = (): boolean => this.made.length > 0
  readonly preview = (which: WhichChat = 'current'): ReportPreview | null => {
    if (which === 'previous') return this.previous
    const chat = this.#last
    if (chat === null) return null
    const entries = this.state.messages
      .get()
      .flatMap(({ offset, from, at, kind, text }) =>
        offset === null ? [] : [{ offset, from, at, kind, text: kind === 'text' ? text : null }],
      )
    return { chat, entries, ...this.left }
  }
  readonly report = (input: ReportInput): Promise<Report> => {
    this.calls.push(['report', input])
    const chat = this.preview(input.chat)?.chat ?? ''
    return this.handing().then(() => {
      if (this.state.chat.get()?.id === chat && this.state.phase.get() === 'chatting') this.over('you')
      return this.#make(chat, input.reason)
    })
  }
  readonly reports = (): readonly Report[] => this.made
  readonly statuses = (maxAgeMs?: number): Promise<readonly Report[]> => {
    this.calls.push(['statuses', maxAgeMs])
    this.made = this.made.map((one) => ({ ...one, state: this.told.get(one.number) ?? one.state }))
    return Promise.resolve(this.made)
  }
  readonly forget = (gone: string): void => {
    this.calls.push(['forget', gone])
    this.made = this.made.filter(({ number }) => number !== gone)
  }
  readonly decisions = (): Promise<readonly Statement[]> => {
    this.calls.push(['decisions'])
    return Promise.resolve(this.decided)
  }
  readonly appeal = (action: string, text: string): Promise<void> => {
    this.calls.push(['appeal', action, text])
    return this.handing()
  }
  readonly notice = (input: NoticeInput): Promise<Report> => {
    this.calls.push(['notice', input])
    return this.handing().then(() => this.#make('', 'notice'))
  }
  readonly solve = (answer: string): void => void this.calls.push(['solve', answer])
  readonly markRead = (): void => {
    this.calls.push(['markRead'])
    this.set({ unread: 0 })
  }
  readonly clear = (): void => {
    this.calls.push(['clear'])
    this.set({ messages: [] })
  }
  readonly reconnect = (): void => void this.calls.push(['reconnect'])
  readonly setHidden = (hidden: boolean): void => void this.calls.push(['setHidden', hidden])
  readonly close = (): void => void this.calls.push(['close'])

  readonly on = <K extends keyof ClientEvents>(
    type: K,
    listener: (event: ClientEvents[K]) => void,
  ): (() => void) => {
    const set = this.#listeners.get(type) ?? new Set()
    this.#listeners.set(type, set)
    set.add(listener as (event: never) => void)
    return () => void set.delete(listener as (event: never) => void)
  }

  /** The calls of one method. */
  called(name: string): readonly (readonly unknown[])[] {
    return this.calls.filter(([called]) => called === name).map(([, ...args]) => args)
  }

  #make(chat: string, reason: Report['reason']): Report {
    const told = { number: '7K3M-92QD', receipt: 'receipt', state: 'open' } as const
    this.made = [{ ...told, chat, reason, at: this.now }, ...this.made]
    return this.made[0] as Report
  }

  #search(options: StartOptions): void {
    this.set({
      search: {
        ticket: `ticket-${this.calls.length}`,
        mode: options.mode ?? this.state.chat.get()?.mode ?? 'text',
        since: this.now,
        interests: options.interests ?? [],
        languages: options.languages ?? [],
        relaxed: [],
        ...{ waiting: null, estimateMs: null, reason: null },
      },
      chat: null,
      messages: [],
      end: null,
      phase: 'searching',
    })
  }
}
