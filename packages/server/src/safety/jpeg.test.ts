import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CANVAS_JPEG, greyJpeg, type GreyOptions, segment } from '../testing/jpeg.js'
import { rebuildJpeg } from './jpeg.js'

const SIDE = 320
const MARK = 'taken at 6.2088 S, 106.8456 E by somebody'
const mark = new TextEncoder().encode(MARK)
const holds = (bytes: Uint8Array | undefined, what: string): boolean =>
  Buffer.from(bytes ?? []).includes(what)
/** APP0 to APP15, and comments. */
const NOTES = [...Array.from({ length: 16 }, (_, i) => 0xe0 + i), 0xfe]
const bytesOf = (...values: readonly number[]): Uint8Array => Uint8Array.from(values)

describe('a picture of a canvas', () => {
  it('is taken, without the profile that the browser wrote beside it', () => {
    expect(holds(CANVAS_JPEG, 'ICC_PROFILE')).toBe(true)
    const rebuilt = rebuildJpeg(CANVAS_JPEG, SIDE)
    expect(holds(rebuilt, 'ICC_PROFILE')).toBe(false)
    expect(rebuilt?.length).toBeLessThan(CANVAS_JPEG.length)
    expect([...(rebuilt ?? [])].slice(0, 11)).toEqual([...CANVAS_JPEG].slice(0, 11))
    // What is shown, from the scan to the end, is the same bytes.
    expect(Buffer.from(CANVAS_JPEG).includes(Buffer.from(rebuilt ?? []).subarray(-150))).toBe(true)
  })

  it('is itself once it was rebuilt', () => {
    const once = rebuildJpeg(CANVAS_JPEG, SIDE) ?? bytesOf()
    expect(rebuildJpeg(once, SIDE)).toEqual(once)
  })

  it('is none when any byte of it is missing at the end', () => {
    for (let length = 0; length < CANVAS_JPEG.length; length++)
      expect([length, rebuildJpeg(CANVAS_JPEG.subarray(0, length), SIDE)]).toEqual([length, undefined])
  })
})

describe('what is written beside a picture', () => {
  it.each(NOTES)('in a segment %i is left out, wherever it stands', (marker) => {
    const note = segment(marker, mark)
    for (const where of [
      { before: [note] },
      { between: [note] },
      { before: [note, note], between: [note] },
    ]) {
      const rebuilt = rebuildJpeg(greyJpeg(where), SIDE)
      expect(rebuilt).toEqual(rebuildJpeg(greyJpeg(), SIDE))
      expect(holds(rebuilt, MARK)).toBe(false)
    }
  })

  it('behind its end is cut', () => {
    expect(rebuildJpeg(greyJpeg({ behind: mark }), SIDE)).toEqual(rebuildJpeg(greyJpeg(), SIDE))
  })

  it('behind its last block makes it no picture', () => {
    expect(rebuildJpeg(greyJpeg({ inside: mark }), SIDE)).toBeUndefined()
  })

  it('in tables that nothing uses, or in one that comes twice, is left out or refused', () => {
    const table = (id: number) =>
      segment(0xdb, bytesOf(id, ...mark, ...Array<number>(64 - mark.length).fill(1)))
    expect(holds(rebuildJpeg(greyJpeg({ between: [table(2)] }), SIDE), MARK)).toBe(false)
    expect(rebuildJpeg(greyJpeg({ between: [table(0)] }), SIDE)).toBeUndefined()
  })
})

describe('a JPEG is taken', () => {
  it.each<[string, GreyOptions]>([
    ['of one pixel', { width: 1, height: 1 }],
    ['of the largest size', { width: 320, height: 320, components: 3 }],
    ['with restarts', { width: 320, height: 240, components: 3, interval: 7 }],
    ['with a restart after every block', { width: 100, height: 100, interval: 1 }],
  ])('%s', (_, options) => {
    const jpeg = greyJpeg(options)
    const rebuilt = rebuildJpeg(jpeg, SIDE)
    expect(rebuilt).toBeDefined()
    expect(rebuildJpeg(rebuilt ?? bytesOf(), SIDE)).toEqual(rebuilt)
  })
})

