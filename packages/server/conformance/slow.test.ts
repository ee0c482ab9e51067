import { describe, expect, it } from 'vitest'
import { CHECKS } from './checks.js'
import { summary } from './report.js'
import { runConformance } from './runner.js'
import { type Defect, startBroken, startServer } from './testing/broken.js'
import { hasteClock } from './testing/haste.js'

// What takes minutes takes seconds here: the server's and the kit's clocks run faster, the network doesn't.

const TIMES = 15
/** Two seconds of ours. */
const PATIENCE_MS = 2_000 * TIMES
const clock = hasteClock(TIMES, Date.now())
const ours = {
  clock,
  limits: { idleMs: 30_000, ticketMs: 30_000 },
  grace: { away: 10_000, hidden: 15_000 },
}
const slowClauses = [...new Set(CHECKS.filter(({ slow }) => slow !== undefined).map(({ clause }) => clause))]

const run = (url: string, only: readonly string[]) =>
  runConformance(url, { only, clock, slow: true, alone: true, patienceMs: PATIENCE_MS })

it('passes our own server in everything that takes long', async () => {
  const { url, close } = await startServer(ours)
  const report = await run(url, slowClauses)
  await close()
  expect(report.failed, summary(report)).toBe(0)
  const skipped = report.results.filter(({ status }) => status === 'not run').map(({ clause }) => clause)
  expect(skipped, summary(report)).toEqual([])
})

const isEnd = ({ body }: { readonly [key: string]: unknown }, reason: string): boolean =>
  (body as { readonly reason?: unknown } | undefined)?.reason === reason
/** Whoever waits for this end waits for ever. */
const never = (reason: string): Defect => ({ fromServer: (frame) => (isEnd(frame, reason) ? [] : undefined) })
const silent = (type: string): Defect => ({
  fromServer: (frame) => (frame['type'] === type ? [] : undefined),
})

const DEFECTS: readonly (readonly [string, string, Defect])[] = [
  [
    'wishes never give way',
    'P-MATCH-3',
    { options: () => ({ relax: { interests: 10_000_000, languages: 10_000_000 } }) },
  ],
  ['who never shows up holds the other one', 'P-MATCH-4', never('no_show')],
  [
    'two who meet again are not told',
    'P-MATCH-6',
    { fromServer: (frame) => (frame['met'] === true ? [{ ...frame, met: undefined }] : undefined) },
  ],
  ['the grace never ends', 'P-GRACE-1', never('lost')],
  ['the grace is short', 'P-GRACE-1', { options: () => ({ grace: { away: 2_000 } }), ...longGrace() }],
  ['silence never ends a chat', 'P-END-2', never('idle')],
  ['nobody is pinged', 'P-BEAT-1', silent('ping')],
  ['a ticket lives for ever', 'P-LIMIT-6', silent('idle')],
]

/** Promises more than it keeps. */
function longGrace(): Defect {
  return {
    fromServer: (frame) =>
      frame['type'] === 'welcome' ? [{ ...frame, grace: { away: 10_000, hidden: 15_000 } }] : undefined,
  }
}

describe.concurrent('finds what is wrong in what takes long', () => {
  it.each(DEFECTS)('%s', async (_, clause, defect) => {
    const options = defect.options?.()
    const { url, close } = await startBroken({ ...defect, options: () => ({ ...ours, ...options }) })
    const report = await run(url, [clause])
    await close()
    const failed = report.results.filter(({ status }) => status === 'failed').map((result) => result.clause)
    expect([...new Set(failed)], summary(report)).toEqual([clause])
  })
})
