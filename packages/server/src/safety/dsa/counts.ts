import { type MeasureCount, restricts } from '../../rules/tally.js'
import { categoriesOf } from './categories.js'
import { type Place, PLACES, placeOf, provisionOf } from './mapping.js'
import {
  blanks,
  type Cells,
  FOR,
  LEAD,
  leadOf,
  medianHours,
  type Report,
  rowsByCategory,
  type Sheet,
  sum,
} from './sheet.js'

/** The sheets of notices, of the place's own measures, and of automation. */

const UNNAMED: Place = { category: 'STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE', other: '' }
const WHY_UNNAMED =
  'The form asks for the law in the words of whoever gives notice. They are kept with the case and not counted, so all notices stand here.'

const NOTICE_VALUES = [
  'Number of notices received ',
  'Number of notices received from Trusted flaggers',
  'Number of specific items of information included in the total number of notices',
  'Number of specific items of information included in the total number of notices by Trusted Flaggers (Trusted Flagger notices)',
  'Median time to take action',
  'Median time to take action (Trusted Flagger notices)',
  'Number of actions taken on the basis of the law',
  'Number of actions taken on the basis of the law (Trusted Flagger notices)',
  'Number of actions taken on the basis of the terms and conditions of the service',
  'Number of actions taken on the basis of the terms and conditions of the service (Trusted Flagger notices)',
] as const

/** Blank are items, which nobody counts, and what only trusted flaggers sent: nothing tells theirs from anybody's. */
const noticeCells = (received: number, hours: number | undefined, legal: number, terms: number): Cells => [
  received,
  ...blanks(3),
  hours,
  undefined,
  legal,
  undefined,
  terms,
  undefined,
]

/** Notices (DSA art. 16), and every action after one, a warning too. */
export function notices(report: Report): Sheet {
  const { received, waits } = report.tally.notices
  const after = report.tally.measures.filter(({ noticed }) => noticed)
  const on = (ground: MeasureCount['ground']): number => sum(after.filter((one) => one.ground === ground))
  const values = noticeCells(received, medianHours(waits), on('legal'), on('terms'))
  const nothing = noticeCells(0, undefined, 0, 0)
  const rows = rowsByCategory(categoriesOf('notice'), (belongs, row) => [
    ...(belongs(UNNAMED) ? values : nothing),
    ...(row === UNNAMED.category && received > 0 ? [WHY_UNNAMED, ...blanks(9)] : blanks(10)),
  ])
  return {
    name: '4_notices',
    head: [
      ...LEAD,
      'Category of illegal content',
      'Description of the sub-category "Other"',
      ...NOTICE_VALUES,
      ...NOTICE_VALUES.map((value) => `Contextual information on ${value}`),
    ],
    rows: rows.map((row) => [...leadOf(FOR.hosts, report), ...row]),
  }
}

const MEASURE_VALUES = [
  "Number of measures taken at the provider's own initiative ",
  'Number of measures taken after detection with solely automated means ',
  'Visibility restriction Removal',
  'Visibility restriction Disable',
  'Visibility restriction Demoted',
  'Visibility restriction Age restricted',
  'Visibility restriction Interaction restricted',
  'Visibility restriction Labelled ',
  'Visibility restriction Other',
  'Monetary restriction Suspension',
  'Monetary restriction Termination',
  'Monetary restriction Other',
  'Provision of the service Suspension',
  'Provision of the service Termination',
  'Account restriction Suspension',
  'Account restriction Termination',
] as const

/** Restrictions that no order and no notice came before, so that the template calls them the provider's own. */
const ownOf = ({ tally }: Report): readonly MeasureCount[] =>
  tally.measures.filter(({ noticed, kind }) => !noticed && restricts(kind))

function own(
  report: Report,
  name: string,
  category: string,
  ground: MeasureCount['ground'],
  special?: 'terms',
): Sheet {
  const measures = ownOf(report).filter((one) => one.ground === ground)
  const places = Object.values(PLACES).map((place) => place[ground])
  const cells = (belongs: (place: Place) => boolean): Cells => {
    const here = measures.filter((one) => belongs(placeOf(one)))
    const withheld = (how: string): number =>
      sum(here.filter((one) => provisionOf(one)?.endsWith(how) === true))
    return [
      sum(here),
      sum(here.filter(({ automated }) => automated)),
      // Nothing is hidden and nobody is paid here.
      ...blanks(10),
      withheld('SUSPENSION'),
      withheld('TERMINATION'),
      // And nobody has an account.
      ...blanks(2),
      ...blanks(16),
    ]
  }
  const rows = rowsByCategory(categoriesOf(special), cells, places)
  return {
    name,
    head: [
      ...LEAD,
      category,
      'Description of the sub-category "Other"',
      ...MEASURE_VALUES,
      ...MEASURE_VALUES.map((value) => `Contextual Information on ${value}`),
    ],
    rows: rows.map((row) => [...leadOf(FOR.all, report), ...row]),
  }
}

export const ownIllegal = (report: Report): Sheet =>
  own(report, '5_own_initiative_illegal', 'Category of illegal content', 'legal')

export const ownTerms = (report: Report): Sheet =>
  own(
    report,
    '6_own_initiative_TC',
    "Category of incompatibility with the provider's terms and conditions",
    'terms',
    'terms',
  )

const ACCURACY = ['Accuracy', 'Precision', 'Recall'].map((of) => `Accuracy of the automated means - ${of}`)

/** How much was done without anybody. How well a rule of the operator does that, only the operator can measure. */
export function automatedMeans(report: Report): Sheet {
  const ours = ownOf(report)
  const all = [...ours, ...report.tally.measures.filter(({ noticed }) => noticed)]
  const split = (measures: readonly MeasureCount[]): Cells => {
    const alone = sum(measures.filter(({ automated }) => automated))
    return [alone, sum(measures) - alone]
  }
  const scope = (
    whose: string,
    scoped: string,
    indicators: readonly string[],
    values: Cells,
  ): readonly Cells[] =>
    [...indicators, ...ACCURACY].map((indicator, i) => [whose, indicator, scoped, values[i]])
  const measured = [
    'Number of measures solely taken by automated means ',
    'Number of measures not taken by automated means',
  ]
  const noticed = [
    'Number of notices solely processed by automated means ',
    'Number of notices not processed by automated means',
  ]
  const rows: readonly Cells[] = [
    ...scope(FOR.all, 'Total number', measured, split(all)),
    ...scope(FOR.all, 'Own-initiative ', measured, split(ours)),
    ...scope(FOR.hosts, 'NAM Total', noticed, [0, report.tally.notices.received]),
    ...scope(FOR.platforms, 'NAM Trusted Flagger', noticed, []),
    ...measured.flatMap((indicator) =>
      ['bg', '[...]', 'sv'].map((language) => [FOR.large, indicator, language]),
    ),
    // The template has these nine rows in this order.
    ...[1, 2, 3].flatMap(() =>
      ACCURACY.map((indicator, i) => [FOR.large, indicator, ['bg', '[...]', 'sv'][i]]),
    ),
  ]
  return {
    name: '8_automated_means',
    head: [...LEAD, 'Section', 'Indicator', 'Scope', 'Value', 'Contextual Information'],
    rows: rows.map(([whose, indicator, scoped, value]) => [
      ...leadOf(String(whose), report),
      'Use of automated means for content moderation',
      indicator,
      scoped,
      value,
      undefined,
    ]),
  }
}
