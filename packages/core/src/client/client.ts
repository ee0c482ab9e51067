import { type ConsentBody, FIELD, type SignalBody, VERSION } from '../protocol/index.js'
import { system as platform, type System } from '../system.js'
import type { Transport } from '../transports/transport.js'
import type { WebSocketConstructor } from '../transports/websocket.js'
import { Engine } from './engine.js'
import { baseOf, platformFetch } from './address.js'
import { clientError, StrangerChatError } from './errors.js'
import { Keepsake } from './keepsake.js'
import type { Moderation } from './moderation.js'
import type { ClientName, Input, State } from './machine.js'
import { type FetchLike } from './post.js'
import { Awaited } from './promises.js'
import type {
  AbortSignalLike,
  Chat,
  ChatClient,
  ClientEvents,
  ClientState,
  ClientStorage,
  Desk,
  Message,
  Signal,
  StartOptions,
} from './types.js'
import { signalsOf } from './signals.js'
import { wayTo } from './ways.js'
import { tidy, tidyWish } from './words.js'

export interface ClientOptions {
  /** The server's http or https address; `/ws`, `/poll` and `/v1` are derived from it. */
  readonly url: string | { readonly href: string }
  /** What is kept; by default nothing, so that a reload ends the chat. See `browserStorage`. */
  readonly storage?: ClientStorage
  /** Separates identities that share a storage; the url by default. */
  readonly storageKey?: string
  /** The platform's own by default. */
  readonly WebSocket?: WebSocketConstructor
  readonly fetch?: FetchLike
  /** Instead of a WebSocket, and polls where there is no way for one. */
  readonly transport?: Transport
  readonly system?: System
  /** How this client names itself to the server. */
  readonly client?: ClientName
}

const NOTHING: ClientStorage = { device: null, session: null }
const CORE: ClientName = { name: 'stranger-chat', version: String(VERSION) }

/** Talks to a stranger-chat server. Constructing does nothing; the first call that needs the server connects. */
export class StrangerClient implements ChatClient {
  readonly state: ClientState
  readonly #base: string
  readonly #options: ClientOptions
  readonly #engine: Engine
  readonly #key: string
  readonly #match = new Awaited<Chat>()
  readonly #online = new Awaited<void>()
  #transport: Transport | null = null
  #desk: Moderation | null = null
  #loaded = false
  #closed = false

  /** @throws TypeError when the url isn't an absolute http or https address */
  constructor(options: ClientOptions) {
    const { url, system = platform, storage = NOTHING, client = CORE } = options
    this.#base = baseOf(typeof url === 'string' ? url : url.href)
    this.#options = options
    this.#key = `stranger-chat:${options.storageKey ?? this.#base}:`
    this.#engine = new Engine({
      transport: (events) => (this.#transport ??= wayTo(this.#base, `${this.#key}poll`, options))(events),
      keepsake: new Keepsake(storage, this.#key),
      system,
      client,
      stepped: (state) => this.#settle(state),
    })
    this.state = this.#engine.view.state
  }

