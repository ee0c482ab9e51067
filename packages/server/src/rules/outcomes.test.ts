import { describe, expect, it } from 'vitest'
import type { Fact, LedgerEvent } from './facts.js'
import { type Outcome, outcomesOf } from './outcomes.js'

const HOUR = 60 * 60_000
const DAY = 24 * HOUR

type Told = readonly [at: number, fact: Fact]
const eventsOf = (facts: readonly Told[]): LedgerEvent[] =>
  facts.map(([at, fact], i) => ({ seq: i + 1, at, actor: 'somebody', fact, before: '', hash: '' }))
async function all(facts: readonly Told[], from = 0, to = Infinity): Promise<Outcome[]> {
  const seen: Outcome[] = []
  for await (const one of outcomesOf(eventsOf(facts), from, to)) seen.push(one)
  return seen
}
const of = (outcomes: readonly Outcome[], type: Outcome['type']): readonly Outcome[] =>
  outcomes.filter((one) => one.type === type)

const opened = (id: string): Fact => ({ type: 'case.opened', case: id, subject: 'eve', reason: 'threat' })
const reported = (id: string, reason: 'threat' | 'illegal' = 'threat'): Fact => ({
  ...{ type: 'report.filed', case: id, report: `report-of-${id}`, reason, chat: `chat-of-${id}` },
  ...{ reporter: 'ann', by: 0, of: 1, weight: 30, entries: 1 },
})
const decided = (id: string, acted = true): Fact => ({
  ...{ type: 'case.decided', case: id, acted, policies: [] },
})
const banned = (id: string, action: string): Fact => ({
  ...{ type: 'action.applied', case: id, action, subject: 'eve', kind: 'ban', policies: ['threats'] },
  ...{ ground: 'terms', automated: false, until: 9 },
})
const undone = (id: string, action: string): readonly Fact[] => [
  { type: 'case.undone', case: id },
  { type: 'action.reversed', case: id, action, why: 'undo' },
]
const at = (when: number, ...facts: readonly Fact[]): Told[] => facts.map((fact) => [when, fact] as const)

describe('outcomes', () => {
  it('tell of a decision what its case was about, and since when', async () => {
    const seen = await all([
      ...at(1, opened('one'), reported('one')),
      ...at(5, decided('one'), banned('one', 'a')),
    ])
    const about = { reason: 'threat', openedAt: 1, noticedAt: [], reports: 1 }
    expect(seen).toEqual([
      { type: 'report', at: 1, reason: 'threat' },
      { type: 'decision', at: 5, acted: true, openedAt: 1 },
      {
        ...{ type: 'measure', at: 5, action: 'a', kind: 'ban', policies: ['threats'], ground: 'terms' },
        ...{ automated: false, until: 9, ...about },
      },
    ])
  })

  it('know a notice by what it says, whoever gives it: about a chat, about none, after a report', async () => {
    const seen = await all([
      ...at(1, opened('one'), reported('one')),
      ...at(2, { type: 'report.added', case: 'one', report: 'r', reason: 'illegal', entries: 1 }),
      ...at(3, { type: 'report.added', case: 'one', report: 'r', reason: 'threat', entries: 2 }),
      ...at(4, { type: 'notice.filed', case: 'one', report: 'r' }),
      ...at(5, banned('one', 'a')),
      ...at(6, opened('two'), reported('two', 'illegal')),
    ])
    expect(of(seen, 'notice').map((one) => one.at)).toEqual([2, 4, 6])
    expect(of(seen, 'report')).toHaveLength(1)
    // What came before a measure is what it rests on.
    expect(of(seen, 'measure')).toMatchObject([{ noticedAt: [2, 4], reports: 3 }])
  })

  it('never tell of practice', async () => {
    const practice: Fact = { ...opened('drill'), practice: true } as Fact
    const seen = await all([
      ...at(1, practice, reported('drill'), { type: 'evidence.opened', case: 'drill' }),
      ...at(2, decided('drill'), { type: 'evidence.shredded', case: 'drill' }),
    ])
    expect(seen).toEqual([])
  })

  it('never tell of what was taken back, and tell of what was decided instead', async () => {
    const seen = await all([
      ...at(1, opened('one')),
      ...at(5, decided('one'), banned('one', 'a')),
      ...at(6, ...undone('one', 'a')),
      ...at(7, decided('one', false)),
    ])
    expect(seen).toEqual([{ type: 'decision', at: 7, acted: false, openedAt: 1 }])
  })

  it('call a complaint omitted when its decision was taken back before anybody looked', async () => {
    const [caseUndone, reversed] = undone('one', 'a') as [Fact, Fact]
    const overturned: Fact = { type: 'appeal.decided', case: 'one', action: 'a', overturned: true }
    const seen = await all([
      ...at(1, opened('one')),
      ...at(5, decided('one'), banned('one', 'a')),
      ...at(6, { type: 'appeal.filed', case: 'one', action: 'a' }),
      // As undoing writes it.
      ...at(8, caseUndone, overturned, reversed),
    ])
    expect(seen).toEqual([
      { type: 'complaint', at: 6, kind: 'ban' },
      { type: 'review', at: 8, kind: 'ban', filedAt: 6, result: 'omitted' },
    ])
  })

  it('say how an appeal ended, and keep what it was about although that was overturned', async () => {
    const seen = await all([
      ...at(1, opened('one')),
      ...at(2, banned('one', 'a'), banned('one', 'b')),
      ...at(3, { type: 'appeal.filed', case: 'one', action: 'a' }),
      ...at(4, { type: 'appeal.filed', case: 'one', action: 'b' }),
      ...at(9, { type: 'appeal.decided', case: 'one', action: 'a', overturned: true }),
      ...at(9, { type: 'action.reversed', case: 'one', action: 'a', why: 'appeal' }),
      ...at(9, { type: 'appeal.decided', case: 'one', action: 'b', overturned: false }),
    ])
    expect(of(seen, 'measure')).toHaveLength(2)
    expect(of(seen, 'review')).toMatchObject([
      { filedAt: 3, result: 'reversed' },
      { filedAt: 4, result: 'upheld' },
    ])
  })
})

