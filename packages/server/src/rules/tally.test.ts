import { describe, expect, it } from 'vitest'
import type { Fact, LedgerEvent } from './facts.js'
import { medianOf, tallyOf } from './tally.js'

const eventsOf = (...facts: readonly (readonly [at: number, fact: Fact])[]): LedgerEvent[] =>
  facts.map(([at, fact], i) => ({ seq: i + 1, at, actor: 'somebody', fact, before: '', hash: '' }))
const opened = (id: string): Fact => ({ type: 'case.opened', case: id, subject: 'eve', reason: 'threat' })
const reported = (id: string): Fact => ({
  type: 'report.filed',
  case: id,
  report: `report-of-${id}`,
  reason: 'threat',
  chat: `chat-of-${id}`,
  reporter: 'ann',
  by: 0,
  of: 1,
  weight: 30,
  entries: 1,
})
const decided = (id: string, acted: boolean): Fact => ({
  type: 'case.decided',
  case: id,
  acted,
  policies: [],
})
const banned = (id: string, action: string): Fact => ({
  type: 'action.applied',
  case: id,
  action,
  subject: 'eve',
  kind: 'ban',
  policies: ['threats'],
  ground: 'terms',
  automated: false,
})

describe('a tally', () => {
  it('counts reports, decisions and how long they took', () => {
    const tally = tallyOf(
      eventsOf(
        [10, opened('one')],
        [10, reported('one')],
        [20, opened('two')],
        [30, decided('one', true)],
        [30, banned('one', 'a')],
        [60, decided('two', false)],
      ),
      0,
      100,
    )
    expect(tally).toMatchObject({ reports: { threat: 1 }, acted: 1, dismissed: 1, waits: [20, 40] })
    expect(tally.actions).toEqual([
      { kind: 'ban', policy: 'threats', ground: 'terms', automated: false, count: 1 },
    ])
  })

  it('leaves out what was before and after the period', () => {
    const events = eventsOf(
      [10, opened('one')],
      [10, reported('one')],
      [50, decided('one', true)],
      [99, reported('two')],
    )
    const tally = tallyOf(events, 40, 99)
    expect(tally.reports).toEqual({ threat: 0 })
    expect(tally).toMatchObject({ acted: 1, waits: [40] })
  })

  it('leaves out what was taken back within moments, and what was practice', () => {
    const tally = tallyOf(
      eventsOf(
        [1, opened('one')],
        [2, decided('one', true)],
        [2, banned('one', 'a')],
        [3, { type: 'case.undone', case: 'one' }],
        [3, { type: 'action.reversed', case: 'one', action: 'a', why: 'undo' }],
        [4, { type: 'case.opened', case: 'drill', subject: 'nobody', reason: 'spam', practice: true }],
        [5, reported('drill')],
        [5, decided('drill', true)],
      ),
      0,
      100,
    )
    expect(tally).toMatchObject({ reports: {}, acted: 0, dismissed: 0, actions: [] })
  })

  it('counts an overturned decision as one, and the appeal beside it', () => {
    const tally = tallyOf(
      eventsOf(
        [1, opened('one')],
        [2, decided('one', true)],
        [2, banned('one', 'a')],
        [10, { type: 'appeal.filed', case: 'one', action: 'a' }],
        [25, { type: 'appeal.decided', case: 'one', action: 'a', overturned: true }],
        [25, { type: 'action.reversed', case: 'one', action: 'a', why: 'appeal' }],
      ),
      0,
      100,
    )
    expect(tally.actions).toHaveLength(1)
    expect(tally.appeals).toEqual({ filed: 1, upheld: 0, overturned: 1, waits: [15] })
  })
})

it.each([
  [[], undefined],
  [[5], 5],
  [[9, 1], 1],
  [[3, 9, 1], 3],
])('the middle of %j is %j', (values, middle) => expect(medianOf(values)).toBe(middle))
