import assert from 'node:assert/strict'
import type { Reason } from '@stranger-chat/core/api'
import type { Ledger } from '../../ports/ledger.js'
import { NO_BELIEF, priorityOf, weightOf } from '../../rules/priority.js'
import { applied, decided, filed, ids, opened, pages, type Stage, UNKNOWN, wrote } from './stage.js'

const priority = async (ledger: Ledger, id: string): Promise<number> => {
  const found = await ledger.case(id)
  assert.ok(found)
  return found.priority
}

export function testCases({ withLedger }: Stage): void {
  withLedger('there is none to begin with', async (ledger) => {
    assert.equal(await ledger.case('one'), undefined)
    assert.equal(await ledger.openCaseOf('ann'), undefined)
    assert.deepEqual(await ledger.queue({ state: 'open', limit: 10 }), { rows: [] })
    assert.deepEqual(await ledger.counts(0), {
      ...{ waiting: 0, oldestAt: 0, appeals: 0, decided: 0, opened: [] },
    })
  })

  withLedger('a new one waits with the weight of its reason alone', async (ledger) => {
    await wrote(ledger, [opened('one', { subject: 'ann', reason: 'threat' })], { at: 5_000 })
    const expected = {
      ...{ id: 'one', version: 1, subject: 'ann', state: 'open', reason: 'threat', reports: 0 },
      ...{ priority: priorityOf('threat', NO_BELIEF), belief: NO_BELIEF, openedAt: 5_000, practice: false },
    }
    assert.deepEqual(await ledger.case('one'), expected)
    assert.deepEqual(await ledger.openCaseOf('ann'), expected)
  })

  withLedger('each fact of it makes a new version, and none makes one of another', async (ledger) => {
    await wrote(ledger, [opened('one'), opened('two')])
    await wrote(ledger, [{ type: 'evidence.opened', case: 'one' }], { actor: 'mod' })
    assert.equal((await ledger.case('one'))?.version, 3)
    assert.equal((await ledger.case('two'))?.version, 2)
  })

  withLedger('what changes nothing of it makes none: a look at a picture, a certificate', async (ledger) => {
    await wrote(ledger, [
      opened('one'),
      { type: 'picture.opened', case: 'one', report: 'first', picture: 'a' },
    ])
    await wrote(ledger, [{ type: 'evidence.certified', case: 'one', report: 'first' }])
    assert.equal((await ledger.case('one'))?.version, 1)
  })

  withLedger('it is taken, left, decided and taken back', async (ledger) => {
    await wrote(ledger, [opened('one', { subject: 'ann' })])
    const fresh = await ledger.case('one')
    const step = async (fact: Parameters<typeof wrote>[1][number], at: number) => {
      await wrote(ledger, [fact], { actor: 'mod', at })
      const { version: _, ...rest } = (await ledger.case('one')) ?? assert.fail()
      return rest
    }
    const { version: _, ...waiting } = fresh ?? assert.fail()
    const take = { type: 'case.taken', case: 'one', until: 9_000 } as const
    assert.deepEqual(await step(take, 2_000), { ...waiting, takenBy: 'mod', takenUntil: 9_000 })
    assert.deepEqual(await step({ type: 'case.left', case: 'one' }, 3_000), waiting)
    await step(take, 4_000)
    assert.deepEqual(await step(decided('one', true), 5_000), {
      ...{ ...waiting, state: 'decided', decidedAt: 5_000, decidedBy: 'mod', acted: true },
    })
    assert.equal(await ledger.openCaseOf('ann'), undefined)
    assert.deepEqual(ids((await ledger.queue({ state: 'decided', limit: 10 })).rows), ['one'])
    assert.deepEqual(await step({ type: 'case.undone', case: 'one' }, 6_000), waiting)
    assert.equal((await ledger.openCaseOf('ann'))?.id, 'one')
    assert.equal((await step(decided('one'), 7_000)).acted, false)
  })

  withLedger('it is held and released', async (ledger) => {
    await wrote(ledger, [opened('one'), { type: 'hold.placed', case: 'one', until: 9_000 }])
    assert.equal((await ledger.case('one'))?.heldUntil, 9_000)
    await wrote(ledger, [{ type: 'hold.released', case: 'one' }])
    assert.equal((await ledger.case('one'))?.heldUntil, undefined)
  })

  withLedger('practice is in no queue and no count, but can be opened', async (ledger) => {
    await wrote(ledger, [opened('practice', { subject: 'nobody', practice: true })])
    await wrote(ledger, [decided('practice')])
    await wrote(ledger, [opened('more', { practice: true })])
    assert.equal((await ledger.case('practice'))?.practice, true)
    assert.equal(await ledger.openCaseOf('of-more'), undefined)
    for (const state of ['open', 'decided'] as const)
      assert.deepEqual(await ledger.queue({ state, limit: 10 }), { rows: [] })
    assert.deepEqual(await ledger.counts(0), {
      ...{ waiting: 0, oldestAt: 0, appeals: 0, decided: 0, opened: [] },
    })
  })

  withLedger('counts tell what waits, since when, and what was done since', async (ledger) => {
    await wrote(ledger, [opened('one')], { at: 1_000 })
    await wrote(ledger, [opened('two')], { at: 2_000 })
    await wrote(ledger, [opened('six')], { at: 3_000 })
    await wrote(ledger, [decided('one'), applied('one', 'ban')], { at: 4_000 })
    await wrote(ledger, [{ type: 'appeal.filed', case: 'one', action: 'ban' }], { at: 5_000 })
    const counts = { waiting: 2, oldestAt: 2_000, appeals: 1, decided: 1, opened: [{ hour: 0, cases: 2 }] }
    assert.deepEqual(await ledger.counts(2_000), counts)
    assert.deepEqual(await ledger.counts(4_001), { ...counts, decided: 0, opened: [] })
  })
}

