import { Pace } from './ratelimit.js'

/** Nobody is given a time further away than this; past it times are spread over as long again, ms. */
const HORIZON_MS = 60_000
/** Of the rate, what may come at once. */
const BURST_S = 2

/**
 * How many a second are let in, whoever they are: after a restart everybody comes back at once, and to welcome somebody
 * costs far more than to turn them away. Whoever finds the door full is given a time of their own, each later than the one
 * before, so that those who were turned away come back as fast as they can be let in, and no faster.
 */
export class Admission {
  readonly #pace: Pace
  readonly #intervalMs: number
  readonly #unit: () => number
  #mark = 0
  /** The time that was given away last. */
  #given = 0

  /**
   * @param perSecond at least 1
   * @param unit random, at least 0 and less than 1
   */
  constructor(perSecond: number, unit: () => number) {
    this.#intervalMs = 1_000 / perSecond
    this.#pace = new Pace(this.#intervalMs, Math.max(1, BURST_S * perSecond))
    this.#unit = unit
  }

  /** @returns 0 for whoever may come in, else after how many ms to come back */
  take(now: number): number {
    const wait = this.#pace.wait(this.#mark, now)
    if (wait === 0) {
      this.#mark = this.#pace.spend(this.#mark, now)
      return 0
    }
    const next = Math.max(this.#given, now + wait) + this.#intervalMs
    // A clock that stepped back would put everybody off for that long.
    if (next - now > HORIZON_MS) {
      if (next - now > 2 * HORIZON_MS) this.#given = 0
      return Math.ceil(HORIZON_MS * (1 + this.#unit()))
    }
    this.#given = next
    return Math.ceil(next - now)
  }
}
