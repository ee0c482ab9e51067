/** What somebody asks for. */
export interface Wish {
  readonly languages: readonly string[]
  readonly interests: readonly string[]
}

/** One stretch of waiting: from the join to the chat, the cut, or the end of the run. Times in ms of one clock. */
export interface Wait {
  readonly person: number
  readonly wish: Wish
  readonly from: number
  readonly to: number
  /** Whom this one had met by then, who is no partner for another 20 s (P-MATCH-6). */
  readonly met: ReadonlySet<number>
  /** It may have been matched without ever hearing of it. */
  readonly mayHaveMissed: boolean
}

/** In `met`: somebody who never heard of the chat, so that nobody here knows who it was. */
export const UNKNOWN = -1

/** Whether two have met, or may have: the server knows, we don't always. */
const haveMet = (a: Wait, b: Wait): boolean =>
  a.met.has(b.person) || b.met.has(a.person) || mayHaveMet(a, b) || mayHaveMet(b, a)
const mayHaveMet = (a: Wait, b: Wait): boolean => a.met.has(UNKNOWN) && b.mayHaveMissed

/** After so long of waiting a wish gives way (P-MATCH-3); who named nothing is open from the start. */
const GIVES_WAY = { languages: 16_000, interests: 8_000 } as const

const LANGUAGES = ['en', 'id', 'es'] as const
const POPULAR = 500

/** A wish as people have them: a language, and up to three interests of which some are everybody's and most are rare. */
export function wishOf(unit: () => number): Wish {
  const interests = Array.from(
    { length: Math.floor(unit() * 4) },
    () => `interest ${Math.floor(POPULAR ** unit())}`,
  )
  return {
    languages: [LANGUAGES[Math.floor(unit() * LANGUAGES.length)] ?? 'en'],
    interests: [...new Set(interests)],
  }
}

/** From when on two who wait may be a pair: at once by what they share, else when both have given the rest up. */
function admissibleFrom(a: Wait, b: Wait): number {
  let from = Math.max(a.from, b.from)
  for (const what of ['languages', 'interests'] as const) {
    if (a.wish[what].some((one) => b.wish[what].includes(one))) continue
    const opens = ({ wish, from: since }: Wait): number =>
      since + (wish[what].length === 0 ? 0 : GIVES_WAY[what])
    from = Math.max(from, opens(a), opens(b))
  }
  return from
}

/** How long, at most, two who might have been a pair waited side by side, ms. */
export function longestMissed(waits: readonly Wait[]): number {
  let longest = 0
  const byLength = waits.toSorted((a, b) => b.to - b.from - (a.to - a.from))
  for (const [i, a] of byLength.entries()) {
    // Nobody waits beside somebody for longer than they wait at all.
    if (a.to - a.from <= longest) break
    for (let j = i + 1; j < byLength.length; j++) {
      const b = byLength[j]
      if (b === undefined || b.to - b.from <= longest) break
      if (a.person === b.person || haveMet(a, b)) continue
      longest = Math.max(longest, Math.min(a.to, b.to) - admissibleFrom(a, b))
    }
  }
  return longest
}
