import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ACTIONS } from '@stranger-chat/core/api'
import { allowanceOf, type Sanction } from './sanctions.js'

const sanction: fc.Arbitrary<Sanction> = fc.record({
  action: fc.constant('action-one'),
  kind: fc.constantFrom(...ACTIONS),
  until: fc.nat(1_000),
})

it('nothing is denied to somebody about whom nothing was decided', () => {
  expect(Object.values(allowanceOf([], 5))).toEqual([0, 0, 0, 0, 0])
})

it('of two sanctions of a kind the longer one counts, and one that is over denies nothing', () => {
  fc.assert(
    fc.property(fc.array(sanction), fc.nat(1_000), (list, now) => {
      const { banned } = allowanceOf(list, now)
      const bans = list.filter(({ kind, until = 0 }) => kind === 'ban' && until > now)
      expect(banned).toBe(Math.max(0, ...bans.map(({ until = 0 }) => until)))
    }),
  )
})

it('what lasts and names no end denies for good', () => {
  const { banned, muted } = allowanceOf(
    [
      { action: 'a', kind: 'ban' },
      { action: 'b', kind: 'ban', until: 10 },
    ],
    5,
  )
  expect([banned, muted]).toEqual([Infinity, 0])
})

it('what is done at once, such as a warning, denies nothing', () => {
  const done = (['nudge', 'warn', 'end'] as const).map((kind) => ({ action: 'a', kind, until: 10 }))
  expect(Object.values(allowanceOf(done, 5))).toEqual([0, 0, 0, 0, 0])
})
