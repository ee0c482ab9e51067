import { type ChatClient, type StartOptions, system } from '@stranger-chat/core'
import { html, type TemplateResult } from 'lit'
import { adopt } from './adopt.js'
import { OwnClient } from './controllers/own-client.js'
import { showDialogs } from './controllers/dialogs.js'
import { Presenter, type PresenterHost } from './controllers/presenter.js'
import { Viewport } from './controllers/viewport.js'
import { frame, room } from './frame.js'
import { stateWords } from './header/header.js'
import { seamState } from './search/search.js'
import type { Messages } from './messages.js'
import type { SeamState } from './seam/seam.js'
import { absent } from './status/absent.js'
import { here, isStopped, unusable } from './status/place.js'
import { styles } from './styles.js'

/** The element, as its panel sees it. */
export interface PanelHost extends Omit<PresenterHost, 'storage'> {
  /** The page's own client, which is never closed from here. */
  readonly client: ChatClient | null
  readonly storage: 'device' | 'session' | 'none'
  readonly label: string | null
  readonly dir: string
  readonly layout: string
  readonly i18n: Partial<Messages> | null
  /** The interface's language. */
  readonly language: string
}

/** This module, as far as whoever fetches it cares. */
export interface PanelModule {
  readonly Panel: new (host: PanelHost) => Panel
}

/**
 * The conversation itself: everything but the shell, fetched when it is first wanted. It keeps the client, hears it, and draws
 * the room a person is in.
 */
export class Panel {
  readonly #host: PanelHost
  readonly #parts: Presenter
  readonly #own: OwnClient
  readonly #viewport = new Viewport()

  constructor(host: PanelHost) {
    this.#host = host
    this.#own = new OwnClient(host.timing ?? system)
    this.#parts = new Presenter(host)
    adopt(host.shadowRoot, styles)
  }

  get client(): ChatClient | null {
    return this.#parts.client
  }

  start(options?: StartOptions): Promise<void> {
    return this.#parts.flow.start(options)
  }

  next(options?: StartOptions): void {
    this.#parts.flow.next(options)
  }

  stop(): void {
    this.#parts.flow.stop()
  }

  send(text: string): boolean {
    return this.#parts.send(text)
  }

  insert(text: string): void {
    this.#parts.composer.insert(text)
  }

  report(): void {
    this.#parts.reporting.open()
  }

  save(): boolean {
    return this.#parts.save()
  }

  clear(): void {
    this.#parts.clear()
  }

  /** Focus goes to where the room on screen begins. */
  enter(): boolean {
    return this.#parts.focus.enter()
  }

  /** Hears every key pressed in it. */
  get onKey(): (event: KeyboardEvent) => void {
    return this.#parts.keys.onKey
  }

  /** A room on its way. */
  get coming(): Promise<unknown> | null {
    return this.#parts.coming
  }

  /** The state of the talk, as the seam shows it. */
  get seam(): SeamState {
    const view = this.#parts.view()
    return view && view.state.phase !== 'idle' ? seamState(view) : 'rest'
  }

  /** The same in words; null where nothing goes on. */
  get standing(): string | null {
    const view = this.#parts.view()
    return view && view.state.phase !== 'idle' ? this.#parts.words.t(stateWords(view)) : null
  }

  /** The element came into a page, or into another place of it. */
  came(): void {
    document.addEventListener('visibilitychange', this.#parts.requestUpdate)
    document.addEventListener('copy', this.#copied)
    this.#parts.calling.room?.freeing.came()
  }

  /** The element left. It may be back in a moment. */
  left(): void {
    document.removeEventListener('visibilitychange', this.#parts.requestUpdate)
    document.removeEventListener('copy', this.#copied)
    this.#viewport.follow(null)
    this.#parts.rest()
    void this.#parts.calling.room?.freeing.left()
    this.#own.leave(() => (this.#parts.client = null))
  }

  /** The person closed it, or opened it again. */
  turned(open: boolean): void {
    this.#parts.turned(open)
  }

  /** Before every render. */
  rendering(): void {
    const { words, requestUpdate } = this.#parts
    words.own = this.#host.i18n
    words.use(this.#host.language, requestUpdate)
    // Out of the page it takes none; the one it has it keeps until the element has left for good.
    if (this.#host.isConnected) this.#parts.client = this.#host.client ?? this.#ownClient()
    this.#parts.rendering()
  }

  render(closer: unknown): TemplateResult {
    return frame(this.#host, this.#parts, this.#room(), closer)
  }

  /** After every render. */
  rendered(): void {
    const { shadowRoot, isConnected, visible } = this.#host
    if (!isConnected) return
    const panel = shadowRoot?.querySelector('.panel')
    if (panel && visible) showDialogs(panel)
    this.#viewport.follow(shadowRoot?.querySelector<HTMLElement>('.frame:modal') ?? null)
    this.#parts.rendered()
  }

  #room(): TemplateResult {
    const { words, reporting, after } = this.#parts
    const view = this.#parts.view()
    const place = here()
    const { address } = this.#host
    const why = view ? null : unusable(address, place)
    if (view && !isStopped(view.state)) return room(view)
    if (!view && why === null) return html``
    void after.expect()
    if (after.failed) return absent(words, after.load)
    const stop = view
      ? after.found?.stopped(view.state, place, words)
      : after.found?.refused(why ?? 'none', address ?? '', words)
    if (!after.found || !stop) return html``
    return reporting.sheet(view) ?? after.found.stopCard(stop, () => view?.client.reconnect())
  }

  readonly #copied = (event: ClipboardEvent): void => {
    const { after, shadowRoot } = this.#parts
    const view = this.#parts.view()
    if (view && shadowRoot) after.found?.copyMessage(event, shadowRoot, view)
  }

  /** Comes back to a chat that a reload interrupted; otherwise the server is left alone until somebody presses Start. */
  #ownClient(): ChatClient | null {
    const place = here()
    const { address, storage, storageKey, isConnected } = this.#host
    if (!isConnected || address === null || unusable(address, place)) return null
    const client = this.#own.take({ url: new URL(address, place.base).href, storage, storageKey })
    if (client !== this.#parts.client) client.resume()
    return client
  }
}
