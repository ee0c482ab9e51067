/** Bounds of a signal's data, the same on every server: both ends run one filter, and must get one answer. */
export const SIGNAL_LIMITS = {
  /** A description. Browsers of today write up to 7 KiB. */
  sdpBytes: 12 * 1024,
  sdpLines: 400,
  /** One line of a description, its end not counted. */
  lineBytes: 1024,
  /** Sections of a description: one for the voice, one for the picture. */
  media: 2,
  /** Candidates within a description, over all its sections. */
  sdpCandidates: 40,
  candidateBytes: 512,
  /** Candidates sent together after their description, and the JSON that holds them. */
  candidatesPerSignal: 20,
  batchBytes: 12 * 1024,
} as const

/**
 * Which candidates may pass. `relay`: none but `typ relay`, and of these only at the addresses of `relays` if it names
 * any. `all`: whatever isn't the machine itself or its own cable.
 */
export interface SignalPolicy {
  readonly mode: 'relay' | 'all'
  /** Addresses of the operator's TURN servers, in any spelling. What is no address lets nothing pass. */
  readonly relays: readonly string[]
}

/**
 * Why a signal may not pass as a whole. `media`: sections of another kind, two of one kind, or without a name of their own. `transport`:
 * no way to a line that nobody listens in on (ICE credentials, SHA-256 fingerprint, DTLS role).
 */
export type SdpFault = 'too_long' | 'too_many' | 'ill_formed' | 'media' | 'transport'
