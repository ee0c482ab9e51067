import { type ChatClient, type StartOptions, system } from '@stranger-chat/core'
import { Composer, type ComposerHost } from '../composer/composer.js'
import { BUBBLES, type StrangerChatEvents } from '../events.js'
import type { MessageKey } from '../messages.js'
import { hasMore } from '../search/lasted.js'
import { noteWords } from '../status/trouble.js'
import type { Timing } from '../timing.js'
import type { LinkPolicy, View } from '../view.js'
import { After } from './after.js'
import type { Announcer } from './announcer.js'
import { Asking } from './asking.js'
import { Attention, type AttentionHost } from './attention.js'
import { Calling, type CallingElement, type CallingHost } from './calling.js'
import { Chime } from './chime.js'
import { ClientController } from './client.js'
import { Flow, type FlowHost, type Note } from './flow.js'
import { Gather } from '../seam/gather.js'
import { FocusKeeper } from './focus.js'
import { Hearing } from './hearing.js'
import { Keymap, type Shortcuts } from './keymap.js'
import { Keys } from './keys.js'
import { Layers } from './layers.js'
import { Localize } from './localize.js'
import { Reporting, type ReportingHost } from './reporting.js'
import { Speech, voice } from './speech.js'
import { Stick } from './stick.js'
import { Ticking } from './ticking.js'
import { Wishes } from './wishes.js'

/** The element, as its presenter sees it. */
export interface PresenterHost extends AttentionHost, CallingElement {
  /** A test's own clock; else the platform's. */
  readonly timing: Timing | null
  readonly layout: string
  /** Closes the bubble by a key; false where there is none to close. */
  readonly dismiss: () => boolean
  readonly shadowRoot: ShadowRoot | null
  readonly disabled: boolean
  readonly withoutTyping: boolean
  readonly maxLength: number
  readonly storage: string
  readonly maxMessages: number
  readonly linkPolicy: LinkPolicy
  readonly helplines: View['helplines']
  readonly shortcuts: Shortcuts | null
  interests: readonly string[]
  languages: readonly string[] | null
}

/** Events with words in them stay where they are: what records all that passes through a page gets nothing. */
const STAYS: { readonly [K in keyof StrangerChatEvents]?: EventInit } = {
  'sc-before-send': { cancelable: true },
  'sc-message': {},
}

/** Between the client and the rooms: keeps the parts through the element's life, and lays out what a render needs. */
export class Presenter implements ComposerHost, FlowHost, ReportingHost, CallingHost {
  readonly #host: PresenterHost
  readonly #binding: ClientController
  readonly #announcer: Announcer
  readonly #hearing = new Hearing(this)
  readonly #wishes: Wishes
  readonly words = new Localize(() => this.after.expect())
  readonly keymap = new Keymap(this)
  readonly after = new After(this)
  readonly composer = new Composer(this)
  readonly flow = new Flow(this)
  readonly reporting = new Reporting(this)
  readonly calling = new Calling(this)
  readonly chime = new Chime()
  readonly speech: Speech
  readonly attention: Attention
  readonly stick: Stick
  readonly asking: Asking
  readonly keys: Keys
  readonly focus: FocusKeeper
  readonly #gather: Gather
  readonly #ticking: Ticking

