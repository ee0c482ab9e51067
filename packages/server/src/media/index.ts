/**
 * What passes between two browsers that look for a way to each other, judged as this server judges it: for those who relay
 * signals elsewhere. A server alters nothing (P-LOG-4), so it takes a signal only if it comes out as it went in.
 */
export {
  type FilteredCandidates,
  type FilteredSdp,
  filterCandidate,
  filterCandidates,
  filterSdp,
  readCandidates,
  type SdpFault,
  SIGNAL_LIMITS,
  type SignalPolicy,
  type Trickle,
} from '@stranger-chat/core/protocol'
