/** What is set aside first; it doubles as bytes come, so that their announcement alone costs nothing. */
const FIRST_BYTES = 256

/** Bytes that come in pieces, in one place: however small the pieces, it holds at most twice what came. */
export class Pile {
  #bytes: Buffer = Buffer.alloc(0)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** What has come. Good until the next `add`. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }

  add(chunk: Buffer, from: number, to: number): void {
    const length = this.#length + to - from
    if (length > this.#bytes.length) {
      const wider = Buffer.allocUnsafeSlow(Math.max(length, 2 * this.#bytes.length, FIRST_BYTES))
      this.#bytes.copy(wider, 0, 0, this.#length)
      this.#bytes = wider
    }
    chunk.copy(this.#bytes, this.#length, from, to)
    this.#length = length
  }
}
