import type { Action } from '../ports/backplane.js'
import type { Clock, Log } from '../ports/clock.js'
import type { Ledger } from '../ports/ledger.js'
import type { LedgerEvent } from '../rules/facts.js'
import { startRounds } from './rounds.js'

/** How often the ledger is looked at, ms: what another node decided is to hold here within a second. */
const LOOK_MS = 400
const BATCH = 200

export interface HeedingParts {
  readonly ledger: Pick<Ledger, 'head' | 'events' | 'action'>
  /** The event up to which everybody hears at their hello what was decided. */
  readonly since: number
  /** Tells whoever is here behind that identity; what they heard before they don't hear again. */
  readonly tell: (identity: string, action: Action) => void
  readonly clock: Pick<Clock, 'after'>
  readonly log: Log
}

/**
 * Makes decisions hold on this node that another one wrote, whether its word came through or not: the ledger is what all
 * nodes share. Where one process has it to itself nobody has to look.
 * @returns stops it
 */
export function startHeeding({ ledger, since, tell, clock, log }: HeedingParts): () => void {
  let seq = since

  async function heed(isOver: () => boolean): Promise<void> {
    const head = (await ledger.head()).seq
    while (seq < head && !isOver()) {
      const events = await ledger.events(seq, BATCH)
      for (const event of events) await heedOne(event)
      seq = events.at(-1)?.seq ?? head
    }
  }

  async function heedOne({ fact }: LedgerEvent): Promise<void> {
    if (fact.type === 'action.applied') {
      const { subject, action, kind, until } = fact
      tell(subject, { type: 'judged', action, kind, ...(until === undefined ? {} : { until }) })
    } else if (fact.type === 'appeal.decided' || (fact.type === 'action.reversed' && fact.why === 'undo')) {
      const found = await ledger.action(fact.action)
      if (found === undefined) return
      const isAppeal = fact.type === 'appeal.decided'
      tell(found.subject, { type: 'reviewed', ...(isAppeal ? { action: fact.action } : {}) })
    }
  }

  return startRounds({ failed: 'heeding.failed', everyMs: LOOK_MS, work: heed }, { clock, log })
}
