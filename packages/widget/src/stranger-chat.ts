import { type ChatClient, type StartOptions, system } from '@stranger-chat/core'
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { Presenter, type PresenterHost } from './controllers/presenter.js'
import { eventInit, type StrangerChatEventMap, type StrangerChatEvents } from './events.js'
import { linkDialog } from './links/ask.js'
import type { Messages } from './locales/messages.js'
import { room } from './panel.js'
import { type Place, stopCard, stopped, unusable } from './status/stop.js'
import { styles } from './styles.js'
import type { Timing } from './timing.js'
import { VERSION } from './version.js'
import type { LinkPolicy } from './view.js'
import { interestList, languageList } from './welcome/wishes.js'

const words = (parse: (raw: unknown) => readonly string[]) => ({ fromAttribute: (raw: string | null) => parse(raw ?? '') })

/** Languages written from the right; an element in one of them turns by itself unless the page says otherwise. */
const RTL = /^(ar|dv|fa|he|ps|sd|ug|ur|yi)\b/

/**
 * A conversation with a stranger.
 *
 * @tag stranger-chat
 * @slot - Shown until the element is ready, and where there is no JavaScript.
 * @slot intro - Below the welcome's first line.
 * @slot composer-end - Between the field and Send.
 * @slot footer - Below everything, in every state.
 */
export class StrangerChat extends LitElement implements PresenterHost {
  static readonly version = VERSION
  /** The server of elements that name none; the script build sets it to its own origin. */
  static defaultServer: string | null = null
  static override styles = styles
  static override properties = {
    server: {},
    layout: { reflect: true },
    modes: { converter: words((raw) => String(raw).split(/[\s,]+/).filter(Boolean)) },
    theme: { reflect: true },
    look: { reflect: true },
    lang: {},
    languages: { converter: words(languageList) },
    interests: { converter: words(interestList) },
    storage: {},
    storageKey: { attribute: 'storage-key' },
    label: {},
    maxMessages: { attribute: 'max-messages', type: Number },
    disabled: { type: Boolean, reflect: true },
    withoutTyping: { attribute: 'without-typing', type: Boolean },
    client: { attribute: false },
    i18n: { attribute: false },
    linkPolicy: { attribute: false },
  }

  /** Where the chat server is: an http(s) address, or one relative to the page. */
  declare server: string | null
  declare layout: 'inline'
  /** What a person may choose; text is what there is today. */
  declare modes: readonly string[]
  /** `auto` follows the page's own `color-scheme`. */
  declare theme: 'auto' | 'light' | 'dark'
  /** `lamplight`, or `classic`: plain and square, as it was in 2009. */
  declare look: 'lamplight' | 'classic'
  /** The interface's language; else that of the nearest element that has one. */
  declare lang: string
  /** What the person speaks, at most three; else what the browser says. */
  declare languages: readonly string[] | null
  declare interests: readonly string[]
  /** What outlives the page: see the README. */
  declare storage: 'device' | 'session' | 'none'
  /** Separates the people of two elements on one page; else the server's address. */
  declare storageKey: string | null
  declare label: string | null
  declare maxMessages: number
  declare disabled: boolean
  /** Don't tell the stranger when one is writing. */
  declare withoutTyping: boolean
  /** A client of one's own. The element never closes it. */
  declare client: ChatClient | null
  /** Words of one's own, over the language's catalogue, over English. */
  declare i18n: Partial<Messages> | null
  declare linkPolicy: LinkPolicy

  /** @internal */
  timing: Timing = system
  readonly #internals = this.attachInternals()
  #presenter: Presenter | null = null

  constructor() {
    super()
    this.server = null
    this.layout = 'inline'
    this.modes = ['text']
    this.theme = 'auto'
    this.look = 'lamplight'
    this.lang = ''
    this.languages = null
    this.interests = []
    this.storage = 'device'
    this.storageKey = null
    this.label = null
    this.maxMessages = 500
    this.disabled = false
    this.withoutTyping = false
    this.client = null
    this.i18n = null
    this.linkPolicy = 'ask'
  }

  /** Looks for a stranger, by way of the gate if the server has one that isn't answered yet. */
  start(options: StartOptions = {}): Promise<void> {
    return this.#parts.flow.start(options)
  }

  /** Ends the chat there is and looks for the next stranger. */
  next(options: StartOptions = {}): void {
    this.#parts.flow.next(options)
  }

