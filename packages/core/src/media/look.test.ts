import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { difference, look, LOOK_SIZE, lookout, luma, type Seen, UNSEEN } from './look.js'
import type { Picture } from './types.js'

const COUNT = LOOK_SIZE.width * LOOK_SIZE.height

const gray = (light: (index: number) => number): Picture => {
  const pixels = new Uint8ClampedArray(COUNT * 4).fill(255)
  for (let i = 0; i < COUNT; i++) pixels.fill(light(i), i * 4, i * 4 + 3)
  return { ...LOOK_SIZE, pixels }
}
/** A picture with so much to see (half of it brighter, half darker by that much), shifted by whole steps of light. */
const scene = (deviation: number, shift = 0): Picture =>
  gray((i) => 120 + shift + (i % 2 === 0 ? deviation : -deviation))
const lights = fc.array(fc.nat(255), { minLength: COUNT, maxLength: COUNT })

describe('luma', () => {
  it.each([
    ['black', [0, 0, 0], 0],
    ['white', [255, 255, 255], 255],
    ['red', [255, 0, 0], 76.2],
    ['green', [0, 255, 0], 149.7],
    ['blue', [0, 0, 255], 29.1],
  ] as const)('of %s', (_, [red, green, blue], mean) => {
    const pixels = new Uint8ClampedArray([red, green, blue, 255, red, green, blue, 255])
    const seen = luma({ width: 2, height: 1, pixels })
    expect(seen.mean).toBeCloseTo(mean, 1)
    expect(seen.deviation).toBeCloseTo(0, 4)
  })

  it('lies between the darkest and the brightest, and its spread within half of the way', () => {
    fc.assert(
      fc.property(lights, (values) => {
        const { mean, deviation } = luma(gray((i) => values[i] ?? 0))
        const [low, high] = [Math.min(...values), Math.max(...values)]
        expect(mean).toBeGreaterThanOrEqual(low - 1e-3)
        expect(mean).toBeLessThanOrEqual(high + 1e-3)
        expect(deviation).toBeLessThanOrEqual((high - low) / 2 + 1e-3)
      }),
    )
  })

  it('where a light stands in the picture changes neither', () => {
    fc.assert(
      fc.property(lights, (values) => {
        const one = luma(gray((i) => values[i] ?? 0))
        const other = luma(gray((i) => values[COUNT - 1 - i] ?? 0))
        expect(other.mean).toBeCloseTo(one.mean, 3)
        expect(other.deviation).toBeCloseTo(one.deviation, 3)
      }),
    )
  })

  it('a picture with fewer pixels than it says is judged by those it has', () => {
    expect(luma({ ...LOOK_SIZE, pixels: new Uint8ClampedArray(8) })).toMatchObject({ mean: 0, deviation: 0 })
    expect(luma({ width: 0, height: 0, pixels: new Uint8ClampedArray() }).deviation).toBe(0)
  })
})

describe('difference', () => {
  it('is 0 of a picture to itself, the same both ways, and infinite between sizes', () => {
    fc.assert(
      fc.property(lights, lights, (a, b) => {
        const [one, other] = [luma(gray((i) => a[i] ?? 0)), luma(gray((i) => b[i] ?? 0))]
        expect(difference(one, one)).toBe(0)
        expect(difference(one, other)).toBe(difference(other, one))
      }),
    )
    const small = luma({ width: 1, height: 1, pixels: new Uint8ClampedArray(4) })
    expect(difference(luma(scene(30)), small)).toBe(Infinity)
    expect(difference(luma(scene(30)), luma(scene(30, 2)))).toBeCloseTo(2, 4)
  })
})

it('a lookout tells what it thinks after each picture', () => {
  const told: Seen['look'][] = []
  const { take } = lookout((thought) => told.push(thought))
  times(4, (i) => scene(1, i)).forEach((picture, i) => void take(picture, i * 1_000))
  void take(scene(30), 4_000)
  expect(told).toEqual([null, null, 'covered', 'covered', null])
})

/** Looks at one picture a second, and tells what was thought after each. */
function watch(pictures: readonly Picture[], everyMs = 1_000): Seen['look'][] {
  let seen = UNSEEN
  return pictures.map((picture, i) => {
    seen = look(seen, picture, 1_000 + i * everyMs)
    return seen.look
  })
}
const times = (count: number, picture: (i: number) => Picture): Picture[] =>
  Array.from({ length: count }, (_, i) => picture(i))

