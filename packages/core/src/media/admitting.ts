import {
  filterCandidates,
  filterSdp,
  hasPicture,
  readCandidates,
  type SignalPolicy,
  type Trickle,
} from '../protocol/index.js'

// Theirs in the form, too (P-FORM): a server sees to it, and whatever it let through all the same doesn't reach the browser.

/** A description as a browser may be told it: no data, no second picture, and none in a voice chat; undefined if it isn't one. */
export function admitDescription(
  sdp: string,
  policy: SignalPolicy,
  kinds: readonly string[],
): string | undefined {
  const read = filterSdp(sdp, policy)
  const isFit = read.ok && (kinds.includes('video') || !hasPicture(read.sdp))
  return isFit ? read.sdp : undefined
}

/** The candidates of a signal that a browser may try. */
export function admitCandidates(data: string, policy: SignalPolicy): readonly Trickle[] {
  const read = filterCandidates(data, policy)
  return (read.ok ? readCandidates(read.data) : undefined) ?? []
}
