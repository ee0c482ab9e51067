import type { Marks } from './marks.ts'

/** `tuned`: core as it is. `unarmed`: core without an offer made while waiting. `naive`: as tutorials do. */
export const WAYS = ['naive', 'tuned', 'unarmed'] as const
export type Way = (typeof WAYS)[number]

/** What came of it, on one side. */
export interface Side {
  readonly marks: Marks
  readonly isCaller: boolean
  /** Whether the chat began with an offer made beforehand. */
  readonly isOffered: boolean
  /** How the two ends of the way are reached. */
  readonly path: readonly (string | null)[]
}
