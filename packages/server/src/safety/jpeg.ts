import { type Coding, endOfScan, readCoding, type Scan } from './huffman.js'

/**
 * A JPEG taken apart and put together again, so that nothing is left of what somebody wrote into it beside the picture: where and when
 * it was made, with what, a smaller picture of the same, a file behind the file. What is shown stays as it was, bit for bit.
 *
 * Taken is what a browser's canvas makes: baseline, 8 bits, one or three components, one scan. Everything is walked once and nothing
 * decoded, so a hostile file costs as much as its length.
 */

const SOI = 0xd8
const EOI = 0xd9
const SOF0 = 0xc0
const DHT = 0xc4
const SOS = 0xda
const DQT = 0xdb
const DRI = 0xdd
const COM = 0xfe
const APP0 = 0xe0
const APP15 = 0xef
const BLOCK = 8
/** Blocks of all components in one unit. */
const UNIT_BLOCKS = 10
/** The head that says how the colours are meant, and nothing else. */
const JFIF = Uint8Array.of(0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0)

interface Component {
  readonly id: number
  /** Blocks across and down in one unit. */
  readonly across: number
  readonly down: number
  readonly quantisation: number
}
interface Frame {
  readonly width: number
  readonly height: number
  readonly components: readonly Component[]
}
/** What stands before the scan. */
interface Head {
  /** By id: the id and 64 values. */
  readonly quantisations: Map<number, Uint8Array>
  /** By class and id. */
  readonly codings: Map<number, Coding>
  frame?: Frame
  interval?: number
}

/** @param side the most pixels across and down @returns nothing if it isn't such a picture */
export function rebuildJpeg(bytes: Uint8Array, side: number): Uint8Array | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return undefined
  const head: Head = { quantisations: new Map(), codings: new Map() }
  for (let at = 2; ;) {
    if (bytes[at] !== 0xff) return undefined
    // A marker may have any number of bytes of ones before it.
    while (bytes[at + 1] === 0xff) at++
    const marker = bytes[at + 1] ?? 0
    const end = at + 2 + wordAt(bytes, at + 2)
    if (end < at + 4 || end > bytes.length) return undefined
    const segment = bytes.subarray(at + 4, end)
    if (marker === SOS) return finish(head, segment, bytes, end)
    if (!(marker === COM || (marker >= APP0 && marker <= APP15)) && !take(head, marker, segment, side))
      return undefined
    at = end
  }
}

/** @returns whether it may stand there and is whole */
function take(head: Head, marker: number, segment: Uint8Array, side: number): boolean {
  switch (marker) {
    case DQT:
      return takeQuantisations(head, segment)
    case DHT:
      return takeCodings(head, segment)
    case SOF0: {
      const frame = head.frame === undefined ? readFrame(segment, side) : undefined
      if (frame === undefined) return false
      head.frame = frame
      return true
    }
    case DRI:
      if (segment.length !== 2 || head.interval !== undefined) return false
      head.interval = wordAt(segment, 0)
      return true
    default:
      return false
  }
}

function takeQuantisations({ quantisations }: Head, segment: Uint8Array): boolean {
  for (let at = 0; at < segment.length; at += 65) {
    const table = segment.subarray(at, at + 65)
    const id = table[0] ?? 0
    // The upper half of the first byte would say that values have 16 bits.
    if (table.length < 65 || id > 3 || quantisations.has(id) || table.includes(0, 1)) return false
    quantisations.set(id, table)
  }
  return true
}

function takeCodings({ codings }: Head, segment: Uint8Array): boolean {
  for (let at = 0; at < segment.length;) {
    const coding = readCoding(segment, at)
    const id = segment[at] ?? 0
    // Two of each class.
    if (coding === undefined || (id & 0xee) !== 0 || codings.has(id)) return false
    codings.set(id, coding)
    at += coding.bytes.length
  }
  return true
}

