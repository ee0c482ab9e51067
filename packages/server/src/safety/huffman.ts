/** What a scan of a baseline JPEG is coded with (ITU-T T.81, annex F). Nothing is decoded to pixels: only where it ends matters. */
export interface Coding {
  /** As it stands in the file: class and id, 16 counts, the values. */
  readonly bytes: Uint8Array
  /** By the length of a code: its values are told by the first code of that length and where its values begin. */
  readonly first: readonly number[]
  readonly start: readonly number[]
}
/** A block's two tables. */
export interface BlockCoding {
  readonly dc: Coding
  readonly ac: Coding
}
export interface Scan {
  /** The blocks of one unit, in order. */
  readonly unit: readonly BlockCoding[]
  readonly units: number
  /** Units between two restarts; 0 for none. */
  readonly interval: number
}

const LENGTHS = 16
const COEFFICIENTS = 64
/** Bits of the largest difference and coefficient that 8-bit samples make. */
const DC_BITS = 11
const AC_BITS = 10
const RST0 = 0xd0

/** A table as it begins at `at`; nothing if it isn't one. */
export function readCoding(bytes: Uint8Array, at: number): Coding | undefined {
  const [first, start]: [number[], number[]] = [[0], [0]]
  let code = 0
  let values = 0
  for (let length = 1; length <= LENGTHS; length++) {
    first.push(code)
    start.push(values)
    const count = bytes[at + length]
    if (count === undefined) return undefined
    code += count
    values += count
    // No code is all ones, so there is always one left.
    if (code >= 1 << length) return undefined
    code *= 2
  }
  const end = at + 1 + LENGTHS + values
  if (values > 256 || end > bytes.length) return undefined
  start.push(values)
  return { bytes: bytes.subarray(at, end), first, start }
}

/** Walks a scan to the end of its last unit, each byte once. @returns the offset behind it; nothing if it isn't whole */
export function endOfScan(
  bytes: Uint8Array,
  from: number,
  { unit, units, interval }: Scan,
): number | undefined {
  const bits = new Bits(bytes, from)
  for (let i = 0; i < units; i++) {
    if (interval > 0 && i > 0 && i % interval === 0 && !bits.restart((i / interval - 1) & 7)) return undefined
    for (const block of unit) if (!walkBlock(bits, block)) return undefined
  }
  return bits.behind
}

function walkBlock(bits: Bits, { dc, ac }: BlockCoding): boolean {
  const difference = bits.symbol(dc)
  if (difference < 0 || difference > DC_BITS || !bits.skip(difference)) return false
  for (let k = 1; k < COEFFICIENTS; k++) {
    const symbol = bits.symbol(ac)
    if (symbol < 0) return false
    const [zeros, size] = [symbol >> 4, symbol & 15]
    if (size === 0) {
      if (zeros === 0) return true
      if (zeros !== 15) return false
    }
    k += zeros
    if (size > AC_BITS || k >= COEFFICIENTS || !bits.skip(size)) return false
  }
  return true
}

/** The bits of a scan, from the highest of each byte. It ends at a marker, or with the file. */
class Bits {
  readonly #bytes: Uint8Array
  /** Behind the last byte that bits were taken from. */
  behind: number
  #byte = 0
  #left = 0

  constructor(bytes: Uint8Array, from: number) {
    this.#bytes = bytes
    this.behind = from
  }

  /** The value of the next code; -1 if there is none. */
  symbol({ bytes, first, start }: Coding): number {
    let code = 0
    for (let length = 1; length <= LENGTHS; length++) {
      const bit = this.#bit()
      if (bit < 0) return -1
      code = code * 2 + bit
      const at = (start[length] ?? 0) + code - (first[length] ?? 0)
      if (at < (start[length + 1] ?? 0)) return bytes[1 + LENGTHS + at] ?? -1
    }
    return -1
  }

  skip(count: number): boolean {
    for (let i = 0; i < count; i++) if (this.#bit() < 0) return false
    return true
  }

  /** What is left of the byte is filling; then comes the marker. */
  restart(nth: number): boolean {
    const { behind } = this
    if (this.#bytes[behind] !== 0xff || this.#bytes[behind + 1] !== RST0 + nth) return false
    this.#left = 0
    this.behind += 2
    return true
  }

  #bit(): number {
    if (this.#left === 0) {
      const byte = this.#bytes[this.behind]
      if (byte === undefined) return -1
      // A byte of ones that belongs to the scan is followed by one of zeros; anything else is a marker.
      if (byte === 0xff && this.#bytes[this.behind + 1] !== 0) return -1
      this.behind += byte === 0xff ? 2 : 1
      this.#byte = byte
      this.#left = 8
    }
    return (this.#byte >> --this.#left) & 1
  }
}
