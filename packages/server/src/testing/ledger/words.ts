import assert from 'node:assert/strict'
import type { Ledger, Sealed } from '../../ports/ledger.js'
import { applied, decided, filed, ids, opened, type Stage, wrote } from './stage.js'

const bytes = (...values: readonly number[]) => Uint8Array.from(values)
const key = (id: string, first: number) => ({ drawer: id, key: bytes(first, 2, 3, 0) })
const words = (id: string, of: string, at: number, blob: Uint8Array): Sealed => ({
  ...{ id, drawer: of, what: 'note', of: 'report', at, blob },
})
const drawersOf = (due: readonly { readonly drawer: string }[]) => due.map(({ drawer }) => drawer)
const mark = (id: string, what: string) => ({ case: id, mark: what })

export function testWords({ withLedger }: Stage): void {
  withLedger('lie beside the case they belong to, oldest first, with its key', async (ledger) => {
    assert.deepEqual(await ledger.sealed('one'), { items: [] })
    const [late, early] = [words('late', 'one', 2_000, bytes()), words('early', 'one', 1_000, bytes(0, 255))]
    await wrote(ledger, [opened('one'), opened('two')], {
      ...{ keys: [key('one', 1), key('two', 9)], sealed: [late, early, words('else', 'two', 1, bytes(7))] },
    })
    assert.deepEqual(await ledger.sealed('one'), { key: bytes(1, 2, 3, 0), items: [early, late] })
    assert.deepEqual(await ledger.sealed('one', ['report', 'none']), await ledger.sealed('one'))
    assert.deepEqual(await ledger.sealed('one', ['none']), { key: bytes(1, 2, 3, 0), items: [] })
    assert.deepEqual(await ledger.sealed('one', []), { key: bytes(1, 2, 3, 0), items: [] })
    assert.deepEqual(await ledger.key('two'), bytes(9, 2, 3, 0))
    const more = words('more', 'one', 3_000, new Uint8Array(300_000).fill(5))
    await wrote(ledger, [{ type: 'evidence.opened', case: 'one' }], { sealed: [more] })
    assert.deepEqual((await ledger.sealed('one')).items, [early, late, more])
  })

  withLedger('need a key, and a key in use is never replaced', async (ledger) => {
    await wrote(ledger, [opened('one')])
    await assert.rejects(wrote(ledger, [], { sealed: [words('note', 'one', 1, bytes(1))] }))
    await wrote(ledger, [], { keys: [key('one', 1)] })
    await assert.rejects(wrote(ledger, [], { keys: [key('one', 2)] }))
    assert.deepEqual(await ledger.sealed('one'), { key: bytes(1, 2, 3, 0), items: [] })
  })

  withLedger('are gone with their key once they were shredded; those of others stay', async (ledger) => {
    await wrote(ledger, [opened('one'), opened('two')], {
      keys: [key('one', 1), key('two', 2)],
      sealed: [words('note', 'one', 1, bytes(1, 2)), words('else', 'two', 1, bytes(3))],
    })
    await wrote(ledger, [{ type: 'evidence.shredded', case: 'one' }], { shred: ['one', 'unknown'] })
    assert.deepEqual(await ledger.sealed('one'), { items: [] })
    assert.equal(await ledger.key('one'), undefined)
    assert.equal((await ledger.sealed('two')).items.length, 1)
    await assert.rejects(wrote(ledger, [], { sealed: [words('late', 'one', 1, bytes(1))] }))
    // Somebody appeals later: new words, under a new key, and nothing of the old ones.
    await wrote(ledger, [], { keys: [key('one', 8)], sealed: [words('late', 'one', 1, bytes(4))] })
    assert.deepEqual(await ledger.sealed('one'), {
      ...{ key: bytes(8, 2, 3, 0), items: [words('late', 'one', 1, bytes(4))] },
    })
  })

  withLedger('stay where they are if the change that shreds them is refused', async (ledger) => {
    await wrote(ledger, [opened('one')], { keys: [key('one', 1)] })
    const shredding = {
      ...{ at: 1, actor: '@machine', facts: [{ type: 'evidence.shredded', case: 'one' } as const] },
      shred: ['one'],
    }
    const guards = [{ is: 'version', case: 'one', version: 7 } as const]
    assert.equal((await ledger.write({ ...shredding, guards })).kind, 'conflict')
    assert.deepEqual(await ledger.key('one'), bytes(1, 2, 3, 0))
  })

  withLedger(
    'are due when their case was decided long ago, nobody holds it and no appeal waits',
    async (ledger) => {
      const due = async (decidedBefore: number, now = 50_000, limit = 10) =>
        drawersOf(
          await ledger.shreddable({ decidedBefore, now, appealableSince: 0, practiceBefore: 0, limit }),
        )
      const all = ['open', 'late', 'early', 'held', 'appealed']
      for (const id of all) await wrote(ledger, [opened(id)], { keys: [key(id, 1)] })
      await wrote(ledger, [opened('bare'), decided('bare')])
      await wrote(ledger, [decided('early')], { at: 10_000 })
      await wrote(ledger, [decided('held'), { type: 'hold.placed', case: 'held', until: 60_000 }], {
        at: 11_000,
      })
      await wrote(ledger, [decided('appealed'), applied('appealed', 'ban')], { at: 12_000 })
      await wrote(ledger, [{ type: 'appeal.filed', case: 'appealed', action: 'ban' }], { at: 12_000 })
      await wrote(ledger, [decided('late')], { at: 20_000 })
      assert.deepEqual(await due(10_000), [])
      assert.deepEqual(await due(20_000), ['early'])
      assert.deepEqual(await due(20_001), ['early', 'late'])
      assert.deepEqual(await due(20_001, 50_000, 1), ['early'])
      assert.deepEqual(await due(20_001, 60_000), ['early', 'held', 'late'])
      await wrote(ledger, [{ type: 'hold.released', case: 'held' }], { at: 21_000 })
      await wrote(ledger, [{ type: 'appeal.decided', case: 'appealed', action: 'ban', overturned: false }], {
        ...{ at: 22_000, shred: ['early'] },
      })
      assert.deepEqual(await due(30_000), ['held', 'appealed', 'late'])
      await wrote(ledger, [{ type: 'case.undone', case: 'late' }])
      assert.deepEqual(await due(30_000), ['held', 'appealed'])
    },
  )

  withLedger('stay while what was decided on them holds and can still be appealed', async (ledger) => {
    const due = async (now: number, appealableSince: number) =>
      drawersOf(
        await ledger.shreddable({
          decidedBefore: 20_000,
          now,
          appealableSince,
          practiceBefore: 0,
          limit: 10,
        }),
      )
    for (const [id, until] of [
      ['long', 90_000],
      ['short', 30_000],
      ['final', 90_000],
      ['good', undefined],
    ] as const) {
      await wrote(ledger, [opened(id)], { keys: [key(id, 1)] })
      await wrote(ledger, [decided(id), applied(id, `ban-${id}`, until === undefined ? {} : { until })], {
        at: 10_000,
      })
    }
    await wrote(ledger, [{ type: 'appeal.filed', case: 'final', action: 'ban-final' }], { at: 10_000 })
    assert.deepEqual(await due(29_999, 10_000), [])
    assert.deepEqual(await due(30_000, 10_000), ['short'])
    await wrote(ledger, [{ type: 'appeal.decided', case: 'final', action: 'ban-final', overturned: false }])
    assert.deepEqual(await due(30_000, 10_000), ['final', 'short'])
    await wrote(ledger, [{ type: 'action.reversed', case: 'good', action: 'ban-good', why: 'appeal' }])
    assert.deepEqual(await due(30_000, 10_000), ['final', 'good', 'short'])
    assert.deepEqual(await due(30_000, 10_001), ['final', 'good', 'long', 'short'])
  })

  withLedger('of a report in a drawer of its own are due with its case', async (ledger) => {
    const ask = { decidedBefore: 20_000, now: 50_000, appealableSince: 0, practiceBefore: 0, limit: 10 }
    await wrote(ledger, [opened('one'), filed('one', 'first')], { keys: [key('one', 1), key('first', 2)] })
    assert.deepEqual(await ledger.shreddable(ask), [])
    await wrote(ledger, [decided('one')], { at: 10_000 })
    assert.deepEqual(await ledger.shreddable(ask), [
      { case: 'one', drawer: 'first' },
      { case: 'one', drawer: 'one' },
    ])
    await wrote(ledger, [], { shred: ['one'] })
    assert.deepEqual(await ledger.shreddable(ask), [{ case: 'one', drawer: 'first' }])
  })

  withLedger('that are pictures are counted by case and report, wherever they lie', async (ledger) => {
    const picture = (id: string, of: string, drawer: string, size: number): Sealed => ({
      ...words(id, drawer, 1_000, new Uint8Array(size)),
      ...{ what: 'picture', of },
    })
    assert.deepEqual(await ledger.pictures('one'), [])
    await wrote(
      ledger,
      [opened('one'), filed('one', 'first'), filed('one', 'second'), opened('two'), filed('two', 'third')],
      {
        keys: [key('one', 1), key('second', 2), key('two', 3)],
        sealed: [
          ...[
            picture('a', 'first', 'one', 10),
            picture('b', 'first', 'one', 70_000),
            picture('c', 'second', 'second', 0),
          ],
          ...[words('note', 'one', 1, bytes(1)), picture('else', 'third', 'two', 5)],
        ],
      },
    )
    assert.deepEqual(await ledger.pictures('one'), [
      { id: 'a', of: 'first', bytes: 10 },
      { id: 'b', of: 'first', bytes: 70_000 },
      { id: 'c', of: 'second', bytes: 0 },
    ])
    await wrote(ledger, [{ type: 'evidence.shredded', case: 'one' }], { shred: ['one'] })
    assert.deepEqual(await ledger.pictures('one'), [{ id: 'c', of: 'second', bytes: 0 }])
  })

  withLedger('are put where a drawer is as it was found', async (ledger) => {
    const holds = async (drawer: string, live: boolean) => {
      const guards = [{ is: 'drawer', drawer, live } as const]
      return (await ledger.write({ at: 1, actor: 'mod', facts: [], guards })).kind === 'written'
    }
    assert.deepEqual([await holds('one', true), await holds('one', false)], [false, true])
    await wrote(ledger, [opened('one')], { keys: [key('one', 1)] })
    assert.deepEqual([await holds('one', true), await holds('one', false)], [true, false])
    assert.deepEqual(await ledger.keysOf(['two', 'one', 'none']), [key('one', 1)])
    await wrote(ledger, [], { shred: ['one'] })
    assert.deepEqual([await holds('one', true), await holds('one', false)], [false, true])
    assert.deepEqual([await ledger.keysOf(['one']), await ledger.keysOf([])], [[], []])
  })

  withLedger('of practice are due by its age, decided or not', async (ledger) => {
    const due = async (practiceBefore: number) =>
      drawersOf(
        await ledger.shreddable({
          decidedBefore: 0,
          now: 9_000,
          appealableSince: 0,
          practiceBefore,
          limit: 10,
        }),
      )
    for (const id of ['one', 'real'])
      await wrote(ledger, [opened(id, { practice: id === 'one' })], { keys: [key(id, 1)] })
    assert.deepEqual(await due(1_000), [])
    assert.deepEqual(await due(1_001), ['one'])
  })

  withLedger(
    'of a statement are due by themselves, unless an appeal waits or the law holds its case',
    async (ledger) => {
      const due = (before: number, now = 50_000, limit = 10) => ledger.staleStatements(before, now, limit)
      for (const id of ['two', 'one', 'held', 'waits', 'bare']) {
        await wrote(ledger, [opened(id), decided(id)], { keys: [key(id, 1)] })
        const keys = id === 'bare' ? [] : [key(`ban-${id}`, 2)]
        await wrote(ledger, [applied(id, `ban-${id}`)], { at: 10_000, keys })
      }
      await wrote(ledger, [{ type: 'appeal.filed', case: 'waits', action: 'ban-waits' }])
      await wrote(ledger, [{ type: 'hold.placed', case: 'held', until: 60_000 }])
      const statement = (id: string) => ({ action: `ban-${id}`, case: id })
      const [one, two, held] = [statement('one'), statement('two'), statement('held')]
      assert.deepEqual(await due(10_000), [])
      assert.deepEqual(await due(10_001), [one, two])
      assert.deepEqual(await due(10_001, 50_000, 1), [one])
      assert.deepEqual(await due(10_001, 60_000), [held, one, two])
      await wrote(ledger, [{ type: 'statement.shredded', ...one }], { shred: ['ban-one'] })
      assert.deepEqual(await due(10_001), [two])
      assert.deepEqual(await ledger.key('one'), bytes(1, 2, 3, 0))
    },
  )

  withLedger('keep their key in another wrapping, where the old one is still there', async (ledger) => {
    await wrote(
      ledger,
      ['one', 'two', 'six', 'gone'].map((id) => opened(id)),
      {
        keys: [key('two', 2), key('one', 1), key('six', 6), key('gone', 3)],
      },
    )
    await wrote(ledger, [], { shred: ['gone'] })
    const all = [key('one', 1), key('six', 6), key('two', 2)]
    assert.deepEqual(await ledger.wrapped('', 10), all)
    assert.deepEqual(await ledger.wrapped('', 2), all.slice(0, 2))
    assert.deepEqual(await ledger.wrapped('six', 2), all.slice(2))
    const { key: other } = key('', 9)
    await ledger.rewrap([
      { drawer: 'one', from: key('', 1).key, to: other },
      { drawer: 'two', from: key('', 7).key, to: other },
      { drawer: 'gone', from: bytes(0, 0, 0, 0), to: other },
      { drawer: 'none', from: key('', 1).key, to: other },
    ])
    assert.deepEqual(await ledger.wrapped('', 10), [key('one', 9), key('six', 6), key('two', 2)])
    assert.equal(await ledger.key('gone'), undefined)
  })
}

