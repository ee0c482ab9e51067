import type { Label } from './verdict.js'

/** How many of the last frames are looked at, and how many of them must be explicit. */
export const TALLY_LAST = 3
export const TALLY_NEEDED = 2

export interface Tally {
  /** Takes the verdict on the newest frame, answers for the last ones together. */
  readonly add: (verdict: { readonly label: Label }) => 'fine' | 'explicit'
}

/**
 * Two of the last three frames must be explicit, so that one frame never decides: the model misfires on single frames, on a
 * blur of motion or a hand before the camera. One a person and call: a new stranger starts with a clean sheet.
 */
export function createTally(): Tally {
  const last: boolean[] = []
  return {
    add({ label }) {
      last.push(label === 'explicit')
      if (last.length > TALLY_LAST) last.shift()
      return last.filter(Boolean).length >= TALLY_NEEDED ? 'explicit' : 'fine'
    },
  }
}
