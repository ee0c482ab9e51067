import type { ChatClient, Connection, Message, Phase, StartOptions } from '@stranger-chat/core'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { bubble, closer } from './bubble/bubble.js'
import { adopt } from './adopt.js'
import { Entering } from './controllers/entering.js'
import { Fetched } from './controllers/fetched.js'
import { isKept } from './controllers/kept.js'
import { languageOf } from './controllers/language.js'
import { Opening, type OpeningHost } from './controllers/opening.js'
import { Phrases } from './controllers/phrases.js'
import { CHAT } from './locales/catalogues.js'
import shell from './locales/shell.js'
import type { MessageKey } from './messages.js'
import type { Panel, PanelHost, PanelModule } from './panel.js'
import { Settings } from './settings.js'
import { shellStyles } from './shell.styles.js'
import { absent } from './status/absent.js'
import { markStates } from './status/states.js'
import type { Timing } from './timing.js'
import { VERSION } from './version.js'

/**
 * A conversation with a stranger. What a page can see of it (slots, events, parts, states, custom properties) is said in
 * `stranger-chat.docs.ts`.
 *
 * @tag stranger-chat
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
  fetchPanel = (): Promise<PanelModule> => import('./panel.js')
  readonly #words = new Phrases<MessageKey>(shell, CHAT)
  readonly #internals = this.attachInternals()
  readonly #entering = new Entering(this)
  readonly #opening = new Opening(this, this.#entering)
  readonly #code = new Fetched(this, async () => (await this.fetchPanel()).Panel)
  /** The sheet of the look that isn't built in; without it the built-in look stays. */
  readonly #look = new Fetched(this, async () => {
    const { classicStyles } = await import('./looks/classic.styles.js')
    adopt(this.shadowRoot, [classicStyles])
    return classicStyles
  })
  #panel: Panel | null = null
  /** What was last asked for, until it is taken back. */
  #wish: StartOptions | null = null

  /** Where the person is: `idle`, `searching`, `chatting` or `ended`. */
  get phase(): Phase {
    return this.#state?.phase.get() ?? 'idle'
  }

  /** The line to the server. */
  get connection(): Connection {
    return this.#state?.connection.get() ?? 'offline'
  }

  /** The conversation on show. */
  get messages(): readonly Message[] {
    return this.#state?.messages.get() ?? []
  }

  /** Messages nobody has seen yet. */
  get unread(): number {
    return this.#state?.unread.get() ?? 0
  }

  /** Opens the bubble; false when it is open, or the page prevented it. */
  show(): boolean {
    return this.#opening.show('api')
  }

  /** Closes it. A search stops, unless the person asked for a chime; a chat goes on, and the stranger is told. */
  close(): boolean {
    return this.#opening.close('api')
  }

  /** Opens or closes it. */
  toggle(): boolean {
    return this.#opening.toggle('api')
  }

  /** Looks for a stranger, by way of the server's age question and rules if those aren't answered yet. */
  start(options: StartOptions = {}): Promise<void> {
    this.#wish = options
    // Taken back, or left behind by the element, while the panel was on its way.
    return this.#with((panel) => this.#wish === options && this.isConnected && panel.start(options))
  }

  /** Ends the chat there is and looks for the next stranger. */
  next(options: StartOptions = {}): void {
    if (this.#panel) this.#panel.next(options)
    else void this.start(options)
  }

  /** Leaves the chat or the search; from an ended chat back to the welcome. */
  stop(): void {
    this.#wish = null
    this.#panel?.stop()
  }

  /** Sends a text past the composer; false when there is nobody to send it to or the page prevented it. */
  send(text: string): boolean {
    return this.#panel?.send(text) ?? false
  }

  /** Puts text where the caret is in the composer. Never sends. */
  insertText(text: string): void {
    void this.#with((panel) => panel.insert(text))
  }

  /** Opens the report of the chat there is, or of the last one. Sends nothing by itself. */
  report(): void {
    this.#opening.show('api')
    void this.#with((panel) => panel.report())
  }

  /** Saves the conversation on show as a text file on the device; false while nothing was said. */
  save(): boolean {
    return this.#panel?.save() ?? false
  }

  /** Puts the focus where the room on screen begins: in a chat, into the field; in a closed bubble, on the launcher. */
  override focus(): void {
    if (!this.isConnected) return
    this.#entering.wait()
    this.#entering.sync()
  }

  /** Forgets draft, transcript and what storage holds of it. */
  clear(): void {
    void this.#with((panel) => panel.clear())
  }

  get #state(): ChatClient['state'] | undefined {
    return this.#panel?.client?.state
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
    if (this.visible) return this.#panel?.enter() ?? false
    this.shadowRoot?.querySelector<HTMLElement>('.launcher')?.focus()
    return this.hasUpdated
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
    this.#entering.stop()
    this.#panel?.left()
  }

  override attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    super.attributeChangedCallback(name, before, after)
    this.requestUpdate()
  }

  /** Waits for the panel, too, and for a room of it, where they are on their way. */
  protected override async getUpdateComplete(): Promise<boolean> {
    let done = await super.getUpdateComplete()
    for (;;) {
      const coming = this.#code.coming ?? this.#look.coming ?? this.#panel?.coming
      if (!coming) return done
      await coming
      done = await super.getUpdateComplete()
    }
  }

  protected override willUpdate(): void {
    this.#words.own = this.i18n
    this.#words.use(this.language, () => this.requestUpdate())
    if (this.look === 'classic') void this.#look.expect()
    if (this.visible || isKept()) void this.#code.expect()
    if (this.#code.found && !this.#panel) {
      this.#panel = new this.#code.found(this)
      if (this.isConnected) this.#panel.came()
    }
    this.#panel?.rendering()
  }

  protected override render(): TemplateResult {
    const words = this.#words
    const code = this.#code
    const panel = this.#panel
    const inBubble = this.layout === 'bubble'
    const way = inBubble ? closer(words, this.#opening) : nothing
    const content =
      panel?.render(way) ??
      // The page's own words for those who wait, or have no way to get it.
      html`${way}${code.failed ? absent(words, code.load) : html`<slot></slot>`}`
    return inBubble ? bubble(this, panel, words, this.#opening, code.load, content) : content
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.#opening.sync()
    this.#panel?.rendered()
    this.#entering.sync()
    const wasOpen = changed.get('open')
    if (wasOpen) this.#wish = null
    if (wasOpen !== undefined) this.#panel?.turned(this.open)
    markStates(this.#internals.states, this)
  }

  /**
   * Acts at once where the panel is there, else when it has been fetched and drawn; not at all where the element stands in no page,
   * or it can't be had.
   */
  async #with(act: (panel: Panel) => unknown): Promise<void> {
    if (!this.#panel && this.isConnected) {
      await this.#code.load()
      await this.updateComplete
    }
    if (this.#panel) await act(this.#panel)
  }

  /** @internal */
  get language(): string {
    return languageOf(this)
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'stranger-chat': StrangerChat
  }
}
