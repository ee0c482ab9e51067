import { describe, expect, it } from 'vitest'
import { startBroken, startServer } from './testing/broken.js'
import { CHECKS, whyUntried } from './checks.js'
import { CALLS } from './testing/calls.js'
import { DEFECTS } from './testing/defects.js'
import { LAPSES } from './testing/lapses.js'
import { STANDING } from './ledger.js'
import { summary } from './report.js'
import { runConformance } from './runner.js'
import { readSpec } from './spec.js'

/** Enough for a machine that does many things at once, and not for a test of forty defects to take minutes. */
const PATIENCE_MS = 2_500

it('covers every clause of PROTOCOL.md, or says why it cannot', () => {
  const spec = readSpec()
  const covered = new Set([...CHECKS.map(({ clause }) => clause), ...Object.keys(STANDING)])
  const isUntried = (clause: string): boolean => whyUntried(clause) !== undefined
  expect([...spec.keys()].filter((clause) => !covered.has(clause) && !isUntried(clause))).toEqual([])
  expect([...covered].filter((clause) => !spec.has(clause) || isUntried(clause))).toEqual([])
})

it('passes our own server, whole', async () => {
  const { url, close } = await startServer({ gates: { age: [16, 18] }, modes: ['text', 'voice', 'video'] })
  const report = await runConformance(url)
  await close()
  expect(report.failed, summary(report)).toBe(0)
  const skipped = report.results.filter(({ status, why = '' }) => status === 'not run' && !why.includes('--'))
  expect(skipped).toEqual([])
})

/** The checks that some defect made fail, by title. */
const caught = new Set<string>()

describe.concurrent('finds what is wrong, under the right clause', () => {
  it.each(Object.entries({ ...DEFECTS, ...LAPSES, ...CALLS }))('%s', async (_, { clauses, defect }) => {
    const { url, close } = await startBroken(defect)
    const report = await runConformance(url, { only: clauses, patienceMs: PATIENCE_MS })
    await close()
    const failed = report.results.filter(({ status }) => status === 'failed')
    for (const { title } of failed) caught.add(title)
    expect([...new Set(failed.map(({ clause }) => clause))].sort(), summary(report)).toEqual(
      [...clauses].sort(),
    )
  })
})

it('has no check that never fails', () => {
  // What takes long has a test of its own; and this one only brings the frames that are watched.
  const idle = CHECKS.filter(
    ({ title, slow, also }) => slow === undefined && also === undefined && !caught.has(title),
  )
  expect(idle.map(({ clause, title }) => `${clause} ${title}`)).toEqual([])
})
