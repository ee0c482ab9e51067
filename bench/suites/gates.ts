import { digits, type Spread, table } from '../support/numbers.ts'
import type { Measures } from './suite.ts'

/** What is asked of a measure's median, and what is hoped for. */
interface Gate {
  readonly what: string
  readonly measure: string
  readonly least?: number
  readonly most?: number
  readonly goal: number
  readonly unit: string
}

const GATES: readonly Gate[] = [
  {
    what: 'relay 40 B, against bare ws',
    measure: 'stranger-chat 40 B x1 ratio',
    least: 0.75,
    goal: 1,
    unit: 'x',
  },
  {
    what: 'relay 1 kB, against bare ws',
    measure: 'stranger-chat 1000 B x1 ratio',
    least: 0.6,
    goal: 0.85,
    unit: 'x',
  },
  {
    what: 'relay 40 B, against socket.io io.to',
    measure: 'ours over socket.io',
    least: 1.6,
    goal: 2.1,
    unit: 'x',
  },
  { what: 'relay 40 B, against Colyseus', measure: 'ours over colyseus', least: 1.25, goal: 1.7, unit: 'x' },
  {
    what: 'memory per paired idle connection, against bare ws, both as deploy/ runs Node',
    measure: 'stranger-chat memory ratio',
    most: 1.35,
    goal: 0.7,
    unit: 'x',
  },
  {
    what: 'connect, hello and pair, against bare ws handshakes',
    measure: 'stranger-chat connect ratio',
    least: 0.7,
    goal: 0.9,
    unit: 'x',
  },
  {
    what: 'restart storm, CPU against bare handshakes',
    measure: 'storm ratio',
    most: 1.5,
    goal: 1.3,
    unit: 'x',
  },
  { what: 'match cost, 100 k against 1 k waiting', measure: 'match slope', most: 5, goal: 3, unit: 'x' },
  {
    what: 'match cost at 100 k, the clones’ array against ours',
    measure: 'match clones over ours',
    least: 500,
    goal: 1_000,
    unit: 'x',
  },
  {
    what: 'cross-node relay against local, node CPU',
    measure: 'cross-node ratio',
    least: 0.45,
    goal: 0.75,
    unit: 'x',
  },
  { what: 'cross-node relay, added p50', measure: 'cross-node added p50', most: 2, goal: 1, unit: 'ms' },
  ...[1, 3].flatMap((nodes): Gate[] => [
    { what: `arrivals on ${nodes}: lost`, measure: `arrivals lost, ${nodes}`, most: 0, goal: 0, unit: '' },
    {
      what: `arrivals on ${nodes}: doubled or wrong`,
      measure: `arrivals wrong, ${nodes}`,
      most: 0,
      goal: 0,
      unit: '',
    },
    {
      what: `arrivals on ${nodes}: longest an admissible pair waited`,
      measure: `arrivals missed, ${nodes}`,
      most: 2_000,
      goal: 2_000,
      unit: 'ms',
    },
  ]),
]

interface Judged {
  readonly cells: readonly (readonly string[])[]
  readonly missed: readonly string[]
}

const HEAD = ['measure', 'gate', 'goal', 'measured [least..most]', 'n', ''] as const

/** Each gate beside what was measured; a measure that is missing is neither met nor missed. */
export function judge(measures: Measures): Judged {
  const missed: string[] = []
  const rows = GATES.map(({ what, measure, least, most, goal, unit }) => {
    const found = measures[measure]?.value
    const sign = least === undefined ? '<=' : '>='
    const asked = [least ?? most ?? NaN, goal].map((value) => `${sign} ${plain(value)} ${unit}`.trimEnd())
    if (found === undefined) return [what, ...asked, '-', '-', 'not measured']
    const good = (bound: number): boolean =>
      least === undefined ? found.median <= bound : found.median >= bound
    const verdict = !good(least ?? most ?? NaN) ? 'MISSED' : good(goal) ? 'met, goal too' : 'met'
    if (verdict === 'MISSED') missed.push(`${what}: ${digits(found.median)}, asked ${asked[0]}`)
    return [what, ...asked, `${ends(found)} ${unit}`.trimEnd(), String(found.n), verdict]
  })
  return { cells: [[...HEAD], ...rows], missed }
}

export const gateRows = (measures: Measures): Judged['cells'] => judge(measures).cells
export const gateTable = ({ cells }: Judged): string => table(cells)

const plain = (value: number): string => value.toLocaleString('en-GB')
const ends = ({ median, min, max, n }: Spread): string =>
  n === 1 ? digits(median) : `${digits(median)} [${digits(min)}..${digits(max)}]`
