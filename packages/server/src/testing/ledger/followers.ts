import assert from 'node:assert/strict'
import type { Fact } from '../../rules/facts.js'
import type { Stage } from './stage.js'

const opened = (id: string): Fact => ({ type: 'case.opened', case: id, subject: id, reason: 'spam' })

export function testFollowers({ withLedger }: Pick<Stage, 'withLedger'>): void {
  withLedger('begin where the ledger stands, and go on where they were', async (ledger) => {
    await ledger.write({ at: 1, actor: '@member', facts: [opened('before')] })
    assert.equal(await ledger.followers.lend('hook', 'one', 0, 10), 1)
    await ledger.write({ at: 2, actor: '@member', facts: [opened('after')] })
    assert.equal(await ledger.followers.lend('hook', 'one', 5, 15), 1)
    assert.equal(await ledger.followers.advance('hook', 'one', 2), true)
    assert.equal(await ledger.followers.lend('hook', 'one', 6, 16), 2)
  })

  withLedger('are lent to one holder at a time, until it is over', async (ledger) => {
    assert.equal(await ledger.followers.lend('hook', 'one', 0, 10), 0)
    assert.equal(await ledger.followers.lend('hook', 'two', 9, 19), undefined)
    assert.equal(await ledger.followers.lend('hook', 'two', 10, 20), 0)
    assert.equal(await ledger.followers.advance('hook', 'one', 0), false)
    assert.equal(await ledger.followers.advance('hook', 'two', 0), true)
  })

  withLedger('go to one of two who ask at once', async (ledger) => {
    const lent = await Promise.all(
      ['one', 'two', 'three'].map((holder) => ledger.followers.lend('hook', holder, 0, 10)),
    )
    assert.equal(lent.filter((seq) => seq !== undefined).length, 1)
  })

  withLedger('never go back, and know nothing of each other', async (ledger) => {
    for (const id of ['a', 'b', 'c']) await ledger.write({ at: 1, actor: '@member', facts: [opened(id)] })
    assert.equal(await ledger.followers.lend('hook', 'one', 0, 10), 3)
    assert.equal(await ledger.followers.advance('hook', 'one', 2), false)
    assert.equal(await ledger.followers.lend('other', 'two', 0, 10), 3)
    assert.equal(await ledger.followers.advance('nobody', 'one', 9), false)
  })
}
