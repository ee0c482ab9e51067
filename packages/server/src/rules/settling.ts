interface Waiting<T> {
  readonly id: string
  readonly at: number
  what: T
}

/** Dead entries at the front that are worth moving the others for. */
const DEAD = 1_000

/** What may still be taken back, oldest first, until nobody can any more. Time never runs back from one to the next. */
export class Settling<T> {
  readonly #ms: number
  readonly #byId = new Map<string, Waiting<T>>()
  /** In the order in which they came; those before `#first`, and those `#byId` doesn't know, are gone. */
  #queue: Waiting<T>[] = []
  #first = 0

  /** @param ms how long one can be taken back */
  constructor(ms: number) {
    this.#ms = ms
  }

  /** One more; of two with the same id the newer one counts. */
  add(id: string, at: number, what: T): void {
    const one = { id, at, what }
    this.#byId.set(id, one)
    this.#queue.push(one)
  }

  get(id: string): T | undefined {
    return this.#byId.get(id)?.what
  }

  /** Changes one that waits, where it stands. */
  change(id: string, change: (what: T) => T): void {
    const one = this.#byId.get(id)
    if (one !== undefined) one.what = change(one.what)
  }

  drop(id: string): void {
    this.#byId.delete(id)
  }

  /** What has become certain by `now`, oldest first; it is given out once. */
  settled(now: number): readonly (readonly [id: string, what: T])[] {
    const certain: (readonly [string, T])[] = []
    for (;;) {
      const one = this.#queue[this.#first]
      if (one === undefined || one.at + this.#ms > now) break
      this.#first++
      if (this.#byId.get(one.id) !== one) continue
      this.#byId.delete(one.id)
      certain.push([one.id, one.what])
    }
    if (this.#first > DEAD && this.#first * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#first)
      this.#first = 0
    }
    return certain
  }
}
