import type { Clock, Log } from '../ports/clock.js'
import type { Ledger } from '../ports/ledger.js'
import { nameOf } from '../log.js'
import { ACTORS } from '../rules/facts.js'
import { RETENTION } from '../rules/lifetimes.js'

/** Cases shredded in one go, so that nobody waits behind it. */
const BATCH = 100
const EVERY_MS = 60 * 60_000

/** Destroys what has been kept long enough. @returns how many cases lost their words */
export async function sweepOnce(ledger: Ledger, now: number): Promise<number> {
  await ledger.forgetMarks(now - RETENTION.marks)
  await ledger.staff.dropPasses({ expiredBefore: now })
  const due = (): Promise<readonly string[]> => ledger.shreddable(now - RETENTION.evidence, now, BATCH)
  const seen = new Map<string, number>()
  for (const id of await due()) seen.set(id, (await ledger.case(id))?.version ?? 0)
  // Asked again: what is due at the version that was read is destroyed, unless something came between, such as a hold.
  let count = 0
  for (const id of await due()) {
    const version = seen.get(id)
    if (version === undefined) continue
    const answer = await ledger.write({
      at: now,
      actor: ACTORS.machine,
      facts: [{ type: 'evidence.shredded', case: id }],
      guards: [{ is: 'version', case: id, version }],
      shred: [id],
    })
    if (answer.kind === 'written') count++
  }
  return count
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
