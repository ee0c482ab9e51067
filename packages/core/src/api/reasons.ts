/**
 * Why somebody reports, in the order in which they are offered: what can't wait comes first. The words are the API's; what
 * people read is the widget's.
 */
export const REASONS = [
  'underage',
  'crisis',
  'sexual',
  'threat',
  'harassment',
  'hate',
  'scam',
  'spam',
  'other',
] as const
export type ReportReason = (typeof REASONS)[number]
/** What a case is about: what somebody reported, or content that a notice calls illegal (DSA art. 16). */
export type Reason = ReportReason | 'illegal'

/** How bad it is if it is true, 0 to 100: where a case stands in the queue before anybody else reported the same person. */
export const SEVERITY: Readonly<Record<Reason, number>> = {
  underage: 100,
  crisis: 90,
  illegal: 75,
  threat: 70,
  sexual: 60,
  hate: 50,
  harassment: 45,
  scam: 40,
  spam: 20,
  other: 20,
}

/** The rules a decision can rest on. `legal` ones rest on law, the others on the place's own terms (DSA art. 17). */
export const POLICIES = [
  'minors',
  'sexual',
  'threats',
  'hate',
  'harassment',
  'self_harm',
  'fraud',
  'spam',
  'evasion',
  'false_reports',
  'illegal',
] as const
export type Policy = (typeof POLICIES)[number]

/** What a moderator can do to somebody, mildest first. */
export const ACTIONS = ['nudge', 'warn', 'slow', 'mute', 'end', 'cooldown', 'restrict', 'ban'] as const
export type ActionKind = (typeof ACTIONS)[number]

/** Actions that last, and for how long at most and by default, ms. `end`, `nudge` and `warn` are done at once. */
export const LASTING: Readonly<
  Partial<Record<ActionKind, { readonly most: number; readonly usual: number }>>
> = {
  slow: { usual: 60 * 60_000, most: 24 * 60 * 60_000 },
  mute: { usual: 60 * 60_000, most: 24 * 60 * 60_000 },
  cooldown: { usual: 60 * 60_000, most: 24 * 60 * 60_000 },
  restrict: { usual: 7 * 24 * 60 * 60_000, most: 30 * 24 * 60 * 60_000 },
  ban: { usual: 7 * 24 * 60 * 60_000, most: 365 * 24 * 60 * 60_000 },
}

/** Who does what at the console; each may also do what the ones before may, but `auditor`, who only reads. */
export const ROLES = ['auditor', 'helper', 'moderator', 'senior', 'admin'] as const
export type Role = (typeof ROLES)[number]
