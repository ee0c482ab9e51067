import type { Relaxation } from './relax.js'

/** A waiting person as the rules see them; all tickets judged together stand behind the same walls. */
export interface Seeker {
  readonly identity: string
  readonly languages: readonly string[]
  readonly interests: readonly string[]
  readonly trust: number
  readonly relaxed: readonly Relaxation[]
  readonly avoid: ReadonlySet<string>
  /** Identities of the last partners. */
  readonly recent: readonly string[]
  readonly since: number
}

export interface PairingRules {
  /** How far apart in trust two may be before both have relaxed it. */
  readonly trustGap: number
  /** How long both must have waited before two who have just met may meet again, ms (P-MATCH-6). */
  readonly recentMs: number
}
export const PAIRING: PairingRules = { trustGap: 1, recentMs: 20_000 }

/** How many last partners a session remembers. */
export const RECENT = 16

/** `again`: only if nobody else fits (P-MATCH-6). */
export type Fit = 'no' | 'again' | 'fits'

/** The whole judgement of two people in one pool. Symmetric: whoever asks, the answer is the same. */
export const fit = (a: Seeker, b: Seeker, now: number, rules: PairingRules = PAIRING): Fit =>
  shares(a, b, 'languages') && shares(a, b, 'interests') ? fitInQueue(a, b, now, rules) : 'no'

/** The part that is left to judge when both were found in one queue, whose key is what they share. */
export function fitInQueue(a: Seeker, b: Seeker, now: number, rules: PairingRules): Fit {
  if (isWalled(a, b) || !isNearInTrust(a, b, rules.trustGap)) return 'no'
  if (!haveMet(a, b)) return 'fits'
  return now - Math.max(a.since, b.since) >= rules.recentMs ? 'again' : 'no'
}

/** Never oneself, in whichever tab, and never across a block, whoever of the two made it. */
const isWalled = (a: Seeker, b: Seeker): boolean =>
  a.identity === b.identity || a.avoid.has(b.identity) || b.avoid.has(a.identity)

/** Either one remembers the other: a memory on one side only is enough (the same pair in two sessions). */
export const haveMet = (a: Seeker, b: Seeker): boolean =>
  a.recent.includes(b.identity) || b.recent.includes(a.identity)

/** Both opened this up, or they have one in common. One side's openness alone is never enough (P-MATCH-3). */
const shares = (a: Seeker, b: Seeker, what: 'languages' | 'interests'): boolean =>
  (a.relaxed.includes(what) && b.relaxed.includes(what)) || a[what].some((key) => b[what].includes(key))

const isNearInTrust = (a: Seeker, b: Seeker, gap: number): boolean =>
  Math.abs(a.trust - b.trust) <= gap || (a.relaxed.includes('trust') && b.relaxed.includes('trust'))

/** Who is chosen among those who fit: the rarest thing in common first, then whoever has waited longest. */
export interface Choice {
  readonly fit: 'again' | 'fits'
  /** How many wait for the shared interest now; infinite when none is shared. */
  readonly rarity: number
  readonly since: number
}
export function isBetter(a: Choice, b: Choice): boolean {
  if (a.fit !== b.fit) return a.fit === 'fits'
  return a.rarity === b.rarity ? a.since < b.since : a.rarity < b.rarity
}
