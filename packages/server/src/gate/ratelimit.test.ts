import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Pace, PaceTable } from './ratelimit.js'

/** Takes a token if there is one. */
function taker(pace: Pace): (now: number) => boolean {
  let mark = 0
  return (now) => {
    if (pace.wait(mark, now) > 0) return false
    mark = pace.spend(mark, now)
    return true
  }
}

it('lets a burst through at once, then one for each interval', () => {
  const take = taker(new Pace(200, 3))
  expect([0, 0, 0, 0].map(take)).toEqual([true, true, true, false])
  expect([199, 200, 200, 400].map(take)).toEqual([false, true, false, true])
})

it('says exactly how long to wait', () => {
  const pace = new Pace(200, 2)
  let mark = 0
  for (const now of [1_000, 1_000]) mark = pace.spend(mark, now)
  expect(pace.wait(mark, 1_050)).toBe(150)
  expect(pace.wait(mark, 1_200)).toBe(0)
})

it('fills up again, and never above full', () => {
  const take = taker(new Pace(100, 2))
  expect([0, 0, 0].map(take)).toEqual([true, true, false])
  expect([100_000, 100_000, 100_000].map(take)).toEqual([true, true, false])
})

it('makes nobody wait long for a clock that stepped back', () => {
  const take = taker(new Pace(1_000, 2))
  expect([5_000_000, 5_000_000].map(take)).toEqual([true, true])
  expect([1_000, 1_500, 2_000].map(take)).toEqual([true, false, true])
})

it('never lets more through in any stretch of time than the burst and what came back in it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 100 }),
      (intervalMs, burst, gaps) => {
        const take = taker(new Pace(intervalMs, burst))
        let now = 1_000
        const taken: number[] = []
        for (const gap of gaps) {
          now += gap
          if (take(now)) taken.push(now)
        }
        for (const [i, from] of taken.entries()) {
          for (const [j, to] of taken.entries()) {
            if (j >= i) expect(j - i + 1).toBeLessThanOrEqual(burst + Math.floor((to - from) / intervalMs))
          }
        }
      },
    ),
  )
})

it('keeps keys apart', () => {
  const table = new PaceTable(new Pace(1_000, 1), 10)
  expect([table.take('a', 0), table.take('b', 0), table.take('a', 0)]).toEqual([0, 0, 1_000])
})

it('is bounded: past the bound the least recently used is forgotten', () => {
  const table = new PaceTable(new Pace(1_000_000, 1), 100)
  for (let i = 0; i < 10_000; i++) table.take(`key ${i}`, 0)
  expect(table.size).toBeLessThanOrEqual(100)
  expect(table.take('key 9999', 0)).toBeGreaterThan(0)
  expect(table.take('key 0', 0)).toBe(0)
})

it('forgets whoever is rested, long before the bound', () => {
  const table = new PaceTable(new Pace(100, 1), 1_000)
  for (let i = 0; i < 50; i++) table.take(`key ${i}`, 0)
  for (let i = 0; i < 20; i++) table.take('later', 1_000 + 100 * i)
  expect(table.size).toBe(1)
})
