import { REASONS, SEVERITY } from '@stranger-chat/core/api'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { believe, graver, NO_BELIEF, priorityOf, weightOf } from './priority.js'

const count = fc.nat(1_000)
const reputation = fc.record({ right: count, wrong: count })
const reason = fc.constantFrom(...REASONS)
const weights = fc.array(fc.integer({ min: 0, max: 99 }), { maxLength: 60 })
const beliefIn = (list: readonly number[]) => list.reduce(believe, NO_BELIEF)

describe("a reporter's weight", () => {
  it('is between nothing and certainty', () => {
    fc.assert(
      fc.property(reputation, (one) => {
        expect(weightOf(one)).toBeGreaterThanOrEqual(0)
        expect(weightOf(one)).toBeLessThanOrEqual(100)
      }),
    )
  })

  it('rises with right reports and falls with wrong ones', () => {
    fc.assert(
      fc.property(reputation, ({ right, wrong }) => {
        expect(weightOf({ right: right + 1, wrong })).toBeGreaterThanOrEqual(weightOf({ right, wrong }))
        expect(weightOf({ right, wrong: wrong + 1 })).toBeLessThanOrEqual(weightOf({ right, wrong }))
      }),
    )
  })

  it.each([
    [{ right: 0, wrong: 0 }, 30],
    [{ right: 1, wrong: 0 }, 30],
    [{ right: 2, wrong: 0 }, 75],
    [{ right: 18, wrong: 0 }, 95],
    [{ right: 0, wrong: 8 }, 10],
  ])('%o weighs %i percent', (one, weight) => expect(weightOf(one)).toBe(weight))
})

describe('what many say', () => {
  it('fifty strangers are worth one: a brigade moves nothing', () => {
    const fresh = weightOf({ right: 0, wrong: 0 })
    fc.assert(
      fc.property(reason, fc.integer({ min: 1, max: 50 }), (why, many) => {
        const brigade = beliefIn(Array.from({ length: many }, () => fresh))
        expect(priorityOf(why, brigade)).toBe(priorityOf(why, beliefIn([fresh])))
      }),
    )
  })

  it('never lowers a case, and never lifts it above its severity', () => {
    fc.assert(
      fc.property(reason, weights, fc.integer({ min: 0, max: 99 }), (why, list, one) => {
        const before = priorityOf(why, beliefIn(list))
        const after = priorityOf(why, beliefIn([...list, one]))
        expect(after).toBeGreaterThanOrEqual(before)
        expect(after).toBeLessThanOrEqual(SEVERITY[why])
      }),
    )
  })

  it("doesn't depend on who came first", () => {
    fc.assert(
      fc.property(reason, weights, (why, list) => {
        expect(priorityOf(why, beliefIn(list.toReversed()))).toBe(priorityOf(why, beliefIn(list)))
      }),
    )
  })

  it('a child in danger comes before a spammer whom everybody knows', () => {
    const known = beliefIn([99, 99, 99])
    expect(priorityOf('underage', NO_BELIEF)).toBeGreaterThan(priorityOf('spam', known))
  })
})

it('of two reasons the graver one names the case', () => {
  expect(graver('spam', 'underage')).toBe('underage')
  expect(graver('underage', 'spam')).toBe('underage')
  expect(graver('spam', 'other')).toBe('spam')
})
