import type { MemberBody, Mode, Rejection, VoidBody, EndBody, EndReason } from '@stranger-chat/core/protocol'
import type { Relaxation } from '../rules/relax.js'

export { type Relaxation, RELAXATIONS } from '../rules/relax.js'

/**
 * The shared state of all nodes: who is connected where, who waits, and the logs of live chats.
 *
 * One port and not three, since two steps must each be atomic: match two tickets *and* create their chat; append an entry
 * *and* publish it. Every operation is idempotent (a lost reply is healed by calling again) and fenced: it carries the
 * caller's `conn`, and one lower than the session's claim changes nothing and answers `fenced` (P-FENCE-1).
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
  readonly conn: number
}
export interface Fenced {
  readonly kind: 'fenced'
  /** The claim's number, which the next hello must exceed. */
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
   * an equal or lower one is `fenced`. `busy` when `limits.sockets` connections of the identity are held, or the table is full.
   */
  readonly claim: (claim: Claimant & { readonly identity: string; readonly node: string }) => Promise<Claimed | Fenced | Busy>
  /** Forgets a session that said bye or whose grace is over, unless a newer connection holds it. Its ticket goes with it. */
  readonly release: (who: Claimant) => Promise<void>
}
export interface Claimed {
  readonly kind: 'claimed'
  readonly chat?: string
  readonly ticket?: string
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
  /** Identities that are a wall for this person: blocks either way. */
  readonly avoid: readonly string[]
  /** Keyed hashes of the address prefixes, for the capsule only. */
  readonly prefixes: readonly string[]
  /** When the wish was first made: age decides among equals and survives a `no_show`. */
  readonly since: number
}

export interface Tickets {
  /**
   * Enters, renews or relaxes a ticket, and matches it if somebody fits: one atomic step. Idempotent by ticket id: known and
   * matched answers that chat again; a ticket already used up and ended answers `unknown`. A session has one ticket: another is replaced.
   * Entering while in a chat is `in_chat`.
   */
  readonly enter: (ticket: Ticket) => Promise<Queued | Matched | { readonly kind: 'in_chat'; readonly chat: string } | Fenced | Unknown | Busy>
  /** Takes a wish back. If it was matched meanwhile the match wins (P-MATCH-5). */
  readonly leave: (who: Claimant, ticket: string) => Promise<{ readonly kind: 'left' } | Matched | Fenced>
  /** How many wait in a pool now. */
  readonly waiting: (pool: string) => Promise<number>
}
export interface Queued {
  readonly kind: 'queued'
  /** Tickets waiting in this pool, this one included. */
  readonly waiting: number
  /** Every other ticket in this pool is this same person's. */
  readonly onlyYou: boolean
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
  /** The highest offset in the log; 0 when it is empty. */
  readonly top: number
  /** The offset below which the log was trimmed: entries `first`..`top` are held. */
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
  /** A body that may be relayed, or the reason why a tombstone takes its place (P-N-2). */
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
   * Seats a connection (again): the member is present, its node known. Answers the record and the entries after `offset`,
   * own ones included (P-RESUME-1). Attaching is also how a push is checked against the truth.
   */
  readonly attach: (
    who: Claimant & { readonly node: string; readonly chat: string; readonly offset: number },
  ) => Promise<{ readonly kind: 'attached'; readonly chat: ChatRecord; readonly entries: readonly LogEntry[] } | Fenced | Unknown>
  /** Appends in order; each send is judged by itself (P-LOG, P-N). An accepted send also confirms the chat. */
  readonly append: (sends: readonly Send[]) => Promise<readonly Appended[]>
  /** Entries `after < offset`, at most those the log still holds. */
  readonly read: (chat: string, after: number) => Promise<{ readonly kind: 'log'; readonly chat: ChatRecord; readonly entries: readonly LogEntry[] } | Unknown>
  /** Confirms what a member holds: trims below the lowest of all, and drops an ended chat that all have confirmed (P-GRACE-3). */
  readonly confirm: (who: Claimant & { readonly chat: string; readonly seen: number }) => Promise<'confirmed' | Fenced | Unknown>
  /** The member's connection is gone: it is away until it attaches again. */
  readonly away: (who: Claimant & { readonly chat: string }) => Promise<void>
  /**
   * Writes the end entry, once (P-END-1): the second end of a chat is `ended` and changes nothing. The members' sessions are
   * free for a new ticket from that moment. A reason that isn't true any more changes nothing and answers `kept`: `no_show`
   * when all have confirmed meanwhile, `lost` when all are present again.
   */
  readonly end: (
    end: Claimant & { readonly chat: string; readonly reason: EndReason },
  ) => Promise<{ readonly kind: 'ended'; readonly entry?: LogEntry } | { readonly kind: 'kept'; readonly chat: ChatRecord } | Fenced | Unknown>
  /** The member will not come back: its confirmation isn't waited for any more. */
  readonly forsake: (who: Claimant & { readonly chat: string }) => Promise<void>
}

/** What a node hears. `sid` names the session it is for; a node without it drops the push. */
export type Push =
  | { readonly type: 'superseded'; readonly sid: string; readonly conn: number }
  | { readonly type: 'matched'; readonly sid: string; readonly chat: ChatRecord }
  | { readonly type: 'entry'; readonly sid: string; readonly chat: string; readonly entry: LogEntry }
  | { readonly type: 'presence'; readonly sid: string; readonly chat: string; readonly seat: number; readonly present: boolean }
  | { readonly type: 'typing'; readonly sid: string; readonly chat: string; readonly seat: number; readonly on: boolean }
  | { readonly type: 'command'; readonly identity: string; readonly action: Action }

export interface Inbox {
  /** Joins as a node. The handler is called in order, never inside the call that caused the push. Returns a function that leaves. */
  readonly on: (node: string, handler: (push: Push) => void) => () => void
  /** A droppable word to another node, such as typing. Nothing is kept. */
  readonly whisper: (node: string, push: Push) => void
  readonly nodes: () => Promise<readonly string[]>
  /** Tells when a node's lease ran out: its members are away, and their partners' nodes run the grace (realtime: node death). */
  readonly onNodeLost: (handler: (node: string) => void) => () => void
}

/** What a moderator or a plugin does to an identity, now. */
export type Action =
  | { readonly type: 'ban'; readonly until?: number; readonly message: string }
  | { readonly type: 'end' }
  | { readonly type: 'notice'; readonly level: 'info' | 'warn'; readonly code: string; readonly text: string }
