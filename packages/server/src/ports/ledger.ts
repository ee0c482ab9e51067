import type { ActionKind, CASE_STATES, Policy, Reason, Role } from '@stranger-chat/core/api'
import type { Fact, LedgerEvent } from '../rules/facts.js'
import type { Belief, Reputation } from '../rules/priority.js'
import type { Staff } from './staff.js'

export type { Belief, Reputation } from '../rules/priority.js'
export type { ModeratorRecord, Pass, Passkey, Staff } from './staff.js'

/**
 * The moderators' record: facts in one hash chain, what follows from them as rows that can be asked, and sealed words beside
 * it. One writer at a time, on however many nodes: a write is one transaction, all or nothing, and resolves once it would
 * survive the death of the process.
 *
 * Everything but `sealed`, `keys`, `marks` and `staff` can be made anew from the events (`rebuild`). A fact about a case,
 * report or action that isn't there is a slip of ours: the write rejects, and nothing happens. The contract suite is
 * `testLedger` in `@stranger-chat/server/testing`.
 */
export interface Ledger {
  /** Appends facts and what goes with them, if every guard still holds; else nothing happens. */
  readonly write: (change: Change) => Promise<Written | Conflict>
  /**
   * Leaves no copy of what was shredded in the database's files, as far as it can. It may take its time, and waits for nobody
   * who would wait for it.
   * @returns false if somebody else was in the way, so that it should be tried again
   */
  readonly scrub: () => Promise<boolean>
  /** Events behind `after`, in order, at most `limit`. */
  readonly events: (after: number, limit: number) => Promise<readonly LedgerEvent[]>
  /** The newest events before `before` (all without it), newest first. */
  readonly latest: (before: number | undefined, limit: number) => Promise<readonly LedgerEvent[]>
  /** Where the chain ends; seq 0 and 43 times A before the first event. */
  readonly head: () => Promise<{ readonly seq: number; readonly hash: string }>
  /** Throws the rows away and makes them anew from the events. */
  readonly rebuild: () => Promise<void>

  readonly case: (id: string) => Promise<CaseRecord | undefined>
  /** The older one, if an undone decision left two. Practice is nobody's case, and is found only when it is asked for. */
  readonly openCaseOf: (subject: string, practice?: boolean) => Promise<CaseRecord | undefined>
  /** By priority, older first among equals, without practice. `after` is the `next` of the page before. */
  readonly queue: (ask: QueueAsk) => Promise<Page<CaseRecord>>
  /** Cases that carry a mark which this one carries too, newest first; where that are hundreds, of those marked last. */
  readonly similar: (id: string, limit: number) => Promise<readonly CaseRecord[]>
  /** Those that weigh most first, older first among equals. */
  readonly reports: (id: string, limit: number) => Promise<readonly ReportRecord[]>
  /** How many came to a case behind `seq`. */
  readonly reportsSince: (id: string, seq: number) => Promise<number>
  /** The one report that the member in seat `by` made of a chat. */
  readonly reportOf: (chat: string, by: number) => Promise<ReportRecord | undefined>
  readonly report: (report: string) => Promise<ReportRecord | undefined>
  /** How often somebody's reports were right and wrong so far. */
  readonly reporter: (identity: string) => Promise<Reputation>
  readonly action: (id: string) => Promise<ActionRecord | undefined>
  /** What was done to somebody, newest first, at most `limit`. */
  readonly actionsOn: (subject: string, limit: number) => Promise<readonly ActionRecord[]>
  /** What holds for somebody at `now`, newest first: asked at every hello. What names an end holds until then; what lasts and names none, for good. */
  readonly sanctions: (subject: string, now: number) => Promise<readonly ActionRecord[]>
  /** Appeals nobody decided, oldest first. */
  readonly appeals: (after: string | undefined, limit: number) => Promise<Page<ActionRecord>>
  /** Without practice. */
  readonly counts: (since: number) => Promise<Counts>
  /** The wrapped key of a drawer; none once it was shredded. */
  readonly key: (drawer: string) => Promise<Uint8Array | undefined>
  /** Those of these drawers that there are, with their wrapped keys, by id. */
  readonly keysOf: (drawers: readonly string[]) => Promise<readonly Wrapped[]>
  /**
   * The sealed words in a drawer, oldest first, and the wrapped key; no key once it was shredded.
   * @param of the reports whose words are wanted; all without it
   */
  readonly sealed: (
    drawer: string,
    of?: readonly string[],
  ) => Promise<{ readonly key?: Uint8Array; readonly items: readonly Sealed[] }>
  /** The pictures of a case that are still there, by the report they came with, and how many bytes each takes sealed. */
  readonly pictures: (
    id: string,
  ) => Promise<readonly { readonly id: string; readonly of: string; readonly bytes: number }[]>
  /** Drawers of cases and of their reports that are still there although their time is over, oldest decision first. */
  readonly shreddable: (
    ask: Shreddable,
  ) => Promise<readonly { readonly case: string; readonly drawer: string }[]>
  /** Actions decided before `before` whose own words are still there, unless an appeal waits or the law holds the case. */
  readonly staleStatements: (
    before: number,
    now: number,
    limit: number,
  ) => Promise<readonly { readonly action: string; readonly case: string }[]>
  /** Drawers behind `after` with their wrapped keys, by id. */
  readonly wrapped: (after: string, limit: number) => Promise<readonly Wrapped[]>
  /** Puts the same keys in another wrapping, of the same length, where the old one is still there. */
  readonly rewrap: (
    changes: readonly { readonly drawer: string; readonly from: Uint8Array; readonly to: Uint8Array }[],
  ) => Promise<void>
  /** Forgets marks made before `before`. */
  readonly forgetMarks: (before: number) => Promise<void>
  readonly staff: Staff
  readonly followers: Followers
}

