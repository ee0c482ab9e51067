/** Who wants to know of nodes that are lost. */
export class Losses {
  readonly #handlers = new Set<(node: string) => void>()

  readonly on = (handler: (node: string) => void): (() => void) => {
    this.#handlers.add(handler)
    return () => void this.#handlers.delete(handler)
  }

  /** Tells everybody who still listens by then, never inside the call that caused it. */
  tell(node: string): void {
    const handlers = [...this.#handlers]
    void Promise.resolve().then(() => {
      for (const handler of handlers) if (this.#handlers.has(handler)) handler(node)
    })
  }

  close(): void {
    this.#handlers.clear()
  }
}
