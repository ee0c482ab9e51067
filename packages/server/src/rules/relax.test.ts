import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nextRelaxation, RELAX_MS, relaxedAfter } from './relax.js'

const asked = { interests: ['tea'], languages: ['en'] }

it.each([
  [0, []],
  [7_999, []],
  [8_000, ['interests']],
  [16_000, ['interests', 'languages']],
  [24_000, ['interests', 'languages', 'trust']],
])('after %i ms %j has given way', (waited, relaxed) => {
  expect(relaxedAfter(waited, asked)).toEqual(relaxed)
})

it('is open from the start in what nobody asked for (P-MATCH-2)', () => {
  expect(relaxedAfter(0, { interests: [], languages: ['en'] })).toEqual(['interests'])
  expect(relaxedAfter(0, { interests: ['tea'], languages: [] })).toEqual(['languages'])
})

it('takes an operator’s own times, in any order: each gives way on its own (P-MATCH-3)', () => {
  expect(relaxedAfter(5, asked, { interests: 10, languages: 5, trust: 1 })).toEqual(['languages', 'trust'])
})

it('tells when to look again: exactly then more has given way, and not a millisecond before', () => {
  fc.assert(
    fc.property(fc.nat(30_000), fc.subarray(['tea']), fc.subarray(['en']), (waited, interests, languages) => {
      const mine = { interests, languages }
      const next = nextRelaxation(waited, mine)
      const now = relaxedAfter(waited, mine).length
      if (next === undefined) {
        expect(now).toBe(Object.keys(RELAX_MS).length)
      } else {
        expect(next).toBeGreaterThan(0)
        expect(relaxedAfter(waited + next - 1, mine).length).toBe(now)
        expect(relaxedAfter(waited + next, mine).length).toBeGreaterThan(now)
      }
    }),
  )
})
