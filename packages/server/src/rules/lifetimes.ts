import { LASTING } from '@stranger-chat/core/api'

/** How long things last, ms: each number has one place, since papers, keys and sweeps all rest on them. */

const HOUR = 60 * 60_000
const DAY = 24 * HOUR

/** A session token outlives the longest chat on one connection; what it names is gone long before. */
export const SESSION_MS = DAY

/** How long a chat is taken to last at most. Each snapshot carries a fresh capsule, so only an unbroken chat can outlive one. */
export const LONGEST_CHAT_MS = 12 * HOUR
/** How long after its chat a capsule can still be handed in with a report or a block. */
export const REPORT_WINDOW_MS = DAY

/** How long a decision can be taken back by whoever made it. Until then nobody is told how a report ended. */
export const UNDO_MS = 30_000

/** How long a decision can be appealed (DSA art. 20). */
export const APPEAL_MS = 183 * DAY

/** After how long the sweep destroys what. The papers name these; what stays for good they name as well. */
export const RETENTION = {
  /**
   * Words of a case, after it was decided: longer while the law holds them, while an appeal waits, and while what was decided
   * holds and can still be appealed, since whoever judges that has to see them.
   */
  evidence: 30 * DAY,
  /** What was written to somebody with a decision, and what they appealed with, after the decision. */
  statements: APPEAL_MS + 30 * DAY,
  /** Practice, which is about nobody, after it was begun. */
  practice: DAY,
  /** Keyed hashes of where somebody came from. */
  marks: 30 * DAY,
} as const

/**
 * For so long one key makes the hashes of places. Those under the key before are made too, so what happened within one to two of
 * these times can be compared.
 */
export const PLACE_MS = 15 * DAY

/** How long one root makes keys. The next one begins with a day (UTC). */
export const ROOT_MS = DAY

/**
 * How long keys are kept after the next root took over: as long as what they made may still come back. Keys of cases aren't
 * here: they go when nothing lies under them any more. The certificate's is kept, or outsiders could check nothing by it.
 */
export const KEY_LIFE = {
  session: SESSION_MS,
  /**
   * Whoever stays away longer is new. Every visit renews the token, but not one that ends at a ban: so a ban outlasts the token
   * of somebody who wasn't here in the 30 days before it was decided.
   */
  device: (LASTING.ban?.most ?? 0) + 30 * DAY,
  // A capsule may be made anew as late as the chat can last, and holds from then.
  stamp: 2 * LONGEST_CHAT_MS + REPORT_WINDOW_MS,
  capsule: 2 * LONGEST_CHAT_MS + REPORT_WINDOW_MS,
  // The root that begins with a time of places serves that and the next one; an hour is for clocks that disagree.
  prefix: 2 * PLACE_MS - ROOT_MS + HOUR,
  /** As long as a client asks what became of a report (P-KEEP-3). */
  receipt: 210 * DAY,
} as const

/** Keys of cases that lie under a root replaced so long ago are wrapped anew, and then the old root's key is forgotten. */
export const REWRAP_MS = 28 * DAY
