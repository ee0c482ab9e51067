import assert from 'node:assert/strict'
import { testActions, testAppeals } from './ledger/actions.js'
import { testCases, testQueue, testReports } from './ledger/cases.js'
import { testChain, testGuards } from './ledger/chain.js'
import { testFollowers } from './ledger/followers.js'
import { EVENTS_OF_CASES, playHistory } from './ledger/history.js'
import { createStage, type MakeLedger } from './ledger/stage.js'
import { testStaff } from './ledger/staff.js'
import { testMarks, testWords } from './ledger/words.js'
import type { Runner } from './runner.js'

export { EVENTS_OF_CASES, type Happening, playHistory } from './ledger/history.js'
export type { LedgerUnderTest, MakeLedger } from './ledger/stage.js'

/**
 * The contract of the ledger, as tests. That what was written lasts, and that what was shredded is gone from the files, is for
 * each ledger to show in its own tests; `playHistory` is for properties over random histories.
 *
 * @param name what is under test, for the report
 * @param make an empty ledger for each test
 * @param runner `{ describe, it }` of vitest, node:test, Jest or Mocha
 */
export function testLedger(name: string, make: MakeLedger, runner: Runner): void {
  const { describe } = runner
  const stage = createStage(make, runner)
  describe(`ledger: ${name}`, () => {
    describe('the chain', () => testChain(stage))
    describe('guards', () => testGuards(stage))
    describe('cases', () => testCases(stage))
    describe('reports', () => testReports(stage))
    describe('the queue', () => testQueue(stage))
    describe('actions', () => testActions(stage))
    describe('appeals', () => testAppeals(stage))
    describe('sealed words', () => testWords(stage))
    describe('marks', () => testMarks(stage))
    describe('staff', () => testStaff(stage))
    describe('followers', () => testFollowers(stage))
    describe('rows made anew', () => {
      stage.withLedger('are the same rows, of a ledger without events too', async (ledger) => {
        await playHistory(ledger, [])
        const each = EVENTS_OF_CASES.map((what, i) => ({ what, who: i * 7, how: i * 11 }))
        await playHistory(ledger, [...each, ...each, ...each])
      })

      stage.withLedger('keep words, keys, marks and staff, which no event tells', async (ledger) => {
        const keys = [{ drawer: 'one', key: new Uint8Array(4) }]
        const sealed = [
          { id: 'note', drawer: 'one', what: 'note' as const, of: 'one', at: 1, blob: new Uint8Array(2) },
        ]
        for (const id of ['one', 'two'])
          await ledger.write({
            ...{ at: 1, actor: '@member', marks: [{ case: id, mark: 'same' }] },
            facts: [{ type: 'case.opened', case: id, subject: id, reason: 'spam' }],
            ...(id === 'one' && { keys, sealed }),
          })
        await ledger.staff.add({ id: 'ann', name: 'Ann', role: 'admin', addedAt: 1, keys: [] })
        const all = async () => [
          await ledger.sealed('one'),
          await ledger.similar('one', 9),
          await ledger.staff.all(),
        ]
        const before = await all()
        await ledger.rebuild()
        assert.deepEqual(await all(), before)
      })
    })
  })
}
