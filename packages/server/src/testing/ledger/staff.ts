import assert from 'node:assert/strict'
import type { ModeratorRecord, Pass } from '../../ports/ledger.js'
import type { Stage } from './stage.js'

const passkey = { id: 'key', publicKey: 'p', counter: 4_294_967_295, addedAt: 2_000 }
const ann: ModeratorRecord = {
  id: 'ann',
  name: "Ann 'O' 🪑",
  role: 'senior',
  addedAt: 2_000,
  keys: [passkey],
}
const bob: ModeratorRecord = { id: 'bob', name: 'Bob', role: 'helper', addedAt: 1_000, oidc: 'sub', keys: [] }
const pass = (hash: string, rest: Partial<Pass> = {}): Pass => ({
  ...{ hash, kind: 'invite', moderator: 'ann', expires: 5_000 },
  ...rest,
})

export function testStaff({ withLedger }: Stage): void {
  withLedger('moderators are kept as they are, oldest first', async ({ staff }) => {
    assert.deepEqual(await staff.all(), [])
    assert.equal(await staff.get('ann'), undefined)
    await staff.add(ann)
    await staff.add(bob)
    assert.deepEqual(await staff.get('ann'), ann)
    assert.deepEqual(await staff.all(), [bob, ann])
    await assert.rejects(staff.add(ann))
  })

  withLedger('what changes about one changes that and no other', async ({ staff }) => {
    await staff.add(ann)
    await staff.add(bob)
    await staff.change('bob', { role: 'admin' })
    await staff.change('bob', { keys: [passkey], joinedAt: 8_000, removedAt: 9_000 })
    await staff.change('bob', {})
    assert.deepEqual(await staff.get('bob'), {
      ...{ ...bob, role: 'admin', keys: [passkey], joinedAt: 8_000, removedAt: 9_000 },
    })
    assert.deepEqual(await staff.get('ann'), ann)
    await assert.rejects(staff.change('nobody', { role: 'admin' }))
  })

  withLedger('a provider’s subject is one person, as long as they are with us', async ({ staff }) => {
    await staff.add(bob)
    await assert.rejects(staff.add({ ...bob, id: 'bob2' }))
    await staff.change('bob', { removedAt: 9_000 })
    await staff.add({ ...bob, id: 'bob2' })
  })

  withLedger('an invite is taken once, by one of those who try at once', async ({ staff }, other) => {
    await staff.addPass(pass('one'))
    const taken = await Promise.all([staff, other.staff, staff, other.staff].map((s) => s.takePass('one')))
    assert.deepEqual(
      taken.filter((got) => got !== undefined),
      [pass('one')],
    )
    assert.equal(await staff.takePass('one'), undefined)
    assert.equal(await staff.takePass('none'), undefined)
  })

  withLedger(
    'what works once is used by one of those who try at once, and is dropped in time',
    async ({ staff }, other) => {
      const used = await Promise.all([staff, other.staff, staff].map((s) => s.useOnce('answer', 5_000)))
      assert.equal(used.filter((isFirst) => isFirst).length, 1)
      assert.equal(await staff.takePass('answer'), undefined)
      await staff.dropPasses({ expiredBefore: 5_001 })
      assert.equal(await staff.useOnce('answer', 9_000), true)
    },
  )

  withLedger('an open console is asked for as often as it is needed, until it expires', async ({ staff }) => {
    const open = pass('one', { kind: 'console' })
    await staff.addPass(open)
    assert.equal(await staff.takePass('one'), undefined)
    assert.deepEqual(await staff.pass('one', 4_999), open)
    assert.deepEqual(await staff.pass('one', 4_999), open)
    assert.equal(await staff.pass('one', 5_000), undefined)
    assert.equal(await staff.pass('none', 0), undefined)
  })

  withLedger('passes are dropped one by one, all of a person, or those that expired', async ({ staff }) => {
    const left = async () => {
      const found = await Promise.all(['a', 'b', 'c', 'd'].map((hash) => staff.pass(hash, 0)))
      return found.flatMap((each) => each?.hash ?? []).join('')
    }
    await staff.addPass(pass('a', { expires: 1_000 }))
    await staff.addPass(pass('b', { moderator: 'bob' }))
    await staff.addPass(pass('c'))
    await staff.addPass(pass('d', { moderator: 'bob', kind: 'console' }))
    await staff.dropPasses({})
    assert.equal(await left(), 'abcd')
    await staff.dropPasses({ hash: 'c' })
    await staff.dropPasses({ hash: 'b', moderator: 'ann' })
    assert.equal(await left(), 'abd')
    await staff.dropPasses({ expiredBefore: 1_001 })
    assert.equal(await left(), 'bd')
    await staff.dropPasses({ moderator: 'bob' })
    assert.equal(await left(), '')
  })
}
