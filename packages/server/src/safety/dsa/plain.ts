import { CATEGORIES, categoriesOf, OTHER, OTHER_LABEL } from './categories.js'
import { PLACES, type Place } from './mapping.js'
import { blanks, type Cells, FOR, LEAD, leadOf, type Report, rowsByCategory, type Sheet } from './sheet.js'

/** The sheets that this server knows little or nothing of: they are here for whoever fills them in. */

export const identification = ({ service, first, last }: Report): Sheet => ({
  name: '1_report_identification',
  head: ['Applicability', 'Service', 'Indicator', 'Value'],
  rows: (
    [
      ['Name of the service provider', undefined],
      ['Date of the publication of the report', undefined],
      ['Date of the publication of the latest previous report', undefined],
      ['Starting date of reporting period', first],
      ['Ending date of reporting period', last],
    ] as const
  ).map(([indicator, value]) => [FOR.all, service, indicator, value]),
})

/** What the categories are, and which of our rules are counted there. */
export function categoryNames(): Sheet {
  const rulesAt = (is: (place: Place) => boolean): string | undefined => {
    const rules = Object.entries(PLACES).flatMap(([policy, { terms, legal }]) =>
      is(terms) || is(legal) ? [policy.replaceAll('_', ' ')] : [],
    )
    return rules.length === 0 ? undefined : `Rules: ${rules.join(', ')}`
  }
  const rows = CATEGORIES.flatMap(({ key, label, keywords }, i): readonly Cells[] => {
    const names: readonly (readonly [string, string])[] = Object.entries(keywords)
    const divided = names.length === 0 ? [] : [...names, [OTHER, OTHER_LABEL] as const]
    return [
      [`Category ${i + 1}`, label, key, undefined],
      ...divided.map(([keyword, text], at) => [
        `Category ${i + 1}${LETTERS[at] ?? ''}`,
        text,
        keyword,
        rulesAt(
          (place) => place.category === key && ('keyword' in place ? place.keyword : OTHER) === keyword,
        ),
      ]),
    ]
  })
  return {
    name: '2_categories_names',
    head: [
      'Category label',
      'Category description',
      'Category of illegal content / incompatible with the terms and conditions',
      'Contextual information',
    ],
    rows: [['TOTAL', 'All the entries', 'TOTAL', undefined], ...rows],
  }
}
const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** Orders reach the operator, not the server. Rows for Member States that sent some are added by hand (annex II, 1.2.1 F). */
export const orders = (report: Report): Sheet => ({
  name: '3_member_states_orders',
  head: [
    ...LEAD,
    'Category of illegal content',
    'Description of the sub-category "Other"',
    'Scope',
    'Number of orders to act against illegal content received',
    'Number of specific items of information included in the total number of orders to act against illegal content',
    'Median time to inform the authority of the receipt of the order to act against illegal content',
    'Median time to give effect to the order to act against illegal content',
    'Number of orders to provide information',
    'Median time to inform the authority of the receipt of the order to provide information',
    'Median time to give effect to the order to provide information',
    'Contextual information on number of orders to act against illegal content received',
    'Contextual information on number of specific items of information included in the total number of orders to act against illegal content',
    'Contextual information on Median time to inform the authority of the receipt of the order to act against illegal content',
    'Contextual information on Median time to give effect to the order to act against illegal content',
    'Contextual information on Number of orders to provide information',
    'Contextual information on Median time to inform the authority of the receipt of the order to provide information',
    'Contextual information on Median time to give effect to the order to provide information',
  ],
  rows: rowsByCategory(categoriesOf('order'), () => ['TOTAL', ...blanks(14)]).map((row) => [
    ...leadOf(FOR.all, report),
    ...row,
  ]),
})

const MODERATORS = 'Human resources dedicated to content moderation '
const EXPERTISE = 'Number of total moderators with sufficient linguistic expertise '

export const humanResources = (report: Report): Sheet => ({
  name: '9_human_resources',
  head: [...LEAD, 'Section', 'Indicator', 'Scope', 'Value', 'Contextual information'],
  rows: [
    ['Number of internal moderators employed by the provider', 'Total number'],
    ['Number of external moderators contracted by the provider', 'Total number'],
    ...['Total number', 'bg', '[...]', 'sv'].map((scope) => [EXPERTISE, scope]),
  ].map((row) => [...leadOf(FOR.large, report), MODERATORS, ...row, ...blanks(2)]),
})

export const recipients = (report: Report): Sheet => ({
  name: '10_AMAR',
  head: [...LEAD, 'Section', 'Indicator', 'Scope', 'Value'],
  rows: ['TOTAL', 'AT', '[...]', 'SE'].map((scope) => [
    ...leadOf(FOR.largest, report),
    'AMAR',
    'Number of average monthly active recipients during the reporting period\u00a0',
    scope,
    undefined,
  ]),
})

/** The texts. What the settings say is filled in; the rest only people can write. */
export function qualitative(report: Report): Sheet {
  const { says, isUsed } = report.automation
  const none = isUsed ? undefined : 'Not applicable: no automated means are used.'
  return {
    name: '11_qualitative',
    head: [...LEAD, 'Indicator', 'Value'],
    rows: (
      [
        [FOR.all, 'Summary of the content moderation engaged in at the providers’ own initiative', undefined],
        [
          FOR.all,
          "Meaningful and comprehensible information regarding content moderation engaged in at the providers' own initiative",
          undefined,
        ],
        [FOR.all, 'Qualitative description of the automated means', says],
        [
          FOR.all,
          'Qualitative description of indicators of accuracy and possible rate of error of automated means',
          none,
        ],
        [FOR.all, 'Specification of the precise purposes to apply automated means', none],
        [FOR.all, 'Safeguards applied to the use of automated means', none],
        [FOR.large, 'High-level description of the content moderation governance structure', undefined],
        [FOR.large, 'Qualifications of the human resources dedicated to content moderation', undefined],
        [FOR.large, 'Training given to human resources dedicated to content moderation', undefined],
        [FOR.large, 'Support given to human resources dedicated to content moderation ', undefined],
        [
          FOR.large,
          'Methodology used to compute the number of human resources dedicated to content moderation\u00a0\u00a0',
          undefined,
        ],
      ] as const
    ).map(([whose, indicator, value]) => [...leadOf(whose, report), indicator, value]),
  }
}
