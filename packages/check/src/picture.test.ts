import { expect, test } from 'vitest'
import { faultOf, LONGEST_SIDE } from './picture.js'

const pixels = (length: number): Uint8ClampedArray => new Uint8ClampedArray(length)

test('a picture has four bytes for each pixel', () => {
  expect(faultOf({ width: 2, height: 3, pixels: pixels(24) })).toBeUndefined()
  expect(faultOf({ width: 2, height: 3, pixels: pixels(18) })).toBe(
    'A picture of 2 by 3 has 24 bytes of RGBA, not 18.',
  )
})

test.each([
  [0, 0],
  [0, 240],
  [-1, 1],
  [1.5, 2],
  [Number.NaN, 2],
  [Infinity, 2],
  [LONGEST_SIDE + 1, 1],
])('%d by %d is none', (width, height) => {
  expect(faultOf({ width, height, pixels: pixels(0) })).toContain(`A picture of ${width} by ${height}`)
})

test('other bytes than those of a canvas are refused, since their numbers may mean something else', () => {
  const floats = new Float32Array(4) as unknown as Uint8ClampedArray
  expect(faultOf({ width: 1, height: 1, pixels: floats })).toContain('Uint8ClampedArray')
})
