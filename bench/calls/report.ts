import { digits, type Spread, shown, spread, table } from '../support/numbers.ts'
import { MARKS } from './marks.ts'
import { type Way, WAYS } from './ways.ts'
import type { Called, Round } from './rounds.ts'

/** What the design asks for: beside a call as tutorials make it, and by the clock on one machine. */
const CALL_GATES = { ratio: 0.65, medianMs: 350 } as const

/** One way to call: from the match until both see a picture. */
export interface CallRow {
  readonly way: Way
  readonly ms: Spread
  readonly p90: number
  /** Beside naive in the same round; below 1 is faster. */
  readonly ratio: Spread
}

const p90 = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.9) - 1] ?? NaN

export const callRows = (rounds: readonly Round[]): readonly CallRow[] =>
  WAYS.map((way) => {
    const all = rounds.map((round) => round[way].ms)
    return {
      way,
      ms: spread(all),
      p90: p90(all),
      // The median of the rounds' ratios, not the ratio of medians: each round compares neighbours in time.
      ratio: spread(rounds.map((round) => round[way].ms / round.naive.ms)),
    }
  })

export function callTable(rows: readonly CallRow[]): string {
  return table([
    ['match to picture on both sides', 'ms', 'p90', 'beside naive', 'n'],
    ...rows.map(({ way, ms, p90: most, ratio }) => [
      way,
      shown(ms),
      digits(most),
      way === 'naive' ? '1' : shown(ratio),
      String(ms.n),
    ]),
  ])
}

/** Where the time goes: medians of each mark, by who makes the offer. */
export function markTable({ rounds }: Called): string {
  const columns = WAYS.flatMap((way) => [true, false].map((isCaller) => ({ way, isCaller })))
  return table([
    [
      'ms after the match, median',
      ...columns.map(({ way, isCaller }) => `${way} ${isCaller ? 'caller' : 'answerer'}`),
    ],
    ...MARKS.map((mark) => [
      mark,
      ...columns.map(({ way, isCaller }) => {
        const seen = rounds
          .flatMap((round) => round[way].sides)
          .filter((side) => side.isCaller === isCaller)
          .flatMap(({ marks }) => marks[mark] ?? [])
        return digits(spread(seen).median)
      }),
    ]),
  ])
}

/** What is missed of what is asked for, in words; nothing when all is met. */
export function missed(rows: readonly CallRow[]): readonly string[] {
  const tuned = rows.find(({ way }) => way === 'tuned')
  if (tuned === undefined) return ['Nothing was measured.']
  const { ratio, medianMs } = CALL_GATES
  return [
    ...(tuned.ratio.median <= ratio
      ? []
      : [`Tuned takes ${digits(tuned.ratio.median)} of naive's time, above ${ratio}.`]),
    ...(tuned.ms.median <= medianMs
      ? []
      : [`Tuned takes ${digits(tuned.ms.median)} ms in the median, above ${medianMs}.`]),
  ]
}