export interface Change {
  /** ms since 1970. */
  readonly at: number
  readonly actor: string
  readonly facts: readonly Fact[]
  readonly guards?: readonly Guard[]
  /** Wrapped keys of new drawers, or of such as were shredded; a key in use is never replaced. All are equally long. */
  readonly keys?: readonly Wrapped[]
  /** Words for drawers that have a key, or get one in this change. */
  readonly sealed?: readonly Sealed[]
  /** Keyed hashes that tell where the reported one came from: `similar` compares them, and they are forgotten in time. */
  readonly marks?: readonly { readonly case: string; readonly mark: string }[]
  /** Drawers whose key and sealed words are destroyed; `scrub` removes what is left of them in the files. */
  readonly shred?: readonly string[]
}

/** What must still be true when it is written. */
export type Guard =
  | { readonly is: 'version'; readonly case: string; readonly version: number }
  /** It is open, whatever else came to it. */
  | { readonly is: 'open'; readonly case: string }
  /** It is open, and nobody but this one has it at that time. */
  | { readonly is: 'free'; readonly case: string; readonly who: string; readonly now: number }
  /** It is open, and this one took it. */
  | { readonly is: 'taken'; readonly case: string; readonly who: string }
  /**
   * It is open, this one took it, and nothing came behind `version` that a decision rests on: not that it was taken anew, nor a
   * graver reason. More reports alone stop nobody from acting, or whoever is reported could go on reporting themself through
   * others; they do stop somebody from saying that nothing was wrong.
   */
  | {
      readonly is: 'deciding'
      readonly case: string
      readonly who: string
      readonly version: number
      readonly acts: boolean
    }
  | { readonly is: 'no_open_case'; readonly subject: string }
  /** Whether the drawer has a key. */
  | { readonly is: 'drawer'; readonly drawer: string; readonly live: boolean }
  /** More was added to a report just so often. */
  | { readonly is: 'added'; readonly report: string; readonly times: number }
  | { readonly is: 'no_report'; readonly chat: string; readonly by: number }
  /** Nobody appealed yet against it, and it wasn't reversed. */
  | { readonly is: 'no_appeal'; readonly action: string }
  | { readonly is: 'appeal'; readonly action: string; readonly state: ActionRecord['appeal'] }
  /** It is decided, and still by this one at that time. */
  | { readonly is: 'decided'; readonly case: string; readonly by: string; readonly at: number }