  constructor(host: PresenterHost) {
    this.#host = host
    const root = () => host.shadowRoot
    this.#announcer = voice(host, this.timing, this.words)
    this.speech = new Speech(this.#announcer, () => this.view(), this.after, this.timing)
    this.stick = new Stick(host)
    const told = (count: number) => void this.emit('sc-unread', { count })
    this.attention = new Attention(host, () => this.timing, told)
    this.#wishes = new Wishes(host, this.words, (line) => this.#announcer.say(line))
    this.asking = new Asking(this.requestUpdate)
    this.#ticking = new Ticking(() => this.timing, this.requestUpdate)
    this.keys = new Keys(new Layers(this))
    this.focus = new FocusKeeper(root)
    this.#gather = new Gather(root)
    this.#binding = new ClientController(host, this.#hearing)
  }

  get client(): ChatClient | null {
    return this.#binding.client
  }

  set client(client: ChatClient | null) {
    if (client === this.#binding.client) return
    this.rest()
    const state = client?.state
    this.#hearing.begin(state)
    this.flow.resumed = state !== undefined && state.phase.get() !== 'idle'
    this.#binding.client = client
    this.attention.begin(client)
    this.speech.begin()
    this.reporting.begin()
    this.calling.begin()
  }

  /** A room on its way. */
  get coming(): Promise<unknown> | null {
    return this.after.coming ?? this.attention.coming ?? this.keymap.coming
  }
  get escEnds(): boolean {
    return this.#host.layout !== 'bubble' && this.keymap.keys.step === 'Escape'
  }
  get element(): PresenterHost {
    return this.#host
  }

  get isConnected(): boolean {
    return this.#host.isConnected
  }
  get timing(): Timing {
    return this.#host.timing ?? system
  }
  get shadowRoot(): ShadowRoot | null {
    return this.#host.shadowRoot
  }
  readonly requestUpdate = (): void => this.#host.requestUpdate()

  /** Fires an event; false when the page prevented it. */
  emit<K extends keyof StrangerChatEvents>(type: K, detail: StrangerChatEvents[K]): boolean {
    return this.#host.dispatchEvent(new CustomEvent(type, { ...(STAYS[type] ?? BUBBLES), detail }))
  }

  handOver(): void {
    this.composer.handOver()
    this.calling.room?.parted()
  }

  readonly prepared = (options: StartOptions): boolean => this.calling.prepared(options)

  say(key: MessageKey): void {
    const line = (): string => this.words.t(key)
    if (this.words.has(key)) this.#announcer.say(line)
    else void this.after.load().then((found) => found && this.#announcer.say(line))
  }

  speak(line: () => string): void {
    this.#announcer.say(line)
  }

  sayNote(note: Note): void {
    this.#announcer.say(() => noteWords(note, this.words, this.timing.now()))
  }

  readonly wish = (): StartOptions => ({ mode: this.calling.mode, ...this.#wishes.now })

  /** Asks the page, then the client. */
  readonly send = (text: string): boolean => {
    const { client } = this
    if (client?.state.phase.get() !== 'chatting') return false
    if (!this.emit('sc-before-send', { text }) || client.send(text) === null) return false
    this.flow.disarm()
    this.stick.jump()
    return true
  }

  view(): View | null {
    const host = this.#host
    const { client, flow, composer, words } = this
    const state = this.#binding.snapshot
    if (!client || !state) return null
    return {
      state,
      client,
      flow,
      after: this.after.found,
      reporting: this.reporting,
      calling: this.calling,
      composer,
      words,
      stick: this.stick,
      chime: this.chime,
      attention: this.attention,
      keymap: this.keymap,
      now: this.timing.now(),
      fresh: this.#hearing.fresh,
      maxMessages: host.maxMessages,
      disabled: host.disabled,
      escEnds: this.escEnds,
      forgetful: host.storage === 'none',
      linkPolicy: host.linkPolicy,
      helplines: host.helplines,
      ...this.#wishes.view,
      save: this.save,
      clear: () => this.clear(),
      askLink: this.asking.ask,
    }
  }

  /** The bubble was opened or closed. Nobody is searched for behind a closed panel, unless a chime will tell. */
  turned(open: boolean): void {
    const seeks = this.flow.connecting || this.client?.state.phase.get() === 'searching'
    if (!open && seeks && !this.chime.on && this.#host.layout === 'bubble') this.flow.stop()
    this.requestUpdate()
  }

  /** Before every render. */
  rendering(): void {
    this.keymap.use(this.#host.shortcuts)
    this.calling.room?.use()
    this.focus.remember()
    this.#gather.remember()
  }

  /** After every render. */
  rendered(): void {
    this.focus.keep()
    this.#gather.settle()
    this.stick.watch()
    const view = this.view()
    if (!view) return
    this.calling.room?.sync()
    this.speech.rendered(view)
    const { state, client } = view
    if (state.messages.length > 0 || state.end || hasMore(view)) void this.after.expect()
    this.attention.rendered(client, this.stick.stuck, this.calling.live)
    this.#ticking.rendered(view)
  }

  /** Words, draft and transcript are forgotten; a chat that goes on goes on. */
  clear(): void {
    this.composer.forget()
    if (this.client?.state.phase.get() === 'ended') this.flow.stop()
    this.client?.clear()
    this.reporting.moved()
    this.requestUpdate()
  }

  readonly save = (): boolean => this.after.save(this.view())

  /** Lets go of every timer and listener; a later render takes them up again. */
  rest(): void {
    this.speech.rest()
    this.flow.rest()
    this.stick.release()
    this.chime.close()
    this.attention.rest()
    this.#ticking.rest()
  }
}
