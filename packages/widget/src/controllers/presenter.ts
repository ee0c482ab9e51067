import type { ChatClient, ClientError, ClientEvents, ClientState, End, Message, StartOptions } from '@stranger-chat/core'
import { Composer } from '../composer/composer.js'
import { download, fileName, transcript } from '../ended/save.js'
import type { StrangerChatEvents } from '../events.js'
import { freshKeys } from '../log/rows.js'
import type { Place } from '../status/stop.js'
import type { Timing } from '../timing.js'
import type { LinkPolicy, View } from '../view.js'
import { Announcer } from './announcer.js'
import { Chime } from './chime.js'
import { ClientController } from './client.js'
import { Flow } from './flow.js'
import { FocusKeeper } from './focus.js'
import { Keys } from './keys.js'
import { Localize } from './localize.js'
import { Speech } from './speech.js'
import { Stick } from './stick.js'

/** What the element gives its presenter: its properties, its root, and a way out for events. */
export interface PresenterHost {
  readonly timing: Timing
  readonly place: Place
  readonly shadowRoot: ShadowRoot | null
  readonly renderRoot: ParentNode
  readonly disabled: boolean
  readonly withoutTyping: boolean
  readonly forgetful: boolean
  readonly maxMessages: number
  readonly linkPolicy: LinkPolicy
  readonly chosenInterests: readonly string[]
  readonly chosenLanguages: readonly string[]
  setInterests(interests: readonly string[]): void
  setLanguages(languages: readonly string[]): void
  /** False when the page prevented it. */
  emit<K extends keyof StrangerChatEvents>(type: K, detail: StrangerChatEvents[K]): boolean
  requestUpdate(): void
}

/** Once a second is enough for whatever counts. */
const TICK_MS = 1_000

/** Between the client and the rooms: keeps the parts, hears the client, and lays out what a render needs. */
export class Presenter {
  readonly #host: PresenterHost
  readonly #binding: ClientController
  readonly #announcer: Announcer
  readonly #speech: Speech
  readonly #chime = new Chime()
  readonly #stick: Stick
  readonly words = new Localize()
  readonly composer: Composer
  readonly flow: Flow
  readonly keys: Keys
  readonly focus: FocusKeeper
  #messages: readonly Message[] = []
  #fresh: ReadonlySet<string> = new Set()
  #chat: string | null = null
  #away = false
  #untick: (() => void) | null = null
  /** The link a person is being asked about. */
  link: URL | null = null

