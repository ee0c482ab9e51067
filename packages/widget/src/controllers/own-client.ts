import { browserLifecycle, browserStorage, StrangerClient } from '@stranger-chat/core'
import type { Timing } from '../timing.js'
import { VERSION } from '../version.js'

/** An element that is moved in its page, or mounted again, keeps its chat for this long; in ms. */
export const MOVE_MS = 1_500

export interface ClientChoice {
  /** An absolute http or https address. */
  readonly url: string
  readonly storage: 'device' | 'session' | 'none'
  readonly storageKey: string | null
}

/** The client that an element makes for itself, tied to the life of its page; at most one at a time. */
export class OwnClient {
  readonly #timing: Timing
  #client: StrangerClient | null = null
  #choice = ''
  #untie: (() => void) | null = null
  #leaving: (() => void) | null = null

  constructor(timing: Timing) {
    this.#timing = timing
  }

  /** The client for this choice: the one there is, or a new one in the place of one for another choice. */
  take(choice: ClientChoice): StrangerClient {
    this.#leaving?.()
    this.#leaving = null
    const { url, storage, storageKey } = choice
    const name = JSON.stringify([url, storage, storageKey])
    if (this.#client && name === this.#choice) return this.#client
    this.close()
    this.#choice = name
    this.#client = new StrangerClient({
      url,
      storage: browserStorage(storage, window),
      client: { name: 'widget', version: VERSION },
      ...(storageKey === null ? {} : { storageKey }),
    })
    this.#untie = browserLifecycle(this.#client, { window, document })
    return this.#client
  }

  /** The element left the page: says bye unless it is back soon. */
  leave(then: () => void): void {
    this.#leaving ??= this.#timing.after(MOVE_MS, () => {
      this.#leaving = null
      this.close()
      then()
    })
  }

  close(): void {
    this.#untie?.()
    this.#untie = null
    this.#client?.close()
    this.#client = null
    this.#choice = ''
  }
}
