/** What can give way while somebody waits; each by its own time, and only if both have reached it (P-MATCH-3). */
export const RELAXATIONS = ['interests', 'languages', 'trust'] as const
export type Relaxation = (typeof RELAXATIONS)[number]

/** After how many milliseconds of waiting each gives way. */
export type RelaxTimes = Readonly<Record<Relaxation, number>>
export const RELAX_MS: RelaxTimes = { interests: 8_000, languages: 16_000, trust: 24_000 }

/**
 * How often a waiting ticket is entered again even if nothing relaxes: it heals a lost push, and each time it looks
 * further along the queues than the bounded look-ahead of one try.
 */
export const RENEW_MS = 5_000

/** What a person asked for: somebody who named nothing is open in that from the start. */
export interface Asked {
  readonly interests: readonly string[]
  readonly languages: readonly string[]
}

/** What has given way after `waited` ms. */
export const relaxedAfter = (
  waited: number,
  asked: Asked,
  times: RelaxTimes = RELAX_MS,
): readonly Relaxation[] => RELAXATIONS.filter((what) => isOpen(what, asked) || waited >= times[what])

/** Milliseconds until the next thing gives way; `undefined` when everything has. */
export function nextRelaxation(
  waited: number,
  asked: Asked,
  times: RelaxTimes = RELAX_MS,
): number | undefined {
  const ahead = RELAXATIONS.filter((what) => !isOpen(what, asked) && waited < times[what])
  return ahead.length === 0 ? undefined : Math.min(...ahead.map((what) => times[what])) - waited
}

const isOpen = (what: Relaxation, asked: Asked): boolean => what !== 'trust' && asked[what].length === 0
