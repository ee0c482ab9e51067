import assert from 'node:assert/strict'
import { EMPTY_HEAD, verifyLedger } from '../../rules/chain.js'
import { sha256Text } from '../../system.js'
import type { Guard } from '../../ports/ledger.js'
import { applied, decided, filed, opened, type Stage, wrote } from './stage.js'

export function testChain({ withLedger }: Stage): void {
  withLedger('an empty one ends where the chain begins', async (ledger) => {
    assert.deepEqual(await ledger.head(), EMPTY_HEAD)
    assert.deepEqual(await ledger.events(0, 10), [])
    assert.deepEqual(await ledger.latest(undefined, 10), [])
  })

  withLedger('facts become events, numbered from 1, and are read as they were written', async (ledger) => {
    const facts = [opened('one'), filed('one', 'first')]
    const { events } = await wrote(ledger, facts, { at: 4_102_444_800_000, actor: '@member' })
    assert.deepEqual(
      events.map(({ seq, at, actor, fact }) => ({ seq, at, actor, fact })),
      facts.map((fact, i) => ({ seq: i + 1, at: 4_102_444_800_000, actor: '@member', fact })),
    )
    assert.deepEqual(await ledger.events(0, 10), events)
    assert.deepEqual(await ledger.events(1, 10), events.slice(1))
    assert.deepEqual(await ledger.events(0, 1), events.slice(0, 1))
    assert.deepEqual(await ledger.latest(undefined, 10), events.toReversed())
    assert.deepEqual(await ledger.latest(2, 10), events.slice(0, 1))
    assert.deepEqual(await ledger.latest(undefined, 1), events.slice(1))
    assert.deepEqual(await ledger.head(), { seq: 2, hash: events[1]?.hash })
  })

  withLedger('the chain verifies, and time in it never runs back', async (ledger) => {
    await wrote(ledger, [opened('one')], { at: 2_000 })
    const { events } = await wrote(ledger, [decided('one')], { at: 1_000, actor: 'mod' })
    assert.equal(events[0]?.at, 2_000)
    assert.deepEqual(await verifyLedger(ledger, sha256Text), { ok: true, head: await ledger.head() })
  })

  withLedger('words of every kind come back as they are', async (ledger) => {
    const strange = `_-'"; drop table cases; --% 🪑 \\ é`
    await wrote(ledger, [opened(strange, { subject: strange })], { actor: strange })
    assert.equal((await ledger.case(strange))?.subject, strange)
    assert.equal((await ledger.openCaseOf(strange))?.id, strange)
    assert.equal((await ledger.events(0, 1))[0]?.actor, strange)
    assert.equal((await verifyLedger(ledger, sha256Text)).ok, true)
  })

  withLedger(
    'what one process wrote, another reads at once, and the chain goes on',
    async (ledger, other) => {
      await wrote(ledger, [opened('one')])
      assert.equal((await other.case('one'))?.id, 'one')
      await wrote(other, [decided('one')])
      assert.equal((await ledger.case('one'))?.state, 'decided')
      assert.equal((await verifyLedger(ledger, sha256Text)).ok, true)
    },
  )

  withLedger('many who write at once, from two processes, make one chain', async (ledger, other) => {
    await Promise.all(
      Array.from({ length: 40 }, (_, i) => wrote(i % 2 ? ledger : other, [opened(`case${i}`)])),
    )
    assert.equal((await ledger.head()).seq, 40)
    assert.deepEqual(await verifyLedger(other, sha256Text), { ok: true, head: await ledger.head() })
    assert.equal((await ledger.counts(0)).waiting, 40)
  })

  withLedger('nothing of a change is written if a part of it makes no sense', async (ledger) => {
    await wrote(ledger, [opened('one')])
    const head = await ledger.head()
    const wrong = [
      [decided('two')],
      [opened('one')],
      [filed('two', 'first')],
      [{ type: 'report.added' as const, case: 'one', report: 'first', reason: 'spam' as const, entries: 1 }],
      [{ type: 'action.reversed' as const, case: 'one', action: 'none', why: 'undo' as const }],
      [{ type: 'appeal.filed' as const, case: 'one', action: 'none' }],
      [{ type: 'reporter.weighed' as const, reporter: 'ann', report: 'first', was: 'right' as const }],
    ]
    for (const facts of wrong) {
      await assert.rejects(
        ledger.write({
          ...{ at: 1_000, actor: '@member', facts: [opened('new'), ...facts] },
          keys: [{ drawer: 'new', key: new Uint8Array(4) }],
        }),
      )
    }
    assert.deepEqual(await ledger.head(), head)
    assert.equal(await ledger.case('new'), undefined)
    assert.equal(await ledger.key('new'), undefined)
    await wrote(ledger, [opened('new')])
  })

  withLedger('a change without facts keeps the chain as it is', async (ledger) => {
    assert.deepEqual((await wrote(ledger, [])).events, [])
    assert.deepEqual(await ledger.head(), EMPTY_HEAD)
  })
}

