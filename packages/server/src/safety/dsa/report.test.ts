import { describe, expect, it } from 'vitest'
import { FORGOTTEN_MS, type Outcome } from '../../rules/outcomes.js'
import { Counter } from '../../rules/tally.js'
import { sha256 } from '../../system.js'
import { APPEAL_MS } from '../../rules/lifetimes.js'
import { filesOf, partsOf } from './report.js'
import type { Cells, Report } from './sheet.js'

type Measured = Outcome & { type: 'measure' }
const HOUR = 60 * 60_000

function reportOf(outcomes: readonly Outcome[] = [], more: Partial<Report> = {}): Report {
  const counter = new Counter()
  for (const outcome of outcomes) counter.add(outcome)
  return {
    ...{ service: 'Example chat', first: '2026-01-01', last: '2026-12-31', tally: counter.tally() },
    ...{ automation: { says: 'No rule judges.', isUsed: false }, ...more },
  }
}
const measure = (more: Partial<Measured>): Measured => ({
  ...{ type: 'measure', at: 10 * HOUR, action: 'a', kind: 'ban', policies: ['threats'], ground: 'terms' },
  ...{ automated: false, until: 99 * HOUR, reason: 'threat', openedAt: 0, noticedAt: [], reports: 1 },
  ...more,
})

/** What the rows are called, without what stands in them. */
const LABELS = [
  'Applicability',
  'Category label',
  'Category description',
  'Category of illegal content / incompatible with the terms and conditions',
  'Category of illegal content',
  "Category of incompatibility with the provider's terms and conditions",
  'Section',
  'Indicator',
  'Scope',
]

describe('the parts of a report', () => {
  // SHA-256 over the JSON of the head and the labels of each row, in the Commission's own English CSV (as copied in April
  // 2025): descriptions trimmed, of rows with "KEYWORD_OTHER" the first, of orders those of all Member States together.
  it.each([
    ['1_report_identification', '5e3aaa328cbf9560'],
    ['2_categories_names', '221dc9d7a3ec5f8b'],
    ['3_member_states_orders', '27d594590d18450e'],
    ['4_notices', '5dbe1008f40f6e8f'],
    ['5_own_initiative_illegal', 'd4ef68f4bc421feb'],
    ['6_own_initiative_TC', '5d770e6048880aa6'],
    ['7_appeals_and_recidivism', 'cdb59b5de518f8ce'],
    ['8_automated_means', '5fd2bca0efba8123'],
    ['9_human_resources', '795bd3e62d580317'],
    ['10_AMAR', '61980363398ff684'],
    ['11_qualitative', '990a693624fd7368'],
  ])('%s has the columns and rows of the template, in their order', (name, digest) => {
    const { head = [], rows = [] } = partsOf(reportOf()).find((part) => part.name === name) ?? {}
    const labels: Cells[] = [head]
    for (const row of rows) {
      const label = row.filter((_, i) => LABELS.includes(head[i] ?? ''))
      const isAgain = JSON.stringify(label) === JSON.stringify(labels.at(-1))
      if (!isAgain || !label.includes('KEYWORD_OTHER')) labels.push(label)
    }
    const hash = Buffer.from(sha256(JSON.stringify(labels))).toString('hex')
    expect(hash.slice(0, 16)).toBe(digest)
  })

  it('have as many cells in each row as in the head', () => {
    for (const { head, rows } of partsOf(reportOf([measure({}), { type: 'notice', at: 0 }])))
      for (const row of rows) expect(row).toHaveLength(head.length)
  })

  it('are all named in the guide beside them, and so is what is blank', () => {
    const files = filesOf(reportOf())
    for (const name of ['3_member_states_orders', '4_notices', '9_human_resources', '11_qualitative'])
      expect(files['guide.md']).toContain(`\`${name}.csv\``)
    expect(Object.keys(files)).toEqual([
      'guide.md',
      ...partsOf(reportOf()).map(({ name }) => `${name}.csv`),
      'supplement.csv',
    ])
    expect(filesOf(reportOf([], { service: '' }))['guide.md']).toContain('--service NAME')
  })
})

/** A row of a part by the words that stand in it, as what its columns are called. */
function rowOf(
  report: Report,
  part: string,
  ...labels: readonly string[]
): Readonly<Record<string, unknown>> {
  const { head = [], rows = [] } = partsOf(report).find(({ name }) => name === part) ?? {}
  const row = rows.find((cells) => labels.every((label) => cells.includes(label))) ?? []
  return Object.fromEntries(head.map((name, i) => [name.trim(), row[i]]))
}

