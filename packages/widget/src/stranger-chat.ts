import type { Connection, Message, Phase, StartOptions } from '@stranger-chat/core'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { bubble, closer } from './bubble/bubble.js'
import { isKept, Loading } from './controllers/loading.js'
import { Localize } from './controllers/localize.js'
import { Opening, type OpeningHost } from './controllers/opening.js'
import type { Panel, PanelHost } from './panel.js'
import { seam } from './seam/seam.js'
import { Settings } from './settings.js'
import { shellStyles } from './shell.styles.js'
import { markStates } from './status/states.js'
import type { Timing } from './timing.js'
import { VERSION } from './version.js'

/**
 * A conversation with a stranger.
 *
 * @tag stranger-chat
 *
 * @attr {string} lang - The interface's language; else that of the nearest element that has one.
 *
 * @slot - Shown until the element is ready, and where there is no JavaScript.
 * @slot launcher - A launcher of your own in the place of the built-in one (`layout="bubble"`).
 * @slot header-actions - Beside Report and Block, in every chat.
 * @slot intro - Below the welcome's first line.
 * @slot consent - Above the gate's questions.
 * @slot searching - Below what a search says.
 * @slot ended - Below what can be done with a chat that is over.
 * @slot composer-start - Before the field.
 * @slot composer-end - Between the field and Send.
 * @slot footer - Below everything, in every state.
 *
 * @fires {CustomEvent} sc-open - The panel is about to open: `{source}`: `user`, `keyboard` or `api`. Cancelable; bubbles.
 * @fires {CustomEvent} sc-close - The panel is about to close: `{source}`. Cancelable; bubbles.
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
 * @csspart launcher - The bubble's button.
 * @csspart badge - How many messages nobody has seen, on the launcher.
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
 * @cssproperty --sc-inset - How far launcher and panel stay from the window's edges. Also `--sc-launcher-size`.
 * @cssproperty --sc-duration - How long a press takes to show.
 *
 * @cssstate open - The bubble's panel is open.
 * @cssstate searching - Looking for a stranger.
 * @cssstate chatting - A stranger is there.
 * @cssstate ended - The chat is over.
 * @cssstate offline - The line is down.
 * @cssstate unread - There are messages nobody has seen.
 */
