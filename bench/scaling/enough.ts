// How many people fill a process, a Redis and a Cluster: reckoned from bench/measured.json and from what cost.ts assumes of people.
//
//   node bench/scaling/enough.ts [--write]
import { pathToFileURL } from 'node:url'
import { markdown, writeSection } from '../suites/pages.ts'
import { measuresOf, readRecord, spreadOf } from '../suites/record.ts'
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

/** What a message and a join cost the core that is full first, µs. */
interface Load {
  readonly what: string
  readonly message: number
  readonly join: number
  /** How the message was measured. */
  readonly pace: string
}

/** A message at human pace, or where that wasn't measured yet, in haste. */
const redisMessage = (measures: Measures): Pick<Load, 'message' | 'pace'> =>
  measures['two nodes, Redis human pace redis'] === undefined
    ? { message: spreadOf(measures, 'two nodes, Redis redis').median, pace: '1 in flight' }
    : { message: spreadOf(measures, 'two nodes, Redis human pace redis').median, pace: 'human' }

function loads(measures: Measures): readonly Load[] {
  const median = (name: string): number => spreadOf(measures, name).median
  const { message, pace } = redisMessage(measures)
  const join = median('two nodes, Redis enter redis')
  const among = measures['two nodes, Redis human pace']?.value.median
  return [
    {
      what: 'one process in memory',
      message: median('safety as it comes human pace'),
      join: median('one node, memory enter'),
      pace: 'human',
    },
    ...(among === undefined
      ? []
      : [
          {
            what: 'a process among several on Redis',
            message: among,
            join: median('two nodes, Redis enter'),
            pace: 'human',
          },
        ]),
    { what: 'one Redis', message, join, pace },
    {
      what: `a Cluster of ${MASTERS} masters: the one with the pool`,
      message: message * SHARE,
      join,
      pace,
    },
    { what: 'however many masters: the one with the pool', message: 0, join, pace: '-' },
  ]
}

const rowsOf = (measures: Measures): readonly (readonly string[])[] => [
  ['full first', 'people', 'messages/s', 'joins/s', 'µs a message', 'µs a join', 'measured at what pace'],
  ...loads(measures).map(({ what, message, join, pace }) => {
    const people = (fill * 1e6) / (message / secondsPerMessage + join / SECONDS_PER_JOIN)
    return [
      what,
      ...[people, people / secondsPerMessage, people / SECONDS_PER_JOIN].map(about),
      message === 0 ? '-' : digits(message),
      digits(join),
      pace,
    ]
  }),
]

/** Two digits: it is an estimate. */
const about = (value: number): string => digits(Number(value.toPrecision(2)))

const assumed =
  `Everybody says something every ${secondsPerMessage} s and joins every ${chatMinutes} minutes; a core is full at ` +
  `${100 * fill} %; there is one pool.`

const NEEDED = [
  'safety as it comes human pace',
  'one node, memory enter',
  'two nodes, Redis enter',
  'two nodes, Redis redis',
  'two nodes, Redis enter redis',
]

/** Nothing until all it takes was measured once. */
export function writeEnough(measures: Measures): void {
  if (NEEDED.some((name) => measures[name] === undefined)) return
  writeSection('docs/scaling.md', 'enough', `${assumed}\n\n${markdown(rowsOf(measures))}`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const measures = measuresOf(readRecord())
  console.log(`${assumed}\n\n${table(rowsOf(measures))}`)
  if (process.argv.includes('--write')) writeEnough(measures)
}
