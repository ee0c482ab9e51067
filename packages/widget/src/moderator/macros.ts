import { type ActionKind, LASTING, type Policy, type Reason } from '@stranger-chat/core/api'
import type { Rights } from './roles.js'

/** A decision that is made often: why, what, and for how long. */
export interface Macro {
  readonly policies: readonly Policy[]
  readonly action: ActionKind
  /** ms; absent for what is done at once. */
  readonly forMs?: number
  readonly ground: 'terms' | 'legal'
}

const HOUR = 60 * 60_000
const DAY = 24 * HOUR
/** As many as there are keys for them: more would have to be read. */
const MOST = 6

/** Lengths that are offered for what lasts, ms. */
const LENGTHS: readonly number[] = [HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY]

const macro = (
  policy: Policy,
  action: ActionKind,
  forMs?: number,
  ground: Macro['ground'] = 'terms',
): Macro => ({
  policies: [policy],
  action,
  ground,
  ...(forMs === undefined ? {} : { forMs }),
})

/** What fits a reason, likeliest first. Mild choices stand beside hard ones: a report is one person's word. */
const SUGGESTED: Readonly<Record<Reason, readonly Macro[]>> = {
  underage: [macro('minors', 'ban', 30 * DAY), macro('minors', 'end'), macro('minors', 'cooldown', DAY)],
  crisis: [macro('self_harm', 'nudge'), macro('self_harm', 'end'), macro('self_harm', 'cooldown', HOUR)],
  sexual: [
    macro('sexual', 'ban', 7 * DAY),
    macro('sexual', 'cooldown', DAY),
    macro('sexual', 'warn'),
    macro('minors', 'ban', 30 * DAY, 'legal'),
  ],
  illegal: [
    macro('illegal', 'ban', 30 * DAY, 'legal'),
    macro('illegal', 'ban', 7 * DAY, 'legal'),
    macro('illegal', 'warn', undefined, 'legal'),
    macro('minors', 'ban', 30 * DAY, 'legal'),
  ],
  threat: [
    macro('threats', 'ban', 30 * DAY, 'legal'),
    macro('threats', 'ban', 7 * DAY),
    macro('threats', 'warn'),
    macro('self_harm', 'nudge'),
  ],
  harassment: [
    macro('harassment', 'warn'),
    macro('harassment', 'cooldown', DAY),
    macro('harassment', 'ban', 7 * DAY),
  ],
  hate: [macro('hate', 'ban', 7 * DAY), macro('hate', 'cooldown', DAY), macro('hate', 'warn')],
  scam: [
    macro('fraud', 'ban', 30 * DAY),
    macro('fraud', 'restrict', 7 * DAY),
    macro('fraud', 'warn'),
    macro('illegal', 'ban', 30 * DAY, 'legal'),
  ],
  spam: [
    macro('spam', 'restrict', 7 * DAY),
    macro('spam', 'ban', 7 * DAY),
    macro('spam', 'slow', HOUR),
    macro('spam', 'warn'),
  ],
  other: [
    macro('harassment', 'warn'),
    macro('harassment', 'cooldown', HOUR),
    macro('evasion', 'ban', 7 * DAY),
    macro('illegal', 'ban', 7 * DAY, 'legal'),
  ],
}

/** The macros for a case's reasons, the gravest first, without what this role may not do. Each once. */
export function offered(reasons: readonly Reason[], { actions, longest }: Rights): readonly Macro[] {
  const seen = new Set<string>()
  return reasons
    .flatMap((reason) => SUGGESTED[reason])
    .filter((one) => {
      const key = `${one.policies.join()} ${one.action} ${one.forMs ?? 0}`
      const fits = actions.includes(one.action) && (one.forMs ?? 0) <= (longest(one.action) ?? Infinity)
      return fits && !seen.has(key) && seen.add(key)
    })
    .slice(0, MOST)
}

/** How long an action may be made to last, shortest first; empty for what is done at once. */
export const lengths = (kind: ActionKind, { longest }: Rights): readonly number[] =>
  LASTING[kind] ? LENGTHS.filter((ms) => ms <= (longest(kind) ?? 0)) : []
