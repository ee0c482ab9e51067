import type { ChatClient } from '../client/types.js'
import type { System } from '../system.js'

/** An answer that doesn't come is asked for again after this time, ms. */
const AGAIN_MS = 30_000
/** Asked for at least so often, however long they are good: it also tells that somebody is in a call (P-END-2). */
const OFTEN_MS = 5 * 60_000

/** Asks for fresh servers before the old ones run out, for as long as they may be needed, and never when they aren't (P-ICE-2). */
export class Refreshing {
  readonly #client: ChatClient
  readonly #system: System
  readonly #isNeeded: () => boolean
  #cancel: (() => void) | null = null
  /** When those there are want to be fetched anew. */
  #due = Infinity
  readonly #off: () => void

  constructor(client: ChatClient, system: System, isNeeded: () => boolean) {
    this.#client = client
    this.#system = system
    this.#isNeeded = isNeeded
    this.#off = client.on('iceRefused', ({ code, retryAfterMs }) => {
      if (code !== 'bad_state') this.#wait(system.now() + (retryAfterMs ?? AGAIN_MS))
    })
  }

  /** The servers are others, or whether they are needed. */
  look(): void {
    const ice = this.#client.state.ice.get()
    const at = ice === null || !this.#isNeeded() ? Infinity : ice.at + Math.min(ice.ttlMs / 2, OFTEN_MS)
    if (at !== this.#due) {
      this.#due = at
      this.#wait(at)
    }
  }

  close(): void {
    this.#off()
    this.#wait(Infinity)
  }

  #wait(at: number): void {
    this.#cancel?.()
    this.#cancel =
      at === Infinity ? null : this.#system.after(Math.max(0, at - this.#system.now()), () => this.#ask())
  }

  #ask(): void {
    this.#cancel = null
    if (!this.#isNeeded()) return
    this.#client.refreshIce()
    this.#cancel ??= this.#system.after(AGAIN_MS, () => this.#ask())
  }
}
