import type { Clock, Log } from '../ports/clock.js'
import type { Ledger } from '../ports/ledger.js'
import { nameOf } from '../log.js'
import { ACTORS } from '../rules/facts.js'

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

/** How long what is kept: all a server keeps of anybody. The papers print this table. Times in ms. */
export const RETENTION = {
  /** Words of a case, after it was decided, unless the law holds them. */
  evidence: 30 * DAY_MS,
  /** Keyed hashes of where somebody came from. */
  marks: 30 * DAY_MS,
} as const

/** Cases shredded in one go, so that nobody waits behind it. */
const BATCH = 100
const EVERY_MS = HOUR_MS

/** Destroys what has been kept long enough. @returns how many cases lost their words */
export async function sweepOnce(ledger: Ledger, now: number): Promise<number> {
  await ledger.forgetMarks(now - RETENTION.marks)
  await ledger.staff.dropPasses({ expiredBefore: now })
  const cases = await ledger.shreddable(now - RETENTION.evidence, now, BATCH)
  if (cases.length === 0) return 0
  await ledger.write({
    at: now,
    actor: ACTORS.machine,
    facts: cases.map((id) => ({ type: 'evidence.shredded', case: id })),
    shred: cases,
  })
  return cases.length
}

/** Sweeps now and every hour. @returns stops it */
export function startRetention(ledger: Ledger, clock: Clock, log: Log): () => void {
  let stop: () => void = () => undefined
  let isOver = false
  const sweep = async (): Promise<void> => {
    try {
      for (let count = BATCH; count === BATCH && !isOver;) {
        count = await sweepOnce(ledger, clock.now())
        if (count > 0) log.log('info', 'evidence.shredded', { cases: count })
      }
    } catch (cause) {
      if (!isOver) log.log('error', 'retention.failed', { cause: nameOf(cause) })
    }
    if (!isOver) stop = clock.after(EVERY_MS, () => void sweep())
  }
  stop = clock.after(0, () => void sweep())
  return () => {
    isOver = true
    stop()
  }
}
