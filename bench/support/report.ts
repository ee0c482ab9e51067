import type { Held, Relayed, Stretch } from '../relay/measure.ts'
import type { Round } from '../relay/rounds.ts'
import { total } from './cpu.ts'
import { type Spread, spread } from './numbers.ts'

/** One line of the result: both servers beside each other. A ratio above 1 means that ours is the better. */
export interface Row {
  readonly what: string
  readonly unit: string
  readonly bare: Spread
  readonly ours: Spread
  readonly ratio: Spread
}

/** The row the gate looks at. */
export const GATED = 'relay, ping-pong'

function row<T>(
  what: string,
  unit: string,
  rounds: readonly Round<T>[],
  value: (side: T) => number,
  better: 'less' | 'more',
): Row {
  const ratio = ({ bare, ours }: Round<T>): number =>
    better === 'less' ? value(bare) / value(ours) : value(ours) / value(bare)
  return {
    what,
    unit,
    bare: spread(rounds.map(({ bare }) => value(bare))),
    ours: spread(rounds.map(({ ours }) => value(ours))),
    // The median of the rounds' ratios, not the ratio of medians: each round compares neighbours in time.
    ratio: spread(rounds.map(ratio)),
  }
}

const perMessage = (stretch: Stretch): number => total(stretch.cpu) / stretch.done.messages

export function relayRows(rounds: readonly Round<Relayed>[]): readonly Row[] {
  return [
    row(GATED, 'µs CPU/message', rounds, (side) => perMessage(side.pingpong), 'less'),
    row('  of it user', 'µs', rounds, (side) => side.pingpong.cpu.user / side.pingpong.done.messages, 'less'),
    row(
      '  of it kernel',
      'µs',
      rounds,
      (side) => side.pingpong.cpu.kernel / side.pingpong.done.messages,
      'less',
    ),
    row(
      '  wall rate',
      'messages/s',
      rounds,
      (side) => (side.pingpong.done.messages * 1_000) / side.pingpong.done.ms,
      'more',
    ),
    row('  server busy', '% of a core', rounds, (side) => side.pingpong.busy * 100, 'less'),
    row('relay, human pace', 'µs CPU/message', rounds, (side) => perMessage(side.pace), 'less'),
    row('  latency p50', 'µs', rounds, (side) => side.pace.done.p50Us ?? NaN, 'less'),
    row('  latency p99', 'µs', rounds, (side) => side.pace.done.p99Us ?? NaN, 'less'),
  ]
}

export function holdRows(rounds: readonly Round<Held>[]): readonly Row[] {
  return [
    row('memory, paired and idle', 'B RSS/connection', rounds, (side) => side.rss, 'less'),
    row('  of it heap', 'B/connection', rounds, (side) => side.heap, 'less'),
    row('connect and pair', '/CPU second', rounds, (side) => side.connectsPerCpuSecond, 'more'),
  ]
}