export function testReports({ withLedger }: Stage): void {
  withLedger('they are kept as they were filed, those that weigh most first', async (ledger) => {
    await wrote(ledger, [opened('one')])
    await wrote(
      ledger,
      [filed('one', 'zed', { chat: 'tea', reporter: 'ann', by: 1, reason: 'hate', weight: 30, entries: 7 })],
      { at: 2_000 },
    )
    await wrote(ledger, [filed('one', 'abe')], { at: 3_000 })
    const zed = {
      ...{ id: 'zed', case: 'one', kind: 'report', reason: 'hate', chat: 'tea', reporter: 'ann' },
      ...{ by: 1, of: 0, weight: 30, entries: 7, added: 0, at: 2_000, seq: 2 },
    }
    assert.deepEqual((await ledger.reports('one', 9))[0], zed)
    assert.deepEqual(ids(await ledger.reports('one', 9)), ['zed', 'abe'])
    await wrote(ledger, [filed('one', 'known', { weight: 80 })])
    assert.deepEqual(ids(await ledger.reports('one', 9)), ['known', 'zed', 'abe'])
    assert.deepEqual(ids(await ledger.reports('one', 2)), ['known', 'zed'])
    assert.equal(await ledger.reportsSince('one', 2), 2)
    assert.equal(await ledger.reportsSince('one', 4), 0)
    await wrote(ledger, [{ type: 'reporter.weighed', reporter: 'ann', report: 'zed', was: 'right' }])
    assert.equal((await ledger.report('zed'))?.was, 'right')
    await wrote(ledger, [{ type: 'reporter.weighed', reporter: 'ann', report: 'zed', was: 'undone' }])
    assert.deepEqual(await ledger.report('zed'), zed)
    assert.deepEqual(await ledger.reportOf('tea', 1), zed)
    assert.equal(await ledger.reportOf('tea', 0), undefined)
    assert.equal(await ledger.report('none'), undefined)
    assert.deepEqual(await ledger.reports('none', 9), [])
  })

  withLedger(
    'one more thing handed in makes the report longer and graver, never two of it',
    async (ledger) => {
      await wrote(ledger, [opened('one'), filed('one', 'first', { reason: 'spam', entries: 2 })])
      const add = (reason: Reason) =>
        wrote(ledger, [{ type: 'report.added', case: 'one', report: 'first', reason, entries: 5 }])
      await add('underage')
      await add('other')
      const [report] = await ledger.reports('one', 9)
      // A longer span holds the shorter one: it is as long as the longest.
      assert.equal(report?.entries, 5)
      assert.equal(report?.added, 2)
      const holds = async (times: number) => {
        const guards = [{ is: 'added', report: 'first', times } as const]
        return (await ledger.write({ at: 1, actor: 'mod', facts: [], guards })).kind === 'written'
      }
      assert.deepEqual([await holds(1), await holds(2)], [false, true])
      assert.equal(report?.reason, 'underage')
      const found = await ledger.case('one')
      assert.equal(found?.reports, 1)
      assert.equal(found?.reason, 'underage')
      assert.equal(found?.priority, priorityOf('underage', { doubt: 1, stranger: UNKNOWN }))
    },
  )

  withLedger('notices are of nobody’s chat, as many as come', async (ledger) => {
    const notice = (report: string) => ({ type: 'notice.filed', case: 'one', report }) as const
    await wrote(ledger, [opened('one'), notice('first'), notice('second')])
    const [first] = await ledger.reports('one', 9)
    assert.deepEqual(first, {
      ...{ id: 'first', case: 'one', kind: 'notice', reason: 'illegal', chat: '', reporter: '' },
      ...{ by: -1, of: -1, weight: 0, entries: 0, added: 0, at: 1_000, seq: 2 },
    })
    assert.equal((await ledger.case('one'))?.reports, 2)
  })

  withLedger('a graver one, or somebody with a record, lifts the case in the queue', async (ledger) => {
    await wrote(ledger, [opened('low', { reason: 'spam' }), opened('high', { reason: 'scam' })])
    assert.deepEqual(ids((await ledger.queue({ state: 'open', limit: 2 })).rows), ['high', 'low'])
    await wrote(ledger, [filed('low', 'first', { reason: 'underage' })])
    assert.deepEqual(ids((await ledger.queue({ state: 'open', limit: 2 })).rows), ['low', 'high'])
    const before = await priority(ledger, 'low')
    await wrote(ledger, [filed('low', 'second', { reason: 'spam', weight: 75 })])
    const after = await ledger.case('low')
    assert.equal(after?.reason, 'underage')
    assert.equal(after?.priority, priorityOf('underage', { doubt: 0.25, stranger: UNKNOWN }))
    assert.ok(after.priority > before)
  })

  withLedger('fifty strangers weigh as much as one (brigades)', async (ledger) => {
    await wrote(ledger, [opened('one', { reason: 'hate' }), filed('one', 'first', { reason: 'hate' })])
    const once = await priority(ledger, 'one')
    for (let i = 0; i < 50; i++) await wrote(ledger, [filed('one', `more${i}`, { reason: 'hate' })])
    assert.equal(await priority(ledger, 'one'), once)
    assert.equal((await ledger.case('one'))?.reports, 51)
  })

  withLedger('what became of them is what the next one of the same person weighs by', async (ledger) => {
    await wrote(ledger, [opened('one')])
    for (let i = 0; i < 4; i++) await wrote(ledger, [filed('one', `r${i}`, { reporter: 'ann' })])
    await wrote(ledger, [filed('one', 'other', { reporter: 'bob' })])
    const weigh = async (report: string, was: 'right' | 'wrong' | 'undone') => {
      await wrote(ledger, [{ type: 'reporter.weighed', reporter: 'ann', report, was }], { actor: 'mod' })
      return ledger.reporter('ann')
    }
    assert.deepEqual(await ledger.reporter('ann'), { right: 0, wrong: 0 })
    assert.deepEqual(await weigh('r0', 'right'), { right: 1, wrong: 0 })
    assert.deepEqual(await weigh('r1', 'right'), { right: 2, wrong: 0 })
    assert.ok(weightOf(await ledger.reporter('ann')) > UNKNOWN)
    assert.deepEqual(await weigh('r2', 'wrong'), { right: 2, wrong: 1 })
    // A decision that was taken back takes the weighing back, and the next one counts instead.
    assert.deepEqual(await weigh('r1', 'undone'), { right: 1, wrong: 1 })
    assert.deepEqual(await weigh('r1', 'wrong'), { right: 1, wrong: 2 })
    assert.deepEqual(await weigh('r3', 'undone'), { right: 1, wrong: 2 })
    assert.deepEqual(await ledger.reporter('bob'), { right: 0, wrong: 0 })
    await assert.rejects(weigh('other', 'right'))
  })
}

