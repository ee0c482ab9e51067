import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, platform, release } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { callRows, callTable, markTable, missed } from './calls/report.ts'
import { callRounds } from './calls/rounds.ts'
import { missing as callsMissing } from './calls/stage.ts'
import { hold, relay, type Sizes } from './relay/measure.ts'
import { FULL, QUICK } from './relay/sizes.ts'
import { alternate } from './relay/rounds.ts'
import { profile } from './relay/profile.ts'
import { pinning } from './support/cpu.ts'
import { generator } from './support/load.ts'
import { shown, table } from './support/numbers.ts'
import { run } from './support/scripts.ts'
import { gateTable, judge } from './suites/gates.ts'
import { MEASURED_NAMES } from './suites/index.ts'
import { measureSuites, publish } from './suites/runner.ts'
import { writeComparison } from './widget/comparison.ts'
import { aboveFloor, behind, strangersOf, widgetRows, widgetTable } from './widget/report.ts'
import { widgetRounds } from './widget/rounds.ts'
import { missing as widgetMissing } from './widget/stage.ts'
import { GATED, holdRows, relayRows, type Row } from './support/report.ts'

const SUITES = ['relay', 'memory', 'stamp', 'links', 'ledger', ...MEASURED_NAMES, 'calls', 'widget'] as const
/** Calls are measured so often, after so many to warm up: whoever asks for a median of fewer hears of chance. */
const CALLS = { rounds: 15, warm: 2 } as const
const CALLS_QUICK = { rounds: 2, warm: 0 } as const
/** The element beside others. */
const WIDGET = { rounds: 7, warm: 1 } as const
const WIDGET_QUICK = { rounds: 1, warm: 0 } as const
/** Of a relayed message a stamp may cost so much: the design's word, and the reason why it is no signature. */
const STAMP_SHARE = 0.1
/** Where both are measured once, on a machine that others use. */
const STAMP_SHARE_QUICK = 0.2
/** What the gates ask for. */
const GATED_SUITES = ['peers', 'storm', 'match', 'cluster', 'arrivals'] as const

const HELP = `Measures this server beside a bare ws relay, in alternating rounds, and prints ratios (above 1: ours is better).

  pnpm bench [options]

  --only ${SUITES.join(',')}
                              leave the other suites out; calls needs a Chromium and a coturn,
                              widget a Chromium
  --quick                     small and few: shows that it runs
  --rounds N                  rounds of relay (${FULL.rounds}), calls (${CALLS.rounds}) and widget (${WIDGET.rounds}); and of peers, storm, cluster,
                              safety and turn, which have eight or fewer
  --people N                  connections that talk (${FULL.people})
  --memory-people N           connections that are held (${FULL.memoryPeople})
  --text BYTES                length of a message (${FULL.textBytes})
  --window N                  messages in flight in a pair (${FULL.window})
  --gate [RATIO]              exit 1 if the ping-pong ratio's median is below, e.g. 0.66, or calls miss what is asked of them, or
                              another element is ahead of ours (which need no RATIO)
  --gates                     measure what the gates ask for (${GATED_SUITES.join(', ')}), print each with its gate and goal, and
                              exit 1 if one is missed
  --write                     put what was measured into bench/measured.json and the tables of the docs
                              (with --quick nothing but what widget measured)
  --load c|js                 the load generator; default: C where there is a compiler
  --profile relay|connect     instead: one run of our server under V8's profiler, and where its time went
`

/** The gate alone, with nothing said of relay. */
const OWN = '0'
const { values } = parseArgs({
  args: process.argv
    .slice(2)
    .map((word, at, all) =>
      word === '--gate' && (all[at + 1] ?? '--').startsWith('--') ? `--gate=${OWN}` : word,
    ),
  options: {
    help: { type: 'boolean', short: 'h' },
    only: { type: 'string' },
    quick: { type: 'boolean' },
    rounds: { type: 'string' },
    people: { type: 'string' },
    'memory-people': { type: 'string' },
    text: { type: 'string' },
    window: { type: 'string' },
    gate: { type: 'string' },
    gates: { type: 'boolean' },
    write: { type: 'boolean' },
    load: { type: 'string' },
    profile: { type: 'string' },
  },
})

