import assert from 'node:assert/strict'
import type { Ledger } from '../../ports/ledger.js'
import { applied, ids, opened, pages, type Stage, wrote } from './stage.js'

const appeal = (ledger: Ledger, action: string, at: number) =>
  wrote(ledger, [{ type: 'appeal.filed', case: 'one', action }], { at })

export function testActions({ withLedger }: Stage): void {
  withLedger('they are kept as they were decided, newest first', async (ledger) => {
    await wrote(ledger, [opened('one', { subject: 'ann' })])
    await wrote(ledger, [applied('one', 'zed', { subject: 'ann', kind: 'mute', until: 9_000 })], {
      ...{ at: 2_000, actor: 'mod' },
    })
    await wrote(ledger, [applied('one', 'abe', { subject: 'ann', kind: 'warn' })], {
      at: 2_000,
      actor: 'mod',
    })
    await wrote(ledger, [applied('one', 'other', { subject: 'bob' })])
    const zed = {
      ...{ id: 'zed', case: 'one', subject: 'ann', kind: 'mute', policies: ['spam', 'fraud'] },
      ...{ ground: 'terms', automated: false, actor: 'mod', at: 2_000, until: 9_000, appeal: 'none' },
    }
    assert.deepEqual(await ledger.action('zed'), zed)
    assert.deepEqual(ids(await ledger.actionsOn('ann', 10)), ['abe', 'zed'])
    assert.deepEqual(ids(await ledger.actionsOn('ann', 1)), ['abe'])
    assert.deepEqual(await ledger.actionsOn('nobody', 10), [])
    assert.equal(await ledger.action('none'), undefined)
  })

  withLedger('hold until their time is over, and not a moment longer', async (ledger) => {
    await wrote(ledger, [opened('one', { subject: 'ann' })])
    await wrote(ledger, [
      applied('one', 'ban', { subject: 'ann', until: 5_000 }),
      applied('one', 'mute', { subject: 'ann', kind: 'mute', until: 3_000 }),
      // It denies nothing, but whoever was away is told of it until then.
      applied('one', 'warn', { subject: 'ann', kind: 'warn', until: 2_000 }),
      applied('one', 'other', { subject: 'bob', until: 9_000 }),
    ])
    assert.deepEqual(ids(await ledger.sanctions('ann', 1_999)), ['warn', 'mute', 'ban'])
    assert.deepEqual(ids(await ledger.sanctions('ann', 2_999)), ['mute', 'ban'])
    assert.deepEqual(ids(await ledger.sanctions('ann', 3_000)), ['ban'])
    assert.deepEqual(ids(await ledger.sanctions('ann', 4_999)), ['ban'])
    assert.deepEqual(await ledger.sanctions('ann', 5_000), [])
    assert.deepEqual(await ledger.sanctions('nobody', 0), [])
  })

  withLedger(
    'that name no end hold for good if they last, and for nothing if they were done at once',
    async (ledger) => {
      await wrote(ledger, [opened('one', { subject: 'ann' })])
      for (const kind of ['nudge', 'warn', 'end', 'ban'] as const)
        await wrote(ledger, [applied('one', kind, { subject: 'ann', kind })])
      assert.deepEqual(ids(await ledger.sanctions('ann', 4_102_444_800_000)), ['ban'])
    },
  )

  withLedger('that are reversed hold no more, but stay on record', async (ledger) => {
    await wrote(ledger, [opened('one', { subject: 'ann' })])
    await wrote(ledger, [
      applied('one', 'ban', { subject: 'ann' }),
      applied('one', 'mute', { subject: 'ann', kind: 'mute', until: 9_000 }),
    ])
    await wrote(ledger, [{ type: 'action.reversed', case: 'one', action: 'ban', why: 'undo' }], { at: 2_000 })
    assert.deepEqual(ids(await ledger.sanctions('ann', 2_000)), ['mute'])
    assert.equal((await ledger.action('ban'))?.reversedAt, 2_000)
    assert.deepEqual(ids(await ledger.actionsOn('ann', 10)), ['mute', 'ban'])
  })
}

export function testAppeals({ withLedger }: Stage): void {
  withLedger('wait, oldest first, until they are decided', async (ledger) => {
    await wrote(ledger, [opened('one', { subject: 'ann' })])
    for (const action of ['first', 'second', 'third'])
      await wrote(ledger, [applied('one', action, { subject: 'ann' })])
    await appeal(ledger, 'second', 2_000)
    await appeal(ledger, 'first', 3_000)
    assert.deepEqual(ids((await ledger.appeals(undefined, 10)).rows), ['second', 'first'])
    const second = await ledger.action('second')
    assert.equal(second?.appeal, 'filed')
    assert.equal(second?.appealedAt, 2_000)

    const decide = (action: string, overturned: boolean) =>
      wrote(
        ledger,
        [
          { type: 'appeal.decided', case: 'one', action, overturned },
          ...(overturned ? [{ type: 'action.reversed', case: 'one', action, why: 'appeal' } as const] : []),
        ],
        { at: 4_000, actor: 'senior' },
      )
    await decide('second', true)
    await decide('first', false)
    assert.deepEqual(await ledger.appeals(undefined, 10), { rows: [] })
    assert.equal((await ledger.action('second'))?.appeal, 'overturned')
    assert.equal((await ledger.action('first'))?.appeal, 'upheld')
    // What was overturned is really over; what was upheld and what nobody appealed goes on.
    assert.deepEqual(ids(await ledger.sanctions('ann', 4_000)), ['third', 'first'])
  })

  withLedger('come in pages without gaps or repeats under ties', async (ledger) => {
    await wrote(ledger, [opened('one')])
    for (let i = 0; i < 20; i++) {
      await wrote(ledger, [applied('one', `action${i}`)], { at: 1_000 })
      await appeal(ledger, `action${i}`, 1_000 + Math.floor(i / 8))
    }
    const whole = ids((await ledger.appeals(undefined, 20)).rows)
    assert.equal(whole.length, 20)
    for (const limit of [1, 3, 19, 20]) {
      const found = await pages((after) => ledger.appeals(after, limit))
      assert.deepEqual(found.flatMap(ids), whole)
    }
  })
}
