/** Nothing of what should come has come for this long: a stall, ms. */
const STALL_MS = 2_000
/** While there is reason to look, such as a network that changed: less, and for how long that is so. */
const HURRIED_MS = 700
const HURRY_MS = 5_000

/**
 * Tells a stall from quiet. Bytes are what is watched: pictures that aren't drawn, in a tab behind another, still come. Only
 * what should be coming counts: with sound and picture off nothing stalls, and ICE itself has to notice.
 */
export class Watchdog {
  #bytes = -1
  #movedAt = 0
  #isExpecting = false
  #hurriedUntil = -Infinity

  /** Something may have cut the line: a stall shows sooner. */
  hurry(at: number): void {
    this.#hurriedUntil = at + HURRY_MS
  }

  isHurried(at: number): boolean {
    return at < this.#hurriedUntil
  }

  /**
   * @param bytes of sound and picture received in all
   * @param isExpecting whether anything should be coming
   * @returns whether what should come comes; undefined while nothing should, or it may still begin to
   */
  look(bytes: number, isExpecting: boolean, at: number): 'flowing' | 'stalled' | undefined {
    const isFirst = this.#bytes < 0
    const hasMoved = bytes !== this.#bytes
    // What was just switched on has a moment to begin.
    if (hasMoved || (isExpecting && !this.#isExpecting)) this.#movedAt = at
    this.#bytes = bytes
    this.#isExpecting = isExpecting
    if (!isExpecting || isFirst) return undefined
    if (hasMoved) return 'flowing'
    return at - this.#movedAt >= (this.isHurried(at) ? HURRIED_MS : STALL_MS) ? 'stalled' : undefined
  }
}
