import {
  type Body,
  CLOSE,
  type CloseReason,
  END_REASONS,
  type ErrorCode,
  ERRORS,
  type Mode,
  MODES,
} from '@stranger-chat/core/protocol'
import type { Log } from '../ports/clock.js'
import { Spread } from './spread.js'

/** Seconds that somebody waits for a match: from the blink of an eye to as long as anybody has patience. */
const WAIT_S = [0.1, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300]
/** Seconds by which a timer comes late. */
const LATE_S = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1]

const zeros = <K extends string>(keys: readonly K[]): Record<K, number> =>
  Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>
const keysOf = <K extends string>(table: Readonly<Record<K, unknown>>): readonly K[] =>
  Object.keys(table) as K[]

/** Reasons outside the protocol's own list: whatever a newer node may write. */
const OTHER = 'other'

/**
 * What a node counts: plain numbers, in tables whose keys are known from the start. Whoever exports them reads them; whoever
 * counts only adds, also where nobody ever asks.
 */
export class Counts {
  framesIn = 0
  framesOut = 0
  /** Entries taken into logs here, by what they are; `void` took the place of one that was refused. */
  readonly entries: Record<Body['kind'], number> = zeros([
    'text',
    'signal',
    'consent',
    'delete',
    'void',
    'end',
  ])
  /** People here who were matched, and those whose chat ended. */
  readonly matched = zeros(MODES)
  readonly ended = zeros([...END_REASONS, OTHER])
  /** Frames answered with an error. */
  readonly refused = zeros(keysOf(ERRORS))
  /** Connections closed by us with a goodbye, those dropped without one, and those that never came in. */
  readonly goodbyes = zeros(keysOf(CLOSE))
  readonly dropped = zeros(['no_pong', 'too_slow'])
  readonly turnedAway = zeros(keysOf(CLOSE))
  /** What was logged, by level and event. Events are names in the code, so there are few. */
  readonly events = new Map<string, number>()
  readonly waits = new Spread(WAIT_S)
  readonly lateness = new Spread(LATE_S)

  match(mode: Mode, waitedMs: number): void {
    this.matched[mode]++
    // A clock that was set back waited for nobody.
    this.waits.observe(Math.max(0, waitedMs / 1_000))
  }

  end(reason: string): void {
    this.ended[Object.hasOwn(this.ended, reason) ? (reason as keyof typeof this.ended) : OTHER]++
  }

  /** The same log, and every event is counted. */
  of(log: Log): Log {
    return {
      log: (level, event, fields) => {
        const key = `${level} ${event}`
        this.events.set(key, (this.events.get(key) ?? 0) + 1)
        log.log(level, event, fields)
      },
    }
  }
}

export type { CloseReason, ErrorCode }
