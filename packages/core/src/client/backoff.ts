/** How long to wait before trying the server again (P-BACKOFF-1). */
export const BACKOFF = {
  /** No wait is shorter: the first retry after a clean restart must not be a herd. */
  floorMs: 300,
  firstMs: 500,
  /** The cap goes before the jitter, so that clients at the cap still spread over all of it. */
  capMs: 20_000,
  /** So long welcome, and the count starts anew. */
  stableMs: 10_000,
} as const

/**
 * @param tries failed tries so far
 * @param unit random, at least 0 and less than 1
 * @returns milliseconds
 */
export function backoff(tries: number, unit: number): number {
  return BACKOFF.floorMs + Math.floor(unit * Math.min(BACKOFF.capMs, BACKOFF.firstMs * 2 ** tries))
}
