import type { ActionKind, Policy, Reason } from '@stranger-chat/core/api'
import type { MeasureCount } from '../../rules/tally.js'
import type { CategoryKey, Keyword } from './categories.js'

/** Where the templates have what we do and why. These choices are ours: no official text speaks of a chat like this one. */

/** A category, and the keyword of it, or words of our own where it has none that fits. */
export type Place = { readonly category: CategoryKey } & (
  | { readonly keyword: Keyword }
  | { readonly other: string }
)

const at = (category: CategoryKey, keyword: Keyword): Place => ({ category, keyword })
const beside = (category: CategoryKey, other: string): Place => ({ category, other })
const onBoth = (place: Place) => ({ terms: place, legal: place })

const TERMS = 'STATEMENT_CATEGORY_OTHER_VIOLATION_TC'
const SPEECH = 'STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH'
const VIOLENCE = 'STATEMENT_CATEGORY_CYBER_VIOLENCE'
const UNKNOWN = 'Illegal in a way that the records don’t name'

/**
 * Where a rule stands, whether as one of the place's own or as law: what breaks only the place's rules has a category to itself,
 * which the law doesn't have. A rule isn't divided further than moderators divide it.
 */
export const PLACES: Readonly<Record<Policy, Readonly<Record<MeasureCount['ground'], Place>>>> = {
  minors: onBoth(beside('STATEMENT_CATEGORY_PROTECTION_OF_MINORS', 'Protection of minors, of any kind')),
  sexual: {
    terms: at(TERMS, 'KEYWORD_ADULT_SEXUAL_MATERIAL'),
    // Sent to somebody who hadn't asked for it.
    legal: at(VIOLENCE, 'KEYWORD_CYBER_HARASSMENT'),
  },
  threats: onBoth(at(VIOLENCE, 'KEYWORD_CYBER_BULLYING_INTIMIDATION')),
  hate: onBoth(at(SPEECH, 'KEYWORD_HATE_SPEECH')),
  harassment: onBoth(at(VIOLENCE, 'KEYWORD_CYBER_HARASSMENT')),
  self_harm: onBoth(beside('STATEMENT_CATEGORY_SELF_HARM', 'Urging somebody to harm or kill themselves')),
  fraud: onBoth(beside('STATEMENT_CATEGORY_SCAMS_AND_FRAUD', 'Fraud in a conversation, of any kind')),
  spam: {
    terms: beside(TERMS, 'Adverts and bots'),
    legal: beside('STATEMENT_CATEGORY_CONSUMER_INFORMATION', 'Unlawful adverts and bots'),
  },
  evasion: { terms: beside(TERMS, 'Getting round a decision'), legal: beside(SPEECH, UNKNOWN) },
  false_reports: { terms: beside(TERMS, 'False reports'), legal: beside(SPEECH, UNKNOWN) },
  illegal: { terms: beside(TERMS, UNKNOWN), legal: beside(SPEECH, UNKNOWN) },
}

/** The rule that a reason is about: what counts where a decision named no rule, or the law as such. */
export const REASON_RULES: Readonly<Record<Reason, Policy>> = {
  underage: 'minors',
  crisis: 'self_harm',
  sexual: 'sexual',
  threat: 'threats',
  harassment: 'harassment',
  hate: 'hate',
  scam: 'fraud',
  spam: 'spam',
  other: 'illegal',
  illegal: 'illegal',
}

/** The service is withheld in part or whole, for a while or for good. It has no accounts, hides no content and pays nobody. */
export type Provision = `DECISION_PROVISION_${'PARTIAL' | 'TOTAL'}_${'SUSPENSION' | 'TERMINATION'}`

/** What an action withholds while it lasts, and what if it names no end. Words withhold nothing, so they are no restriction. */
export const RESTRICTIONS: Readonly<
  Record<ActionKind, { readonly lasting: Provision; readonly endless: Provision } | undefined>
> = {
  nudge: undefined,
  warn: undefined,
  slow: partly('SUSPENSION'),
  mute: partly('SUSPENSION'),
  // One chat, and that for good.
  end: partly('TERMINATION'),
  cooldown: partly('SUSPENSION'),
  restrict: partly('SUSPENSION'),
  ban: { lasting: 'DECISION_PROVISION_TOTAL_SUSPENSION', endless: 'DECISION_PROVISION_TOTAL_TERMINATION' },
}

function partly(lasting: 'SUSPENSION' | 'TERMINATION') {
  return {
    lasting: `DECISION_PROVISION_PARTIAL_${lasting}`,
    endless: 'DECISION_PROVISION_PARTIAL_TERMINATION',
  } as const
}

/** Where a measure is counted. */
export const placeOf = ({
  policy,
  reason,
  ground,
}: Pick<MeasureCount, 'policy' | 'reason' | 'ground'>): Place =>
  PLACES[policy ?? REASON_RULES[reason]][ground]

export function provisionOf({ kind, ends }: Pick<MeasureCount, 'kind' | 'ends'>): Provision | undefined {
  return RESTRICTIONS[kind]?.[ends ? 'lasting' : 'endless']
}
