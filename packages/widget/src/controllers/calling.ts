import type { ChatClient, ClientState, Mode, StartOptions } from '@stranger-chat/core'
import type { ChatMedia, FrameClassifier } from '@stranger-chat/core/media'
import type { StrangerChatEvents } from '../events.js'
import type { CallRoom } from '../stage/room.js'
import type { Timing } from '../timing.js'
import type { View } from '../view.js'
import { Fetched, type FetchedHost } from './fetched.js'
import type { Flow } from './flow.js'
import type { Localize } from './localize.js'
import type { Reporting } from './reporting.js'

/** The properties of the element that are about voice and video. */
export interface CallingElement {
  readonly isConnected: boolean
  /** What a person may choose. */
  readonly modes: readonly string[]
  /** The page's own. */
  readonly media: ChatMedia | null
  readonly classifier: (() => Promise<FrameClassifier>) | null
}

/** What voice and video need of the element. */
export interface CallingHost extends FetchedHost {
  readonly timing: Timing
  readonly client: ChatClient | null
  readonly words: Localize
  readonly shadowRoot: ShadowRoot | null
  readonly flow: Flow
  readonly reporting: Reporting
  readonly element: CallingElement
  view(): View | null
  /** Says a line aloud. */
  speak(line: () => string): void
  emit<K extends 'sc-call' | 'sc-consent' | 'sc-media-error'>(type: K, detail: StrangerChatEvents[K]): unknown
}

const MODES: ReadonlySet<string> = new Set<Mode>(['text', 'voice', 'video'])

/** How a person wants to talk. All that a chat by text alone needs of it; the room for calls comes when it is first needed. */
export class Calling {
  readonly #host: CallingHost
  readonly #room: Fetched<CallRoom>
  /** Why voice and video can't be chosen here, once somebody tried. */
  refused: ChatMedia['support'] = null
  /** Start was pressed, and the room where devices are turned on is on its way. */
  opening = false
  #wanted: Mode | null = null

  constructor(host: CallingHost) {
    this.#host = host
    this.#room = new Fetched(host, async () => {
      const { openRoom } = await import('../stage/opening.js')
      return openRoom(this, host)
    })
  }

  /** Null until it was needed. */
  get room(): CallRoom | null {
    return this.#room.found
  }

  /** What the page names and the server has; before the server has said what it has, what the page names. */
  get offered(): readonly Mode[] {
    const { client, element } = this.#host
    const known = client && client.state.gates.get() !== null ? client.state.modes.get() : null
    const offered = ([...new Set(element.modes)] as Mode[]).filter(
      (mode) => MODES.has(mode) && (known?.includes(mode) ?? true),
    )
    return offered.length > 0 ? offered : ['text']
  }

  /** Something of the stranger's is heard or seen. */
  get live(): boolean {
    return this.room?.media?.state.ladder.get().holds != null
  }

  /** What the person chose, else what the page names first. */
  get mode(): Mode {
    const { offered } = this
    const wanted = this.#wanted
    return wanted !== null && offered.includes(wanted) ? wanted : (offered[0] ?? 'text')
  }

  readonly choose = (mode: Mode): void => {
    this.#wanted = mode
    this.refused = null
    if (mode === 'text') this.room?.release()
    else this.#load((room) => this.#judge(room))
    this.#host.requestUpdate()
  }

  /** Whether a wish can go out now. Where it needs devices that are off, the room where they are turned on opens first. */
  prepared(options: StartOptions): boolean {
    const mode = options.mode ?? this.#wanted ?? this.mode
    if (!this.offered.includes(mode)) {
      this.#wanted = null
      this.#host.flow.tell('callsNotHere')
      return false
    }
    if (options.mode) this.#wanted = mode
    if (mode === 'text') this.room?.release()
    if (mode === 'text' || this.room?.ready(mode)) return true
    this.opening = true
    this.#load((room) => {
      if (this.#judge(room)) room.open(mode)
    })
    return false
  }

  /** Another client, or none. */
  begin(): void {
    this.room?.use()
    this.#expect()
  }

  /** In the client's own turn. */
  changed(store: keyof ClientState): void {
    if (store === 'chat' || store === 'search') this.#expect()
    if (store === 'chat' || store === 'phase') this.room?.moved()
  }

  /** A chat or a search by voice or video is there, after a reload say. */
  #expect(): void {
    const state = this.#host.client?.state
    const mode = state?.chat.get()?.mode ?? state?.search.get()?.mode
    if (mode === undefined || mode === 'text' || this.room) return
    this.#wanted = mode
    this.#load()
  }

  /** Stays with text where there can be no calls. */
  #judge(room: CallRoom): boolean {
    this.refused = room.support
    if (this.refused === null) return true
    if (this.offered.includes('text')) this.#wanted = 'text'
    this.#host.speak(() => room.whyNot(this.refused))
    this.#host.requestUpdate()
    return false
  }

  /** Fetches the room if it has to be; without it people talk by text. */
  #load(then?: (room: CallRoom) => unknown): void {
    void this.#room.load().then((room) => {
      this.opening = false
      if (!this.#host.isConnected) return
      if (room) return then?.(room)
      if (this.offered.includes('text')) this.#wanted = 'text'
      this.#host.flow.tell('callsUnopened')
    })
  }
}
