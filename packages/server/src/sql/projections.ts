import { LASTING, type Reason } from '@stranger-chat/core/api'
import type { Transaction, Updateable } from 'kysely'
import { CHANGE_NOTHING, type Fact, type LedgerEvent } from '../rules/facts.js'
import { type Belief, believe, graver, NO_BELIEF, priorityOf } from '../rules/priority.js'
import type { CasesTable, Tables } from './tables.js'

/**
 * What each fact changes in the rows: one function a fact, given nothing but the event and the rows before it, so that rows
 * made anew are the same rows. It resolves to what changes in the row of its case.
 */
type Projection<F extends Fact> = (step: Step, fact: F, event: LedgerEvent) => Promise<CaseChange>
type Step = Transaction<Tables>
type CaseChange = Omit<Updateable<CasesTable>, 'id' | 'version'>

/** Brings the rows up to date with one event. Rejects if it speaks of a case, report or action that isn't there. */
export async function project(step: Step, event: LedgerEvent): Promise<void> {
  const { fact } = event
  const change = await (PROJECTIONS[fact.type] as Projection<Fact>)(step, fact, event)
  if (!('case' in fact)) return
  const { numUpdatedRows } = await step
    .updateTable('cases')
    .set({ ...change, ...(CHANGE_NOTHING.has(fact.type) ? { id: fact.case } : { version: event.seq }) })
    .where('id', '=', fact.case)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new Error(`There is no case ${fact.case} for ${fact.type}.`)
}

const nothing = (): Promise<CaseChange> => Promise.resolve({})
const only = (change: CaseChange): Promise<CaseChange> => Promise.resolve(change)
const FREE = { taken_by: null, taken_until: null } as const
/** What a decision rests on is another now. */
const decisive = ({ seq }: LedgerEvent) => ({ decisive: seq })

