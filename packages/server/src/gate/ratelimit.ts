/**
 * A token bucket, kept as one number: the time at which it will be full again (GCRA). Whoever is limited holds that number,
 * so a bucket costs eight bytes and no timer. 0 is a full bucket.
 */
export class Pace {
  readonly #intervalMs: number
  readonly #slackMs: number

  /**
   * @param intervalMs one token comes back in this time
   * @param burst tokens in a full bucket
   */
  constructor(intervalMs: number, burst: number) {
    this.#intervalMs = intervalMs
    this.#slackMs = intervalMs * (burst - 1)
  }

  /** Milliseconds until a token is there; 0 when one is. */
  wait(mark: number, now: number): number {
    const over = mark - now - this.#slackMs
    // More than one token's time only happens when the clock stepped back: nobody waits for that.
    return over > 0 && over <= this.#intervalMs ? Math.ceil(over) : 0
  }

  /** The mark after a token was taken. */
  spend(mark: number, now: number): number {
    return Math.min(Math.max(mark, now), now + this.#slackMs) + this.#intervalMs
  }

  /** Whether the bucket is full, so that nothing needs to be remembered. */
  isRested(mark: number, now: number): boolean {
    return mark <= now
  }
}

/** How many rested entries one `take` clears away, so that no single call pays for all. */
const SWEEP = 8

/** Buckets by key, for things that outlive a connection. Bounded: past `max` the one that was used least recently is forgotten. */
export class PaceTable {
  readonly #pace: Pace
  readonly #max: number
  readonly #marks = new Map<string, number>()

  constructor(pace: Pace, max: number) {
    this.#pace = pace
    this.#max = max
  }

  get size(): number {
    return this.#marks.size
  }

  /** Takes a token. @returns 0, or the milliseconds until one is there; then nothing was taken */
  take(key: string, now: number): number {
    const mark = this.#marks.get(key) ?? 0
    const wait = this.#pace.wait(mark, now)
    if (wait > 0) return wait
    // Deleted first, so that the map's order is the order of use.
    this.#marks.delete(key)
    this.#makeRoom(now)
    this.#marks.set(key, this.#pace.spend(mark, now))
    return 0
  }

  #makeRoom(now: number): void {
    let left = SWEEP
    for (const [key, mark] of this.#marks) {
      const isFull = this.#marks.size >= this.#max
      if (!isFull && (left-- === 0 || !this.#pace.isRested(mark, now))) return
      this.#marks.delete(key)
    }
  }
}
