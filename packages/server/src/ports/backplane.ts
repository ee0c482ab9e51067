import type { MemberBody, Mode, Rejection, VoidBody, EndBody, EndReason } from '@stranger-chat/core/protocol'
import type { ActionKind } from '@stranger-chat/core/api'
import type { Relaxation } from '../rules/relax.js'

export { type Relaxation, RELAXATIONS } from '../rules/relax.js'

/**
 * The shared state of all nodes: who is connected where, who waits, and the logs of live chats.
 *
 * One port and not three, since two steps must each be atomic: match two tickets *and* create their chat; append an entry
 * *and* publish it. Every operation is idempotent (a lost reply is healed by calling again) and fenced: it carries the
 * caller's `conn`, and any other than the session's claim holds, lower or higher, changes nothing and answers `fenced` (P-FENCE-2): a
 * claim whose answer got lost may have been refused, and whoever made it may act as if it hadn't.
 *
 * Pushes to inboxes are hints (P-RESUME-4): a push may be lost, late or doubled, truth is read from the record.
 * The contract suite is `testBackplane` in `@stranger-chat/server/testing`.
 */
export interface Backplane {
  readonly sessions: Sessions
  readonly tickets: Tickets
  readonly chats: Chats
  readonly inbox: Inbox
  /** Reaches every connection of an identity, on every node. Delivered at most once a node; the record of a ban is the store's. */
  readonly command: (identity: string, action: Action) => Promise<void>
  /** Releases everything. Idempotent. */
  readonly close: () => Promise<void>
}

/** Who speaks: every write names it. */
export interface Claimant {
  readonly sid: string
  /** Not always whole: a polled line that moves between nodes adds a fraction of at least 2⁻²⁰ (P-POLL-6). Kept to the last digit. */
  readonly conn: number
}
export interface Fenced {
  readonly kind: 'fenced'
  /** The claim's number, which the next hello must exceed; 0 when the session is not claimed at all (any more). */
  readonly conn: number
}
/** No such chat (any more), or the session has no seat in it. Deliberately one answer: nobody learns which (law 2). */
export interface Unknown {
  readonly kind: 'unknown'
}
/** A bound is reached; nothing changed. */
export interface Busy {
  readonly kind: 'busy'
}

export interface Sessions {
  /**
   * Claims a session for a connection (P-FENCE-1). A higher `conn` wins, and the node of the loser is pushed `superseded`;
   * an equal or lower one is `fenced`, so a lost reply is healed by the next hello's higher number. A ticket the former
   * connection entered leaves the pool; entered again it keeps its age (P-GRACE-2). `busy` when `limits.sockets` connections of the identity are held, or the table is full.
   */
  readonly claim: (
    claim: Claimant & { readonly identity: string; readonly node: string },
  ) => Promise<Claimed | Fenced | Busy>
  /**
   * Forgets a session that said bye or whose grace is over, unless a newer connection holds it. Leaves nothing behind: its
   * ticket goes, a chat it still sits in ends (`left`, or `lost` if it was away), and no ended chat waits for it.
   */
  readonly release: (who: Claimant) => Promise<void>
}
export interface Claimed {
  readonly kind: 'claimed'
  /** The live chat it still sits in. */
  readonly chat?: string
}

/** A wish in the pool. */
export interface Ticket extends Claimant {
  readonly id: string
  readonly node: string
  readonly identity: string
  /** The walls, and nothing else: two tickets in different pools never meet (P-MATCH-1). */
  readonly pool: string
  readonly mode: Mode
  /** Folded keys, as `rules/fold` makes them; `interests` beside `labels`, the person's own spelling. */
  readonly languages: readonly string[]
  readonly interests: readonly string[]
  readonly labels: readonly string[]
  readonly trust: number
  readonly relaxed: readonly Relaxation[]
  /** Identities that are a wall for this person: blocks either way, as the record had them just before. Each entering brings them anew. */
  readonly avoid: readonly string[]
  /** Keyed hashes of the address prefixes, for the capsule only. */
  readonly prefixes: readonly string[]
  /**
   * When the wish was made. The session's claim remembers the first time for its last ticket and that counts, so the age
   * survives a reconnect (P-GRACE-2) and a `no_show` (P-MATCH-4) whoever enters it again. Age decides among equals.
   */
  readonly since: number
  /**
   * The offer of a call made beforehand, in form and at most 12 KiB (P-CALL-5). Each entering brings it anew, or takes it back.
   * Of two who meet, that of seat 0, whose ticket stood in the pool, becomes the log's first entry: `signal`, call 1, its
   * author's `n` 1, so that member's `accepted` is 1. It confirms nobody (P-MATCH-4). The other's is dropped. An engine may
   * leave out what it has no room for, and says so (`Queued.offered`): then the chat begins with an empty log.
   */
  readonly offer?: string
}

