import { type ChatClient, type StartOptions, system } from '@stranger-chat/core'
import type { ChatMedia, FrameClassifier } from '@stranger-chat/core/media'
import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit'
import { OwnClient } from './controllers/own-client.js'
import { Presenter, type PresenterHost } from './controllers/presenter.js'
import type { Messages } from './messages.js'
import type { Helpline } from './report/helplines.js'
import { frame, room } from './panel.js'
import { markStates } from './status/states.js'
import { here, stopCard, stopped, unusable } from './status/stop.js'
import { styles } from './styles.js'
import type { Timing } from './timing.js'
import { VERSION } from './version.js'
import type { LinkPolicy } from './view.js'
import { interestList, languageList, listConverter, wordList } from './welcome/wishes.js'

/**
 * A conversation with a stranger.
 *
 * @tag stranger-chat
 *
 * @attr {string} lang - The interface's language; else that of the nearest element that has one.
 *
 * @slot - Shown until the element is ready, and where there is no JavaScript.
 * @slot intro - Below the welcome's first line.
 * @slot composer-end - Between the field and Send.
 * @slot footer - Below everything, in every state.
 *
 * @fires {CustomEvent} sc-phase - The person's place changed: `{value, previous}`. Bubbles.
 * @fires {CustomEvent} sc-connection - The line changed: `{value, previous}`. Bubbles.
 * @fires {CustomEvent} sc-match - A stranger is there: `{chat, interests}`. Bubbles.
 * @fires {CustomEvent} sc-end - The chat is over: `{chat, reason}`. Bubbles.
 * @fires {CustomEvent} sc-before-send - A text is about to leave: `{text}`. Cancelable; doesn't bubble.
 * @fires {CustomEvent} sc-message - A message of the stranger's: `{message}`. Doesn't bubble.
 * @fires {CustomEvent} sc-unread - Messages nobody has seen yet: `{count}`. Bubbles.
 * @fires {CustomEvent} sc-report - The person reported a chat: `{chat, reason}`. Bubbles.
 * @fires {CustomEvent} sc-call - A call began, broke off, came back or ended: `{phase, end}`. Bubbles.
 * @fires {CustomEvent} sc-consent - How far both agreed to go: `{holds}`. Bubbles.
 * @fires {CustomEvent} sc-media-error - A camera or microphone can't be used: `{code, device}`. Bubbles.
 * @fires {CustomEvent} sc-error - Something was refused or failed: `{code, message, retryable}`. Bubbles.
 *
 * @csspart panel - The whole.
 * @csspart header - State, Report and Block.
 * @csspart title - The state in words.
 * @csspart status - The passing line under the header, or below Start.
 * @csspart log - The conversation's scrolling part.
 * @csspart list - The messages.
 * @csspart message - One message; also `message-me`, `message-stranger`, `message-system`.
 * @csspart text - A message's bubble.
 * @csspart time - A message's time.
 * @csspart typing - The line that says the stranger is writing.
 * @csspart pill - "New messages".
 * @csspart composer - Stop, the field and Send.
 * @csspart input - Every field.
 * @csspart chip - An interest or a language.
 * @csspart dialog - A report, a notice, or a decision.
 * @csspart stage - A call: the picture, what is asked, the switches. Also `screen`, `ladder`.
 * @csspart video - The stranger's picture. Also `self-view`, one's own.
 * @csspart button - Every button; also `button-start`, `button-stop`, `button-next`, `button-send`, `button-report`, `button-block`.
 *
 * @cssproperty --sc-surface - The panel. Also `--sc-raised` (fields, strips), `--sc-border`, `--sc-control-edge`.
 * @cssproperty --sc-text - Words. Also `--sc-text-muted`.
 * @cssproperty --sc-accent - Buttons and your end of the seam. Also `--sc-on-accent`.
 * @cssproperty --sc-bubble-me - Your messages. Also `--sc-bubble-me-text`.
 * @cssproperty --sc-bubble-stranger - The stranger's. Also `--sc-bubble-stranger-text`.
 * @cssproperty --sc-lamp - The stranger's end of the seam.
 * @cssproperty --sc-danger - What can't be undone, and what went wrong.
 * @cssproperty --sc-focus-ring - The ring round what has the focus.
 * @cssproperty --sc-font-family - Also `--sc-voice-family` (the house's own lines), `--sc-font-size`.
 * @cssproperty --sc-radius - The panel's corners. Also `--sc-space`, a quarter of the gutter.
 * @cssproperty --sc-panel-inline-size - Also `--sc-panel-block-size`.
 * @cssproperty --sc-duration - How long a press takes to show.
 *
 * @cssstate searching - Looking for a stranger.
 * @cssstate chatting - A stranger is there.
 * @cssstate ended - The chat is over.
 * @cssstate offline - The line is down.
 * @cssstate unread - There are messages nobody has seen.
 */
