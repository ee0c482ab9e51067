import { CALM_PORT, CALM_WIRE, type Drama, script } from './drama.js'
import type { Op } from './op.js'
import { STRICT } from './swarm.js'

/** A short story about one promise. It passes as the code is, and fails with the defect of its name. */
interface Scenario {
  /** Which oracle sees the defect. */
  readonly oracle: string
  readonly nodes?: number
  readonly people?: number
  readonly server?: Drama['options']['server']
  readonly ms: number
  readonly lines: readonly (readonly [number, Op])[]
}

const one = 0
const two = 1
const three = 2
/** Two people meet within five seconds. */
const meet = [
  [0, { do: 'start', tab: one }],
  [1_000, { do: 'start', tab: two }],
] as const
const say = (tab: number): Op => ({ do: 'say', tab, padding: 0 })
/** The same again every `every` ms. */
const repeat = (times: number, from: number, every: number, op: Op): [number, Op][] =>
  Array.from({ length: times }, (_, i) => [from + i * every, op])

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  // The line hangs, the person comes back on another node, and no push tells the old one: its late fall is nobody's.
  'no-fence': {
    oracle: 'I7 endings',
    nodes: 2,
    people: 3,
    ms: 120_000,
    lines: [
      ...meet,
      [2_000, { do: 'start', tab: three }],
      [8_000, { do: 'weather', port: { dropped: 1 } }],
      [9_000, { do: 'hang', tab: one }],
      [10_000, { do: 'online', tab: one }],
      [18_000, { do: 'weather', port: { dropped: 0 } }],
      ...repeat(18, 20_000, 5_000, say(one)),
    ],
  },
  // A transport that repeats what it isn't sure of.
  'no-dedupe': {
    oracle: 'I9 numbers',
    ms: 20_000,
    lines: [[0, { do: 'weather', wire: { echo: 1 } }], ...meet, ...repeat(5, 5_000, 700, say(one))],
  },
  // Pushes come after the log was read.
  'no-cursor': {
    oracle: 'order on the wire',
    nodes: 2,
    ms: 90_000,
    lines: [...meet, [6_000, { do: 'weather', port: { late: 1 } }], ...repeat(8, 7_000, 10_000, say(two))],
  },
  // Pushes get lost.
  'no-gap-check': {
    oracle: 'order on the wire',
    nodes: 2,
    ms: 60_000,
    lines: [...meet, [6_000, { do: 'weather', port: { dropped: 0.5 } }], ...repeat(30, 7_000, 900, say(two))],
  },
  // A match crosses a change of mind.
  'no-ticket-match': {
    oracle: 'I5 tickets',
    ms: 30_000,
    lines: [
      [0, { do: 'weather', wire: { latency: [200, 200] } }],
      [0, { do: 'start', tab: one }],
      [5_000, { do: 'start', tab: two }],
      [5_700, { do: 'stop', tab: one }],
      [5_710, { do: 'start', tab: one }],
    ],
  },
  'self-match': {
    oracle: 'I4 walls',
    people: 1,
    ms: 60_000,
    lines: [
      [0, { do: 'start', tab: one }],
      [3_000, { do: 'second', tab: one }],
    ],
  },
  // One says bye, which forgets whom it met, and comes back; the other remembers.
  'one-sided-rematch': {
    oracle: 'I4 rematch',
    ms: 60_000,
    lines: [
      ...meet,
      [8_000, { do: 'close', tab: two }],
      [9_000, { do: 'next', tab: one }],
      [11_000, { do: 'start', tab: two }],
    ],
  },
  'wall-relaxed': {
    oracle: 'I4 walls',
    ms: 120_000,
    lines: [
      ...meet,
      [8_000, { do: 'block', tab: one }],
      [12_000, { do: 'start', tab: one }],
      [13_000, { do: 'start', tab: two }],
    ],
  },
  // Both wait already when one blocks the other, and no push tells of it.
  'block-unheard': {
    oracle: 'I4 walls',
    nodes: 2,
    ms: 60_000,
    lines: [
      ...meet,
      [8_000, { do: 'stop', tab: one }],
      [9_000, { do: 'start', tab: two }],
      [10_000, { do: 'start', tab: one }],
      [11_000, { do: 'weather', port: { dropped: 1 } }],
      [11_500, { do: 'block', tab: one }],
      [14_000, { do: 'weather', port: { dropped: 0 } }],
    ],
  },
  // An end that comes twice, the second time into the next chat.
  'end-of-another-chat': {
    oracle: 'I7 endings',
    people: 6,
    ms: 60_000,
    lines: [
      ...meet,
      [2_000, { do: 'weather', wire: { echo: 1 } }],
      ...[2, 3, 4, 5].map((tab, i): [number, Op] => [8_000 + i * 8_000, { do: 'start', tab }]),
      ...repeat(4, 12_000, 8_000, { do: 'next', tab: one }),
    ],
  },
  'stamp-of-another-offset': {
    oracle: 'stamps',
    ms: 15_000,
    lines: [...meet, ...repeat(3, 5_000, 1_000, say(one))],
  },
  // The last words were said while the line was down.
  'log-dropped-early': {
    oracle: 'I7 endings',
    ms: 40_000,
    lines: [
      ...meet,
      ...repeat(3, 5_000, 1_000, say(one)),
      [10_000, { do: 'freeze', tab: one }],
      [12_000, say(two)],
      [13_000, { do: 'stop', tab: two }],
      [16_000, { do: 'wake', tab: one }],
    ],
  },
  // Both speak at once.
  'ack-overtaken': {
    oracle: 'order on the wire',
    ms: 20_000,
    lines: [...meet, ...repeat(6, 5_000, 1_000, say(one)), ...repeat(6, 5_010, 1_000, say(two))],
  },
  'refused-n-free': {
    oracle: 'I2 words',
    server: { plugins: [STRICT] },
    ms: 30_000,
    lines: [...meet, ...repeat(6, 5_000, 1_000, say(one)), ...repeat(6, 5_500, 1_000, say(two))],
  },
  'endless-grace': {
    oracle: 'I8 bounds',
    ms: 10_000,
    lines: [...meet, [6_000, { do: 'kill', tab: one }]],
  },
  // The server of one is gone, and so is the one.
  'lost-node-ungraced': {
    oracle: 'P-GRACE patience',
    nodes: 2,
    ms: 200_000,
    lines: [...meet, [6_000, { do: 'crash', node: 0, isTold: false }], [6_001, { do: 'kill', tab: one }]],
  },
  'half-open-ignored': {
    oracle: 'I3 I6 couples',
    ms: 10_000,
    lines: [...meet, [6_000, { do: 'vanish', tab: one }], [6_001, { do: 'kill', tab: one }]],
  },
  // The store begins anew, and nobody says a word by which they would find out.
  'lost-unsaid': {
    oracle: 'I3 I6 couples',
    ms: 30_000,
    lines: [...meet, [8_000, { do: 'rollback' }]],
  },
}

/** Every scenario, and which oracle sees its defect. */
export const WATCHERS = Object.entries(SCENARIOS).map(([name, { oracle }]) => ({ name, oracle }))

const WISH = { mode: 'text', languages: [], interests: [], facts: { age: 18, rules: '1' } } as const

/** @throws RangeError for a name that is none */
export function scenario(name: string, print?: (line: string) => void): Drama {
  const story = SCENARIOS[name]
  if (story === undefined) throw new RangeError(`There is no scenario ${name}.`)
  const { nodes = 1, people = 2, server = {}, ms, lines } = story
  const port = { ...CALM_PORT, latency: nodes === 1 ? null : CALM_PORT.latency }
  return {
    options: {
      seed: 1,
      nodes,
      habits: { wire: CALM_WIRE, port },
      server: { grace: { away: 30_000, hidden: 90_000 }, ...server },
      ...(print === undefined ? {} : { print }),
    },
    people: Array.from({ length: people }, () => WISH),
    ms,
    play: script(lines),
  }
}