describe('a covered camera', () => {
  it('is one that has shown nothing for 2 s: the first pictures of a camera are black', () => {
    expect(watch(times(4, (i) => scene(1, i)))).toEqual([null, null, 'covered', 'covered'])
    expect(watch([scene(0), scene(2), scene(30), scene(31)])).toEqual([null, null, null, null])
  })

  it.each([
    [3.9, 'covered'],
    [4.1, null],
  ])('spread %d', (spread, thought) => {
    // Whole steps of light: some pixels move by one step more than others.
    const picture = (shift: number) =>
      gray(
        (i) => 120 + shift + (i % 10 < (spread % 1) * 10 ? Math.ceil(spread) : Math.floor(spread)) * sign(i),
      )
    expect(watch(times(5, picture)).at(-1)).toBe(thought)
  })

  it('is seen again only once there is clearly something to see', () => {
    const pictures = [...times(3, (i) => scene(1, i)), scene(5, 9), scene(5, 2), scene(7), scene(5)]
    expect(watch(pictures)).toEqual([null, null, 'covered', 'covered', 'covered', null, null])
  })

  it('still is when nobody looked for a while', () => {
    let seen = UNSEEN
    for (const at of [1_000, 3_000, 20_000]) seen = look(seen, scene(0), at)
    expect(seen.look).toBe('covered')
  })

  it('goes before frozen: it is covered that a person can do something about', () => {
    expect(new Set(watch(times(30, () => scene(0))).slice(2))).toEqual(new Set(['covered']))
  })
})

describe('a frozen picture', () => {
  it('is the same for 10 s', () => {
    const thoughts = watch(times(12, () => scene(30)))
    expect(thoughts.slice(0, 10)).toEqual(Array(10).fill(null))
    expect(thoughts.slice(10)).toEqual(['frozen', 'frozen'])
  })

  it('ends with the first picture that moves', () => {
    expect(watch([...times(11, () => scene(30)), scene(30, 1), scene(30, 1)]).slice(-3)).toEqual([
      'frozen',
      null,
      null,
    ])
  })

  it('is not ended by half a step of light, which a codec makes of nothing', () => {
    const half = gray((i) => 120 + (i % 2 === 0 ? 31 : -30))
    expect(difference(luma(scene(30)), luma(half))).toBeCloseTo(0.5, 4)
    expect(watch([...times(11, () => scene(30)), half, half]).slice(-3)).toEqual([
      'frozen',
      'frozen',
      'frozen',
    ])
    expect(watch([...times(10, () => scene(30)), half, half])).toEqual(Array(12).fill(null))
  })

  it('one small movement within the 10 s begins them anew', () => {
    const pictures = [...times(8, () => scene(30)), ...times(10, () => scene(30, 1))]
    expect(watch(pictures)).toEqual(Array(18).fill(null))
  })

  it('is not what a page finds that was hidden meanwhile', () => {
    expect(
      watch(
        times(5, () => scene(30)),
        6_000,
      ),
    ).toEqual(Array(5).fill(null))
  })
})

const sign = (i: number): 1 | -1 => (Math.floor(i / 10) % 2 === 0 ? 1 : -1)

describe('whatever is seen', () => {
  const step = fc.record({
    spread: fc.nat(12),
    shift: fc.nat(3),
    ms: fc.constantFrom(250, 1_000, 2_000, 7_000),
  })

  it('never frozen before 10 s, never covered before 2 s, and never while clearly seen or clearly moving', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let seen = UNSEEN
        let at = 1_000
        let since = { look: seen.look, blank: at, still: at }
        for (const { spread, shift, ms } of steps) {
          at += ms
          const picture = scene(spread, shift)
          const moved = seen.last ? difference(seen.last, luma(picture)) : Infinity
          seen = look(seen, picture, at)
          if (spread >= 6) since = { ...since, blank: at }
          if (moved >= 0.6) since = { ...since, still: at }
          if (seen.look === 'covered') expect(at - since.blank).toBeGreaterThan(0)
          if (seen.look === 'frozen') expect(at - since.still).toBeGreaterThan(0)
          if (seen.look !== since.look) {
            if (seen.look === 'covered') expect(at - since.blank).toBeGreaterThanOrEqual(2_000)
            if (seen.look === 'frozen') expect(at - since.still).toBeGreaterThanOrEqual(10_000)
          }
          since = { ...since, look: seen.look }
        }
      }),
    )
  })

  it('between the bounds nothing changes: no flicker', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 20),
        fc.array(fc.constantFrom(4, 5), { maxLength: 30 }),
        (first, rest) => {
          let seen = UNSEEN
          for (let i = 0; i < 3; i++) seen = look(seen, scene(first, i), i * 1_000)
          const before = seen.look
          rest.forEach((spread, i) => {
            // Moving all the while, so that only the spread decides.
            seen = look(seen, scene(spread, i % 2 === 0 ? 9 : 0), 3_000 + i * 1_000)
            expect(seen.look).toBe(before)
          })
        },
      ),
    )
  })
})
