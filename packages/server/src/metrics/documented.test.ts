import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { createMemoryBackplane } from '../memory/backplane.js'
import type { Instrument } from '../ports/meter.js'
import { Registry } from '../session/registry.js'
import { systemClock, systemRandom } from '../system.js'
import { Counts } from './counts.js'
import { instrumentsOf } from './instruments.js'
import { prometheusName } from './prometheus.js'
import { timed } from './timed.js'

/** `docs/operations.md` names every figure and every event there is, and none that isn't. */

const here = fileURLToPath(new URL('../..', import.meta.url))
const page = readFileSync(join(here, '../../docs/operations.md'), 'utf8')

/** The first words of a table's rows, under a heading. */
function rowsUnder(heading: string): readonly string[] {
  const [, section = ''] = page.split(`\n## ${heading}\n`)
  return section
    .split('\n## ', 1)[0]!
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => [...(line.split('|', 2)[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))
}

function instruments(): readonly Instrument[] {
  const log = { log: () => undefined }
  const { calls } = timed(createMemoryBackplane({ clock: systemClock, random: systemRandom }))
  return instrumentsOf({
    ...{ counts: new Counts(), calls, registry: new Registry(log), maxConnections: 1 },
    ...{ isDraining: () => false, reachable: () => ({}) },
  })
}

it('every figure', () => {
  const named = instruments().map(
    (one) => `${prometheusName(one)}${one.label === undefined ? '' : `{${one.label}}`}`,
  )
  expect(rowsUnder('Figures')).toEqual(named)
})

it('every figure is called as Prometheus wants it, and says what it is', () => {
  for (const one of instruments()) {
    expect(one.name).toMatch(/^[a-z]+(_[a-z]+)*$/)
    expect(one.help).toMatch(/^\S.*\.$/)
  }
})

/** Every name of an event in the sources: what a log is given, and what a round that failed is called. */
function events(): ReadonlySet<string> {
  const files = readdirSync(join(here, 'src'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  )
  const found = new Set<string>()
  for (const file of files) {
    const text = readFileSync(join(here, 'src', file), 'utf8')
    for (const [, name = ''] of text.matchAll(/\.log\(\s*'(?:debug|info|warn|error)',\s*'([a-z_.]+)'/g))
      found.add(name)
    for (const [, name = ''] of text.matchAll(/\bfailed: '([a-z_]+\.[a-z_]+)'/g)) found.add(name)
    // A name that is made up can't be found, and so can't be documented. Rounds are told theirs as `failed`.
    if (!file.endsWith('rounds.ts'))
      expect(text.match(/\.log\(\s*'(?:debug|info|warn|error)',\s*[^'\s]/g) ?? []).toEqual([])
  }
  return found
}

it('every event', () => {
  expect([...events()].toSorted()).toEqual([...rowsUnder('Events')].toSorted())
})
