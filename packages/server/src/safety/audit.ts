import { type AuditPage, CONSOLE, type Role } from '@stranger-chat/core/api'
import type { Ledger } from '../ports/ledger.js'
import { may } from '../rules/roles.js'
import { namesOf } from './casefile.js'
import { numberOf } from './number.js'

/** Who was involved in what: together they would tell who reported whom, so only they read it who decide appeals. */
const PEOPLE = new Set(['reporter', 'subject', 'chat'])

/** The ledger as people of a role read it, newest first. @param after the `next` of the page before */
export async function auditOf(ledger: Ledger, role: Role, after: string | undefined): Promise<AuditPage> {
  const nameOf = await namesOf(ledger)
  const before = after !== undefined && /^\d{1,15}$/.test(after) ? Number(after) : undefined
  const events = await ledger.latest(before, CONSOLE.page)
  const last = events.at(-1)?.seq ?? 0
  return {
    events: events.map(({ seq, at, actor, fact, hash }) => {
      const { type, ...all } = fact
      const seesPeople = may(role, 'appeals')
      const data = Object.fromEntries(Object.entries(all).filter(([key]) => seesPeople || !PEOPLE.has(key)))
      const caseId = 'case' in fact ? fact.case : undefined
      return {
        seq,
        at,
        type,
        actor: nameOf(actor),
        hash,
        data,
        ...(caseId === undefined ? {} : { case: caseId, number: numberOf(caseId) }),
      }
    }),
    ...(events.length === CONSOLE.page && last > 1 ? { next: String(last) } : {}),
  }
}