  constructor(host: PresenterHost) {
    this.#host = host
    const { timing } = host
    this.#announcer = new Announcer(timing, () => [...(host.shadowRoot?.querySelectorAll('.live') ?? [])], {
      one: (text) => this.words.t('saysStranger') + text,
      many: (n) => this.words.t('newMessages', { n }),
    })
    this.#speech = new Speech(this.#announcer, () => this.view(), () => host.place)
    this.#stick = new Stick(host)
    this.composer = new Composer(this.#composerHost())
    this.flow = new Flow(this.#flowHost())
    this.keys = new Keys({ modal: () => this.link !== null, escape: () => this.flow.escape() })
    this.focus = new FocusKeeper(() => host.shadowRoot)
    this.#binding = new ClientController(host, this)
  }

  get client(): ChatClient | null {
    return this.#binding.client
  }

  set client(client: ChatClient | null) {
    if (client === this.#binding.client) return
    this.rest()
    this.#chat = client?.state.chat.get()?.id ?? null
    this.#binding.client = client
  }

  /** Asks the page, then the client. */
  readonly send = (text: string): boolean => {
    const { client } = this
    if (client?.state.phase.get() !== 'chatting') return false
    if (!this.#host.emit('sc-before-send', { text })) return false
    if (client.send(text) === null) return false
    this.flow.disarm()
    this.#stick.jump()
    return true
  }

  /** In the client's own turn: the composer is emptied before anything else can happen (law 2). */
  changed(store: keyof ClientState): void {
    const state = this.client?.state
    if (!state) return
    if (store === 'chat') {
      const id = state.chat.get()?.id ?? null
      if (id !== null && id !== this.#chat) this.composer.matched()
      this.#chat = id ?? this.#chat
      const away = state.chat.get()?.away != null
      if (this.#away && !away && state.phase.get() === 'chatting') this.flow.back()
      this.#away = away
    } else if (store === 'messages') {
      const after = state.messages.get()
      this.#fresh = freshKeys(this.#messages, after, this.#fresh)
      this.#messages = after
    } else if (store === 'unread') {
      const count = state.unread.get()
      this.#host.emit('sc-unread', { count })
    }
    this.#speech.changed(store)
  }

  event<K extends keyof ClientEvents>(type: K, detail: ClientEvents[K]): void {
    this.#speech.event(type, detail)
    const on: { readonly [E in keyof ClientEvents]: (detail: ClientEvents[E]) => void } = {
      phase: (phase) => void this.#host.emit('sc-phase', phase),
      connection: (connection) => void this.#host.emit('sc-connection', connection),
      match: (chat) => {
        this.#chime.play()
        this.#host.emit('sc-match', { chat: chat.id, interests: chat.shared })
      },
      message: (message) => {
        this.#stick.arrived()
        this.#host.emit('sc-message', { message })
      },
      end: (end: End) => {
        this.flow.ended(end.reason !== 'you')
        this.#host.emit('sc-end', end)
      },
      notice: ({ code, text }) => this.flow.notice(code, text),
      error: (error: ClientError) => {
        this.flow.refused(error)
        const { code, message, retryable } = error
        this.#host.emit('sc-error', { code, message, retryable })
      },
    }
    on[type](detail)
  }

  view(): View | null {
    const host = this.#host
    const { client } = this
    const state = this.#binding.snapshot
    if (!client || !state) return null
    return {
      state,
      client,
      flow: this.flow,
      composer: this.composer,
      stick: this.#stick,
      chime: this.#chime,
      words: this.words,
      now: host.timing.now(),
      fresh: this.#fresh,
      interests: host.chosenInterests,
      languages: host.chosenLanguages,
      maxMessages: host.maxMessages,
      disabled: host.disabled,
      forgetful: host.forgetful,
      linkPolicy: host.linkPolicy,
      setInterests: (interests) => this.#interests(interests),
      setLanguages: (languages) => host.setLanguages(languages),
      save: () => download(transcript(state.messages, this.words), fileName(host.timing.now())),
      clear: () => this.clear(),
      askLink: this.#askLink,
    }
  }

  /** After every render. */
  rendered(): void {
    this.#stick.watch()
    const view = this.view()
    if (!view) return
    this.#speech.rendered(view)
    const { state } = view
    if (state.unread > 0 && this.#stick.stuck && document.visibilityState === 'visible') view.client.markRead()
    const counts =
      state.phase === 'searching' ||
      state.hold !== null ||
      state.retryAt !== null ||
      (state.phase === 'chatting' && state.chat?.away != null) ||
      this.flow.note?.counts
    if (!counts || this.#untick) return
    this.#untick = this.#host.timing.after(TICK_MS, () => {
      this.#untick = null
      this.#host.requestUpdate()
    })
  }

  /** Words, draft and transcript are forgotten. */
  clear(): void {
    this.composer.forget()
    this.flow.stop()
    this.client?.clear()
    this.#host.requestUpdate()
  }

  closeLink(): void {
    this.link = null
    this.#host.requestUpdate()
  }

  /** Lets go of every timer and listener; a later render takes them up again. */
  rest(): void {
    this.#announcer.stop()
    this.flow.rest()
    this.#stick.release()
    this.#chime.close()
    this.#untick?.()
    this.#untick = null
  }

  readonly #askLink = (event: Event): void => {
    const { href } = event.currentTarget as HTMLAnchorElement
    event.preventDefault()
    this.link = new URL(href)
    this.#host.requestUpdate()
  }

  #interests(interests: readonly string[]): void {
    const before = this.#host.chosenInterests
    this.#host.setInterests(interests)
    const added = interests.find((interest) => !before.includes(interest))
    const removed = before.find((interest) => !interests.includes(interest))
    if (added !== undefined) this.#announcer.say(() => this.words.t('interestAdded', { interest: added }))
    else if (removed !== undefined) this.#announcer.say(() => this.words.t('interestRemoved', { interest: removed }))
  }

  #composerHost() {
    const host = this.#host
    const client = () => this.client
    return {
      timing: host.timing,
      send: this.send,
      requestUpdate: () => host.requestUpdate(),
      get client() {
        return client()
      },
      get withoutTyping() {
        return host.withoutTyping
      },
      get renderRoot() {
        return host.renderRoot
      },
    }
  }

  #flowHost() {
    const host = this.#host
    const client = () => this.client
    return {
      timing: host.timing,
      wish: (): StartOptions => ({ mode: 'text', interests: host.chosenInterests, languages: host.chosenLanguages }),
      handOver: () => this.composer.handOver(),
      say: (key: Parameters<Localize['t']>[0]) => this.#announcer.say(() => this.words.t(key)),
      requestUpdate: () => host.requestUpdate(),
      get client() {
        return client()
      },
      get disabled() {
        return host.disabled
      },
    }
  }
}
