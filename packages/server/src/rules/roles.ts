import { type ActionKind, type Role, ROLES } from '@stranger-chat/core/api'

/** What somebody can do at the console. */
export type Deed = 'read' | 'take' | 'export' | 'hold' | 'appeals'

const LEAST: Readonly<Record<Deed, Role>> = {
  read: 'auditor',
  take: 'helper',
  export: 'moderator',
  hold: 'senior',
  appeals: 'senior',
}

const rank = (role: Role): number => ROLES.indexOf(role)

/** Whether a role may do it. */
export const may = (role: Role, deed: Deed): boolean => rank(role) >= rank(LEAST[deed])

/** Whether a case that was put back for a role is theirs to be offered. */
export const isFor = (role: Role, wanted: Role | undefined): boolean =>
  wanted === undefined || rank(role) >= rank(wanted)

const MILD: ReadonlySet<ActionKind> = new Set(['nudge', 'warn', 'end'])
/** Bans longer than this are for seniors, ms. */
export const LONG_BAN_MS = 30 * 24 * 60 * 60_000

/** Whether a role may decide a case like this; without an action nothing is done to anybody. */
export function mayDecide(role: Role, action: ActionKind | undefined, forMs = 0): boolean {
  if (!may(role, 'take')) return false
  if (action === undefined || MILD.has(action)) return true
  return rank(role) >= rank(action === 'ban' && forMs > LONG_BAN_MS ? 'senior' : 'moderator')
}
