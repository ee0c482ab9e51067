/**
 * The tables, as the newest migration leaves them. Times are ms since 1970; identities are opaque ids, never addresses.
 * Truth is 1 and untruth 0, on every database.
 */
export interface Tables {
  readonly blocks: BlocksTable
  readonly place: PlaceTable
  readonly ledger_events: EventsTable
  readonly ledger_head: HeadTable
  readonly cases: CasesTable
  readonly reports: ReportsTable
  readonly actions: ActionsTable
  readonly drawers: DrawersTable
  readonly sealed: SealedTable
  readonly marks: MarksTable
  readonly moderators: ModeratorsTable
  readonly passes: PassesTable
  readonly followers: FollowersTable
}

export interface BlocksTable {
  readonly blocker: string
  readonly blocked: string
  readonly at: number
}

/** What the database as a whole is. */
export interface PlaceTable {
  readonly name: string
  readonly value: string
}

/** The hash chain. All rows of `cases`, `reports` and `actions` follow from it. */
export interface EventsTable {
  readonly seq: number
  readonly at: number
  readonly actor: string
  /** Canonical JSON. */
  readonly fact: string
  readonly before: string
  readonly hash: string
}

/** One row: where the chain ends. Whoever writes locks it first, so there is one writer at a time. */
export interface HeadTable {
  readonly id: number
  readonly seq: number
  readonly at: number
  readonly hash: string
}

export interface CasesTable {
  readonly id: string
  readonly version: number
  readonly subject: string
  readonly state: string
  readonly reason: string
  /** 100 less the priority, so that one index in one direction serves the queue. */
  readonly rank: number
  readonly doubt: number
  readonly stranger: number
  readonly reports: number
  readonly opened_at: number
  readonly practice: number
  readonly held_until: number | null
  readonly taken_by: string | null
  readonly taken_until: number | null
  /** The least role it was put back for. */
  readonly wants: string | null
  readonly decided_at: number | null
  readonly decided_by: string | null
  readonly acted: number | null
  /** The seq of the last event that a decision rests on (`deciding` in `ports/ledger.ts`). */
  readonly decisive: number
}

export interface ReportsTable {
  readonly id: string
  readonly case_id: string
  readonly kind: string
  readonly reason: string
  /** Null in a notice: it is of nobody's chat. */
  readonly chat: string | null
  readonly reporter: string
  readonly by_seat: number
  readonly of_seat: number
  readonly weight: number
  readonly entries: number
  /** How often more of it was handed in. */
  readonly added: number
  readonly at: number
  /** The seq it was filed with. */
  readonly seq: number
  /** How it turned out, `right` or `wrong`; null as long as nobody knows. */
  readonly was: string | null
}

export interface ActionsTable {
  readonly id: string
  readonly case_id: string
  readonly subject: string
  readonly kind: string
  /** JSON. */
  readonly policies: string
  readonly ground: string
  readonly automated: number
  readonly actor: string
  readonly at: number
  readonly seq: number
  readonly until: number | null
  /** Until when it holds: 0 once it was reversed, and from the start for what is done at once and names no end. */
  readonly holds_until: number
  readonly reversed_at: number | null
  readonly appeal: string
  readonly appealed_at: number | null
}

/** Wrapped keys. A row stays when its key is destroyed (`sql/words.ts`). */
export interface DrawersTable {
  readonly id: string
  readonly live: number
  readonly key: Uint8Array
}

/** Sealed words. A row stays when its words are destroyed. */
export interface SealedTable {
  readonly id: string
  readonly drawer: string
  readonly what: string
  readonly of_id: string
  readonly at: number
  readonly live: number
  readonly blob: Uint8Array
}

export interface MarksTable {
  readonly case_id: string
  readonly mark: string
  readonly at: number
}

export interface ModeratorsTable {
  readonly id: string
  readonly name: string
  readonly role: string
  readonly added_at: number
  readonly joined_at: number | null
  readonly removed_at: number | null
  readonly oidc: string | null
  /** JSON. */
  readonly keys: string
}

export interface FollowersTable {
  readonly name: string
  readonly seq: number
  readonly holder: string
  readonly until: number
}

export interface PassesTable {
  readonly hash: string
  readonly kind: string
  readonly moderator: string
  readonly expires: number
}
