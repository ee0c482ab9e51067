import { expect, it } from 'vitest'
import type { Outcome } from './outcomes.js'
import { closestOf, Counter, medianOf, restricts } from './tally.js'

const tallyOf = (...outcomes: readonly Outcome[]) => {
  const counter = new Counter()
  for (const outcome of outcomes) counter.add(outcome)
  return counter.tally()
}
const measure = (more: Partial<Outcome & { type: 'measure' }> = {}): Outcome => ({
  ...{ type: 'measure', at: 50, action: 'a', kind: 'ban', policies: ['threats'], ground: 'terms' },
  ...{ automated: false, until: 99, reason: 'threat', openedAt: 10, noticedAt: [], reports: 1 },
  ...more,
})

it('counts reports by what they said, and notices apart', () => {
  const tally = tallyOf(
    { type: 'report', at: 1, reason: 'threat' },
    { type: 'report', at: 2, reason: 'threat' },
    { type: 'report', at: 2, reason: 'spam' },
    { type: 'notice', at: 3 },
  )
  expect(tally).toMatchObject({ reports: { threat: 2, spam: 1 }, notices: { received: 1, waits: [] } })
})

it('counts cases, and how long each had waited', () => {
  const tally = tallyOf(
    { type: 'decision', at: 30, acted: true, openedAt: 10 },
    { type: 'decision', at: 60, acted: false, openedAt: 20 },
  )
  expect(tally.cases).toEqual({ acted: 1, dismissed: 1, waits: [20, 40] })
})

it('counts as one what is alike, and apart what isn’t', () => {
  const tally = tallyOf(
    measure({ action: 'a' }),
    measure({ action: 'b', at: 70, until: 71 }),
    measure({ action: 'c', noticedAt: [20, 40] }),
    measure({ action: 'd', policies: ['illegal'] }),
  )
  const alike = { kind: 'ban', reason: 'threat', ground: 'terms', automated: false, ends: true }
  expect(tally.measures).toEqual([
    { ...alike, noticed: false, count: 1 },
    { ...alike, noticed: false, policy: 'threats', count: 2 },
    { ...alike, noticed: true, policy: 'threats', count: 1 },
  ])
  // From each notice to what was done about it.
  expect(tally.notices.waits).toEqual([30, 10])
})

it('counts complaints, and those about a restriction also by themselves', () => {
  const tally = tallyOf(
    { type: 'complaint', at: 1, kind: 'ban' },
    { type: 'complaint', at: 1, kind: 'warn' },
    { type: 'review', at: 5, kind: 'ban', filedAt: 1, result: 'reversed' },
    { type: 'review', at: 8, kind: 'warn', filedAt: 1, result: 'upheld' },
    { type: 'review', at: 9, kind: 'mute', filedAt: 1, result: 'omitted' },
  )
  expect(tally.complaints).toEqual({ filed: 2, upheld: 1, reversed: 1, omitted: 1, waits: [4, 7] })
  expect(tally.complaintsOfRestrictions).toEqual({ filed: 1, upheld: 0, reversed: 1, omitted: 1, waits: [4] })
})

it('takes of several rules the first that says what it was about', () => {
  expect(closestOf(['illegal', 'hate', 'spam'])).toBe('hate')
  expect(closestOf(['illegal'])).toBeUndefined()
  expect(closestOf([])).toBeUndefined()
})

it('calls no restriction what only says something', () => {
  expect(['nudge', 'warn', 'slow', 'end', 'ban'].filter((kind) => restricts(kind as 'nudge'))).toEqual([
    'slow',
    'end',
    'ban',
  ])
})

it.each([
  [[], undefined],
  [[5], 5],
  [[9, 1], 5],
  [[3, 9, 1], 3],
  [[10, 1, 4, 3], 3.5],
])('the middle of %j is %j', (values, middle) => expect(medianOf(values)).toBe(middle))
