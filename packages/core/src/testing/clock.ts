import type { System } from '../system.js'

interface Timer {
  readonly at: number
  readonly order: number
  readonly task: () => void
}

/** A clock that moves only when told, with timers, random units and ids that repeat from run to run. */
export class FakeClock implements System {
  #now: number
  #order = 0
  #timers = new Set<Timer>()
  #seed: number

  /** @param start ms since 1970 · @param seed where the random numbers begin */
  constructor(start = 1_700_000_000_000, seed = 1) {
    this.#now = start
    this.#seed = seed
  }

  readonly now = (): number => this.#now

  readonly after = (ms: number, task: () => void): (() => void) => {
    const timer = { at: Math.ceil(this.#now + Math.max(0, ms)), order: this.#order++, task }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** A small linear congruence (Numerical Recipes' constants): even enough for tests, and the same everywhere. */
  readonly unit = (): number => {
    this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) >>> 0
    return this.#seed / 2 ** 32
  }

  readonly id = (): string => `id-${String(this.#order++).padStart(8, '0')}`

  /** How many timers wait. */
  get pending(): number {
    return this.#timers.size
  }

  /** Moves on by `ms`, running what falls due on the way, in order. */
  advance(ms: number): void {
    const until = this.#now + ms
    for (let timer = this.#first(until); timer; timer = this.#first(until)) {
      this.#timers.delete(timer)
      this.#now = timer.at
      timer.task()
    }
    this.#now = until
  }

  #first(until: number): Timer | undefined {
    let first: Timer | undefined
    for (const timer of this.#timers) {
      if (timer.at > until) continue
      if (!first || timer.at < first.at || (timer.at === first.at && timer.order < first.order)) first = timer
    }
    return first
  }
}
