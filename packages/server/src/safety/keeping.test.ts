import { expect, it } from 'vitest'
import { retentionOf } from './keeping.js'
import { CLAIMS, type PaperFacts } from './papers.js'

const FACTS: PaperFacts = {
  ...{ logEntries: 256, logBytes: 131_072, graceMs: 120_000, reportWindowMs: 86_400_000 },
  ...{ evidenceMs: 2_592_000_000, marksMs: 2_592_000_000, appealMs: 15_811_200_000, consoleMs: 43_200_000 },
  ...{ statementsMs: 18_403_200_000, evidenceKeyMs: 259_200_000, rewrapMs: 2_505_600_000 },
  ...{ reportPictures: 0, ages: [18], rules: '1', modes: ['text'], plugins: [] },
} as PaperFacts

it('has a row for everything that the record says is kept, with its sentence and its setting', () => {
  const table = retentionOf(FACTS)
  for (const { setting, about, say } of CLAIMS.filter((claim) => claim.about === 'kept')) {
    expect(table, about).toContain(`,${setting},`)
    expect(table).toContain(say(FACTS).replaceAll('"', '""'))
  }
})

it('says how long as it is set', () => {
  expect(retentionOf(FACTS)).toContain('30 days after the decision')
  const other = retentionOf({ ...FACTS, evidenceMs: 604_800_000, graceMs: 7_000, consoleMs: 3_600_000 })
  expect(other).toContain('7 days after the decision')
  expect(other).toContain(',7 seconds,')
  expect(other).toContain(',1 hour at most,')
})

it('says whether pictures are kept, and then for how long', () => {
  expect(retentionOf(FACTS)).toContain('Pictures of a call handed in with a report,')
  expect(retentionOf(FACTS)).toContain(',None are taken,')
  const other = retentionOf({ ...FACTS, reportPictures: 3 })
  expect(other).not.toContain(',None are taken,')
  expect(other).toContain('up to 3 pictures')
})

it('has as many cells in each row as in its head', () => {
  const widths = retentionOf(FACTS)
    .trim()
    .split('\r\n')
    .map((line) => line.replaceAll(/"[^"]*"/g, '').split(',').length)
  expect(new Set(widths)).toEqual(new Set([6]))
})