function stop(message: string): never {
  console.error(message)
  process.exit(2)
}

function number(
  name: 'rounds' | 'people' | 'memory-people' | 'text' | 'window' | 'gate',
  fallback: number,
  least: number,
): number {
  const given = values[name]
  if (given === undefined) return fallback
  const value = Number(given)
  return value >= least ? value : stop(`--${name} takes a number of at least ${least}.`)
}

if (values.help) {
  console.log(HELP)
  process.exit(0)
}
if (platform() !== 'linux') stop('The benchmark reads /proc, so it runs on Linux only.')

const base = values.quick ? QUICK : FULL
const sizes: Sizes = {
  ...base,
  rounds: number('rounds', base.rounds, 1),
  people: number('people', base.people, 2),
  memoryPeople: number('memory-people', base.memoryPeople, 2),
  textBytes: number('text', base.textBytes, 32),
  window: number('window', base.window, 1),
}
const gate = number('gate', 0, 0)
const suites = (values.only ?? (values.gates ? GATED_SUITES : SUITES).join(',')).split(',')
if (values.gate === OWN && !suites.includes('calls') && !suites.includes('widget'))
  stop('--gate needs a RATIO for relay, such as 0.66.')
for (const [suite, missing] of [
  ['calls', callsMissing],
  ['widget', widgetMissing],
] as const) {
  const lacking = suites.includes(suite) ? missing() : undefined
  if (lacking !== undefined)
    stop(`The suite ${suite} needs ${lacking}: install it, or name the other suites with --only.`)
}
const { load } = values
if (load !== undefined && load !== 'c' && load !== 'js') stop('--load takes c or js.')
const { name: generatorName, command } = generator(load ?? 'auto')