const PROJECTIONS: { readonly [T in Fact['type']]: Projection<Extract<Fact, { readonly type: T }>> } = {
  async 'case.opened'(step, fact, { seq, at }) {
    await step
      .insertInto('cases')
      .values({
        id: fact.case,
        version: seq,
        subject: fact.subject,
        state: 'open',
        ...standing(fact.reason, NO_BELIEF),
        reports: 0,
        opened_at: at,
        decisive: seq,
        practice: fact.practice ? 1 : 0,
      })
      .execute()
    return {}
  },

  async 'report.filed'(step, fact, { seq, at }) {
    const before = await caseBefore(step, fact.case)
    const { reason, chat, reporter, weight, entries } = fact
    await step
      .insertInto('reports')
      .values({
        ...{ id: fact.report, case_id: fact.case, kind: 'report', reason, chat, reporter },
        ...{ by_seat: fact.by, of_seat: fact.of, weight, entries, at, seq, added: 0 },
      })
      .execute()
    const reasonNow = graver(before.reason, reason)
    return {
      ...standing(reasonNow, believe(before.belief, weight)),
      ...(reasonNow !== before.reason && { decisive: seq }),
      reports: before.reports + 1,
    }
  },

  async 'report.added'(step, fact, event) {
    const before = await caseBefore(step, fact.case)
    const report = await step
      .selectFrom('reports')
      .select(['reason', 'entries', 'added'])
      .where('id', '=', fact.report)
      .executeTakeFirstOrThrow()
    await step
      .updateTable('reports')
      .set({
        reason: graver(report.reason as Reason, fact.reason),
        entries: Math.max(report.entries, fact.entries),
        added: report.added + 1,
      })
      .where('id', '=', fact.report)
      .execute()
    const reason = graver(before.reason, fact.reason)
    return { ...standing(reason, before.belief), ...(reason !== before.reason && decisive(event)) }
  },

  async 'notice.filed'(step, fact, { seq, at }) {
    const { reports } = await caseBefore(step, fact.case)
    await step
      .insertInto('reports')
      .values({
        ...{ id: fact.report, case_id: fact.case, kind: 'notice', reason: 'illegal', reporter: '' },
        ...{ by_seat: -1, of_seat: -1, weight: 0, entries: 0, at, seq, added: 0 },
      })
      .execute()
    return { reports: reports + 1 }
  },

  'case.taken': (_, { until }, event) =>
    only({ taken_by: event.actor, taken_until: until, ...decisive(event) }),
  'case.left': (_, { for: wants }, event) =>
    only({ ...FREE, ...(wants !== undefined && { wants }), ...decisive(event) }),
  'evidence.opened': nothing,
  'evidence.shredded': nothing,
  'statement.shredded': nothing,
  'evidence.certified': nothing,
  'picture.opened': nothing,
  'hold.placed': (_, { until }) => only({ held_until: until }),
  'hold.released': () => only({ held_until: null }),
  'case.decided': (_, { acted }, event) =>
    only({
      ...{ ...FREE, state: 'decided', decided_at: event.at, decided_by: event.actor },
      ...{ acted: acted ? 1 : 0, wants: null, ...decisive(event) },
    }),
  'case.undone': (_, __, event) =>
    only({
      ...{ ...FREE, state: 'open', decided_at: null, decided_by: null, acted: null },
      ...decisive(event),
    }),

  async 'action.applied'(step, fact, { seq, at, actor }) {
    const { kind, ground, until } = fact
    // What names an end holds until then. Without one, what lasts is for good, and what is done at once holds for nothing.
    const holds = until ?? (LASTING[kind] === undefined ? 0 : Number.MAX_SAFE_INTEGER)
    await step
      .insertInto('actions')
      .values({
        ...{ id: fact.action, case_id: fact.case, subject: fact.subject, kind, ground, actor, at, seq },
        policies: JSON.stringify(fact.policies),
        automated: fact.automated ? 1 : 0,
        until: until ?? null,
        holds_until: holds,
        appeal: 'none',
      })
      .execute()
    return {}
  },

  async 'action.reversed'(step, fact, { at }) {
    await changeAction(step, fact.action, { reversed_at: at, holds_until: 0 })
    return {}
  },

  async 'appeal.filed'(step, fact, { at }) {
    await changeAction(step, fact.action, { appeal: 'filed', appealed_at: at })
    return {}
  },

  async 'appeal.decided'(step, fact) {
    await changeAction(step, fact.action, { appeal: fact.overturned ? 'overturned' : 'upheld' })
    return {}
  },

  async 'reporter.weighed'(step, { report, reporter, was }) {
    // A report turned out one way or the other: weighing it again replaces what was said before.
    const { numUpdatedRows } = await step
      .updateTable('reports')
      .set({ was: was === 'undone' ? null : was })
      .where('id', '=', report)
      .where('reporter', '=', reporter)
      .executeTakeFirst()
    if (numUpdatedRows !== 1n) throw new Error(`There is no report ${report} of this reporter.`)
    return {}
  },

  'moderator.invited': nothing,
  'moderator.joined': nothing,
  'moderator.changed': nothing,
  'moderator.removed': nothing,
  'passkey.added': nothing,
  'passkey.removed': nothing,
  'signin.done': nothing,
}

/** Where a case stands by its reason and by what its reporters are believed. */
const standing = (reason: Reason, belief: Belief) => ({
  reason,
  doubt: belief.doubt,
  stranger: belief.stranger,
  rank: 100 - priorityOf(reason, belief),
})

async function caseBefore(step: Step, id: string) {
  const { reason, doubt, stranger, reports } = await step
    .selectFrom('cases')
    .select(['reason', 'doubt', 'stranger', 'reports'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return { reason: reason as Reason, belief: { doubt, stranger }, reports }
}

async function changeAction(step: Step, id: string, change: Updateable<Tables['actions']>): Promise<void> {
  const { numUpdatedRows } = await step
    .updateTable('actions')
    .set(change)
    .where('id', '=', id)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new Error(`There is no action ${id}.`)
}
