// How many people fill a process, a Redis and a Cluster: reckoned from bench/measured.json and from what cost.ts assumes of people.
//
//   node bench/scaling/enough.ts [--write]
import { pathToFileURL } from 'node:url'
import { markdown, writeSection } from '../suites/pages.ts'
import { measuresOf, readRecord } from '../suites/record.ts'
import type { Measures } from '../suites/suite.ts'
import { digits, table } from '../support/numbers.ts'
import { ASSUMED } from './cost.ts'

const MASTERS = 3
/** What chats, sessions and pools are spread over. */
const SHARDS = 64
/** Of them the most that one master has. */
const SHARE = Math.ceil(SHARDS / MASTERS) / SHARDS

const { fill, secondsPerMessage, chatMinutes } = ASSUMED
const SECONDS_PER_JOIN = chatMinutes * 60

/** Whose core is full first, and what a message (by its two measures) and a join cost it. */
interface Load {
  readonly what: string
  /** As people talk, where there is little to do. */
  readonly calm: string
  /** In haste: the next one when the last has arrived. */
  readonly busy: string
  readonly join: string
  /** Of all messages, those that it has to do with. */
  readonly share: number
}

const REDIS = {
  calm: 'two nodes, Redis human pace redis',
  busy: 'two nodes, Redis redis',
  join: 'two nodes, Redis enter redis',
} as const

const LOADS: readonly Load[] = [
  {
    what: 'one process in memory',
    calm: 'safety as it comes human pace',
    busy: 'safety as it comes',
    join: 'one node, memory enter',
    share: 1,
  },
  {
    what: 'a process among several on Redis',
    calm: 'two nodes, Redis human pace',
    busy: 'two nodes, Redis message',
    join: 'two nodes, Redis enter',
    share: 1,
  },
  { what: 'one Redis', ...REDIS, share: 1 },
  { what: `a Cluster of ${MASTERS} masters: the one with the pool`, ...REDIS, share: SHARE },
  { what: 'however many masters: the one with the pool', ...REDIS, share: 0 },
]

const rowsOf = (measures: Measures): readonly (readonly string[])[] => [
  ['full first', 'human pace: µs a message', 'people', '1 in flight: µs a message', 'people', 'µs a join'],
  ...LOADS.map(({ what, calm, busy, join, share }) => {
    const perJoin = measures[join]?.value.median ?? NaN
    const reckoned = (name: string): readonly string[] => {
      const perMessage = share * (measures[name]?.value.median ?? NaN)
      const people = (fill * 1e6) / (perMessage / secondsPerMessage + perJoin / SECONDS_PER_JOIN)
      // Two digits: it is an estimate.
      return [digits(perMessage), digits(Number(people.toPrecision(2)))]
    }
    return [what, ...reckoned(calm), ...reckoned(busy), digits(perJoin)]
  }),
]

const assumed =
  `Everybody says something every ${secondsPerMessage} s and joins every ${chatMinutes} minutes; a core is full at ` +
  `${100 * fill} %; there is one pool.`

/** What wasn't measured yet is a dash. */
export const writeEnough = (measures: Measures): void =>
  writeSection('docs/scaling.md', 'enough', `${assumed}\n\n${markdown(rowsOf(measures))}`)

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const measures = measuresOf(readRecord())
  console.log(`${assumed}\n\n${table(rowsOf(measures))}`)
  if (process.argv.includes('--write')) writeEnough(measures)
}
