import type { Limits } from '@stranger-chat/core/protocol'
import type { Gates } from '../gate/gates.js'
import type { Plugins } from '../gate/plugins.js'
import type { Pace, PaceTable } from '../gate/ratelimit.js'
import type { Media } from '../media/media.js'
import type { Counts } from '../metrics/counts.js'
import type { Trace } from '../ports/meter.js'
import type { Sweep } from '../sweep.js'
import type { Backplane } from '../ports/backplane.js'
import type { Clock, Log, Random } from '../ports/clock.js'
import type { Blocks } from '../ports/store.js'
import type { Sanction } from '../rules/sanctions.js'
import type { RelaxTimes } from '../rules/relax.js'
import type { Capsules } from '../safety/capsule.js'
import type { Stamper } from '../safety/stamp.js'
import type { AckTimer } from './acks.js'
import type { EntryWriter } from './frames.js'
import type { Rhythm } from './heartbeat.js'
import type { Registry } from './registry.js'
import type { Tokens } from './token.js'
import type { Ruling } from '../safety/rulings.js'

/** What all sessions of one node share. Made once, by `createServer`; nothing in it changes afterwards but the registry. */
export interface House {
  /** This node's name in the backplane. */
  readonly node: string
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly counts: Counts
  readonly trace: Trace
  /** The one wheel for every deadline of connections, sessions, searches and seats. */
  readonly wheel: Sweep
  readonly acks: AckTimer
  readonly registry: Registry
  readonly backplane: Backplane
  readonly blocks: Blocks
  /** What holds for a person now; rejects when the store can't say. */
  readonly sanctions: (identity: string) => Promise<readonly Sanction[]>
  /** Writes down that a rule shut somebody out. Never rejects. */
  readonly ruled: (identity: string, ruling: Ruling) => Promise<void>
  readonly tokens: Tokens
  readonly stamper: Stamper
  readonly capsules: Capsules
  readonly plugins: Plugins
  readonly gates: Gates
  readonly writer: EntryWriter
  readonly paces: Paces
  readonly limits: Limits
  readonly rhythm: Rhythm
  readonly grace: Grace
  readonly relax: RelaxTimes
  readonly media: Media
  /** The body kinds taken, as `welcome.caps` lists them. */
  readonly caps: readonly string[]
  readonly hours: string | undefined
  /** Connections taken in a second, here and, as far as anybody knows, on the nodes beside. */
  readonly acceptRate: number
}

export interface Paces {
  /** All frames of a connection. */
  readonly frames: Pace
  readonly sends: Pace
  readonly signals: Pace
  readonly typing: Pace
  /** Joins by identity, so that a new connection is no new start. */
  readonly joins: PaceTable
}

/** How long a seat is held for a line that fell, ms: `hidden` when the page had said that nobody sees it (P-GRACE-1). */
export interface Grace {
  readonly away: number
  readonly hidden: number
}

/** Unless the operator says otherwise. */
export const GRACE: Grace = { away: 30_000, hidden: 120_000 }

/** The wheel's tick: deadlines come up to this much early, never late. */
export const TICK_MS = 250
