import { expect, test } from 'vitest'
import { type Colour, contrast, hexOf, over, readColour, shown } from './contrast.ts'

const BLACK: Colour = [0, 0, 0, 1]
const WHITE: Colour = [1, 1, 1, 1]

test('the figures are those of WCAG', () => {
  expect(contrast(BLACK, WHITE)).toBe(21)
  expect(contrast(WHITE, WHITE)).toBe(1)
  // #767676 is the lightest grey that passes on white, #777777 the first that doesn't.
  expect(contrast([0x76 / 255, 0x76 / 255, 0x76 / 255, 1], WHITE)).toBeGreaterThanOrEqual(4.5)
  expect(contrast([0x77 / 255, 0x77 / 255, 0x77 / 255, 1], WHITE)).toBeLessThan(4.5)
})

test('what lets the paper through is judged as it is seen', () => {
  expect(over([0, 0, 0, 0.5], WHITE)).toEqual([0.5, 0.5, 0.5, 1])
  expect(contrast([0, 0, 0, 0], WHITE)).toBe(1)
})

test('a colour is read as browsers write it, and held within what a screen shows', () => {
  expect(readColour('color(srgb 0.1 0.2 0.3)')).toEqual([0.1, 0.2, 0.3, 1])
  expect(readColour('color(srgb 1.2 -0.1 none / 0.5)')).toEqual([1, 0, 0, 0.5])
  expect(readColour('rgb(1, 2, 3)')).toBeNull()
  expect(hexOf([1, 0.5, 0, 1])).toBe('#ff8000')
})

test('what is nearly enough is not rounded up', () => {
  expect(shown(4.49)).toBe('4.4')
  expect(shown(21)).toBe('21.0')
})
