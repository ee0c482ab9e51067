import type { Clock, Random } from '../ports/clock.js'

interface Timer {
  readonly at: number
  readonly order: number
  readonly fn: () => void
}

/** A clock that moves only when told. Timers run in the order they fall due. */
export class FakeClock implements Clock {
  /** Runs on whatever the wall clock shows: stepping that one moves no timer. */
  #elapsed = 0
  #wall: number
  #order = 0
  readonly #timers = new Set<Timer>()

  /** @param start ms since 1970 */
  constructor(start = 1_700_000_000_000) {
    this.#wall = start
  }

  readonly now = (): number => this.#wall + this.#elapsed

  readonly after = (ms: number, fn: () => void): (() => void) => {
    const timer = { at: this.#elapsed + Math.max(0, ms), order: this.#order++, fn }
    this.#timers.add(timer)
    return () => void this.#timers.delete(timer)
  }

  /** How many timers are set. */
  get pending(): number {
    return this.#timers.size
  }

  /** Lets `ms` pass and runs what falls due on the way. */
  advance(ms: number): void {
    const until = this.#elapsed + ms
    for (let timer = this.#due(until); timer !== undefined; timer = this.#due(until)) {
      this.#timers.delete(timer)
      this.#elapsed = timer.at
      timer.fn()
    }
    this.#elapsed = until
  }

  /** Sets the wall clock back or forth, as an operator or a time server does. */
  step(ms: number): void {
    this.#wall += ms
  }

  #due(until: number): Timer | undefined {
    let first: Timer | undefined
    for (const timer of this.#timers) {
      if (timer.at > until) continue
      if (first === undefined || timer.at < first.at || (timer.at === first.at && timer.order < first.order))
        first = timer
    }
    return first
  }
}

/** Random numbers that repeat from run to run (a linear congruence), and ids that count. Not for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  let ids = 0
  const unit = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  return {
    unit,
    id: () => `id${String(++ids).padStart(20, '0')}`,
    bytes: (length) => Uint8Array.from({ length }, () => Math.floor(unit() * 256)),
  }
}
