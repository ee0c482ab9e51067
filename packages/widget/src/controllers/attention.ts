import type { ChatClient } from '@stranger-chat/core'
import type { Notify } from '../notify/notify.js'
import type { Timing } from '../timing.js'
import type { Chime } from './chime.js'
import { Fetched, type FetchedHost } from './fetched.js'

/** What it needs of the element. */
export interface AttentionHost extends EventTarget, FetchedHost {
  /** The person can see it: it isn't a closed bubble. */
  readonly visible: boolean
  readonly titleBadge: boolean
  readonly sounds: boolean
  readonly storageKey: string | null
  readonly address: string | null
}

/** Whether anybody looks; what nobody has seen yet, and who tells them of it where the page asked for that. */
export class Attention {
  readonly #host: AttentionHost
  readonly #tell: (count: number) => void
  readonly #notify: Fetched<Notify>
  #told = 0
  /** As the client was told; what it knew before is nobody's guess. */
  #away: boolean | null = null
  /** The person wants no sound here. */
  muted = false

  /** `tell` hears how many messages nobody has seen, whenever that is another number. */
  constructor(host: AttentionHost, timing: () => Timing, tell: (count: number) => void) {
    this.#host = host
    this.#tell = tell
    this.#notify = new Fetched(host, async () => {
      const { Notify: Found } = await import('../notify/notify.js')
      return new Found(host, timing)
    })
  }

  /** Null until an attribute asked for it; without it everything else goes on. */
  get room(): Notify | null {
    return this.#notify.found
  }

  /** On its way. */
  get coming(): Promise<unknown> | null {
    return this.#notify.coming
  }

  get looks(): boolean {
    return this.#host.visible && document.visibilityState === 'visible'
  }

  /** Another client: what it brings along was told before. */
  begin(client: ChatClient | null): void {
    this.#told = client?.state.unread.get() ?? 0
    this.#away = null
  }

  /**
   * After every render. Whoever looks at the newest has read it, and nothing is told of it. Behind a closed panel the person is
   * away, unless the stranger is heard or seen (P-AWAY-1).
   */
  rendered(client: ChatClient, newest: boolean, live: boolean): void {
    const away = !this.#host.visible && !live
    if (away !== this.#away) client.setAway(away)
    this.#away = away
    const { unread } = client.state
    if (unread.get() > 0 && newest && this.looks) client.markRead()
    const count = unread.get()
    if (count !== this.#told) {
      this.#told = count
      this.#tell(count)
    }
    const { titleBadge, sounds } = this.#host
    if (titleBadge || sounds) void this.#notify.expect()
    this.room?.badge(titleBadge && !this.looks ? count : 0)
    this.room?.listen(sounds && !this.muted)
  }

  /** Somebody came. A chime that was asked for makes the sound of it by itself. */
  match(chime: Chime): void {
    if (chime.on) chime.play()
    else this.room?.sound('match')
    // Once more for whoever comes: a render that asked anew would ask without end.
    if (this.#notify.failed) void this.#notify.load()
  }

  /** A message of the stranger's. */
  message(): void {
    if (!this.looks) this.room?.sound('message')
  }

  readonly mute = (muted: boolean): void => {
    this.muted = muted
    this.#host.requestUpdate()
  }

  rest(): void {
    this.room?.rest()
  }
}
