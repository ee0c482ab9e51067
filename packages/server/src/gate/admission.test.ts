import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../testing/clock.js'
import { Admission } from './admission.js'

const admission = (perSecond: number): Admission => new Admission(perSecond, seededRandom(1).unit)

describe('a crowd at the door', () => {
  it('lets in two seconds’ worth at once, and gives each of the others a later time', () => {
    const door = admission(10)
    const waits = Array.from({ length: 24 }, () => door.take(0))
    expect(waits.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 0))
    expect(waits.slice(20)).toEqual([200, 300, 400, 500])
  })

  it('lets everybody in who comes back at the time they were given', () => {
    const door = admission(200)
    const crowd = 10_000
    let left = Array.from({ length: crowd }, () => 0)
    let refusals = 0
    let last = 0
    // Whoever has the earliest time comes next.
    while (left.length > 0) {
      left.sort((a, b) => a - b)
      const again: number[] = []
      for (const at of left) {
        const wait = door.take(at)
        if (wait > 0) {
          refusals++
          again.push(at + wait)
        } else last = Math.max(last, at)
      }
      left = again
    }
    expect(last).toBeLessThan(51_000)
    expect(refusals, 'once each').toBeLessThanOrEqual(crowd)
  })

  it('gives nobody a time beyond two minutes, however many come', () => {
    const door = admission(1)
    const waits = Array.from({ length: 10_000 }, () => door.take(0))
    expect(Math.max(...waits)).toBeLessThanOrEqual(120_000)
  })

  it('is open again when the crowd is gone, and when the clock stepped back', () => {
    const door = admission(10)
    for (let i = 0; i < 100; i++) door.take(1_000_000)
    expect(door.take(1_010_001)).toBe(0)
    for (let i = 0; i < 100; i++) door.take(1_010_001)
    expect(door.take(1_000)).toBe(0)
  })

  it('property: never more than the burst and the rate, whenever they come', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.nat(500), { maxLength: 300 }),
        (rate, steps) => {
          const door = admission(rate)
          let at = 0
          let taken = 0
          for (const step of steps) {
            at += step
            if (door.take(at) === 0) taken++
            expect(taken).toBeLessThanOrEqual(2 * rate + (at / 1_000) * rate + 1)
          }
        },
      ),
    )
  })
})
