/** What the model says of one picture: five shares that add up to 1, in the order it gives them. */
const CLASSES = ['drawing', 'hentai', 'neutral', 'porn', 'sexy'] as const

export type Shares = Readonly<Record<(typeof CLASSES)[number], number>>

export type Label = 'fine' | 'unsure' | 'explicit'

export interface Verdict {
  readonly label: Label
  /** 0..1: the share of what is explicit, whatever the label */
  readonly score: number
  /** What the model said, so that a label can be explained. */
  readonly shares: Shares
}

/**
 * From here on a picture is explicit: the explicit classes hold more than twice what the other three hold together. Half would
 * do for "more likely than not", and the model is known to say porn of faces and hentai of manga pages; a wrong blur
 * costs a stranger's patience, and one frame never decides (tally.ts).
 */
export const EXPLICIT_FROM = 0.7

/** A doubt begins at half of that. Below it lies what plain things get: a brick wall has 0.06, a flat grey 0.03. */
export const UNSURE_FROM = 0.35

/**
 * "Sexy" is underwear, swimwear and bare shoulders: legal on any beach, and on a webcam in summer. Alone it never makes a
 * picture explicit; where it and the explicit classes together hold this much, the picture is a doubt.
 */
export const UNSURE_WITH_SEXY_FROM = 0.8

/** The one rule. Drawn pornography counts as much as filmed: a virtual camera shows either. */
export function judge(shares: Shares): Verdict {
  // Rounding may leave a sum a hair over 1.
  const score = Math.min(1, shares.porn + shares.hentai)
  return { label: labelOf(score, shares.sexy), score, shares }
}

function labelOf(score: number, sexy: number): Label {
  if (score >= EXPLICIT_FROM) return 'explicit'
  if (score >= UNSURE_FROM || score + sexy >= UNSURE_WITH_SEXY_FROM) return 'unsure'
  return 'fine'
}

/** The model's bare numbers with their names; `undefined` if they aren't five shares. */
export function sharesOf(numbers: readonly number[]): Shares | undefined {
  const [drawing, hentai, neutral, porn, sexy] = numbers
  if (numbers.length !== CLASSES.length || !numbers.every((share) => share >= 0 && share <= 1))
    return undefined
  return { drawing, hentai, neutral, porn, sexy } as Shares
}
