/** More than this over the limit is counted by code points alone: nobody takes that away by hand. */
const FAR = 10_000

/** Characters as the limit counts them: code points (P-LIMIT-1). */
export const codePoints = (text: string): number => [...text].length

/**
 * How many more characters fit into a message of at most `limit` code points; below zero for those too many.
 *
 * The server counts code points, a person what they see: 👩‍👩‍👧‍👦 is one to them and seven to the server. So what is left and what is
 * too many are counted apart, and each number keeps its promise:
 * - not below zero exactly when the server would take the text;
 * - what is *left* is in letters, of which that many fit for certain. A composed emoji takes several of them at once;
 * - what is *too many* is in characters as they are seen: that many taken from the end, and it fits.
 *
 * White space at either end is never sent, so it counts for nothing.
 */
export function roomFor(text: string, limit: number): number {
  const said = text.trim()
  const rest = limit - codePoints(said)
  return rest < 0 && rest > -FAR ? -tooMany(said, limit) : rest
}

function tooMany(said: string, limit: number): number {
  let length = 0
  let seen = 0
  let fits = 0
  for (const { segment } of new Intl.Segmenter().segment(said)) {
    seen++
    length += codePoints(segment)
    // White space after what fits is cut off with it.
    if (segment.trim() === '' ? fits === seen - 1 : length <= limit) fits = seen
  }
  return seen - fits
}
