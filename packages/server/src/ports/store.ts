import type { Ledger } from './ledger.js'

/**
 * What has to outlive the process: moderation data. Never words of a chat, never an address (law 4).
 * Identities are opaque ids that the server made, of at most `STORE_LIMITS.identity` characters; a longer one rejects.
 * The contract suite is `testStore` in `@stranger-chat/server/testing`.
 */
export interface Store {
  readonly blocks: Blocks
  readonly ledger: Ledger
  /**
   * Whether this is the store of those who have these keys; an empty one becomes theirs. Two servers with different keys on one
   * store would take each other's people for strangers and couldn't read each other's evidence.
   * @param rings the public names of a ring's lineages (`KeyRing.lineages`); of somebody who has no keys yet none, and then only
   *   an empty store is theirs, and stays nobody's
   * @param current the one that makes keys now
   */
  readonly belongsTo: (rings: readonly string[], current?: string) => Promise<boolean>
  /** Makes it theirs, whosever it was. */
  readonly adopt: (current: string) => Promise<void>
  /** Whether other processes may use it at the same time for long, as servers that share a database. */
  readonly isShared: boolean
  /** Releases files and connections. Idempotent; every call after it rejects. */
  readonly close: () => Promise<void>
}

/** "Never again with this person": symmetric in effect, and for good. */
export interface Blocks {
  /**
   * Records that `by` blocked `of`. Idempotent: the second time changes nothing, the first time stays.
   * Resolves once it would survive the death of the process. Blocking oneself is ignored.
   * Of one person's blocks the newest `STORE_LIMITS.blocks` are kept (law 8).
   * @param at ms since 1970
   */
  readonly add: (by: string, of: string, at: number) => Promise<void>
  /** Everybody `identity` blocked or was blocked by, newest first, each once, at most `limit`. */
  readonly around: (identity: string, limit: number) => Promise<readonly string[]>
}

export const STORE_LIMITS = {
  /** Characters of an identity. */
  identity: 64,
  /** Blocks that one person made: more than anybody needs, and a bound on what a machine can fill. */
  blocks: 1_000,
} as const