const about = {
  node: process.version,
  v8: process.versions.v8,
  ws: (
    JSON.parse(readFileSync(new URL(import.meta.resolve('ws/package.json')), 'utf8')) as { version: string }
  ).version,
  cpu: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`,
  kernel: release(),
  pinning,
  generator: generatorName,
}
const say = (line: string): void => console.log(line)
say(
  Object.entries(about)
    .map(([key, value]) => `${key}: ${value}`)
    .join('\n'),
)

if (values.profile !== undefined) {
  if (values.profile !== 'relay' && values.profile !== 'connect') stop('--profile takes relay or connect.')
  for (const line of await profile(values.profile, command, sizes)) say(line)
  process.exit(0)
}

const rows: Row[] = []
/** Every measurement, for whoever doubts a median. */
const rounds: Record<string, unknown> = {}
if (suites.includes('relay')) {
  say(
    `\nRelay: ${sizes.people} people, ${sizes.textBytes} B texts, ${sizes.messages} messages after ${sizes.warm} to warm up`,
  )
  const relayed = await alternate(
    sizes.rounds,
    (server) => relay(server, command, sizes),
    (result) => result.pingpong.noise,
    say,
  )
  rounds['relay'] = relayed
  rows.push(...relayRows(relayed))
}
if (suites.includes('memory')) {
  say(`\nMemory and connecting: ${sizes.memoryPeople} people`)
  const held = await alternate(
    sizes.memoryRounds,
    (server) => hold(server, command, sizes),
    (result) => result.noise,
    say,
  )
  rounds['memory'] = held
  rows.push(...holdRows(held))
}
if (rows.length > 0) {
  say('\nMedian [least..most] of the rounds (n); ratio: ours beside bare ws, above 1 is better\n')
  say(
    table([
      ['', 'unit', 'bare ws', 'stranger-chat', 'ratio', 'n'],
      ...rows.map(({ what, unit, bare, ours, ratio }) => [
        what,
        unit,
        shown(bare),
        shown(ours),
        shown(ratio),
        String(ratio.n),
      ]),
    ]),
  )
}
/** What the suites without a peer printed, by name. */
const printed: Record<string, string> = {}
if (suites.includes('stamp')) {
  const message = rows.find(({ what }) => what === GATED)?.ours.median
  const share =
    message === undefined
      ? []
      : ['--of', String(message), '--gate', String(values.quick ? STAMP_SHARE_QUICK : STAMP_SHARE)]
  printed['stamp'] = run('stamp/stamp.mjs', [...(values.quick ? ['1'] : []), ...share])
}
if (suites.includes('links')) printed['links'] = run('links/links.mjs', values.quick ? ['1'] : [])
if (suites.includes('ledger'))
  printed['ledger'] = run('ledger/ledger.mjs', values.quick ? ['--quick', '--gate'] : ['--gate'])
for (const [name, text] of Object.entries(printed)) say(`\n${name}\n\n${text}`)
const measured = await measureSuites(
  MEASURED_NAMES.filter((name) => suites.includes(name)),
  {
    scale: {
      quick: values.quick === true,
      rounds: values.rounds === undefined ? undefined : number('rounds', 1, 1),
    },
    load: command,
    say,
  },
)
Object.assign(rounds, measured.rounds)
Object.assign(printed, measured.printed)
let misses: readonly string[] = []
if (suites.includes('calls')) {
  const { rounds: usual, warm } = values.quick ? CALLS_QUICK : CALLS
  say('\nCalls: from the match until both see a picture, through a relay on this machine')
  const called = await callRounds(number('rounds', usual, 1), warm, say)
  const found = callRows(called.rounds)
  misses = missed(found)
  rounds['calls'] = { ...called, rows: found, misses }
  printed['calls'] = `${callTable(found)}\n\n${markTable(called)}`
  say(
    `\n${printed['calls']}\n\nChromium ${called.chromium}; load ${called.load.map(([one]) => one).join(' before, ')} after`,
  )
}
if (suites.includes('widget')) {
  const { rounds: usual, warm } = values.quick ? WIDGET_QUICK : WIDGET
  say('\nWidget: the element beside others and a page by hand, in one Chromium')
  const seen = await widgetRounds(number('rounds', usual, 1), warm, say)
  const found = widgetRows(seen)
  const [lost, above] = [behind(found), aboveFloor(found)]
  rounds['widget'] = { ...seen, rows: found, behind: lost, aboveFloor: above }
  printed['widget'] = widgetTable(found, seen)
  say(
    `\n${printed['widget']}\n\nChromium ${seen.chromium}; asked others: ${JSON.stringify(strangersOf(seen))}`,
  )
  for (const one of above) say(`Goal missed: ${one}`)
  if (values.gate !== undefined) {
    for (const one of lost) say(`Gate: ${one}`)
    if (lost.length === 0) say('Gate: ours is ahead of every other on every row')
    else process.exitCode = 1
  }
  if (values.write) writeComparison(found, seen, about.cpu)
}
if (values.write && !values.quick && measured.names.length > 0)
  publish(measured, about, process.argv.slice(2))

const folder = new URL('./results/', import.meta.url)
mkdirSync(folder, { recursive: true })
const file = new URL(`${new Date().toISOString().replaceAll(/[:.]/g, '-')}.json`, folder)
writeFileSync(
  file,
  `${JSON.stringify({ about, sizes, rows, measures: measured.measures, rounds, printed }, undefined, 2)}\n`,
)
say(`\nWritten to ${fileURLToPath(file)}`)

if (values.gate !== undefined && suites.includes('calls')) {
  for (const miss of misses) say(`Gate: ${miss}`)
  if (misses.length === 0) say('Gate: calls do what is asked of them')
  else process.exitCode = 1
}
const gated = rows.find(({ what }) => what === GATED)
if (gate > 0) {
  if (!gated) stop('--gate needs the relay suite.')
  const passed = gated.ratio.median >= gate
  say(
    `Gate: ${GATED} at ${gated.ratio.median.toFixed(2)} of bare ws, ${passed ? 'not below' : 'BELOW'} ${gate}`,
  )
  if (!passed) process.exit(1)
}
if (values.gates) {
  const judged = judge(measured.measures)
  say(`\n${gateTable(judged)}`)
  if (judged.missed.length > 0) process.exitCode = 1
}
