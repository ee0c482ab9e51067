import type { Clock, Log } from '../ports/clock.js'
import type { Ledger } from '../ports/ledger.js'
import { ACTORS, type CaseFact } from '../rules/facts.js'
import { APPEAL_MS, RETENTION } from '../rules/lifetimes.js'
import { startRounds } from './rounds.js'

/** Drawers of a kind shredded in one go, so that nobody waits behind it. */
const BATCH = 100
const EVERY_MS = 60 * 60_000

/** Destroys what has been kept long enough. @returns how many drawers lost their words */
export async function sweepOnce(ledger: Ledger, now: number): Promise<number> {
  await ledger.forgetMarks(now - RETENTION.marks)
  await ledger.staff.dropPasses({ expiredBefore: now })
  return (await shredEvidence(ledger, now)) + (await shredStatements(ledger, now))
}

async function shredEvidence(ledger: Ledger, now: number): Promise<number> {
  const ask = {
    ...{ decidedBefore: now - RETENTION.evidence, practiceBefore: now - RETENTION.practice },
    ...{ appealableSince: now - APPEAL_MS, now, limit: BATCH },
  }
  return await shredAll(
    ledger,
    now,
    () => ledger.shreddable(ask),
    (one) => ({ ...one, fact: { type: 'evidence.shredded', case: one.case } }),
  )
}

async function shredStatements(ledger: Ledger, now: number): Promise<number> {
  return await shredAll(
    ledger,
    now,
    () => ledger.staleStatements(now - RETENTION.statements, now, BATCH),
    (one) => ({ case: one.case, drawer: one.action, fact: { type: 'statement.shredded', ...one } }),
  )
}

interface Shredding {
  readonly case: string
  readonly drawer: string
  readonly fact: CaseFact
}

async function shredAll<Due>(
  ledger: Ledger,
  now: number,
  due: () => Promise<readonly Due[]>,
  of: (due: Due) => Shredding,
): Promise<number> {
  const seen = new Map<string, number>()
  for (const one of (await due()).map(of)) {
    const version = (await ledger.case(one.case))?.version
    if (version !== undefined) seen.set(one.drawer, version)
  }
  // Asked again: what is due at the version that was read is destroyed, unless something came between, such as a hold.
  let count = 0
  for (const one of (await due()).map(of)) {
    const version = seen.get(one.drawer)
    if (version === undefined) continue
    const answer = await ledger.write({
      at: now,
      actor: ACTORS.machine,
      facts: [one.fact],
      guards: [{ is: 'version', case: one.case, version }],
      shred: [one.drawer],
    })
    if (answer.kind === 'written') count++
  }
  return count
}

/** How soon traces in files are tried again that somebody's reading kept there, ms. */
const AGAIN_MS = 60_000

/** Sweeps now and every hour. @returns stops it */
export const startRetention = (ledger: Ledger, clock: Clock, log: Log): (() => void) =>
  startRounds(
    {
      failed: 'retention.failed',
      everyMs: EVERY_MS,
      async work(isOver) {
        for (let count = BATCH; count >= BATCH && !isOver();) {
          count = await sweepOnce(ledger, clock.now())
          if (count > 0) log.log('info', 'words.shredded', { drawers: count })
        }
        // Once for all that was shredded, and apart from it: whoever writes meanwhile doesn't wait.
        if (!isOver() && !(await ledger.scrub())) return AGAIN_MS
      },
    },
    { clock, log },
  )
