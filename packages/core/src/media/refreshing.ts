import type { ChatClient } from '../client/types.js'
import type { System } from '../system.js'
import { isFresh } from './ice.js'

/** An answer that doesn't come is asked for again after this time, ms. */
const AGAIN_MS = 30_000

/** Asks for fresh servers before the old ones run out, for as long as they may be needed, and never when they aren't (P-ICE-2). */
export class Refreshing {
  readonly #client: ChatClient
  readonly #system: System
  readonly #isNeeded: () => boolean
  #cancel: (() => void) | null = null
  #at = Infinity

  constructor(client: ChatClient, system: System, isNeeded: () => boolean) {
    this.#client = client
    this.#system = system
    this.#isNeeded = isNeeded
  }

  /** The servers are others, or whether they are needed. */
  look(): void {
    const ice = this.#client.state.ice.get()
    const at = ice === null || !this.#isNeeded() ? Infinity : ice.at + ice.ttlMs / 2
    if (at !== this.#at) this.#wait(at)
  }

  close(): void {
    this.#wait(Infinity)
  }

  #wait(at: number): void {
    this.#at = at
    this.#cancel?.()
    this.#cancel =
      at === Infinity ? null : this.#system.after(Math.max(0, at - this.#system.now()), () => this.#ask())
  }

  #ask(): void {
    this.#cancel = null
    if (!this.#isNeeded()) return this.#wait(Infinity)
    const { ice } = this.#client.state
    if (!isFresh(ice.get(), this.#system.now())) this.#client.refreshIce()
    if (this.#cancel === null) this.#cancel = this.#system.after(AGAIN_MS, () => this.#ask())
  }
}
