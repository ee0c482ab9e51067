import type { Push } from './ports/backplane.js'

interface Box {
  readonly handler: (push: Push) => void
  /** Pushes on their way; the bound is the rule that a push is only a hint (P-RESUME-4). */
  queue: Push[]
  /** Delivers them. */
  readonly empty: () => void
}

/** Each push that finds an empty box waits for this one: no message makes a promise of its own to begin with. */
const SOON = Promise.resolve()

/**
 * The boxes of the nodes in this process. A push is handled in a microtask: in order, soon, and never while the code that
 * caused it still runs.
 */
export class Mailboxes {
  readonly #boxes = new Map<string, Box>()
  readonly #bound: number

  /** @param bound pushes on their way to one node; past it they are dropped */
  constructor(bound: number) {
    this.#bound = bound
  }

  get names(): readonly string[] {
    return [...this.#boxes.keys()]
  }

  has(name: string): boolean {
    return this.#boxes.has(name)
  }

  /** Opens a box, which takes the place of one of the same name. The returned function closes it, and says whether it was still open. */
  open(name: string, handler: (push: Push) => void): () => boolean {
    const box: Box = { handler, queue: [], empty: () => this.#empty(name, box) }
    this.#boxes.set(name, box)
    return () => this.#boxes.get(name) === box && this.#boxes.delete(name)
  }

  put(name: string, push: Push): void {
    const box = this.#boxes.get(name)
    if (box === undefined || box.queue.length >= this.#bound) return
    box.queue.push(push)
    if (box.queue.length === 1) void SOON.then(box.empty)
  }

  putAll(push: Push): void {
    for (const name of this.#boxes.keys()) this.put(name, push)
  }

  close(): void {
    this.#boxes.clear()
  }

  #empty(name: string, box: Box): void {
    const { queue } = box
    box.queue = []
    for (const push of queue) {
      if (this.#boxes.get(name) !== box) return
      box.handler(push)
    }
  }
}
