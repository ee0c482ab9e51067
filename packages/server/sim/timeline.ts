interface Event {
  readonly at: number
  readonly order: number
  task: (() => void) | undefined
}

/** Tasks that one turn of the real event loop takes. */
const BATCH = 128

/**
 * Virtual time: a heap of what is to happen, by time and then by order. Between two events every promise that can settle has
 * settled: each event is one `setImmediate`, and Node drains microtasks after each.
 */
export class Timeline {
  /** Milliseconds since the run began. */
  now = 0
  /** How much has happened. */
  events = 0
  readonly #heap: Event[] = []
  #order = 0

  /** Lets `task` happen in `ms`. @returns takes it back; may be called twice */
  after(ms: number, task: () => void): () => void {
    const event: Event = { at: this.now + Math.max(0, Math.ceil(ms)), order: this.#order++, task }
    this.#push(event)
    return () => (event.task = undefined)
  }

  /** Lets time run until `until`. @param settled called when everything an event caused has happened */
  run(until: number, settled: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      let isOver = false
      const step = (): void => {
        if (isOver) return
        try {
          settled()
          const task = this.#next(until)
          if (task !== undefined) {
            this.events++
            return task()
          }
          this.now = until
          isOver = true
          resolve()
        } catch (error) {
          isOver = true
          reject(error as Error)
        }
      }
      const more = (): void => {
        if (isOver) return
        for (let i = 0; i < BATCH; i++) setImmediate(step)
        setImmediate(more)
      }
      more()
    })
  }

  #next(until: number): (() => void) | undefined {
    for (let first = this.#heap[0]; first !== undefined && first.at <= until; first = this.#heap[0]) {
      this.#pop()
      if (first.task === undefined) continue
      this.now = first.at
      return first.task
    }
    return undefined
  }

  #push(event: Event): void {
    const heap = this.#heap
    let at = heap.push(event) - 1
    while (at > 0) {
      const up = (at - 1) >> 1
      const above = heap[up]
      if (above === undefined || !isBefore(event, above)) break
      heap[at] = above
      at = up
    }
    heap[at] = event
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    let at = 0
    for (;;) {
      const left = heap[2 * at + 1]
      if (left === undefined) break
      const right = heap[2 * at + 2]
      const isRight = right !== undefined && isBefore(right, left)
      const child = isRight ? right : left
      if (!isBefore(child, last)) break
      heap[at] = child
      at = 2 * at + (isRight ? 2 : 1)
    }
    heap[at] = last
  }
}

const isBefore = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)
