import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BACKOFF, backoff } from './backoff.js'

describe('P-BACKOFF-1: the wait before the next try', () => {
  it('is the floor and a random share of a doubling window', () => {
    expect(backoff(0, 0)).toBe(300)
    expect(backoff(0, 0.5)).toBe(550)
    expect(backoff(1, 0.5)).toBe(800)
    expect(backoff(3, 0.5)).toBe(2_300)
  })

  it('caps the window before the chance, so that clients at the cap still spread', () => {
    expect(backoff(10, 0.25)).toBe(5_300)
    expect(backoff(10, 0.75)).toBe(15_300)
    expect(backoff(5_000, 0.999)).toBeLessThan(20_300)
  })

  it('is never shorter than the floor nor longer than floor and cap, whatever came before', () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (tries, unit) => {
        const ms = backoff(tries, unit)
        expect(ms).toBeGreaterThanOrEqual(BACKOFF.floorMs)
        expect(ms).toBeLessThan(BACKOFF.floorMs + BACKOFF.capMs)
      }),
    )
  })
})
