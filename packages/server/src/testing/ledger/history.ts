import assert from 'node:assert/strict'
import { ACTIONS, type ActionKind, REASONS, type Reason } from '@stranger-chat/core/api'
import type { Ledger } from '../../ports/ledger.js'
import { verifyLedger } from '../../rules/chain.js'
import type { Fact } from '../../rules/facts.js'
import { sha256Text } from '../../system.js'
import { applied, decided, filed, opened, pages } from './stage.js'

/** What can happen to a case, one after the other; which case, and how, is up to numbers. */
export const EVENTS_OF_CASES = [
  ...['open', 'practise', 'report', 'add', 'notice', 'take', 'leave', 'look', 'hold', 'release'],
  ...['decide', 'act', 'undo', 'reverse', 'appeal', 'judge', 'weigh', 'unweigh'],
] as const
export interface Happening {
  readonly what: string
  readonly who: number
  readonly how: number
}

const pick = <T>(list: readonly T[], number: number): T | undefined => list[number % list.length]

/** Facts for what happens, as long as there is something it can happen to. */
class Story {
  readonly #cases: string[] = []
  readonly #reports: { readonly report: string; readonly of: string; readonly reporter: string }[] = []
  readonly #actions: { readonly action: string; readonly of: string }[] = []
  #count = 0

  facts({ what, who, how }: Happening): readonly Fact[] {
    const reason = pick(REASONS, how) as Reason
    if (what === 'open' || what === 'practise') {
      const id = `case${this.#count++}`
      this.#cases.push(id)
      return [opened(id, { subject: `person${who % 5}`, reason, practice: what === 'practise' })]
    }
    const id = pick(this.#cases, who)
    const report = pick(this.#reports, who)
    const action = pick(this.#actions, who)
    if (id === undefined) return []
    switch (what) {
      case 'report': {
        const made = { report: `report${this.#count++}`, of: id, reporter: `reporter${how % 4}` }
        this.#reports.push(made)
        return [
          filed(id, made.report, { reason, reporter: made.reporter, weight: how % 101, entries: how % 9 }),
        ]
      }
      case 'notice':
        return [{ type: 'notice.filed', case: id, report: `notice${this.#count++}` }]
      case 'take':
        return [{ type: 'case.taken', case: id, until: how }]
      case 'leave':
        return [{ type: 'case.left', case: id }]
      case 'look':
        return [{ type: 'evidence.opened', case: id }]
      case 'hold':
        return [{ type: 'hold.placed', case: id, until: how }]
      case 'release':
        return [{ type: 'hold.released', case: id }]
      case 'decide':
        return [decided(id, how % 2 === 0)]
      case 'undo':
        return [{ type: 'case.undone', case: id }]
      case 'act': {
        const made = { action: `action${this.#count++}`, of: id }
        this.#actions.push(made)
        const kind = pick(ACTIONS, how) as ActionKind
        const until = how % 3 === 0 ? undefined : how
        return [applied(id, made.action, { subject: `person${how % 5}`, kind, until })]
      }
    }
    if (report !== undefined) {
      const { reporter } = report
      if (what === 'add')
        return [{ type: 'report.added', case: report.of, report: report.report, reason, entries: 1 }]
      if (what === 'weigh')
        return [
          { type: 'reporter.weighed', reporter, report: report.report, was: how % 2 ? 'right' : 'wrong' },
        ]
      if (what === 'unweigh')
        return [{ type: 'reporter.weighed', reporter, report: report.report, was: 'undone' }]
    }
    if (action !== undefined) {
      const about = { case: action.of, action: action.action }
      if (what === 'reverse') return [{ type: 'action.reversed', ...about, why: 'undo' }]
      if (what === 'appeal') return [{ type: 'appeal.filed', ...about }]
      if (what === 'judge') return [{ type: 'appeal.decided', ...about, overturned: how % 2 === 0 }]
    }
    return []
  }
}

/** Everything that can be asked of the rows. */
async function rows(ledger: Ledger) {
  const known: string[] = []
  const cases = []
  const actions = []
  for (const { fact } of await ledger.events(0, Number.MAX_SAFE_INTEGER)) {
    if (fact.type === 'case.opened') known.push(fact.case)
    if (fact.type === 'action.applied') actions.push(await ledger.action(fact.action))
  }
  for (const id of known) cases.push([await ledger.case(id), await ledger.reports(id, 100)])
  const queues = []
  for (const state of ['open', 'decided'] as const)
    queues.push(
      await pages((after) => ledger.queue({ state, limit: 3, ...(after !== undefined && { after }) })),
    )
  const people = []
  for (let i = 0; i < 5; i++) {
    const person = `person${i}`
    people.push([
      ...[await ledger.actionsOn(person, 100), await ledger.sanctions(person, 50)],
      ...[await ledger.openCaseOf(person), await ledger.reporter(`reporter${i}`)],
    ])
  }
  return {
    cases,
    actions,
    queues,
    people,
    counts: await ledger.counts(0),
    appeals: await ledger.appeals(undefined, 100),
  }
}

/**
 * Writes a history, and holds what the rows then say against what they say made anew from the events alone. The chain verifies.
 */
export async function playHistory(ledger: Ledger, history: readonly Happening[]): Promise<void> {
  const story = new Story()
  let at = 1_000
  for (const happening of history) {
    const facts = story.facts(happening)
    if (facts.length > 0) await ledger.write({ at: (at += happening.how % 3), actor: 'mod', facts })
  }
  const before = await rows(ledger)
  const head = await ledger.head()
  await ledger.rebuild()
  assert.deepEqual(await rows(ledger), before)
  assert.deepEqual(await verifyLedger(ledger, sha256Text), { ok: true, head })
}
