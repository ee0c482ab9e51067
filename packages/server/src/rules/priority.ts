import { type Reason, SEVERITY } from '@stranger-chat/core/api'

/** What became of somebody's earlier reports. */
export interface Reputation {
  readonly right: number
  readonly wrong: number
}

/** What reporters' words are worth together. */
export interface Belief {
  /** How likely all reporters with a record are wrong, 0 to 1. */
  readonly doubt: number
  /** The best weight, in percent, of a reporter nobody knows yet. */
  readonly stranger: number
}
export const NO_BELIEF: Belief = { doubt: 1, stranger: 0 }

/** Right reports after which a reporter counts as known. */
const KNOWN = 2
/** The most that the word of somebody without a record weighs, in percent. */
const STRANGER = 30

/** How much somebody's word weighs, in percent: the share of right reports, smoothed as if one of two had been right (Beta(1, 1)). */
export function weightOf({ right, wrong }: Reputation): number {
  const weight = Math.round((100 * (right + 1)) / (right + wrong + 2))
  return right < KNOWN ? Math.min(weight, STRANGER) : weight
}

/**
 * One more reporter. Words of those with a record add up like independent evidence; any number of strangers weighs no more than
 * the best of them, so fifty new identities are worth one (brigades).
 */
export const believe = ({ doubt, stranger }: Belief, weight: number): Belief =>
  weight <= STRANGER
    ? { doubt, stranger: Math.max(stranger, weight) }
    : { doubt: doubt * (1 - weight / 100), stranger }

/** The part of a reason's severity that counts although nobody believes it yet: what is grave is looked at in any case. */
const FLOOR = 0.6

/** Where a case stands in the queue, 0 to 100. */
export function priorityOf(reason: Reason, { doubt, stranger }: Belief): number {
  const belief = 1 - doubt * (1 - stranger / 100)
  return Math.round(SEVERITY[reason] * (FLOOR + (1 - FLOOR) * belief))
}

/** The graver of two reasons. */
export const graver = (a: Reason, b: Reason): Reason => (SEVERITY[b] > SEVERITY[a] ? b : a)