export class StrangerChat extends LitElement implements PresenterHost {
  static readonly version = VERSION
  /** The server of elements that name none; the script build sets it to the folder it came from. */
  static defaultServer: string | null = null
  static override properties = {
    server: {},
    layout: { reflect: true },
    modes: { converter: listConverter(wordList) },
    theme: { reflect: true },
    look: { reflect: true },
    languages: { converter: listConverter(languageList) },
    interests: { converter: listConverter(interestList) },
    storage: {},
    storageKey: { attribute: 'storage-key' },
    label: {},
    maxMessages: { attribute: 'max-messages', type: Number },
    disabled: { type: Boolean, reflect: true },
    withoutTyping: { attribute: 'without-typing', type: Boolean },
    client: { attribute: false },
    media: { attribute: false },
    classifier: { attribute: false },
    i18n: { attribute: false },
    linkPolicy: { attribute: false },
    helplines: { attribute: false },
  }
  static override styles = styles

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'lang', 'dir']
  }

  /** Where the chat server is: an http(s) address, or one relative to the page. */
  declare server: string | null
  declare layout: 'inline'
  /** What a person may choose of what the server has: `text`, `voice`, `video`. The first named is chosen to begin with. */
  declare modes: readonly string[]
  /** `auto` follows the page's own `color-scheme`. */
  declare theme: 'auto' | 'light' | 'dark'
  /** `lamplight`, or `classic`: plain and square, as it was in 2009. */
  declare look: 'lamplight' | 'classic'
  /** What the person speaks, at most three; else what the browser says. The person can change it. */
  declare languages: readonly string[] | null
  /** At most eight; the person can change them. */
  declare interests: readonly string[]
  /** What outlives the page: the identity (`device`), everything until the tab closes (`session`), nothing (`none`). */
  declare storage: 'device' | 'session' | 'none'
  /** Separates the people of two elements on one site; else the server's address. */
  declare storageKey: string | null
  /** Accessible name; else the language's own. */
  declare label: string | null
  /** How many messages stay in the page. */
  declare maxMessages: number
  /** Nobody can start. */
  declare disabled: boolean
  /** Don't tell the stranger when one is writing. */
  declare withoutTyping: boolean
  /** A client of one's own. The element never closes it. */
  declare client: ChatClient | null
  /** Voice and video of one's own. The element never closes it. */
  declare media: ChatMedia | null
  /** Makes a check of pictures on this device: it warns before a search, and covers what a person may not want to see. */
  declare classifier: (() => Promise<FrameClassifier>) | null
  /** Words of one's own, over the language's catalogue, over English. */
  declare i18n: Partial<Messages> | null
  /** What becomes of a stranger's links: `ask` before opening, `open` at once, or stay `text`. */
  declare linkPolicy: LinkPolicy
  /** Lines for people in a crisis, in the place of the built-in ones. */
  declare helplines: readonly Helpline[] | null

  /** @internal */
  timing: Timing = system
  readonly #internals = this.attachInternals()
  #presenter: Presenter | null = null
  #ownOne: OwnClient | null = null

  constructor() {
    super()
    this.server = null
    this.layout = 'inline'
    this.modes = ['text']
    this.theme = 'auto'
    this.look = 'lamplight'
    this.languages = null
    this.interests = []
    this.storage = 'device'
    this.storageKey = null
    this.label = null
    this.maxMessages = 500
    this.disabled = false
    this.withoutTyping = false
    this.client = null
    this.media = null
    this.classifier = null
    this.i18n = null
    this.linkPolicy = 'ask'
    this.helplines = null
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

  /** Opens the report of the chat there is, or of the last one. Sends nothing by itself. */
  report(): void {
    this.#parts.reporting.open()
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
    document.addEventListener('visibilitychange', this.#parts.requestUpdate)
    this.#parts.calling.room?.freeing.came()
    this.requestUpdate()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    document.removeEventListener('visibilitychange', this.#parts.requestUpdate)
    this.#parts.rest()
    void this.#parts.calling.room?.freeing.left()
    this.#own.leave(() => (this.#parts.client = null))
  }

  override attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    super.attributeChangedCallback(name, before, after)
    this.requestUpdate()
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { words } = this.#parts
    words.own = this.i18n
    words.use(this.#language(), this.#parts.requestUpdate)
    this.#parts.client = this.client ?? this.#ownClient()
    this.#parts.rendering()
  }

  protected override render(): TemplateResult {
    return frame(this, this.#parts, this.#room())
  }

  protected override updated(): void {
    this.shadowRoot?.querySelector<HTMLDialogElement>('dialog:not([open])')?.showModal()
    this.#parts.rendered()
    markStates(this.#internals.states, this.#parts.client?.state)
  }

  #room(): TemplateResult {
    const { words, reporting } = this.#parts
    const view = this.#parts.view()
    const stop = view ? stopped(view.state, here(), words) : unusable(this.#server, here(), words)
    if (stop) return reporting.sheet(view) ?? stopCard(stop, () => view?.client.reconnect())
    return view ? room(view) : html``
  }

  /** Comes back to a chat that a reload interrupted; otherwise the server is left alone until somebody presses Start. */
  #ownClient(): ChatClient | null {
    const place = here()
    const server = this.#server
    if (!this.isConnected || server === null || unusable(server, place, this.#parts.words)) return null
    const { storage, storageKey } = this
    const client = this.#own.take({ url: new URL(server, place.base).href, storage, storageKey })
    if (client !== this.#parts.client) client.resume()
    return client
  }

  get #server(): string | null {
    return this.server ?? StrangerChat.defaultServer
  }

  #language(): string {
    return this.lang || this.closest<HTMLElement>('[lang]:not([lang=""])')?.lang || 'en'
  }

  /** Both are made when first needed, so that `timing` and properties set before the first render count. */
  get #parts(): Presenter {
    return (this.#presenter ??= new Presenter(this))
  }
  get #own(): OwnClient {
    return (this.#ownOne ??= new OwnClient(this.timing))
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'stranger-chat': StrangerChat
  }
}