function readFrame(segment: Uint8Array, side: number): Frame | undefined {
  const [height, width] = [wordAt(segment, 1), wordAt(segment, 3)]
  const [precision, , , , , count = 0] = segment
  if (precision !== 8 || (count !== 1 && count !== 3) || segment.length !== 6 + 3 * count) return undefined
  if (!(width >= 1 && width <= side && height >= 1 && height <= side)) return undefined
  const components = Array.from({ length: count }, (_, i): Component => {
    const [id = 0, sampling = 0, quantisation = 0] = segment.subarray(6 + 3 * i)
    return { id, across: sampling >> 4, down: sampling & 15, quantisation }
  })
  const areTold = new Set(components.map(({ id }) => id)).size === count
  const areSampled = components.every(({ across, down }) =>
    [across, down].every((n) => [1, 2, 4].includes(n)),
  )
  const blocks = components.reduce((sum, { across, down }) => sum + across * down, 0)
  return areTold && areSampled && blocks <= UNIT_BLOCKS ? { width, height, components } : undefined
}

/** The one scan, and what is behind it: the end. What follows that is cut. */
function finish(head: Head, segment: Uint8Array, bytes: Uint8Array, from: number): Uint8Array | undefined {
  const { frame, quantisations, codings, interval = 0 } = head
  if (frame === undefined) return undefined
  const { components } = frame
  const count = components.length
  // All components in the order of the frame, and all coefficients at once.
  const [said, first, last, bits] = [
    segment[0],
    segment[1 + 2 * count],
    segment[2 + 2 * count],
    segment[3 + 2 * count],
  ]
  if (segment.length !== 4 + 2 * count || said !== count || first !== 0 || last !== 63 || bits !== 0)
    return undefined
  const used = { quantisations: new Map<number, Uint8Array>(), codings: new Map<number, Coding>() }
  const unit: Scan['unit'][number][] = []
  for (const [i, { id, across, down, quantisation }] of components.entries()) {
    const [named, tables = 0] = segment.subarray(1 + 2 * i)
    const [dcId, acId] = [tables >> 4, 0x10 | (tables & 15)]
    const [values, dc, ac] = [quantisations.get(quantisation), codings.get(dcId), codings.get(acId)]
    if (named !== id || values === undefined || dc === undefined || ac === undefined) return undefined
    used.quantisations.set(quantisation, values)
    used.codings.set(dcId, dc).set(acId, ac)
    // One component alone isn't interleaved with any: its unit is one block.
    for (let n = count === 1 ? 1 : across * down; n > 0; n--) unit.push({ dc, ac })
  }
  const end = endOfScan(bytes, from, { unit, units: unitsOf(frame), interval })
  if (end === undefined || bytes[end] !== 0xff || bytes[end + 1] !== EOI) return undefined
  return Uint8Array.from(
    Buffer.concat([
      Uint8Array.of(0xff, SOI),
      written(APP0, JFIF),
      ...byId(used.quantisations).map((table) => written(DQT, table)),
      written(SOF0, frameBytes(frame)),
      ...byId(used.codings).map((coding) => written(DHT, coding.bytes)),
      ...(interval > 0 ? [written(DRI, word(interval))] : []),
      written(SOS, segment),
      bytes.subarray(from, end),
      Uint8Array.of(0xff, EOI),
    ]),
  )
}

function unitsOf({ width, height, components }: Frame): number {
  const most = (of: 'across' | 'down') =>
    components.length === 1 ? 1 : Math.max(...components.map((one) => one[of]))
  return Math.ceil(width / (BLOCK * most('across'))) * Math.ceil(height / (BLOCK * most('down')))
}

const byId = <T>(tables: ReadonlyMap<number, T>): readonly T[] =>
  [...tables].toSorted(([one], [other]) => one - other).map(([, table]) => table)

const frameBytes = ({ width, height, components }: Frame): Uint8Array =>
  Uint8Array.of(
    ...[8, ...word(height), ...word(width), components.length],
    ...components.flatMap(({ id, across, down, quantisation }) => [id, (across << 4) | down, quantisation]),
  )

const written = (marker: number, segment: Uint8Array): Uint8Array =>
  Uint8Array.of(0xff, marker, ...word(segment.length + 2), ...segment)

const word = (value: number): Uint8Array => Uint8Array.of(value >> 8, value & 0xff)
const wordAt = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
