/** What arrived so far, as a connection's statistics count it. */
export interface Arrived {
  /** Bytes of sound and picture received. */
  readonly bytes: number
  /** Pictures decoded. */
  readonly frames: number
}

/** What should be arriving at this moment. */
export interface Expected {
  readonly sound: boolean
  readonly picture: boolean
}

/** Nothing of what should come has come for this long: a stall, ms. */
export const STALL_MS = 2_000

/**
 * Tells a stall from quiet. Only what should be arriving counts: with both switched off nothing stalls, and ICE itself has to
 * notice.
 */
export class Watchdog {
  #last: Arrived = { bytes: -1, frames: -1 }
  #bytesAt = 0
  #framesAt = 0
  #expected: Expected = { sound: false, picture: false }

  /** Begins anew, as after a restart or when something is switched on. */
  begin(at: number): void {
    this.#bytesAt = at
    this.#framesAt = at
  }

  /** @returns whether what should come comes; undefined while nothing should, or it may still begin to */
  look(arrived: Arrived, expected: Expected, at: number): 'flowing' | 'stalled' | undefined {
    const before = this.#expected
    this.#expected = expected
    // What was just switched on has a moment to begin.
    if (expected.picture && !before.picture) this.#framesAt = at
    if ((expected.sound || expected.picture) && !before.sound && !before.picture) this.#bytesAt = at
    const moved = { bytes: arrived.bytes !== this.#last.bytes, frames: arrived.frames !== this.#last.frames }
    const isFirst = this.#last.bytes < 0
    this.#last = arrived
    if (moved.bytes) this.#bytesAt = at
    if (moved.frames) this.#framesAt = at
    if ((!expected.sound && !expected.picture) || isFirst) return undefined
    const isQuiet = at - this.#bytesAt >= STALL_MS
    const isFrozen = expected.picture && at - this.#framesAt >= STALL_MS
    if (isQuiet || (isFrozen && !expected.sound)) return 'stalled'
    if (expected.picture ? moved.frames : moved.bytes) return 'flowing'
    return undefined
  }
}
