import type { Ice, IceServer } from '@stranger-chat/core/protocol'

/** Which candidates clients may use (P-ICE-3). `all` shows two strangers each other's addresses. */
export type IcePolicy = Ice['policy']

/** For whom servers are wanted. Nothing in it says who that is: a provider may be somebody else's service. */
export interface IceContext {
  /** Made up for this connection and told to nobody else: the same at every asking, so that a quota can hang on it. */
  readonly session: string
  readonly policy: IcePolicy
}

/** Servers for one session, and how long their credentials are good, ms. */
export interface IceIssue {
  readonly servers: readonly IceServer[]
  readonly ttlMs: number
}

/**
 * Where media may pass: the operator's TURN servers, with credentials for one session.
 *
 * It is asked only for somebody whose wish for voice or video was taken, at most once in half of `ttlMs`, and never twice at
 * a time for one of them. It answers at once or with a promise, and may reject: the person is told to try later, the log
 * tells what class of error it was, and text and matching go on. Its answer is checked before anybody gets it: at most 8
 * servers with at most 4 URLs (`turn:`, `turns:`, `stun:`, `stuns:`).
 */
export interface IceProvider {
  readonly servers: (context: IceContext) => IceIssue | Promise<IceIssue>
  /**
   * The addresses from which those servers relay, at most 8. Under policy `relay` candidates may name no other, so a claim to
   * be a relay leads nobody elsewhere. Without it any address passes that calls itself one.
   */
  readonly relays?: readonly string[]
  /** Whether there is anything to relay by now; yes without it. While there isn't, voice and video aren't offered under `relay`. */
  readonly isThere?: () => boolean
}
