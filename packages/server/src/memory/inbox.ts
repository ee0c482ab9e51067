import { Losses } from '../losses.js'
import { Mailboxes } from '../mailboxes.js'
import type { Inbox, Push } from '../ports/backplane.js'

/** The inboxes of all nodes, which are all in this process. */
export class MemoryInbox implements Inbox {
  readonly #boxes: Mailboxes
  readonly #losses = new Losses()
  readonly #lose: (node: string) => void

  /** @param lose called when a node is gone, before anybody is told */
  constructor(bound: number, lose: (node: string) => void) {
    this.#boxes = new Mailboxes(bound)
    this.#lose = lose
  }

  readonly on = (name: string, handler: (push: Push) => void): (() => void) => {
    // The same name again is a node that was restarted: what was connected to it is gone.
    const wasThere = this.#boxes.has(name)
    const close = this.#boxes.open(name, handler)
    if (wasThere) this.#left(name)
    return () => {
      if (close()) this.#left(name)
    }
  }

  readonly whisper = (name: string, push: Push): void => this.#boxes.put(name, push)

  readonly nodes = async (): Promise<readonly string[]> => this.#boxes.names

  readonly onNodeLost = this.#losses.on

  broadcast(push: Push): void {
    this.#boxes.putAll(push)
  }

  close(): void {
    this.#boxes.close()
    this.#losses.close()
  }

  #left(name: string): void {
    this.#lose(name)
    this.#losses.tell(name)
  }
}
