export {
  type Body,
  type BodyKind,
  checkBody,
  type ConsentBody,
  type DeleteBody,
  END_REASONS,
  type EndBody,
  type EndReason,
  type MemberBody,
  readBody,
  type Rejection,
  type SignalBody,
  SIGNALS,
  type LadderStep,
  STEPS,
  type TextBody,
  type VoidBody,
} from './body.js'
export { type ClientFrame, type ClientFrameOf, type Facts, type Wish } from './client-messages.js'
export { CLOSE, closePolicy, closeReason, type CloseReason } from './close.js'
export { type Decoded, decodeClient, decodeServer, encode, utf8Length } from './codec.js'
export { type ErrorCode, ERRORS, isErrorCode, KEEPS_N } from './errors.js'
export { type Mode, MODES } from './fields.js'
export { protocolSchema } from './json-schema.js'
export { CEILING, OPENS, rankOf, reaches } from './ladder.js'
export { FIELD, LIMITS, type Limits } from './limits.js'
export {
  type Acked,
  type Entry,
  type Gate,
  type Ice,
  type IceServer,
  type Member,
  type ServerFrame,
  type ServerFrameOf,
} from './server-messages.js'
export { decodePoll, POLL, type PollAnswer, type PollRequest, readPollAnswer } from './poll.js'
export { codePoints, isWellFormed } from './schema.js'
export { type FilteredCandidates, filterCandidates, readCandidates, type Trickle } from './signals/batch.js'
export { filterCandidate } from './signals/candidate.js'
export { type SdpFault, SIGNAL_LIMITS, type SignalPolicy } from './signals/limits.js'
export { type FilteredSdp, filterSdp, hasPicture } from './signals/sdp.js'
export {
  bodyFields,
  canonical,
  chatFields,
  entryFields,
  type Field,
  packFields,
  STAMP_BYTES,
  type Stamped,
  stampFields,
} from './stamp.js'
export { SUBPROTOCOL, VERSION } from './version.js'