export function testQueue({ withLedger }: Stage): void {
  /** Grave ones, light ones, and many that tie in priority and time. */
  async function fill(ledger: Ledger): Promise<void> {
    const reasons: readonly Reason[] = ['spam', 'underage', 'other', 'hate']
    for (let i = 0; i < 40; i++) {
      const reason = reasons[i % reasons.length] as Reason
      await wrote(ledger, [opened(`case${i}`, { reason })], { at: 1_000 + Math.floor(i / 10) })
    }
  }

  withLedger('is by priority, older first among equals', async (ledger) => {
    await fill(ledger)
    const { rows, next } = await ledger.queue({ state: 'open', limit: 40 })
    assert.equal(next, undefined)
    assert.equal(rows.length, 40)
    const order = rows.map((row) => [row.priority, row.openedAt] as const)
    assert.deepEqual(
      order,
      order.toSorted(([p, a], [q, b]) => q - p || a - b),
    )
    assert.equal(rows[0]?.reason, 'underage')
  })

  withLedger('comes in pages without gaps or repeats, whatever their length', async (ledger) => {
    await fill(ledger)
    const whole = ids((await ledger.queue({ state: 'open', limit: 40 })).rows)
    for (const limit of [1, 3, 7, 10, 39, 40, 41]) {
      const found = await pages((after) =>
        ledger.queue({ state: 'open', limit, ...(after !== undefined && { after }) }),
      )
      assert.deepEqual(found.flatMap(ids), whole)
      assert.equal(found.length, Math.ceil(40 / limit))
    }
  })

  withLedger('goes on behind a case that was decided meanwhile', async (ledger) => {
    await fill(ledger)
    const whole = ids((await ledger.queue({ state: 'open', limit: 40 })).rows)
    const { rows, next } = await ledger.queue({ state: 'open', limit: 5 })
    await wrote(
      ledger,
      ids(rows).map((id) => decided(id)),
    )
    const rest = await ledger.queue({ state: 'open', limit: 40, ...(next !== undefined && { after: next }) })
    assert.deepEqual(ids(rest.rows), whole.slice(5))
  })

  withLedger('begins anew for a mark that nobody gave out', async (ledger) => {
    await fill(ledger)
    const first = await ledger.queue({ state: 'open', limit: 3 })
    for (const after of ['', 'x', '..', "1.1'; drop table cases", '1e999.0.x', 'NaN.0.x'])
      assert.deepEqual(await ledger.queue({ state: 'open', limit: 3, after }), first)
  })
}
