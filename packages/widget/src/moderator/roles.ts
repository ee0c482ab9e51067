import { type ActionKind, ACTIONS, LASTING, type Role, ROLES } from '@stranger-chat/core/api'

/** What a role may do. The server decides; this is what the console offers, so that nobody presses what is refused. */
export interface Rights {
  /** Take cases and see evidence. */
  readonly open: boolean
  readonly hold: boolean
  /** Leave a case to somebody who may do more. */
  readonly handUp: boolean
  /** Hand evidence to somebody outside. */
  readonly receipt: boolean
  readonly appeals: boolean
  readonly exports: boolean
  readonly actions: readonly ActionKind[]
  /** The longest that an action may last, ms; undefined for one that is done at once. */
  readonly longest: (kind: ActionKind) => number | undefined
}

/** Bans beyond this are a senior's. */
const MONTH_MS = 30 * 24 * 60 * 60_000
/** What a helper may do: nothing that lasts. */
const HELPERS: readonly ActionKind[] = ['nudge', 'warn', 'end']

export function rights(role: Role): Rights {
  const rank = ROLES.indexOf(role)
  const from = (least: Role) => rank >= ROLES.indexOf(least)
  const actions = from('moderator') ? ACTIONS : from('helper') ? HELPERS : []
  return {
    open: from('helper'),
    hold: from('senior'),
    handUp: from('helper') && !from('senior'),
    receipt: from('moderator'),
    appeals: from('senior'),
    exports: from('moderator'),
    actions,
    longest(kind) {
      const most = LASTING[kind]?.most
      return most === undefined || from('senior') ? most : Math.min(most, MONTH_MS)
    },
  }
}