export function testMarks({ withLedger }: Stage): void {
  const open = (ledger: Ledger, id: string, at: number, marks: readonly string[]) =>
    wrote(ledger, [opened(id)], { at, marks: marks.map((what) => mark(id, what)) })

  withLedger('tell which cases come from the same place, newest first', async (ledger) => {
    await open(ledger, 'one', 1_000, ['a', 'b'])
    await open(ledger, 'two', 2_000, ['b', 'a'])
    await open(ledger, 'six', 3_000, ['a'])
    await open(ledger, 'far', 4_000, ['c'])
    await open(ledger, 'bare', 5_000, [])
    assert.deepEqual(ids(await ledger.similar('one', 10)), ['six', 'two'])
    assert.deepEqual(ids(await ledger.similar('one', 1)), ['six'])
    assert.deepEqual(ids(await ledger.similar('six', 10)), ['two', 'one'])
    assert.deepEqual(await ledger.similar('far', 10), [])
    assert.deepEqual(await ledger.similar('bare', 10), [])
    assert.deepEqual(await ledger.similar('none', 10), [])
  })

  withLedger('are forgotten in time; one that was seen again is as old as the last time', async (ledger) => {
    await open(ledger, 'one', 1_000, ['a', 'b'])
    await open(ledger, 'two', 2_000, ['a'])
    await open(ledger, 'six', 3_000, ['b'])
    await wrote(ledger, [], { at: 3_000, marks: [mark('one', 'b')] })
    await ledger.forgetMarks(2_000)
    assert.deepEqual(ids(await ledger.similar('one', 10)), ['six'])
    await ledger.forgetMarks(3_001)
    assert.deepEqual(await ledger.similar('one', 10), [])
  })
}
