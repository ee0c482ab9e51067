import type { Complaints } from '../../rules/tally.js'
import { type Cells, FOR, LEAD, leadOf, medianHours, type Report, type Sheet } from './sheet.js'

/** The sheet of appeals, which the templates call complaints, of disputes and of repeated offenders. */

const COMPLAINTS = 'Internal complaints mechanism'
const DISPUTES = 'Out-of-court dispute settlement bodies'
const OFFENDERS = 'Suspensions imposed on repeated offenders'
const ALL = 'Number of complaints submitted to the internal-complaints mechanism'
const DISPUTED = 'Number of disputes submitted to out-of-court dispute settlement bodies'
const OF = 'Complaint regarding a decision'
const SCOPES = [
  'Total number',
  'Decisions upheld',
  'Decisions partially reversed',
  'Decisions reversed',
  'Median time',
] as const

/** A decision on an appeal leaves or undoes all of it: there is no half. */
const valuesOf = ({ filed, upheld, reversed, waits }: Complaints): Cells => [
  filed,
  upheld,
  undefined,
  reversed,
  medianHours(waits),
]

export function complaints(report: Report): Sheet {
  const { complaints: all, complaintsOfRestrictions: restrictions } = report.tally
  const about = (indicator: string, values: Cells = []): readonly Cells[] =>
    SCOPES.map((scope, i) => [FOR.platforms, COMPLAINTS, indicator, scope, values[i]])
  const others = all.filed - restrictions.filed
  const total: readonly Cells[] = [
    // Every provider tells how many there were; the rest is asked of platforms.
    ...about(ALL, valuesOf(all)).map((row, i) =>
      i === 0
        ? [FOR.all, ...row.slice(1), others > 0 ? `${others} of them about a nudge or a warning` : undefined]
        : row,
    ),
    [FOR.platforms, COMPLAINTS, ALL, 'Decision omitted', all.omitted],
  ]
  const rows: readonly Cells[] = [
    ...total,
    [
      FOR.platforms,
      COMPLAINTS,
      'Number of restrictions newly imposed as a result of an internal complaint',
      'Total number',
    ],
    ...about(`${OF} to remove or disable access to or restrict visibility of information`),
    ...about(`${OF} to suspend or terminate the provision of the service`, valuesOf(restrictions)),
    ...about(`${OF} to suspend or terminate an account `),
    ...about(`${OF} to restrict the ability to monetise information`),
    ...about(`${OF} not to take action on a notice submitted in accordance with Article 16`),
    ...about(
      `${OF} not to take action on a notice submitted by a Trusted Flagger in accordance with Article 16`,
    ),
    ...[...SCOPES, 'Decision omitted', 'Percentage of outcomes implemented'].map((scope) => [
      FOR.platforms,
      DISPUTES,
      DISPUTED,
      scope,
    ]),
    ...['manifestly illegal content ', 'manifestly unfounded notices', 'manifestly unfounded complaints'].map(
      (what) => [
        FOR.platforms,
        OFFENDERS,
        `Number of suspensions enacted for the provision of ${what}`,
        'Total number',
      ],
    ),
  ]
  return {
    name: '7_appeals_and_recidivism',
    head: [...LEAD, 'Section', 'Indicator', 'Scope', 'Value', 'Contextual Information'],
    rows: rows.map(([whose, section, indicator, scope, value, context]) => [
      ...leadOf(String(whose), report),
      ...[section, indicator, scope, value, context],
    ]),
  }
}