describe('it is no picture of ours', () => {
  it.each<[string, Uint8Array]>([
    ['nothing', bytesOf()],
    ['a PNG', bytesOf(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
    ['words', mark],
    ['too wide', greyJpeg({ width: 321 })],
    ['too high', greyJpeg({ height: 321 })],
    ['of no width', greyJpeg({ width: 0 })],
    ['progressive', greyJpeg({ frame: 0xc2 })],
    ['lossless', greyJpeg({ frame: 0xc3 })],
    ['arithmetic', greyJpeg({ frame: 0xc9 })],
    ['with a block missing', greyJpeg({ width: 64, height: 64, missing: 8 })],
    ['with a second frame', greyJpeg({ between: [greyJpeg().subarray(2 + 69, 2 + 69 + 13)] })],
    ['with a segment that says it is longer than the file', greyJpeg().subarray(0, 40)],
    ['with a segment shorter than its own length', greyJpeg({ before: [bytesOf(0xff, 0xe1, 0, 1)] })],
    ['with a marker that stands for nothing', greyJpeg({ before: [segment(0xf0, mark)] })],
    ['that begins anew', greyJpeg({ before: [bytesOf(0xff, 0xd8)] })],
    [
      'with a code of all ones',
      greyJpeg({ between: [segment(0xc4, bytesOf(1, 2, ...Array<number>(15).fill(0), 0, 0))] }),
    ],
  ])('%s', (_, bytes) => {
    expect(rebuildJpeg(bytes, SIDE)).toBeUndefined()
  })
})

describe('whatever comes', () => {
  const notes = fc.array(
    fc
      .tuple(fc.constantFrom(...NOTES), fc.uint8Array({ maxLength: 60 }))
      .map(([marker, bytes]) => segment(marker, bytes)),
    { maxLength: 4 },
  )
  const pictures = fc
    .record({
      ...{ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 40 }) },
      ...{ components: fc.constantFrom(1 as const, 3 as const), interval: fc.nat(5) },
      ...{ before: notes, between: notes, behind: fc.uint8Array({ maxLength: 40 }) },
    })
    .map((options) => ({
      jpeg: greyJpeg(options),
      bare: greyJpeg({ ...options, before: [], between: [], behind: bytesOf() }),
    }))

  it('the same picture comes out as without its notes', () => {
    fc.assert(
      fc.property(pictures, ({ jpeg, bare }) => {
        const rebuilt = rebuildJpeg(jpeg, SIDE)
        expect(rebuilt).toBeDefined()
        expect(rebuilt).toEqual(rebuildJpeg(bare, SIDE))
      }),
    )
  })

  /** Markers of a JPEG, up to its scan. */
  const markersOf = (bytes: Uint8Array): readonly number[] => {
    const found: number[] = []
    for (let at = 2; found.at(-1) !== 0xda; at += 2 + ((bytes[at + 2] ?? 0) << 8) + (bytes[at + 3] ?? 0))
      found.push(bytes[at + 1] ?? 0xda)
    return found
  }
  /** Some bytes changed, taken out or put in. */
  const mangled = (whole: Uint8Array) =>
    fc
      .array(fc.record({ at: fc.nat(whole.length), out: fc.nat(3), put: fc.uint8Array({ maxLength: 3 }) }), {
        minLength: 1,
        maxLength: 3,
      })
      .map((changes) => {
        const bytes = [...whole]
        for (const { at, out, put } of changes) bytes.splice(at, out, ...put)
        return Uint8Array.from(bytes)
      })

  it('nothing throws, and what comes out is whole, bare and itself', () => {
    const hostile = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.uint8Array({ maxLength: 100 }).map((rest) => bytesOf(0xff, 0xd8, ...rest)),
      mangled(CANVAS_JPEG),
      mangled(greyJpeg({ width: 40, height: 24, components: 3, interval: 2, before: [segment(0xe1, mark)] })),
    )
    let taken = 0
    fc.assert(
      fc.property(hostile, (bytes) => {
        const rebuilt = rebuildJpeg(bytes, SIDE)
        if (rebuilt === undefined) return
        taken++
        expect(rebuildJpeg(rebuilt, SIDE)).toEqual(rebuilt)
        expect(rebuilt.length).toBeLessThanOrEqual(bytes.length + 40)
        const markers = markersOf(rebuilt)
        expect(markers[0]).toBe(0xe0)
        expect(markers.slice(1).filter((marker) => NOTES.includes(marker))).toEqual([])
        expect(holds(rebuilt, MARK)).toBe(false)
      }),
      { numRuns: 3_000 },
    )
    // Else it would have said nothing about what comes out.
    expect(taken).toBeGreaterThan(20)
  })

  it('each byte is looked at so often and no oftener: the longest of each kind takes moments', () => {
    const size = 64 * 1024
    const frames = greyJpeg({ width: 320, height: 320, components: 3 })
    for (const bytes of [
      bytesOf(0xff, 0xd8, ...Array<number>(size).fill(0xff)),
      greyJpeg({ before: Array<Uint8Array>(size / 4).fill(segment(0xfe, bytesOf())) }),
      greyJpeg({ inside: new Uint8Array(size) }),
      Buffer.concat([frames.subarray(0, -2), new Uint8Array(size)]),
    ]) {
      const began = performance.now()
      rebuildJpeg(bytes, SIDE)
      expect(performance.now() - began).toBeLessThan(500)
    }
  })
})
