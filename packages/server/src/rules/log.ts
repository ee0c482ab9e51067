import type { EndReason, MemberBody } from '@stranger-chat/core/protocol'

/** What the rules of a chat's log know of a member. */
export interface LogMember {
  readonly seat: number
  readonly present: boolean
  readonly confirmed: boolean
  /** Will not come back; nobody waits for its confirmations. */
  readonly forsaken: boolean
  /** The highest offset it confirmed. */
  readonly seen: number
}

export interface LogLimits {
  readonly logEntries: number
  readonly logBytes: number
}

/** Kept free by sends, so that a chat can always be ended. */
export const END_ROOM = { entries: 1, bytes: 128 } as const

/** What one entry takes beyond its text: offset, time, seat and the like. */
const ENTRY_BYTES = 64

/** What to do with the send numbered `n` of a member whose highest consumed number is `accepted` (P-N-1). */
export function judgeN(n: number, accepted: number): 'append' | 'duplicate' | 'gap' {
  if (n <= accepted) return 'duplicate'
  return n === accepted + 1 ? 'append' : 'gap'
}

/** The time of the next entry: a log never runs backwards, even when a clock does (P-LOG-2). */
export const entryTime = (previous: number, now: number): number => Math.max(previous, now)

/** What an entry counts against the log's bound, in bytes. */
export function entryBytes(body: MemberBody | undefined): number {
  if (body?.kind === 'text') return ENTRY_BYTES + Buffer.byteLength(body.text)
  return body?.kind === 'signal' ? ENTRY_BYTES + Buffer.byteLength(body.data) : ENTRY_BYTES
}

/** Whether a send of `bytes` still fits and leaves room for the end (P-LOG-1). */
export const hasRoom = (entries: number, bytes: number, more: number, limits: LogLimits): boolean =>
  entries + 1 + END_ROOM.entries <= limits.logEntries && bytes + more + END_ROOM.bytes <= limits.logBytes

/** The offset up to which nobody needs the log any more (P-SEEN-3). */
export function seenByAll(members: readonly LogMember[], top: number): number {
  let lowest = top
  for (const { forsaken, seen } of members) if (!forsaken && seen < lowest) lowest = seen
  return lowest
}

/** Whether an ended chat has served: everybody who may still come has confirmed its end (P-GRACE-3). */
export const isOver = (members: readonly LogMember[], endOffset: number): boolean =>
  seenByAll(members, endOffset) === endOffset

interface EndRule {
  /** Whether the reason is still true: a member may have come back, or confirmed, while the end was on its way. */
  readonly holds: (members: readonly LogMember[]) => boolean
  /** Whose doing it is, as the end entry says. */
  readonly by: (members: readonly LogMember[], caller: number) => number | undefined
  /** The tickets of the chat may be entered again, with their age (P-MATCH-4). */
  readonly ticketsLive: boolean
}
const always = (): boolean => true
const nobody = (): undefined => undefined

/** What each end needs and brings (P-END-2). */
export const ENDS: Readonly<Record<EndReason, EndRule>> = {
  left: { holds: always, by: (_, caller) => caller, ticketsLive: false },
  lost: {
    holds: (members) => members.some(({ present }) => !present),
    by: (members) => members.find(({ present }) => !present)?.seat,
    ticketsLive: false,
  },
  no_show: {
    holds: (members) => members.some(({ confirmed }) => !confirmed),
    by: (members) => members.find(({ confirmed }) => !confirmed)?.seat,
    ticketsLive: true,
  },
  idle: { holds: always, by: nobody, ticketsLive: false },
  closed: { holds: always, by: nobody, ticketsLive: false },
}
