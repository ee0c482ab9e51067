/** Whom it is fetched for: drawn again when it is there, unless it has left the page by then. */
export interface FetchedHost {
  readonly isConnected: boolean
  requestUpdate(): void
}

/** What is fetched when it is first needed: once, for however many ask. */
export class Fetched<T extends object> {
  readonly #host: FetchedHost | null
  readonly #fetch: () => Promise<T>
  /** Null until it is there. */
  found: T | null = null
  /** On its way. */
  coming: Promise<T | null> | null = null
  failed = false

  constructor(host: FetchedHost | null, fetch: () => Promise<T>) {
    this.#host = host
    this.#fetch = fetch
  }

  /** Somebody asks for it: what failed is tried again. Null where it can't be had. */
  readonly load = async (): Promise<T | null> => this.found ?? (this.coming ??= this.#bring())

  /** It would be good to have, as every render says: what failed stays so until somebody asks. */
  expect(): Promise<T | null> | null {
    return this.failed ? null : this.load()
  }

  async #bring(): Promise<T | null> {
    try {
      this.found = await this.#fetch()
      this.failed = false
    } catch {
      this.failed = true
    }
    this.coming = null
    if (this.#host?.isConnected) this.#host.requestUpdate()
    return this.found
  }
}