describe('what is counted where', () => {
  it('notices and what followed them stand together, since none is divided by category', () => {
    const report = reportOf([
      { type: 'notice', at: 0 },
      { type: 'notice', at: 4 * HOUR },
      measure({ noticedAt: [0, 5 * HOUR], ground: 'legal' }),
      measure({ noticedAt: [9 * HOUR], kind: 'warn' }),
    ])
    const counted = {
      'Number of notices received': 2,
      'Number of notices received from Trusted flaggers': undefined,
      'Median time to take action': 5,
      'Number of actions taken on the basis of the law': 1,
      'Number of actions taken on the basis of the terms and conditions of the service': 1,
    }
    expect(rowOf(report, '4_notices', 'TOTAL')).toMatchObject(counted)
    expect(rowOf(report, '4_notices', 'STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE')).toMatchObject(counted)
    expect(rowOf(report, '4_notices', 'STATEMENT_CATEGORY_VIOLENCE')).toMatchObject({
      'Number of notices received': 0,
      'Median time to take action': undefined,
    })
    expect(rowOf(report, '5_own_initiative_illegal', 'TOTAL')).toMatchObject({
      "Number of measures taken at the provider's own initiative": 0,
    })
  })

  it('restrictions without a notice are the provider’s own: by ground, category and keyword, each adding up', () => {
    const { until: _, ...endless } = measure({ policies: ['sexual'], kind: 'end', automated: true })
    const report = reportOf([
      measure({}),
      measure({ policies: ['spam'], kind: 'restrict' }),
      endless,
      measure({ policies: ['hate'], ground: 'legal' }),
      measure({ kind: 'warn' }),
    ])
    const own = "Number of measures taken at the provider's own initiative"
    const [suspended, ended] = ['Provision of the service Suspension', 'Provision of the service Termination']
    expect(rowOf(report, '5_own_initiative_illegal', 'TOTAL')[own]).toBe(1)
    expect(rowOf(report, '5_own_initiative_illegal', 'KEYWORD_HATE_SPEECH')[own]).toBe(1)
    expect(rowOf(report, '6_own_initiative_TC', 'TOTAL')).toMatchObject({
      [own]: 3,
      'Number of measures taken after detection with solely automated means': 1,
      'Visibility restriction Removal': undefined,
      [suspended]: 2,
      [ended]: 1,
      'Account restriction Suspension': undefined,
    })
    const terms = 'STATEMENT_CATEGORY_OTHER_VIOLATION_TC'
    expect(rowOf(report, '6_own_initiative_TC', terms)[own]).toBe(2)
    expect(rowOf(report, '6_own_initiative_TC', 'KEYWORD_ADULT_SEXUAL_MATERIAL')[own]).toBe(1)
    expect(rowOf(report, '6_own_initiative_TC', 'KEYWORD_OTHER', 'Adverts and bots')[own]).toBe(1)
    expect(rowOf(report, '6_own_initiative_TC', 'KEYWORD_CYBER_BULLYING_INTIMIDATION')[own]).toBe(1)
    const solely = 'Number of measures solely taken by automated means '
    const notAlone = 'Number of measures not taken by automated means'
    expect(rowOf(report, '8_automated_means', solely, 'Total number')['Value']).toBe(1)
    expect(rowOf(report, '8_automated_means', notAlone, 'Own-initiative ')['Value']).toBe(3)
  })

  it('complaints have their number, how they ended, and how long it took', () => {
    const report = reportOf([
      { type: 'complaint', at: 0, kind: 'ban' },
      { type: 'complaint', at: 0, kind: 'warn' },
      { type: 'review', at: 3 * HOUR, kind: 'ban', filedAt: 0, result: 'reversed' },
      { type: 'review', at: 4 * HOUR, kind: 'warn', filedAt: 0, result: 'upheld' },
    ])
    const value = (indicator: string, scope: string) =>
      rowOf(report, '7_appeals_and_recidivism', indicator, scope)['Value']
    const all = 'Number of complaints submitted to the internal-complaints mechanism'
    const withheld = 'Complaint regarding a decision to suspend or terminate the provision of the service'
    const scopes = ['Total number', 'Decisions upheld', 'Decisions reversed', 'Median time']
    expect(scopes.map((scope) => value(all, scope))).toEqual([2, 1, 1, 3.5])
    expect(scopes.map((scope) => value(withheld, scope))).toEqual([1, 0, 1, 3])
    expect(value(all, 'Decision omitted')).toBe(0)
    expect(
      value('Complaint regarding a decision to restrict the ability to monetise information', 'Total number'),
    ).toBe(undefined)
    expect(
      rowOf(report, '7_appeals_and_recidivism', all, 'Total number')['Contextual Information'],
    ).toContain('1 of')
  })

  it('what the settings say of automation is a text of the report, which claims no accuracy where there is none', () => {
    const text = (report: Report, label: string) => rowOf(report, '11_qualitative', label)['Value']
    const [means, safeguards] = [
      'Qualitative description of the automated means',
      'Safeguards applied to the use of automated means',
    ]
    expect(text(reportOf(), means)).toBe('No rule judges.')
    expect(text(reportOf(), safeguards)).toMatch(/^Not applicable/)
    const used = reportOf([], { automation: { says: 'One does.', isUsed: true } })
    expect([text(used, means), text(used, safeguards)]).toEqual(['One does.', undefined])
  })
})

it('knows what an appeal is about for as long as anybody may appeal', () => {
  expect(FORGOTTEN_MS).toBeGreaterThan(APPEAL_MS)
})
