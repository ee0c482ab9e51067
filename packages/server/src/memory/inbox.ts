import type { Inbox, Push } from '../ports/backplane.js'

interface Node {
  readonly handler: (push: Push) => void
  /** Pushes on their way; the bound is the rule that a push is only a hint (P-RESUME-4). */
  queue: Push[]
}

/**
 * The inboxes of all nodes in this process. A push is handled in a microtask: in order, soon, and never while the code that
 * caused it still runs.
 */
export class MemoryInbox implements Inbox {
  readonly #nodes = new Map<string, Node>()
  readonly #lostHandlers = new Set<(node: string) => void>()
  readonly #bound: number
  readonly #lose: (node: string) => void

  /** @param lose called when a node is gone, before anybody is told */
  constructor(bound: number, lose: (node: string) => void) {
    this.#bound = bound
    this.#lose = lose
  }

  readonly on = (name: string, handler: (push: Push) => void): (() => void) => {
    // The same name again is a node that was restarted: what was connected to it is gone.
    if (this.#nodes.has(name)) this.#leave(name)
    const node: Node = { handler, queue: [] }
    this.#nodes.set(name, node)
    return () => {
      if (this.#nodes.get(name) === node) this.#leave(name)
    }
  }

  readonly whisper = (name: string, push: Push): void => {
    const node = this.#nodes.get(name)
    if (node === undefined || node.queue.length >= this.#bound) return
    node.queue.push(push)
    if (node.queue.length === 1) void Promise.resolve().then(() => this.#drain(name, node))
  }

  readonly nodes = async (): Promise<readonly string[]> => [...this.#nodes.keys()]

  readonly onNodeLost = (handler: (node: string) => void): (() => void) => {
    this.#lostHandlers.add(handler)
    return () => void this.#lostHandlers.delete(handler)
  }

  has(name: string): boolean {
    return this.#nodes.has(name)
  }

  broadcast(push: Push): void {
    for (const name of this.#nodes.keys()) this.whisper(name, push)
  }

  close(): void {
    this.#nodes.clear()
    this.#lostHandlers.clear()
  }

  #drain(name: string, node: Node): void {
    const { queue } = node
    node.queue = []
    for (const push of queue) {
      if (this.#nodes.get(name) !== node) return
      node.handler(push)
    }
  }

  #leave(name: string): void {
    this.#nodes.delete(name)
    this.#lose(name)
    const handlers = [...this.#lostHandlers]
    void Promise.resolve().then(() => {
      for (const handler of handlers) if (this.#lostHandlers.has(handler)) handler(name)
    })
  }
}