export function testGuards({ withLedger }: Stage): void {
  const conflict = (guard: Guard) => ({ kind: 'conflict', guard })

  withLedger('a decision on an older version is refused, and leaves nothing', async (ledger) => {
    await wrote(ledger, [opened('one')])
    const guard: Guard = { is: 'version', case: 'one', version: 1 }
    await wrote(ledger, [filed('one', 'late')])
    const facts = [decided('one', true), applied('one', 'ban')]
    const refused = await ledger.write({ at: 1_000, actor: 'mod', facts, guards: [guard] })
    assert.deepEqual(refused, conflict(guard))
    assert.equal((await ledger.case('one'))?.state, 'open')
    assert.equal(await ledger.action('ban'), undefined)
    assert.equal((await ledger.head()).seq, 2)
    await wrote(ledger, facts, { guards: [{ ...guard, version: 2 }] })
    assert.equal((await ledger.case('one'))?.version, 4)
  })

  withLedger('a version of a case that is not there is nobody’s', async (ledger) => {
    const guard: Guard = { is: 'version', case: 'none', version: 0 }
    assert.deepEqual(await ledger.write({ at: 1, actor: 'mod', facts: [], guards: [guard] }), conflict(guard))
  })

  withLedger(
    'what comes to an open case needs nobody’s leave, and comes to no decided one',
    async (ledger) => {
      await wrote(ledger, [opened('one')])
      const guard: Guard = { is: 'open', case: 'one' }
      const file = (report: string) =>
        ledger.write({ at: 1, actor: '@member', facts: [filed('one', report)], guards: [guard] })
      assert.equal((await file('first')).kind, 'written')
      assert.equal((await file('second')).kind, 'written')
      await wrote(ledger, [decided('one')])
      assert.deepEqual(await file('late'), conflict(guard))
      const none: Guard = { is: 'open', case: 'none' }
      assert.deepEqual(await ledger.write({ at: 1, actor: 'x', facts: [], guards: [none] }), conflict(none))
    },
  )

  withLedger(
    'a case is free until somebody takes it, for their time, and is only theirs to leave',
    async (ledger) => {
      await wrote(ledger, [opened('one')])
      const free = (who: string, now: number): Guard => ({ is: 'free', case: 'one', who, now })
      const taken = (who: string): Guard => ({ is: 'taken', case: 'one', who })
      const holds = async (guard: Guard) =>
        (await ledger.write({ at: 1, actor: 'mod', facts: [], guards: [guard] })).kind === 'written'
      assert.deepEqual([await holds(free('ann', 1)), await holds(taken('ann'))], [true, false])
      await wrote(ledger, [{ type: 'case.taken', case: 'one', until: 5_000 }], { actor: 'ann' })
      assert.deepEqual([await holds(free('ann', 1)), await holds(free('bob', 4_999))], [true, false])
      assert.deepEqual([await holds(taken('ann')), await holds(taken('bob'))], [true, false])
      assert.equal(await holds(free('bob', 5_000)), true)
      await wrote(ledger, [{ type: 'case.left', case: 'one', for: 'senior' }], { actor: 'ann' })
      assert.equal((await ledger.case('one'))?.wants, 'senior')
      assert.equal(await holds(free('bob', 1)), true)
      await wrote(ledger, [decided('one')])
      assert.deepEqual([await holds(free('ann', 9_000)), await holds(taken('ann'))], [false, false])
    },
  )

  withLedger(
    'a decision rests on what was seen: more of the same stops no action, a graver reason does',
    async (ledger) => {
      await wrote(ledger, [opened('one', { reason: 'spam' }), filed('one', 'first', { reason: 'spam' })])
      await wrote(ledger, [{ type: 'case.taken', case: 'one', until: 5_000 }], { actor: 'ann' })
      const { version } = (await ledger.case('one')) ?? assert.fail()
      const holds = async (acts: boolean, who = 'ann', seen = version) => {
        const guard: Guard = { is: 'deciding', case: 'one', who, version: seen, acts }
        return (await ledger.write({ at: 1, actor: who, facts: [], guards: [guard] })).kind === 'written'
      }
      assert.deepEqual([await holds(true), await holds(false), await holds(true, 'bob')], [true, true, false])
      assert.equal(await holds(true, 'ann', version - 1), false)
      await wrote(ledger, [
        { type: 'evidence.opened', case: 'one' },
        { type: 'hold.placed', case: 'one', until: 9_000 },
        { type: 'report.added', case: 'one', report: 'first', reason: 'spam', entries: 9 },
      ])
      assert.deepEqual([await holds(true), await holds(false)], [true, true])
      await wrote(ledger, [filed('one', 'second', { reason: 'spam' })])
      assert.deepEqual([await holds(true), await holds(false)], [true, false])
      await wrote(ledger, [
        { type: 'report.added', case: 'one', report: 'first', reason: 'underage', entries: 9 },
      ])
      assert.deepEqual([await holds(true), await holds(false)], [false, false])
    },
  )

  withLedger('many facts at once are one change', async (ledger) => {
    const many = Array.from({ length: 1_200 }, (_, i) => filed('one', `report${i}`))
    await wrote(ledger, [opened('one'), ...many])
    assert.equal((await ledger.case('one'))?.reports, 1_200)
    assert.equal((await ledger.head()).seq, 1_201)
  })

  withLedger('one open case a person: a decided one and practice are not in the way', async (ledger) => {
    const guard: Guard = { is: 'no_open_case', subject: 'bob' }
    const open = (id: string) =>
      ledger.write({ at: 1, actor: '@member', facts: [opened(id, { subject: 'bob' })], guards: [guard] })
    await wrote(ledger, [opened('practice', { subject: 'bob', practice: true })])
    assert.equal((await open('one')).kind, 'written')
    assert.deepEqual(await open('two'), conflict(guard))
    await wrote(ledger, [decided('one')])
    assert.equal((await open('two')).kind, 'written')
    assert.equal((await ledger.openCaseOf('bob'))?.id, 'two')
  })

  withLedger('one report of a chat by each member, whatever the guards say', async (ledger) => {
    await wrote(ledger, [opened('one'), filed('one', 'first', { chat: 'tea', by: 0 })])
    const guards = [0, 1].map((by): Guard => ({ is: 'no_report', chat: 'tea', by }))
    for (const guard of guards) {
      const facts = [filed('one', 'second', { chat: 'tea', by: guard.is === 'no_report' ? guard.by : 0 })]
      const answer = await ledger.write({ at: 1, actor: '@member', facts, guards: [guard] })
      assert.deepEqual(
        answer.kind === 'conflict' ? answer : undefined,
        guard === guards[0] ? conflict(guard) : undefined,
      )
    }
    await assert.rejects(
      ledger.write({ at: 1, actor: '@member', facts: [filed('one', 'third', { chat: 'tea', by: 1 })] }),
    )
    assert.equal((await ledger.case('one'))?.reports, 2)
  })

  withLedger('one appeal an action', async (ledger) => {
    await wrote(ledger, [opened('one'), applied('one', 'ban')])
    const guard: Guard = { is: 'no_appeal', action: 'ban' }
    const appeal = () =>
      ledger.write({
        ...{ at: 1, actor: '@member', guards: [guard] },
        facts: [{ type: 'appeal.filed', case: 'one', action: 'ban' }],
      })
    assert.equal((await appeal()).kind, 'written')
    assert.deepEqual(await appeal(), conflict(guard))
    await wrote(ledger, [{ type: 'appeal.decided', case: 'one', action: 'ban', overturned: false }])
    assert.deepEqual(await appeal(), conflict(guard))
  })

  withLedger('of two who open a case at once, or decide it, one does', async (ledger, other) => {
    const race = async (facts: Parameters<typeof wrote>[1], guard: Guard) => {
      const answers = await Promise.all(
        [ledger, other, ledger, other].map((each, i) =>
          each.write({ at: 1, actor: `mod${i}`, facts, guards: [guard] }),
        ),
      )
      assert.deepEqual(answers.map(({ kind }) => kind).toSorted(), [
        ...['conflict', 'conflict', 'conflict', 'written'],
      ])
    }
    await race([opened('one', { subject: 'bob' })], { is: 'no_open_case', subject: 'bob' })
    await race([decided('one')], { is: 'version', case: 'one', version: 1 })
    assert.equal((await ledger.head()).seq, 2)
  })
}