  connect(): Promise<void> {
    if (!this.#ready()) return Promise.reject(closedError())
    if (this.#engine.state.line.state === 'online') return Promise.resolve()
    this.#engine.dispatch({ type: 'connect' })
    return this.#online.promise()
  }

  resume(): boolean {
    if (!this.#ready() || this.#engine.state.phase === 'idle') return false
    this.#engine.dispatch({ type: 'resume' })
    return true
  }

  start(options: StartOptions = {}): Promise<Chat> {
    return this.#seek('start', options)
  }

  next(options: StartOptions = {}): Promise<Chat> {
    return this.#seek('next', options)
  }

  stop(): void {
    if (this.#ready()) this.#engine.dispatch({ type: 'stop' })
  }

  send(text: string): Message | null {
    return this.#say({ type: 'say', text: tidy(text) })
  }

  signal(body: SignalBody | ConsentBody): boolean {
    if (!this.#ready()) return false
    const before = this.#engine.state.chat?.outbox.last
    this.#engine.dispatch({ type: 'signal', body })
    return this.#engine.state.chat?.outbox.last !== before
  }

  signals(): readonly Signal[] {
    const { chat, transcript } = this.#engine.state
    return chat && transcript.current?.chat === chat.view.id ? signalsOf(transcript.current) : []
  }

  arm(offer: string | null): void {
    this.#engine.dispatch({ type: 'arm', offer })
  }

  refreshIce(): void {
    this.#engine.dispatch({ type: 'ice' })
  }

  retry(key: string): Message | null {
    return this.#say({ type: 'retry', key })
  }

  setTyping(on: boolean): void {
    this.#engine.dispatch({ type: 'write', on })
  }

  async block(): Promise<void> {
    return (await this.#moderation()).block()
  }

  desk(): Promise<Desk> {
    return this.#moderation()
  }

  hasReports(): boolean {
    if (this.#desk) return this.#desk.reports().length > 0
    try {
      return (this.#options.storage?.device?.get(`${this.#key}reports`) ?? null) !== null
    } catch {
      return false
    }
  }

  solve(answer: string): void {
    this.#engine.dispatch({ type: 'solve', answer: tidy(answer.slice(0, FIELD.token)) })
  }

  markRead(): void {
    this.#engine.dispatch({ type: 'read' })
  }

  clear(): void {
    if (this.#ready()) this.#engine.dispatch({ type: 'clear' })
  }

  reconnect(): void {
    if (this.#ready()) this.#engine.dispatch({ type: 'reconnect' })
  }

  setHidden(hidden: boolean): void {
    this.#engine.dispatch({ type: 'hide', hidden })
  }

  setAway(on: boolean): void {
    this.#engine.dispatch({ type: 'away', on })
  }

  /** The page is being left, perhaps for good: stores everything and lets the socket go without a bye. */
  freeze(): void {
    this.#engine.dispatch({ type: 'freeze' })
  }

  /** The page or the network is back: looks whether the line still holds, or opens it. */
  wake(why: 'online' | 'restored'): void {
    this.#engine.wake(why)
  }

  on<K extends keyof ClientEvents>(
    type: K,
    listener: (event: ClientEvents[K]) => void,
    options?: { readonly signal?: AbortSignalLike; readonly once?: boolean },
  ): () => void {
    return this.#engine.listeners.on(type, listener, options)
  }

  close(): void {
    if (this.#closed) return
    this.#engine.dispatch({ type: 'close' })
    this.#closed = true
    this.#engine.stop()
  }

  /** Reads what was kept, once, when first something is wanted of the client. */
  #ready(): boolean {
    if (this.#closed) return false
    if (this.#loaded) return true
    this.#transport = wayTo(this.#base, `${this.#key}poll`, this.#options)
    this.#loaded = true
    this.#engine.load()
    return true
  }

  async #moderation(): Promise<Moderation> {
    if (!this.#ready()) throw closedError()
    if (this.#desk) return this.#desk
    const { Moderation: Room } = await import('./moderation.js').catch(() => {
      throw new StrangerChatError(clientError('unreachable'))
    })
    const { fetch, storage = NOTHING, system = platform } = this.#options
    return (this.#desk ??= new Room({
      base: this.#base,
      fetch: () => fetch ?? platformFetch(),
      state: () => (this.#closed ? null : this.#engine.state),
      storage: storage.device,
      key: `${this.#key}reports`,
      system,
      leave: () => this.stop(),
    }))
  }

  #seek(type: 'start' | 'next', { signal, ...wishes }: StartOptions): Promise<Chat> {
    if (!this.#ready()) return Promise.reject(closedError())
    if (signal?.aborted) return Promise.reject(new StrangerChatError(clientError('aborted')))
    this.#engine.dispatch({ type, wish: tidyWish({ ...this.#engine.state.wish, ...wishes }) })
    const { phase, chat } = this.#engine.state
    if (phase === 'chatting' && chat) return Promise.resolve(chat.view)
    const promise = this.#match.promise()
    if (signal) {
      const abort = (): void => this.stop()
      signal.addEventListener('abort', abort, { once: true })
      promise.finally(() => signal.removeEventListener('abort', abort)).catch(() => {})
    }
    return promise
  }

  #say(input: Input): Message | null {
    if (!this.#ready()) return null
    const before = this.#engine.state.chat?.outbox.last
    this.#engine.dispatch(input)
    const { chat, transcript } = this.#engine.state
    if (!chat || chat.outbox.last === before) return null
    return transcript.current?.messages.findLast(({ n }) => n === chat.outbox.last) ?? null
  }

  #settle({ phase, chat, line, error }: State): void {
    const failed = (): StrangerChatError => new StrangerChatError(error ?? clientError('aborted'))
    if (phase === 'chatting' && chat) this.#match.resolve(chat.view)
    else if (phase !== 'searching' || line.state === 'closed') this.#match.reject(failed())
    if (line.state === 'online') this.#online.resolve()
    else if (line.state === 'closed') this.#online.reject(error ? failed() : closedError())
    else if (line.state === 'offline') this.#online.reject(failed())
  }
}

const closedError = (): StrangerChatError => new StrangerChatError(clientError('closed'))
