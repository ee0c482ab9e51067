import type { ActionKind, Policy, Reason } from '@stranger-chat/core/api'
import type { LedgerEvent } from './facts.js'

/** What happened in a period, in numbers: nothing in it is about anybody. Times in ms. */
export interface Tally {
  readonly reports: Readonly<Partial<Record<Reason, number>>>
  readonly notices: number
  /** Cases decided, with and without an action, and how long each had waited. */
  readonly acted: number
  readonly dismissed: number
  readonly waits: readonly number[]
  readonly actions: readonly ActionCount[]
  readonly appeals: {
    readonly filed: number
    readonly upheld: number
    readonly overturned: number
    readonly waits: readonly number[]
  }
  readonly evidence: { readonly opened: number; readonly certified: number; readonly shredded: number }
}
export interface ActionCount {
  readonly kind: ActionKind
  /** The first rule it rests on; `none` if no rule was named. */
  readonly policy: Policy | 'none'
  readonly ground: 'terms' | 'legal'
  readonly automated: boolean
  readonly count: number
}

/**
 * Counts what happened from `from` up to, but not including, `to`. What was taken back within moments was never meant and
 * isn't counted; what an appeal overturned is counted in both places.
 * @param events the whole ledger up to `to` at least, in order
 */
export function tallyOf(events: Iterable<LedgerEvent>, from: number, to: number): Tally {
  const reports: Partial<Record<Reason, number>> = {}
  const opened = new Map<string, number>()
  const filed = new Map<string, number>()
  const decisions = new Map<string, { readonly acted: boolean; readonly wait: number }>()
  const actions = new Map<string, Omit<ActionCount, 'count'>>()
  const waits: number[] = []
  const count = { notices: 0, filed: 0, upheld: 0, overturned: 0, opened: 0, certified: 0, shredded: 0 }
  const practice = new Set<string>()
  for (const { at, fact } of events) {
    if (at >= to) break
    const isIn = at >= from
    const one = isIn ? 1 : 0
    if ('case' in fact && practice.has(fact.case)) continue
    switch (fact.type) {
      case 'case.opened':
        if (fact.practice === true) practice.add(fact.case)
        else opened.set(fact.case, at)
        break
      case 'report.filed':
        reports[fact.reason] = (reports[fact.reason] ?? 0) + one
        break
      case 'notice.filed':
        count.notices += one
        break
      case 'case.decided':
        if (isIn) decisions.set(fact.case, { acted: fact.acted, wait: at - (opened.get(fact.case) ?? at) })
        break
      case 'case.undone':
        decisions.delete(fact.case)
        break
      case 'action.applied': {
        const { action, kind, policies, ground, automated } = fact
        if (isIn) actions.set(action, { kind, policy: policies[0] ?? 'none', ground, automated })
        break
      }
      case 'action.reversed':
        if (fact.why === 'undo') actions.delete(fact.action)
        break
      case 'appeal.filed':
        filed.set(fact.action, at)
        count.filed += one
        break
      case 'appeal.decided':
        count[fact.overturned ? 'overturned' : 'upheld'] += one
        if (isIn) waits.push(at - (filed.get(fact.action) ?? at))
        break
      case 'evidence.opened':
        count.opened += one
        break
      case 'evidence.certified':
        count.certified += one
        break
      case 'evidence.shredded':
        count.shredded += one
        break
      default:
    }
  }
  const outcomes = [...decisions.values()]
  const acted = outcomes.filter((outcome) => outcome.acted).length
  const { notices, filed: asked, upheld, overturned } = count
  return {
    reports,
    notices,
    acted,
    dismissed: outcomes.length - acted,
    waits: outcomes.map(({ wait }) => wait),
    actions: grouped([...actions.values()]),
    appeals: { filed: asked, upheld, overturned, waits },
    evidence: { opened: count.opened, certified: count.certified, shredded: count.shredded },
  }
}

function grouped(all: readonly Omit<ActionCount, 'count'>[]): readonly ActionCount[] {
  const groups = new Map<string, ActionCount>()
  for (const one of all) {
    const key = `${one.kind} ${one.policy} ${one.ground} ${one.automated}`
    groups.set(key, { ...one, count: (groups.get(key)?.count ?? 0) + 1 })
  }
  return [...groups.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group)
}

/** The middle one; of an even number the lower of the two. `undefined` of nothing. */
export function medianOf(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)]
}
