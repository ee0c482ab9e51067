import type { ActionKind, Policy, Reason, Role } from '@stranger-chat/core/api'
import type { Selectable } from 'kysely'
import type {
  ActionRecord,
  CaseRecord,
  ModeratorRecord,
  Pass,
  Passkey,
  ReportRecord,
  Sealed,
} from '../ports/ledger.js'
import type { Fact, LedgerEvent } from '../rules/facts.js'
import type {
  ActionsTable,
  CasesTable,
  EventsTable,
  ModeratorsTable,
  PassesTable,
  ReportsTable,
  SealedTable,
} from './tables.js'

// Rows as the port's records. Only the ledger writes these tables, so what a column holds is what was put there.

/** Keys without those that are null: an absent time is absent. */
const given = <T extends Readonly<Record<string, unknown>>>(
  values: T,
): { readonly [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value != null)) as {
    readonly [K in keyof T]?: NonNullable<T[K]>
  }

export const eventOf = ({ fact, ...row }: Selectable<EventsTable>): LedgerEvent => ({
  ...row,
  fact: JSON.parse(fact) as Fact,
})

export const caseOf = (row: Selectable<CasesTable>): CaseRecord => ({
  id: row.id,
  version: row.version,
  subject: row.subject,
  state: row.state as CaseRecord['state'],
  reason: row.reason as Reason,
  priority: 100 - row.rank,
  belief: { doubt: row.doubt, stranger: row.stranger },
  reports: row.reports,
  openedAt: row.opened_at,
  practice: row.practice === 1,
  ...given({
    heldUntil: row.held_until,
    takenBy: row.taken_by,
    takenUntil: row.taken_until,
    wants: row.wants as Role | null,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
    acted: row.acted === null ? null : row.acted === 1,
  }),
})

export const reportOf = (row: Selectable<ReportsTable>): ReportRecord => ({
  id: row.id,
  case: row.case_id,
  kind: row.kind as ReportRecord['kind'],
  reason: row.reason as Reason,
  chat: row.chat ?? '',
  reporter: row.reporter,
  by: row.by_seat,
  of: row.of_seat,
  weight: row.weight,
  entries: row.entries,
  added: row.added,
  at: row.at,
  seq: row.seq,
  ...given({ was: row.was as ReportRecord['was'] | null }),
})

export const actionOf = (row: Selectable<ActionsTable>): ActionRecord => ({
  id: row.id,
  case: row.case_id,
  subject: row.subject,
  kind: row.kind as ActionKind,
  policies: JSON.parse(row.policies) as readonly Policy[],
  ground: row.ground as ActionRecord['ground'],
  automated: row.automated === 1,
  actor: row.actor,
  at: row.at,
  appeal: row.appeal as ActionRecord['appeal'],
  ...given({ until: row.until, reversedAt: row.reversed_at, appealedAt: row.appealed_at }),
})

export const sealedOf = (row: Selectable<SealedTable>): Sealed => ({
  id: row.id,
  drawer: row.drawer,
  what: row.what as Sealed['what'],
  of: row.of_id,
  at: row.at,
  blob: new Uint8Array(row.blob),
})

export const moderatorOf = (row: Selectable<ModeratorsTable>): ModeratorRecord => ({
  id: row.id,
  name: row.name,
  role: row.role as Role,
  addedAt: row.added_at,
  keys: JSON.parse(row.keys) as readonly Passkey[],
  ...given({ joinedAt: row.joined_at, removedAt: row.removed_at, oidc: row.oidc }),
})

export const passOf = (row: Selectable<PassesTable>): Pass => ({ ...row, kind: row.kind as Pass['kind'] })