export interface Tickets {
  /**
   * Enters, renews or relaxes a ticket, and matches it if somebody fits: one atomic step. Idempotent by ticket id: known and
   * matched answers that chat again. A ticket that is over (the session's last 16 are remembered) answers `unknown`: its chat ended (other than by
   * `no_show`), it was replaced (a session has one ticket), or its life ran out. Entering another while in a chat is `in_chat`.
   *
   * Whoever waits is entered again whenever something relaxes, and every `RENEW_MS` besides: one try looks at a bounded number
   * of candidates, the next one goes on from there, and a lost push is healed. `busy` when the pools are full.
   */
  readonly enter: (
    ticket: Ticket,
  ) => Promise<
    Queued | Matched | { readonly kind: 'in_chat'; readonly chat: string } | Fenced | Unknown | Busy
  >
  /** Takes a ticket out of the pool: its owner left, or its connection fell. If it was matched meanwhile the match wins. */
  readonly leave: (who: Claimant, ticket: string) => Promise<{ readonly kind: 'left' } | Matched | Fenced>
  /** How many wait in a pool now. */
  readonly waiting: (pool: string) => Promise<number>
}
export interface Queued {
  readonly kind: 'queued'
  /** When the wish was first made, which may be earlier than the caller knew. */
  readonly since: number
  /** Tickets waiting in this pool, this one included. */
  readonly waiting: number
  /** Others wait in this pool, and every one of them is this same person. */
  readonly onlyYou: boolean
  /** The ticket's offer waits with it. Where there was no room for it, it is brought no more. */
  readonly offered: boolean
}
export interface Matched {
  readonly kind: 'matched'
  readonly chat: ChatRecord
}

/** A chat as every member's node sees it. */
export interface ChatRecord {
  readonly id: string
  readonly epoch: string
  readonly mode: Mode
  readonly startedAt: number
  /** The offset of the last entry; 0 before the first. */
  readonly top: number
  /** Entries `first`..`top` are held, those before are trimmed; none is held when `first` is above `top`. */
  readonly first: number
  readonly ended: boolean
  /** The two have met within the soft rule's memory (P-MATCH-6). */
  readonly met: boolean
  readonly members: readonly MemberRecord[]
}
export interface MemberRecord extends Claimant {
  readonly seat: number
  readonly role: 'stranger' | 'observer'
  readonly node: string
  readonly identity: string
  readonly prefixes: readonly string[]
  readonly ticket: string
  readonly present: boolean
  /** Isn't looking, whether or not its line is up (P-AWAY). */
  readonly away: boolean
  /** Has sent a frame that names the chat (P-MATCH-4). */
  readonly confirmed: boolean
  readonly language?: string
  /** Shared interests in this member's own spelling. */
  readonly shared: readonly string[]
  /** The highest `n` consumed, and the highest offset confirmed. */
  readonly accepted: number
  readonly seen: number
}

/** One item of a chat's log. `n` and `rejected` are for its author's eyes only. */
export interface LogEntry {
  readonly offset: number
  readonly seat: number
  readonly at: number
  readonly body: MemberBody | VoidBody | EndBody
  readonly n?: number
  readonly rejected?: Rejection
}

export interface Send extends Claimant {
  readonly chat: string
  readonly n: number
  /** A body that may be relayed, or the reason why a tombstone takes its place (P-N-2, P-BODY-3). */
  readonly body: MemberBody | Rejection
  readonly seen?: number
}
export type Appended =
  | { readonly kind: 'appended'; readonly entry: LogEntry }
  /** `n` was consumed before. The entry is there unless it has been trimmed, which means it was acked and confirmed. */
  | { readonly kind: 'duplicate'; readonly entry?: LogEntry }
  | { readonly kind: 'gap'; readonly expected: number }
  | { readonly kind: 'ended' }
  | Fenced
  | Unknown
  | Busy

