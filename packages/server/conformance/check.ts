import type { Stage } from './stage.js'

/** What a server waits for may be over this much early, as a share: its time began before ours. */
export const EARLY = 0.5

/** And so much late, since a server that keeps thousands of times counts them coarsely. */
export const LATE = 1.05

/** One thing a clause says, tried from outside. */
export interface Check {
  readonly clause: string
  readonly title: string
  readonly run: (stage: Stage) => Promise<void>
  /** Takes long: what it waits for. */
  readonly slow?: string
  /** Waits so long that it might meet a visitor. */
  readonly alone?: boolean
  /** Clauses that need it to be judged: those that are watched on every frame. */
  readonly also?: readonly string[]
}

export const check = (
  clause: string,
  title: string,
  run: (stage: Stage) => Promise<void>,
  more: Pick<Check, 'slow' | 'alone' | 'also'> = {},
): Check => ({ clause, title, run, ...more })
