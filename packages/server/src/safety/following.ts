import { nameOf } from '../log.js'
import type { Clock, Log } from '../ports/clock.js'
import type { Ledger } from '../ports/ledger.js'
import type { ReportSink } from '../ports/sink.js'
import { startRounds } from './rounds.js'

/** How often the ledger is looked at, ms; and how long a node that reads for a sink is left to it. */
const LOOK_MS = 1_000
const LEASE_MS = 60_000
/** Events handed over at once. */
const BATCH = 100
/** A sink that takes longer is tried again later, ms. */
const PATIENCE_MS = 15_000
/** A sink that failed is tried again after this, then after twice as long, up to the longest. */
const RETRY_MS = 2_000
const LONGEST_MS = 10 * 60_000

export interface FollowingParts {
  readonly ledger: Pick<Ledger, 'events' | 'head' | 'followers'>
  readonly sinks: readonly ReportSink[]
  /** This node's name. */
  readonly node: string
  readonly clock: Clock
  readonly log: Log
}

/**
 * Hands what moderation did to every sink: in order, from where it stood before a restart, by one node at a time. Nothing is
 * lost while a sink is away. @returns stops it
 */
export function startFollowing(parts: FollowingParts): () => void {
  const stops = parts.sinks.map((sink) => follow(parts, sink))
  return () => {
    for (const stop of stops) stop()
  }
}

function follow({ ledger, node, clock, log }: FollowingParts, sink: ReportSink): () => void {
  const over = new AbortController()
  let failures = 0
  /** What was offered and not known to be taken is offered again as it was: its receiver may know it by its ends. */
  let offered: { readonly after: number; readonly last: number } | undefined

  /** @returns ms until the next look */
  async function look(): Promise<number> {
    try {
      const isMore = await hand()
      failures = 0
      return isMore ? 0 : LOOK_MS
    } catch (cause) {
      const wait = Math.min(LONGEST_MS, RETRY_MS * 2 ** Math.min(failures++, 12))
      const again = Math.round(wait / 1_000)
      if (!over.signal.aborted)
        log.log('error', 'sink.failed', { sink: sink.name, cause: nameOf(cause), again })
      return wait
    }
  }

  /** @returns whether there may be more at once */
  async function hand(): Promise<boolean> {
    const now = clock.now()
    const seq = await ledger.followers.lend(sink.name, node, now, now + LEASE_MS)
    if (seq === undefined) return false
    const there = await ledger.events(seq, BATCH)
    const most = offered?.after === seq ? offered.last : Infinity
    const events = there.filter((event) => event.seq <= most)
    const last = events.at(-1)
    if (last === undefined) return false
    offered = { after: seq, last: last.seq }
    const patience = new AbortController()
    const give = (): void => patience.abort()
    const late = clock.after(PATIENCE_MS, give)
    over.signal.addEventListener('abort', give)
    try {
      await sink.take(events, patience.signal)
    } finally {
      late()
      over.signal.removeEventListener('abort', give)
    }
    await ledger.followers.advance(sink.name, node, last.seq)
    offered = undefined
    return there.length === BATCH || events.length < there.length
  }

  const stop = startRounds({ failed: 'sink.failed', everyMs: LOOK_MS, work: look }, { clock, log })
  return () => {
    over.abort()
    stop()
  }
}