export interface Chats {
  /**
   * Seats a connection (again): the member is present. Answers the record and the entries after `offset`, own ones included
   * (P-RESUME-1). Attaching is also how a push is checked against the truth.
   */
  readonly attach: (
    who: Claimant & { readonly chat: string; readonly offset: number },
  ) => Promise<
    | { readonly kind: 'attached'; readonly chat: ChatRecord; readonly entries: readonly LogEntry[] }
    | Fenced
    | Unknown
  >
  /**
   * Appends in order; each send is judged by itself (P-LOG, P-N). An accepted send also confirms the chat. An engine that
   * needs no wait answers at once: this is done for every message, and callers take either.
   */
  readonly append: (sends: readonly Send[]) => readonly Appended[] | Promise<readonly Appended[]>
  /** Entries `after < offset`, at most those the log still holds. */
  readonly read: (
    chat: string,
    after: number,
  ) => Promise<
    { readonly kind: 'log'; readonly chat: ChatRecord; readonly entries: readonly LogEntry[] } | Unknown
  >
  /** Confirms what a member holds: trims below the lowest of all, and drops an ended chat that all have confirmed (P-GRACE-3). */
  readonly confirm: (
    who: Claimant & { readonly chat: string; readonly seen: number },
  ) => Promise<'confirmed' | Fenced | Unknown>
  /** The member's connection is gone: it is away until it attaches again. */
  readonly away: (who: Claimant & { readonly chat: string }) => Promise<void>
  /**
   * The member looks away from the chat, or back at it (P-AWAY). The others are told if that is news and its line is up. A member's
   * node asks for the next only when this one is done, so two are never under way at once.
   */
  readonly look: (who: Claimant & { readonly chat: string; readonly away: boolean }) => Promise<void>
  /**
   * Writes the end entry, once (P-END-1): the second end of a chat is `ended` and changes nothing. The members' sessions are
   * free for a new ticket from that moment. A reason that isn't true any more changes nothing and answers `kept`: `no_show`
   * when all have confirmed meanwhile, `lost` when all are present again.
   */
  readonly end: (
    end: Claimant & { readonly chat: string; readonly reason: EndReason },
  ) => Promise<
    | { readonly kind: 'ended'; readonly entry?: LogEntry }
    | { readonly kind: 'kept'; readonly chat: ChatRecord }
    | Fenced
    | Unknown
  >
  /** The member will not come back: its confirmation isn't waited for any more. */
  readonly forsake: (who: Claimant & { readonly chat: string }) => Promise<void>
}

/** What a node hears. `sid` names the session it is for; a node without it drops the push. */
export type Push =
  /** `conn` is the winner's: a node closes every connection of the session with a lower one. */
  | { readonly type: 'superseded'; readonly sid: string; readonly conn: number }
  | { readonly type: 'matched'; readonly sid: string; readonly chat: ChatRecord }
  | { readonly type: 'entry'; readonly sid: string; readonly chat: string; readonly entry: LogEntry }
  /** `away`: there, and not looking. */
  | (OfSeat & { readonly type: 'presence'; readonly present: boolean; readonly away?: true })
  | (OfSeat & { readonly type: 'typing'; readonly on: boolean })
  | { readonly type: 'command'; readonly identity: string; readonly action: Action }

interface OfSeat {
  readonly sid: string
  readonly chat: string
  readonly seat: number
}

export interface Inbox {
  /**
   * Joins as a node. The handler is called in order, never inside the call that caused the push, and must not throw. Returns a
   * function that leaves, which loses the node for the others. A name that is joined again was restarted: the old one is lost.
   */
  readonly on: (node: string, handler: (push: Push) => void) => () => void
  /** A droppable word to another node, such as typing. Nothing is kept. */
  readonly whisper: (node: string, push: Push) => void
  readonly nodes: () => Promise<readonly string[]>
  /**
   * Tells when a node left or its lease ran out: its members are away, its tickets out of the pool, and its partners' nodes run
   * the grace (`end` as `lost`). Not called inside the call that caused it.
   */
  readonly onNodeLost: (handler: (node: string) => void) => () => void
}

/** What a moderator or a plugin does to an identity, now. */
export type Action =
  | { readonly type: 'ban'; readonly until?: number; readonly message: string }
  | { readonly type: 'end' }
  | { readonly type: 'notice'; readonly level: 'info' | 'warn'; readonly code: string; readonly text: string }
  /** A moderator decided something about this person; what holds from now on, the ledger knows. */
  | {
      readonly type: 'judged'
      readonly action: string
      readonly kind: ActionKind
      readonly until?: number
    }
  /** A decision was looked at again, on appeal, or taken back at once, of which nobody needs to read. */
  | { readonly type: 'reviewed'; readonly action?: string }
  /** Never with this one from now on: a ticket that waits was made before the block. */
  | { readonly type: 'avoid'; readonly identity: string }
