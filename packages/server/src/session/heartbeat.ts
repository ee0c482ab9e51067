/** When a connection last heard and said something, and since when it owes an answer; times in ms, 0 for never. */
export interface Beat {
  readonly lastIn: number
  readonly lastOut: number
  readonly pingedAt: number
}

/** `intervalMs` without a frame in either direction brings a ping, `timeoutMs` without an answer the end (P-BEAT-1). */
export interface Rhythm {
  readonly intervalMs: number
  readonly timeoutMs: number
}
export const RHYTHM: Rhythm = { intervalMs: 25_000, timeoutMs: 20_000 }

/**
 * What to do about a connection now, and when to look again. Traffic only notes a time; nothing is scheduled per frame.
 * The wheel may come up to `slackMs` early, so that much is forgiven.
 */
export function judgeBeat(
  beat: Beat,
  now: number,
  rhythm: Rhythm,
  slackMs: number,
): { readonly act: 'wait' | 'ping' | 'drop'; readonly ms: number } {
  if (beat.pingedAt > 0 && beat.lastIn < beat.pingedAt) {
    const left = beat.pingedAt + rhythm.timeoutMs - now
    return left <= slackMs ? { act: 'drop', ms: 0 } : { act: 'wait', ms: left }
  }
  const left = Math.min(beat.lastIn, beat.lastOut) + rhythm.intervalMs - now
  return left <= slackMs ? { act: 'ping', ms: rhythm.timeoutMs } : { act: 'wait', ms: left }
}
