import type { PictureConsumer } from './sampler.js'
import type { LocalView, Picture } from './types.js'

/** The size at which a picture is judged by its light alone: cheap, and a face is still more than noise. */
export const LOOK_SIZE = { width: 32, height: 24 } as const

/** The light of a picture, 0 (black) to 255. */
export interface Luma {
  readonly values: Float32Array
  readonly mean: number
  /** Standard deviation: near 0 when there is nothing to see. */
  readonly deviation: number
}

export function luma({ width, height, pixels }: Picture): Luma {
  const count = Math.min(width * height, Math.floor(pixels.length / 4))
  const values = new Float32Array(count)
  let sum = 0
  for (let i = 0; i < count; i++) {
    const at = i * 4
    // Rec. 601: how bright each colour seems.
    const value = 0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0)
    values[i] = value
    sum += value
  }
  if (count === 0) return { values, mean: 0, deviation: 0 }
  const mean = sum / count
  let squares = 0
  for (const value of values) squares += (value - mean) ** 2
  return { values, mean, deviation: Math.sqrt(squares / count) }
}

/** How far two pictures are apart on average, in steps of light. Two of different sizes have nothing in common. */
export function difference({ values }: Luma, other: Luma): number {
  if (values.length !== other.values.length) return Infinity
  if (values.length === 0) return 0
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += Math.abs((values[i] ?? 0) - (other.values[i] ?? 0))
  return sum / values.length
}

/** Below 4 there is nothing to see (a test picture has 32); it counts as seen again only well above it. */
const COVERED = { enter: 4, leave: 6 } as const
/** A camera opens its eye slowly: the first pictures are black. */
const COVERED_MS = 2_000
/** Even a sleeping person and the noise of a sensor move more than this from picture to picture. */
const FROZEN = { enter: 0.3, leave: 0.6 } as const
const FROZEN_MS = 10_000
/** Between two pictures further apart than this nobody knows what happened: the page was hidden. */
const GAP_MS = 5_000

/** What was seen so far. */
export interface Seen {
  readonly look: LocalView['look']
  readonly last: Luma | null
  readonly at: number
  /** Since when there has been nothing to see, and since when nothing has moved; null: that isn't so. */
  readonly blankSince: number | null
  readonly stillSince: number | null
}

export const UNSEEN: Seen = { look: null, last: null, at: 0, blankSince: null, stillSince: null }

/** Looks at the next picture. A picture between the two bounds of a rule changes nothing: what was so stays so. */
export function look(seen: Seen, picture: Picture, at: number): Seen {
  const now = luma(picture)
  const before = at - seen.at > GAP_MS ? null : seen.last
  const moved = before ? difference(before, now) : Infinity
  const wasCovered = seen.look === 'covered'
  const wasFrozen = seen.look === 'frozen' && before !== null

  const isBlank = now.deviation < (wasCovered ? COVERED.leave : COVERED.enter)
  const isStill = moved < (wasFrozen ? FROZEN.leave : FROZEN.enter)
  const blankSince = isBlank ? ((before && seen.blankSince) ?? at) : null
  const stillSince = isStill ? (seen.stillSince ?? seen.at) : null

  const isCovered = blankSince !== null && (wasCovered || at - blankSince >= COVERED_MS)
  const isFrozen = stillSince !== null && at - stillSince >= FROZEN_MS
  const frozen = isFrozen ? 'frozen' : null
  return { look: isCovered ? 'covered' : frozen, last: now, at, blankSince, stillSince }
}

/** Often enough to tell within seconds, and far enough apart for a person to have moved. */
const EVERY_MS = 1_000

/** Looks at the self-view's pictures and tells after each what it thinks, for `LocalMedia.looks`: a camera may have changed. */
export function lookout(tell: (look: LocalView['look']) => void): PictureConsumer {
  let seen = UNSEEN
  return {
    everyMs: EVERY_MS,
    size: LOOK_SIZE,
    take(picture, at) {
      seen = look(seen, picture, at)
      tell(seen.look)
    },
  }
}