export interface Written {
  readonly kind: 'written'
  readonly events: readonly LedgerEvent[]
}
export interface Conflict {
  readonly kind: 'conflict'
  readonly guard: Guard
}

/** The key of a drawer, as it is kept. */
export interface Wrapped {
  readonly drawer: string
  readonly key: Uint8Array
}
/** When words of a case have had their time; every condition must hold. */
export interface Shreddable {
  readonly decidedBefore: number
  /** It isn't held at this time, nothing that was done holds any more which could still be appealed, and no appeal waits. */
  readonly now: number
  /** What was done before can't be appealed any more. */
  readonly appealableSince: number
  /** Practice that was begun before has had its time, decided or not. */
  readonly practiceBefore: number
  readonly limit: number
}

/**
 * Words under a drawer's key: AES-256-GCM, the id is covered. A drawer is what is destroyed as one: the evidence of a case
 * lies in one that is called like the case (where that can't be opened, in one that is called like the report), what was said of
 * an action in one that is called like the action.
 */
export interface Sealed {
  readonly id: string
  readonly drawer: string
  readonly what: 'span' | 'note' | 'message' | 'appeal' | 'notice' | 'picture'
  /** The report or action they belong to. */
  readonly of: string
  readonly at: number
  readonly blob: Uint8Array
}

export interface CaseRecord {
  readonly id: string
  /** The seq of the last event that changed it. */
  readonly version: number
  readonly subject: string
  readonly state: (typeof CASE_STATES)[number]
  readonly reason: Reason
  /** 0 to 100. */
  readonly priority: number
  /** What `rules/priority` made of the reporters' words so far. */
  readonly belief: Belief
  readonly reports: number
  readonly openedAt: number
  readonly practice: boolean
  readonly heldUntil?: number
  readonly takenBy?: string
  readonly takenUntil?: number
  /** The least role it was put back for. */
  readonly wants?: Role
  readonly decidedAt?: number
  readonly decidedBy?: string
  /** Whether the last decision did anything. */
  readonly acted?: boolean
}
export interface ReportRecord {
  readonly id: string
  readonly case: string
  readonly kind: 'report' | 'notice'
  readonly reason: Reason
  readonly chat: string
  readonly reporter: string
  readonly by: number
  readonly of: number
  readonly weight: number
  readonly entries: number
  /** How often more of it was handed in. */
  readonly added: number
  readonly at: number
  /** The seq it was filed with. */
  readonly seq: number
  /** How it turned out, as long as that stands. */
  readonly was?: 'right' | 'wrong'
}
export interface ActionRecord {
  readonly id: string
  readonly case: string
  readonly subject: string
  readonly kind: ActionKind
  readonly policies: readonly Policy[]
  readonly ground: 'terms' | 'legal'
  readonly automated: boolean
  readonly actor: string
  readonly at: number
  readonly until?: number
  readonly reversedAt?: number
  readonly appeal: 'none' | 'filed' | 'upheld' | 'overturned'
  readonly appealedAt?: number
}
export interface QueueAsk {
  readonly state: (typeof CASE_STATES)[number]
  readonly after?: string
  readonly limit: number
}
export interface Page<T> {
  readonly rows: readonly T[]
  readonly next?: string
}
export interface Counts {
  readonly waiting: number
  /** 0 when none waits. */
  readonly oldestAt: number
  readonly appeals: number
  readonly decided: number
  /** How many cases were opened in each hour since `since`, by its number from 0; hours without any are left out. */
  readonly opened: readonly { readonly hour: number; readonly cases: number }[]
}

/** How far those who read along have come. It is no fact of moderation, so it isn't in the chain. */
export interface Followers {
  /**
   * Lends a follower to a node until then, unless another node has it. One that is new stands at the head.
   * @returns the seq it has read up to; `undefined` while somebody else has it
   */
  readonly lend: (name: string, holder: string, now: number, until: number) => Promise<number | undefined>
  /** It has read up to there. @returns whether it was still this node's, and stood no further */
  readonly advance: (name: string, holder: string, seq: number) => Promise<boolean>
}
