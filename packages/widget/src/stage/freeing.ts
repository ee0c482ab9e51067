import type { CallingHost } from '../controllers/calling.js'
import { MOVE_MS } from '../controllers/own-client.js'
import type { CallRoom } from './room.js'

/** After a call, a chat or a search with devices their lights go off, unless the next one begins before; in ms. */
export const FREE_MS = 60_000

/** Sees to it that no light stays on that nobody needs: a minute after the last call, at once when the page or the element goes. */
export class Freeing {
  readonly #host: CallingHost
  readonly #room: CallRoom
  #freeing: (() => void) | null = null
  #closing: (() => void) | null = null
  #isTied = false

  constructor(host: CallingHost, room: CallRoom) {
    this.#host = host
    this.#room = room
  }

  /** The phase, or a device, is another. */
  moved(): void {
    const local = this.#room.media?.state.local.get()
    const on = local !== undefined && (local.camera.state !== 'off' || local.microphone.state !== 'off')
    this.#tie(on)
    const phase = this.#host.client?.state.phase.get() ?? 'idle'
    const over = this.#room.media?.state.call.get().phase === 'ended'
    const needed =
      this.#room.previewing !== null ||
      ((phase === 'searching' || (phase === 'chatting' && !over)) && this.#room.mode !== 'text')
    if (!on || needed) {
      this.#freeing?.()
      this.#freeing = null
    } else
      this.#freeing ??= this.#host.timing.after(FREE_MS, () => {
        this.#freeing = null
        this.#room.release()
      })
  }

  /** The element is out of the page: off at once, unless it was only moved to another place in the same turn. */
  async left(): Promise<void> {
    await Promise.resolve()
    if (this.#host.element.isConnected) return
    this.#room.release()
    this.#closing ??= this.#host.timing.after(MOVE_MS, () => {
      this.#closing = null
      this.#room.close()
    })
  }

  /** It is in the page. */
  came(): void {
    this.#closing?.()
    this.#closing = null
  }

  readonly #release = (): void => this.#room.release()

  #tie(on: boolean): void {
    if (on === this.#isTied) return
    this.#isTied = on
    if (on) addEventListener('pagehide', this.#release)
    else removeEventListener('pagehide', this.#release)
  }
}
