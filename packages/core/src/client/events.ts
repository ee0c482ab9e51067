import type { AbortSignalLike, ClientEvents } from './types.js'

type Name = keyof ClientEvents
interface Options {
  readonly signal?: AbortSignalLike
  readonly once?: boolean
}

/** Who listens to what. Told in the order of listening; what a listener throws goes to `fault`. */
export class Listeners {
  #byName = new Map<Name, Set<(event: never) => void>>()
  readonly #fault: (error: unknown) => void

  constructor(fault: (error: unknown) => void) {
    this.#fault = fault
  }

  /** @returns a function that stops listening */
  on<K extends Name>(
    name: K,
    listener: (event: ClientEvents[K]) => void,
    { signal, once = false }: Options = {},
  ): () => void {
    if (signal?.aborted) return () => {}
    const listeners = this.#byName.get(name) ?? new Set()
    this.#byName.set(name, listeners)
    const off = (): void => {
      listeners.delete(call)
      signal?.removeEventListener('abort', off)
    }
    const call = (event: ClientEvents[K]): void => {
      if (once) off()
      listener(event)
    }
    listeners.add(call)
    signal?.addEventListener('abort', off, { once: true })
    return off
  }

  tell<K extends Name>(name: K, event: ClientEvents[K]): void {
    for (const listener of [...(this.#byName.get(name) ?? [])]) {
      try {
        ;(listener as (event: ClientEvents[K]) => void)(event)
      } catch (error) {
        this.#fault(error)
      }
    }
  }
}
