import { describe, expect, it } from 'vitest'
import { CLAIMS, type PaperFacts, recordOf } from './papers.js'

const FACTS: PaperFacts = {
  logEntries: 256,
  logBytes: 131_072,
  graceMs: 120_000,
  reportWindowMs: 86_400_000,
  evidenceMs: 2_592_000_000,
  reportPictures: 0,
  statementsMs: 18_403_200_000,
  evidenceKeyMs: 259_200_000,
  rewrapMs: 2_505_600_000,
  marksMs: 2_592_000_000,
  appealMs: 15_811_200_000,
  consoleMs: 43_200_000,
  ages: [13, 18],
  rules: '1',
  modes: ['text'],
  plugins: [],
}
/** Each setting, otherwise. */
const OTHERWISE: PaperFacts = {
  logEntries: 7,
  logBytes: 7_168,
  graceMs: 7_000,
  reportWindowMs: 604_800_000,
  evidenceMs: 604_800_000,
  reportPictures: 3,
  statementsMs: 604_800_000,
  evidenceKeyMs: 604_800_000,
  rewrapMs: 604_800_000,
  marksMs: 604_800_000,
  appealMs: 604_800_000,
  consoleMs: 25_200_000,
  ages: false,
  rules: false,
  modes: ['text', 'voice'],
  plugins: ['no-threes'],
}

describe('the record of processing', () => {
  it.each(CLAIMS.map((claim) => [claim.setting, claim] as const))(
    'says of %s what is set, and nothing else',
    (setting, claim) => {
      const other = { ...FACTS, [setting]: OTHERWISE[setting] }
      expect(claim.say(other)).not.toBe(claim.say(FACTS))
      // No other setting changes the sentence: it claims nothing that isn't named behind it.
      for (const key of Object.keys(FACTS) as (keyof PaperFacts)[])
        if (key !== setting) expect(claim.say({ ...FACTS, [key]: OTHERWISE[key] })).toBe(claim.say(FACTS))
      expect(recordOf(FACTS, 0)).toContain(claim.say(FACTS))
    },
  )

  it('speaks of every setting it knows', () => {
    expect(CLAIMS.map(({ setting }) => setting).toSorted()).toEqual(Object.keys(FACTS).toSorted())
  })

  it('says that it is a draft, and no advice', () => {
    expect(recordOf(FACTS, 0)).toMatch(/1970-01-01.*draft.*no legal advice/s)
  })
})
