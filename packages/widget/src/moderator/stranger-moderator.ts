import { system as coreSystem, type System } from '@stranger-chat/core'
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { Announcer } from '../controllers/announcer.js'
import { FocusKeeper } from '../controllers/focus.js'
import { VERSION } from '../version.js'
import { type Fetch, ModerationApi } from './api.js'
import { type Own, run } from './commands.js'
import { Desk, type Spot } from './desk/desk.js'
import type { Shelf } from './device.js'
import { frame } from './frame/frame.js'
import type { Command } from './keymap.js'
import { CALM, keysDialog, type KeysState } from './keys/keys.js'
import { Prefs } from './prefs.js'
import type { Room } from './room.js'
import { Shortcuts } from './shortcuts.js'
import { other } from './sign-in/other.js'
import { signIn } from './sign-in/sign-in.js'
import { styles } from './styles.js'
import { type ConsoleMessages, Words } from './words.js'

/** The link that an invitation is: the token stands behind the #, which no server and no log ever sees. */
const INVITE = /^#invite=([\w.~-]{1,2048})$/
/** How often what is on the screen is drawn anew only because time passes; ms. */
const SECOND_MS = 1_000
const CALM_MS = 20_000

/**
 * The moderators' console: the queue, cases with their evidence, appeals, and the log of what was done.
 *
 * @tag stranger-moderator
 *
 * @attr {string} lang - The interface's language; else that of the nearest element that has one.
 *
 * @csspart panel - The whole.
 */
