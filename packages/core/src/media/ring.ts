/** An encoded picture, and when it was seen. */
export interface KeptPicture {
  readonly bytes: Uint8Array
  /** ms since 1970 */
  readonly at: number
}

export interface PictureRingOptions {
  readonly count?: number
  /** Of all together. */
  readonly bytes?: number
}

const COUNT = 3
/** As much as a report may carry: three pictures of 64 KiB. */
const BYTES = 3 * 64 * 1024

/**
 * The last few pictures of the stranger, for a report that nobody has made yet. In this page's memory and nowhere else: gone with
 * the page, with `clear`, and one by one as newer ones come.
 */
export class PictureRing {
  #kept: readonly KeptPicture[] = []
  readonly #count: number
  readonly #bytes: number

  constructor({ count = COUNT, bytes = BYTES }: PictureRingOptions = {}) {
    this.#count = count
    this.#bytes = bytes
  }

  /** Oldest first. */
  get pictures(): readonly KeptPicture[] {
    return this.#kept
  }

  /**
   * Keeps a copy, and lets the oldest go until all fit. One that can't fit alone isn't kept, and costs no other its place.
   * @returns whether it is kept
   */
  keep(bytes: Uint8Array, at: number): boolean {
    if (this.#count < 1 || bytes.length === 0 || bytes.length > this.#bytes) return false
    let kept = [...this.#kept, { bytes: bytes.slice(), at }]
    while (kept.length > this.#count || size(kept) > this.#bytes) kept = kept.slice(1)
    this.#kept = kept
    return true
  }

  /** At the next stranger, after a report, or when the person doesn't want it. */
  clear(): void {
    this.#kept = []
  }
}

const size = (kept: readonly KeptPicture[]): number => kept.reduce((sum, { bytes }) => sum + bytes.length, 0)
