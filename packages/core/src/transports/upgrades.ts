import type { System } from '../system.js'
import type { Link, LinkEvents, Transport } from './transport.js'

const ABNORMAL = 1006
/** An upgrade that isn't done by then hangs. */
const OPEN_MS = 6_000
/** Upgrades that fail, without one that ever worked, until polls are tried; and where one has worked, so that a server's restart isn't taken for a network's rule. */
const TRIES = 2
const TRIES_ONCE_OPEN = 6
/** The WebSocket is tried again after ten minutes of polls. */
export const AGAIN_MS = 10 * 60_000

/** One remembered word, such as a key of session storage. */
export interface Memory {
  readonly get: () => string | null
  readonly set: (value: string | null) => void
}

/** Opens WebSockets, and keeps count of how that goes. */
export class Upgrades {
  readonly #webSocket: Transport
  readonly #system: System
  readonly #memory: Memory
  #failures = 0
  #hasOpened = false

  /** @param memory where "polls until" is kept for the next page of this tab */
  constructor(webSocket: Transport, system: System, memory: Memory) {
    this.#webSocket = webSocket
    this.#system = system
    this.#memory = memory
  }

  /** No way for them here, as far as we know: it is time for polls (P-POLL-10). */
  get areBlocked(): boolean {
    return this.#failures >= (this.#hasOpened ? TRIES_ONCE_OPEN : TRIES) || this.waitMs > 0
  }

  /** Before this many ms are over none is tried, ms; 0 or less when one may be. */
  get waitMs(): number {
    const kept = Number(this.#memory.get() ?? 0)
    const ms = kept - this.#system.now()
    // Storage is the page's: a time further off than we ever set is no time.
    return ms <= AGAIN_MS ? ms : 0
  }

  /** Polls get through, or the WebSocket still doesn't. */
  putOff(): void {
    this.#memory.set(String(Math.floor(this.#system.now()) + AGAIN_MS))
  }

  /** Not a word came by polls either: it isn't the WebSocket's fault. */
  forgive(): void {
    this.#failures = 0
    this.#memory.set(null)
  }

  /** Opens one within its time. */
  readonly dial = (events: LinkEvents): Link => {
    let isOpen = false
    let cancel = (): void => {}
    const link = this.#webSocket({
      opened: () => {
        cancel()
        isOpen = true
        this.#hasOpened = true
        this.forgive()
        events.opened()
      },
      text: events.text,
      closed: (code) => {
        cancel()
        if (!isOpen && code === ABNORMAL) this.#failures++
        events.closed(code)
      },
    })
    cancel = this.#system.after(OPEN_MS, () => {
      link.terminate()
      this.#failures++
      events.closed(ABNORMAL)
    })
    return wrap(link, () => cancel())
  }
}

/** The same link, that lets go of more than itself. */
export const wrap = (link: Link, letGo: () => void): Link => ({
  send: (text) => link.send(text),
  close(code) {
    letGo()
    link.close(code)
  },
  terminate() {
    letGo()
    link.terminate()
  },
})
