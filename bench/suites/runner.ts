import { writeFileSync } from 'node:fs'
import { peerTables } from './peers.ts'
import { gateRows } from './gates.ts'
import { costRows } from './costs.ts'
import { MEASURED, type MeasuredName } from './index.ts'
import { markdown, writeSection } from './pages.ts'
import { plotPeers } from './plot.ts'
import { type Entry, type Measured, measuresOf, writeRecord } from './record.ts'
import type { Measure, Outcome, Setting } from './suite.ts'
import { versions } from '../support/servers.ts'
import { writeCosts } from '../scaling/cost.ts'
import { writeEnough } from '../scaling/enough.ts'

export interface Found {
  readonly names: readonly MeasuredName[]
  readonly measures: Readonly<Record<string, Measure>>
  readonly printed: Readonly<Record<string, string>>
  readonly rounds: Readonly<Record<string, unknown>>
  readonly outcomes: ReadonlyMap<MeasuredName, Outcome>
}

/** What the generator in JavaScript can do as well. */
const WITHOUT_COMPILER: readonly MeasuredName[] = ['match', 'arrivals']

/** One suite after the other: two at once would measure each other. */
export async function measureSuites(names: readonly MeasuredName[], setting: Setting): Promise<Found> {
  const outcomes = new Map<MeasuredName, Outcome>()
  for (const name of names) {
    if (setting.load.length > 1 && !WITHOUT_COMPILER.includes(name)) {
      setting.say(`\n${name} is left out: it needs the load generator in C, hence a C compiler.`)
      continue
    }
    setting.say(`\n${MEASURED[name].title}`)
    // What the others took an hour to measure isn't lost with one that fails.
    const outcome = await MEASURED[name].run(setting).catch((cause: unknown) => {
      setting.say(`${name} failed: ${String(cause)}`)
      process.exitCode = 1
    })
    if (outcome === undefined) continue
    outcomes.set(name, outcome)
    setting.say(`\n${outcome.text}`)
  }
  const by = <T>(what: (outcome: Outcome) => T): Record<string, T> =>
    Object.fromEntries([...outcomes].map(([name, outcome]) => [name, what(outcome)]))
  return {
    names,
    outcomes,
    measures: Object.assign(
      {},
      ...[...outcomes.values()].map(({ measures }) => measures),
    ) as Found['measures'],
    printed: by(({ text }) => text),
    rounds: by((outcome) => outcome.rounds),
  }
}

/** Keeps what was measured, and writes every table and picture that is made of it anew. */
export function publish(
  { outcomes }: Found,
  about: Readonly<Record<string, string>>,
  args: readonly string[],
): void {
  const date = new Date().toISOString().slice(0, 10)
  const command = `npm run bench -- ${args.join(' ')}`
  const fresh: Record<string, Entry> = {}
  for (const [name, { measures }] of outcomes)
    fresh[name] = { date, command, about: { ...about, ...(name === 'peers' ? versions() : {}) }, measures }
  writePages(writeRecord(fresh))
}

const peersIn = (about: Readonly<Record<string, string>>): string =>
  ['ws', 'socket.io', 'colyseus', 'uWebSockets.js']
    .flatMap((name) => (about[name] === undefined ? [] : [`, ${name} ${about[name]}`]))
    .join('')

export function writePages(record: Measured): void {
  const measures = measuresOf(record)
  const origin = Object.entries(record)
    .map(
      ([name, { date, command, about }]) =>
        `- ${name}: \`${command}\`, ${date}, ${about['cpu']}, Node ${about['node']}${peersIn(about)}`,
    )
    .join('\n')
  writeSection('docs/scaling.md', 'gates', markdown(gateRows(measures)))
  writeSection(
    'docs/scaling.md',
    'peers',
    [...peerTables(measures).map(markdown), 'Measured by:', origin].join('\n\n'),
  )
  writeSection('docs/scaling.md', 'costs', markdown(costRows(measures)))
  writeCosts(measures)
  writeEnough(measures)
  writeFileSync(new URL('../../docs/images/peers.svg', import.meta.url), plotPeers(measures))
}