  /** Leaves the chat or the search; from an ended chat back to the welcome. */
  stop(): void {
    this.#parts.flow.stop()
  }

  /** Sends a text past the composer; false when there is nobody to send it to or the page prevented it. */
  send(text: string): boolean {
    return this.#parts.send(text)
  }

  /** Puts text where the caret is in the composer. Never sends. */
  insertText(text: string): void {
    this.#parts.composer.insert(text)
  }

  override focus(): void {
    this.#parts.focus.enter()
  }

  /** Forgets draft, transcript and what storage holds of it. */
  clear(): void {
    this.#parts.clear()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    document.addEventListener('visibilitychange', this.#onVisibility)
    this.requestUpdate()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    document.removeEventListener('visibilitychange', this.#onVisibility)
    this.#parts.rest()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { words } = this.#parts
    words.own = this.i18n
    if (changed.has('lang') || !this.hasUpdated) void words.use(this.#language()).then(() => this.requestUpdate())
    this.#parts.client = this.client
    this.#parts.focus.remember()
  }

  protected override render(): TemplateResult {
    const { words, keys } = this.#parts
    const { t, lang } = words
    const { dir } = this
    return html`
      <section
        class="panel ${words.serif ? '' : 'sans'}"
        part="panel"
        lang=${lang}
        dir=${dir || !RTL.test(lang) ? nothing : 'rtl'}
        aria-label=${this.label ?? t('label')}
        @keydown=${keys.onKey}
        @keyup=${keys.onKey}
        @keypress=${keys.onKey}
      >
        ${this.#room()}
        <slot name="footer"></slot>
        <div class="hidden live" aria-live="polite"></div>
        <div class="hidden live" aria-live="polite"></div>
        <div class="hidden live" aria-live="assertive"></div>
        ${this.#parts.link ? linkDialog(this.#parts.link, words, () => this.#parts.closeLink()) : nothing}
      </section>
    `
  }

  protected override updated(): void {
    this.shadowRoot?.querySelector<HTMLDialogElement>('dialog:not([open])')?.showModal()
    this.#parts.focus.keep()
    this.#parts.rendered()
    const state = this.client?.state
    const phase = state?.phase.get() ?? 'idle'
    for (const name of ['searching', 'chatting', 'ended']) this.#mark(name, phase === name)
    this.#mark('offline', state?.connection.get() === 'reconnecting')
    this.#mark('unread', (state?.unread.get() ?? 0) > 0)
  }

  #room(): TemplateResult {
    const { words } = this.#parts
    const view = this.#parts.view()
    const stop = view ? stopped(view.state, this.place, words) : unusable(this.server ?? StrangerChat.defaultServer, this.place, words)
    if (stop) return stopCard(stop, () => view?.client.reconnect())
    return view ? room(view) : html``
  }

  /** Made when first needed, so that `timing` and properties set before the first render count. */
  get #parts(): Presenter {
    return (this.#presenter ??= new Presenter(this))
  }

  /** @internal */
  get place(): Place {
    return { origin: location.origin, base: document.baseURI, secure: location.protocol === 'https:' }
  }
  /** @internal */
  get forgetful(): boolean {
    return this.storage === 'none'
  }
  /** @internal */
  get chosenInterests(): readonly string[] {
    return interestList(this.interests)
  }
  /** @internal */
  get chosenLanguages(): readonly string[] {
    return languageList(this.languages ?? navigator.languages)
  }
  /** @internal */
  setInterests(interests: readonly string[]): void {
    this.interests = interests
  }
  /** @internal */
  setLanguages(languages: readonly string[]): void {
    this.languages = languages
  }
  /** @internal */
  emit<K extends keyof StrangerChatEvents>(type: K, detail: StrangerChatEvents[K]): boolean {
    return this.dispatchEvent(new CustomEvent(type, { ...eventInit(type), detail }))
  }

  readonly #onVisibility = (): void => this.requestUpdate()

  #language(): string {
    return this.lang || this.closest<HTMLElement>('[lang]:not([lang=""])')?.lang || document.documentElement.lang || 'en'
  }

  #mark(state: string, on: boolean): void {
    this.#internals.states[on ? 'add' : 'delete'](state)
  }
}

export interface StrangerChat {
  addEventListener<K extends keyof StrangerChatEventMap>(
    type: K,
    listener: (this: StrangerChat, event: StrangerChatEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void
  addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: StrangerChat, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void
}

declare global {
  interface HTMLElementTagNameMap {
    'stranger-chat': StrangerChat
  }
}