export class StrangerChat extends Settings implements PanelHost, OpeningHost {
  static readonly version = VERSION
  /** The server of elements that name none; the script build sets it to the folder it came from. */
  static defaultServer: string | null = null
  static override styles = shellStyles

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'lang', 'dir']
  }

  /** @internal */
  timing: Timing | null = null
  /** @internal */
  readonly words = new Localize()
  readonly #internals = this.attachInternals()
  readonly #opening = new Opening(this)
  readonly #loading = new Loading(() => this.requestUpdate())
  #panel: Panel | null = null

  /** Where the person is: `idle`, `searching`, `chatting` or `ended`. */
  get phase(): Phase {
    return this.#panel?.client?.state.phase.get() ?? 'idle'
  }

  /** The line to the server. */
  get connection(): Connection {
    return this.#panel?.client?.state.connection.get() ?? 'offline'
  }

  /** The conversation on show. */
  get messages(): readonly Message[] {
    return this.#panel?.client?.state.messages.get() ?? []
  }

  /** Messages nobody has seen yet. */
  get unread(): number {
    return this.#panel?.client?.state.unread.get() ?? 0
  }

  /** Opens the bubble; false when it is open, or the page prevented it. */
  show(): boolean {
    return this.#opening.show('api')
  }

  /** Closes it. A search stops, unless the person asked for a chime; a chat goes on. */
  close(): boolean {
    return this.#opening.close('api')
  }

  toggle(): boolean {
    return this.#opening.toggle('api')
  }

  /** Looks for a stranger, by way of the gate if the server has one that isn't answered yet. */
  async start(options: StartOptions = {}): Promise<void> {
    const panel = this.#panel ?? (await this.#ready())
    await panel?.start(options)
  }

  /** Ends the chat there is and looks for the next stranger. */
  next(options: StartOptions = {}): void {
    if (this.#panel) this.#panel.next(options)
    else void this.start(options)
  }

  /** Leaves the chat or the search; from an ended chat back to the welcome. */
  stop(): void {
    this.#panel?.stop()
  }

  /** Sends a text past the composer; false when there is nobody to send it to or the page prevented it. */
  send(text: string): boolean {
    return this.#panel?.send(text) ?? false
  }

  /** Puts text where the caret is in the composer. Never sends. */
  insertText(text: string): void {
    this.#panel?.insert(text)
  }

  /** Opens the report of the chat there is, or of the last one. Sends nothing by itself. */
  report(): void {
    this.#opening.show('api')
    void this.#ready().then((panel) => panel?.report())
  }

  override focus(): void {
    if (!this.visible) this.shadowRoot?.querySelector<HTMLElement>('.launcher')?.focus()
    else this.enter()
  }

  /** Forgets draft, transcript and what storage holds of it. */
  clear(): void {
    void this.#ready().then((panel) => panel?.clear())
  }

  /** @internal */
  get address(): string | null {
    return this.server ?? StrangerChat.defaultServer
  }

  /** @internal */
  get visible(): boolean {
    return this.layout !== 'bubble' || this.open
  }

  /** @internal */
  enter(): boolean {
    return this.#panel?.enter() ?? false
  }

  /** @internal */
  readonly dismiss = (): boolean => this.#opening.close('keyboard')

  override connectedCallback(): void {
    super.connectedCallback()
    this.#panel?.came()
    this.requestUpdate()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#opening.release()
    this.#panel?.left()
  }

  override attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    super.attributeChangedCallback(name, before, after)
    this.requestUpdate()
  }

  /** Waits for the panel, too, and for a room of it, where they are on their way. */
  protected override async getUpdateComplete(): Promise<boolean> {
    let done = await super.getUpdateComplete()
    for (let coming = this.#coming; coming; coming = this.#coming) {
      await coming
      done = await super.getUpdateComplete()
    }
    return done
  }

  get #coming(): Promise<unknown> | null {
    return this.#loading.coming ?? this.#panel?.coming ?? null
  }

  protected override willUpdate(): void {
    this.words.own = this.i18n
    this.words.use(this.#language(), () => this.requestUpdate())
    if (!this.#loading.failed && (this.visible || isKept())) void this.#loading.load()
    if (this.#loading.found && !this.#panel) {
      this.#panel = new this.#loading.found(this)
      this.#panel.came()
    }
    this.#panel?.rendering()
  }

  protected override render(): TemplateResult {
    const { words, layout, open, label, withoutLauncher, unread } = this
    const inBubble = layout === 'bubble'
    const content = this.#panel?.render(inBubble ? closer(words, this.#opening) : nothing) ?? this.#waiting()
    if (!inBubble) return html`${content}`
    const state = this.#panel?.seam ?? 'rest'
    return bubble(
      { open, label, unread, seam: state, withoutLauncher },
      words,
      this.#opening,
      this.#loading.load,
      content,
    )
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.#opening.sync()
    this.#panel?.rendered()
    if (changed.get('open') !== undefined) this.#panel?.turned(this.open)
    markStates(this.#internals.states, this)
  }

  /** The page's own words for those who wait, or have no way to get it. */
  #waiting(): TemplateResult {
    const { t } = this.words
    if (!this.#loading.failed) return html`<slot></slot>`
    return html`
      <div class="failed" role="alert">
        ${seam('parted')}
        <p>${t('loadFailed')}</p>
        <button type="button" part="button" @click=${this.#loading.load}>${t('tryAgain')}</button>
      </div>
    `
  }

  /** The panel, fetched if it has to be; null where the element stands in no page, or it can't be had. */
  async #ready(): Promise<Panel | null> {
    if (!this.isConnected) return this.#panel
    await this.#loading.load()
    await this.updateComplete
    return this.#panel
  }

  #language(): string {
    return this.lang || this.closest<HTMLElement>('[lang]:not([lang=""])')?.lang || 'en'
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'stranger-chat': StrangerChat
  }
}
