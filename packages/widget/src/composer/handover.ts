/** Enter is dead this long after a match, and typing that never paused this long belongs to the old chat; in ms. */
export const HANDOVER_MS = 600

/**
 * Keeps fingers from carrying over (law 2): not one character meant for A reaches B. Times are ms from any one clock.
 */
export class Handover {
  #lastKey = -Infinity
  #enterFrom = -Infinity
  #holding = false

  /** A stranger came: Enter is dead for a while, and a run of typing that was under way is held back until it pauses. */
  matched(now: number): void {
    this.#enterFrom = now + HANDOVER_MS
    this.#holding = now - this.#lastKey < HANDOVER_MS
  }

  /** A character key went down. */
  key(now: number): void {
    this.#holding = this.holds(now)
    this.#lastKey = now
  }

  /** Whether what goes into the field now still belongs to the old chat. A pause ends that, whatever comes after it. */
  holds(now: number): boolean {
    return this.#holding && now - this.#lastKey < HANDOVER_MS
  }

  /** Whether Enter means "send this to the stranger who is here now". */
  mayEnter(now: number): boolean {
    return !this.holds(now) && now >= this.#enterFrom
  }
}
