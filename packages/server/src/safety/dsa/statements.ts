import { closestOf } from '../../rules/tally.js'
import type { Measure } from '../../rules/outcomes.js'
import { isoTime } from '../../system.js'
import { csvLine } from '../exports.js'
import { OTHER } from './categories.js'
import { placeOf, provisionOf } from './mapping.js'

/**
 * Statements of reasons as the Commission's DSA Transparency Database takes them (API v2, in force since July 2025): names,
 * values and lengths as in its published source of June 2026. Lists are JSON in a cell, as in its own CSV. What it assigns
 * itself (`uuid`, `created_at`, `platform_name`) isn't here; who reported is nobody's business there.
 */
const COLUMNS = [
  'decision_visibility',
  'decision_visibility_other',
  'end_date_visibility_restriction',
  'decision_monetary',
  'decision_monetary_other',
  'end_date_monetary_restriction',
  'decision_provision',
  'end_date_service_restriction',
  'decision_account',
  'end_date_account_restriction',
  'account_type',
  'decision_ground',
  'decision_ground_reference_url',
  'illegal_content_legal_ground',
  'illegal_content_explanation',
  'incompatible_content_ground',
  'incompatible_content_explanation',
  'incompatible_content_illegal',
  'category',
  'category_addition',
  'category_specification',
  'category_specification_other',
  'content_type',
  'content_type_other',
  'content_language',
  'content_date',
  'content_id_ean',
  'territorial_scope',
  'application_date',
  'decision_facts',
  'source_type',
  'source_identity',
  'automated_detection',
  'automated_decision',
  'puid',
] as const
type Column = (typeof COLUMNS)[number]
export type Statement = Readonly<Partial<Record<Column, string>>>

/** The European Economic Area: what is decided holds wherever somebody is. */
const EVERYWHERE = [
  ...['AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE'],
  ...['IS', 'IT', 'LI', 'LT', 'LU', 'LV', 'MT', 'NL', 'NO', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK'],
]

const day = (at: number): string => isoTime(at).slice(0, 10)
const words = (names: readonly string[]): string => names.join(', ').replaceAll('_', ' ')

/** A restriction as a record of the database; `undefined` for a nudge or a warning, which it has no place for. */
export function statementOf(measure: Measure): Statement | undefined {
  const { action, at, kind, until, automated, openedAt } = measure
  const provision = provisionOf({ kind, ends: until !== undefined })
  if (provision === undefined) return undefined
  return {
    decision_provision: provision,
    ...(until === undefined ? {} : { end_date_service_restriction: day(until) }),
    ...groundOf(measure),
    ...categoryOf(measure),
    content_type: JSON.stringify(['CONTENT_TYPE_TEXT']),
    // The records don't say when something was said; it was said less than two days before somebody reported it.
    content_date: day(openedAt),
    territorial_scope: JSON.stringify(EVERYWHERE),
    application_date: day(at),
    decision_facts: factsOf(measure),
    source_type: sourceOf(measure),
    // A person points at what they saw; where nobody did, a rule found it.
    automated_detection: measure.reports === 0 && automated ? 'Yes' : 'No',
    automated_decision: automated ? 'AUTOMATED_DECISION_FULLY' : 'AUTOMATED_DECISION_NOT_AUTOMATED',
    // The id that the person read with the reasons. Before it a letter, so that no spreadsheet finds a formula.
    puid: `action-${action}`,
  }
}

export const STATEMENTS_HEAD = csvLine(COLUMNS)
export const statementLine = (statement: Statement): string =>
  csvLine(COLUMNS.map((column) => statement[column] ?? ''))

/** The law itself stays blank: which one was broken is in nobody's record. */
function groundOf({ ground, policies }: Measure): Statement {
  if (ground === 'legal') return { decision_ground: 'DECISION_GROUND_ILLEGAL_CONTENT' }
  return {
    decision_ground: 'DECISION_GROUND_INCOMPATIBLE_CONTENT',
    incompatible_content_ground: `Rules of the service: ${words(policies)}`,
    incompatible_content_explanation: 'What was handed in was found to break the rules named.',
    ...(policies.includes('illegal') ? { incompatible_content_illegal: 'Yes' } : {}),
  }
}

function categoryOf({ policies, reason, ground, noticedAt }: Measure): Statement {
  const policy = closestOf(policies)
  // The law as such, after a notice: what else was reported says nothing of what is unlawful about it.
  if (policy === undefined && noticedAt.length > 0)
    return { category: 'STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE' }
  const place = placeOf(policy === undefined ? { reason, ground } : { policy, reason, ground })
  return {
    category: place.category,
    ...('keyword' in place
      ? { category_specification: JSON.stringify([place.keyword]) }
      : { category_specification: JSON.stringify([OTHER]), category_specification_other: place.other }),
  }
}

function sourceOf({ noticedAt, reports }: Measure): string {
  if (noticedAt.length > 0) return 'SOURCE_ARTICLE_16'
  return reports > 0 ? 'SOURCE_TYPE_OTHER_NOTIFICATION' : 'SOURCE_VOLUNTARY'
}

/** The same words for the same facts, and nothing about anybody (DSA art. 24(5)). */
function factsOf({ reason, reports, noticedAt, automated }: Measure): string {
  const [byRules, byLaw] = [reports - noticedAt.length, noticedAt.length]
  const said = [
    ...(byRules > 0
      ? [byRules === 1 ? 'a report by a participant' : `${byRules} reports by participants`]
      : []),
    ...(byLaw > 0
      ? [byLaw === 1 ? 'a notice of illegal content' : `${byLaw} notices of illegal content`]
      : []),
  ]
  const source = said.length === 0 ? 'without a report' : `on ${said.join(' and ')}`
  const who = automated ? 'an automated rule' : 'a moderator'
  return `A chat between two people, looked into ${source}, first about: ${reason}. Decided by ${who}.`
}
