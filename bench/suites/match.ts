import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spread } from '../support/numbers.ts'
import { run as runScript } from '../support/scripts.ts'
import type { Measure, Outcome, Setting, Suite } from './suite.ts'

const title = 'Match: what it costs to find somebody, by how many wait'

type Scene = Readonly<Record<string, readonly number[]>>

/** A million people need more than a process is given by itself. */
const HEAP = '--max-old-space-size=10000'

export const match: Suite = { title, run }

async function run({ scale }: Setting): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'stranger-chat-bench-match-'))
  try {
    const file = join(folder, 'figures.json')
    const text = runScript('match/match.mjs', ['--json', file, ...(scale.quick ? ['--quick'] : [])], [HEAP])
    const figures = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, Scene>>
    const { pool = {}, ...scenes } = figures
    const measures: Record<string, Measure> = {}
    const put = (name: string, unit: string, values: readonly number[] | undefined): void => {
      if (values !== undefined) measures[name] = { unit, value: spread(values) }
    }
    for (const [scene, found] of Object.entries(scenes)) {
      put(`match slope, ${scene}`, 'x', found['slope'])
      put(`match 100k, ${scene}`, 'µs', found['ours100k'])
      put(`match list over ours, ${scene}`, 'x', found['listOver'])
    }
    const slopes = Object.values(scenes).map(({ slope = [] }) => spread(slope))
    const steepest = slopes.toSorted((a, b) => b.median - a.median)[0]
    if (steepest) measures['match slope'] = { unit: 'x', value: steepest }
    put('match clones over ours', 'x', pool['arrayOver'])
    for (const waiting of ['1000', '10000', '1000000']) put(`match ${waiting} waiting`, 'µs', pool[waiting])
    return { measures, text, rounds: figures }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