export class StrangerModerator extends LitElement {
  static readonly version = VERSION
  /** The server of elements that name none; the script build sets it to the folder it came from. */
  static defaultServer: string | null = null
  static override properties = {
    server: {},
    theme: { reflect: true },
    i18n: { attribute: false },
    asked: { state: true },
  }
  static override styles = styles

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'lang']
  }

  /** Where the chat server is: an http(s) address, or one relative to the page. The console's cookie is its own origin's. */
  declare server: string | null
  /** `auto` follows the page's own `color-scheme`. */
  declare theme: 'auto' | 'light' | 'dark'
  /** Words of one's own, over the language's catalogue, over English. */
  declare i18n: Partial<ConsoleMessages> | null

  /** @internal */
  system: Pick<System, 'now' | 'after' | 'unit'> = coreSystem
  /** @internal */
  fetch: Fetch = (url, init) => globalThis.fetch(url, init)
  /** @internal */
  device: () => Shelf = () => localStorage
  /** @internal */
  tab: () => Shelf = () => sessionStorage

  declare private asked: string | null
  readonly #words = new Words()
  readonly #focus = new FocusKeeper(() => this.shadowRoot)
  #prefs: Prefs | null = null
  #desk: Desk | null = null
  #announcer: Announcer | null = null
  #spot: Spot | null = null
  #keys: KeysState | null = null
  #peek = false
  #tick: () => void = () => {}
  readonly #shortcuts = new Shortcuts({
    element: this,
    keymap: () => this.#kept.keymap,
    modal: () => this.#keys !== null || this.#desk?.asking === true,
    now: () => this.system.now(),
    run: (command) => this.#run(command),
    letGo: () => this.#uncover(false),
    escape: () => this.#escape(),
  })

  constructor() {
    super()
    this.server = null
    this.theme = 'auto'
    this.i18n = null
    this.asked = null
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#shortcuts.connect()
    addEventListener('hashchange', this.#invited)
    document.addEventListener('visibilitychange', this.#seen)
    if (!this.#invited()) void this.#atDesk?.enter()
    this.requestUpdate()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#shortcuts.disconnect()
    removeEventListener('hashchange', this.#invited)
    document.removeEventListener('visibilitychange', this.#seen)
    this.#tick()
    this.#announcer?.stop()
    this.#desk?.stop()
  }

  override attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    super.attributeChangedCallback(name, before, after)
    this.requestUpdate()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('server') && this.hasUpdated) {
      this.#desk?.stop()
      this.#desk = null
      void this.#atDesk?.enter()
    }
    this.#words.own = this.i18n
    this.#words.use(this.#language(), this.#changed)
    this.#desk?.work.undos.expire(this.system.now())
    this.#focus.remember()
  }

  protected override render(): TemplateResult {
    const { t, lang, serif } = this.#words
    const desk = this.#desk
    return html`
      <section class="root panel ${serif ? '' : 'sans'}" part="panel" lang=${lang} aria-label=${t('label')}>
        <div class="app ${this.#kept.grey ? 'grey' : ''}">${desk ? this.#room(desk) : html`<p class="door">${t('noServer')}</p>`}</div>
        <div class="hidden live" aria-live="polite"></div>
        <div class="hidden live" aria-live="polite"></div>
        <div class="hidden live" aria-live="assertive"></div>
        ${desk ? this.#dialog(desk) : nothing}
      </section>
    `
  }

  protected override updated(): void {
    this.shadowRoot?.querySelector<HTMLDialogElement>('dialog:not([open])')?.showModal()
    const spot = this.#spot
    this.#spot = null
    if (spot) this.#goTo(spot)
    this.#focus.keep()
    this.#tick()
    const often = (this.#desk?.work.undos.list.length ?? 0) > 0
    if (this.isConnected) this.#tick = this.system.after(often ? SECOND_MS : CALM_MS, this.#changed)
  }

  #room(desk: Desk): TemplateResult {
    const { seat } = desk
    return seat.at === 'in' ? frame(seat.me, this.#view(desk)) : signIn(this.#view(desk))
  }

  #dialog(desk: Desk): TemplateResult | typeof nothing {
    const { seat, asking } = desk
    if (seat.at === 'in' && asking) return other(seat.me, this.#view(desk))
    return this.#keys ? keysDialog(this.#keys, this.#view(desk), this.#setKeys, this.#closeKeys) : nothing
  }

  #view(desk: Desk): Room {
    const { keymap, covered } = this.#kept
    return {
      desk,
      words: this.#words,
      now: this.system.now(),
      covered: covered && !this.#peek,
      run: (command) => this.#run(command),
      key: (command) => (keymap.on ? html`<kbd>${keymap.key(command).toUpperCase()}</kbd>` : ''),
      asked: this.asked,
      ask: (what) => (this.asked = what),
    }
  }

  readonly #changed = (): void => this.requestUpdate()

  /** A tab that comes back may have lost its session: it says so before somebody decides into the void. */
  readonly #seen = (): void => {
    if (document.visibilityState === 'visible') void this.#desk?.look()
    this.requestUpdate()
  }

  /** Takes the invitation out of the address bar before anything else can read or keep it. */
  readonly #invited = (): boolean => {
    const invite = INVITE.exec(location.hash)?.[1]
    if (invite === undefined) return false
    history.replaceState(history.state, '', location.pathname + location.search)
    void this.#atDesk?.enter(invite)
    return true
  }

  #run(command: Command): void {
    this.asked = null
    if (this.#desk) run(command, this.#desk, this.#own)
    this.requestUpdate()
  }

  readonly #own: Own = {
    keys: () => (this.#keys = CALM),
    peek: () => (this.#peek = !this.#peek),
    message: () => (this.#spot = 'message'),
    cover: () => {
      this.#kept.covered = !this.#kept.covered
      this.#peek = false
      this.#desk?.work.opened.clear()
    },
  }

  #uncover(on: boolean): void {
    this.#peek = on
    this.requestUpdate()
  }

  /** Out of a field, back to the case, where keys are commands again. */
  #escape(): boolean {
    const field = this.shadowRoot?.activeElement
    if (!field?.matches('input, textarea, select')) return false
    this.#goTo('case')
    return true
  }

  readonly #setKeys = (state: KeysState): void => {
    this.#keys = state
    this.requestUpdate()
  }
  readonly #closeKeys = (): void => {
    this.#keys = null
    this.requestUpdate()
  }

  /** Only where the focus is ours already, or nobody's: another part of a page is never robbed. */
  #goTo(spot: Spot): void {
    const { activeElement } = document
    if (activeElement && activeElement !== this && activeElement !== document.body) return
    this.shadowRoot?.querySelector<HTMLElement>(`[data-spot='${spot}']`)?.focus()
  }

  get #kept(): Prefs {
    return (this.#prefs ??= new Prefs(this.device, this.tab))
  }

  /** Made when first needed, so that properties set before count. Null without a usable server. */
  get #atDesk(): Desk | null {
    const named = this.server ?? StrangerModerator.defaultServer
    if (this.#desk || named === null || !URL.canParse(named, document.baseURI)) return this.#desk
    const address = new URL(named, document.baseURI)
    if (!/^https?:$/.test(address.protocol)) return null
    const { system, fetch } = this
    const announcer = new Announcer(system, () => [...(this.shadowRoot?.querySelectorAll('.live') ?? [])], {
      one: String,
      many: String,
    })
    this.#announcer = announcer
    return (this.#desk = new Desk(new ModerationApi(address.href, fetch, system), {
      system,
      fetch,
      words: this.#words,
      prefs: this.#kept,
      changed: this.#changed,
      say: (line) => announcer.say(line),
      alert: (line) => announcer.alert(line),
      focus: (spot) => (this.#spot = spot),
    }))
  }

  #language(): string {
    return this.lang || this.closest<HTMLElement>('[lang]:not([lang=""])')?.lang || 'en'
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'stranger-moderator': StrangerModerator
  }
}
