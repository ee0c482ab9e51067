import type { ActionRecord, Ledger } from '../ports/ledger.js'
import { eventsOf } from '../rules/walk.js'
import { isoTime } from '../system.js'
import { numberOf } from './number.js'

/** A decision as a row outside: no identities, no words. Times as `2026-01-31T12:00:00.000Z`. */
export interface ExportedDecision {
  readonly action: string
  readonly case: string
  readonly kind: string
  readonly policies: string
  readonly ground: string
  readonly automated: boolean
  readonly at: string
  readonly until: string
  readonly reversed: string
  readonly appeal: string
}
const COLUMNS = [
  'action',
  'case',
  'kind',
  'policies',
  'ground',
  'automated',
  'at',
  'until',
  'reversed',
  'appeal',
] as const satisfies readonly (keyof ExportedDecision)[]

/** Every decision that did something, oldest first, as it stands now. */
export async function* decisionsOf(ledger: Ledger): AsyncGenerator<ExportedDecision> {
  for await (const { fact } of eventsOf(ledger)) {
    const action = fact.type === 'action.applied' ? await ledger.action(fact.action) : undefined
    if (action !== undefined) yield exported(action)
  }
}

const time = (ms: number | undefined): string => (ms === undefined ? '' : isoTime(ms))

function exported(one: ActionRecord): ExportedDecision {
  const { id, kind, policies, ground, automated, at, until, reversedAt, appeal } = one
  return {
    action: id,
    case: numberOf(one.case),
    kind,
    policies: policies.join(' '),
    ground,
    automated,
    at: time(at),
    until: time(until),
    reversed: time(reversedAt),
    appeal,
  }
}

export const CSV_HEAD = csvLine(COLUMNS)
export const csvOf = (row: ExportedDecision): string => csvLine(COLUMNS.map((column) => String(row[column])))

/** One line of a CSV (RFC 4180), in which no spreadsheet finds a formula. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`
}
function cellOf(text: string): string {
  const tame = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame
}