describe('the outcomes of a period', () => {
  it('begin with its first moment and end before the one behind it', async () => {
    const facts = [1, 2, 3, 4].flatMap((when) => at(when * DAY, opened(`${when}`), reported(`${when}`)))
    expect((await all(facts, 2 * DAY, 4 * DAY)).map((one) => one.at)).toEqual([2 * DAY, 3 * DAY])
  })

  it('know what came before it', async () => {
    const facts = [
      ...at(1, opened('one'), reported('one', 'illegal')),
      ...at(5 * DAY, decided('one'), banned('one', 'a')),
      ...at(6 * DAY, { type: 'appeal.filed', case: 'one', action: 'a' }),
      ...at(9 * DAY, { type: 'appeal.decided', case: 'one', action: 'a', overturned: false }),
    ]
    expect(await all(facts, 5 * DAY, 6 * DAY)).toMatchObject([
      { type: 'decision', openedAt: 1 },
      { type: 'measure', noticedAt: [1] },
    ])
    expect(await all(facts, 9 * DAY, 10 * DAY)).toEqual([
      { type: 'review', at: 9 * DAY, kind: 'ban', filedAt: 6 * DAY, result: 'upheld' },
    ])
  })

  it('leave out what was taken back after its end, and what was decided again then', async () => {
    const facts = [
      ...at(1, opened('one')),
      ...at(DAY - 1, decided('one'), banned('one', 'a')),
      ...at(DAY + 1, ...undone('one', 'a')),
      ...at(DAY + 2, decided('one'), banned('one', 'b')),
    ]
    expect(await all(facts, 0, DAY)).toEqual([])
    expect(await all(facts, DAY, 2 * DAY)).toMatchObject([
      { type: 'decision', at: DAY + 2, openedAt: 1 },
      { type: 'measure', action: 'b' },
    ])
  })

  it('need nothing of the ledger that is more than a day behind it', async () => {
    let read = 0
    function* events(): Generator<LedgerEvent> {
      for (const event of eventsOf([1, 2, 3, 4, 5].flatMap((when) => at(when * DAY, opened(`${when}`))))) {
        read++
        yield event
      }
    }
    for await (const one of outcomesOf(events(), 0, 2 * DAY)) expect(one).toBeUndefined()
    expect(read).toBe(3)
  })
})
