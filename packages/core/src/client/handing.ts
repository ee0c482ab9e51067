import type { NoticeRequest, Statement } from '../api/report.js'
import type { ReportReason as Reason } from '../api/reasons.js'
import type { Message } from './types.js'

// What a member hands in, and what it hears of that.

/** The chat there is, or the last one when there is none; or the one before it. */
export type WhichChat = 'current' | 'previous'

export interface ReportInput {
  readonly reason: Reason
  readonly chat?: WhichChat
  /** Offsets of the messages it is about; what lies between them, and around, goes along. */
  readonly picked?: readonly number[]
  /** In one's own words, at most 1,000 code points. */
  readonly note?: string
  /**
   * What one saw in the call: JPEG, at most `limits.reportPictures`, each at most 64 KiB and 320 pixels a side. Left out where the
   * server takes none, and where the reason is `underage`: nobody may collect such pictures.
   */
  readonly pictures?: readonly Uint8Array[]
}
/** What a report would hand in, entry by entry. */
export interface ReportPreview {
  readonly chat: string
  readonly entries: readonly {
    readonly offset: number
    readonly from: Message['from']
    readonly at: number
    readonly kind: string
    /** Null for bodies that aren't text: a call's signals go as a hash, the end of a chat as itself. */
    readonly text: string | null
  }[]
  /** How many entries that are still held stay out. */
  readonly left: number
  /** Why: more than a report may hold, entries that never arrived, signals that this platform can't hash. */
  readonly why: 'limit' | 'gap' | 'signal' | null
}
/** A report that the server took. */
export interface Report {
  /** For people, such as `7K3M-92QD`. */
  readonly number: string
  /** With this one asks what became of it. */
  readonly receipt: string
  readonly chat: string
  readonly reason: Reason | 'notice'
  readonly at: number
  /** As far as it was asked. `acted`: something was done. Never what. */
  readonly state: 'open' | 'acted' | 'not_acted'
  /** Only in the answer to a report with pictures: how many of them the server keeps. */
  readonly pictures?: number
}
/** Illegal content (DSA art. 16). With `chat`, that conversation goes along as evidence. */
export type NoticeInput = Pick<NoticeRequest, 'text' | 'law' | 'name' | 'email'> & {
  readonly chat?: WhichChat
}

/**
 * The way to the moderators and back, in a part of its own that is fetched when first needed; see `ChatClient.desk`. All of it goes by
 * HTTP, so it works with the line down. What returns a promise rejects with a `StrangerChatError`.
 */
export interface Desk {
  /** What a report of that chat would hand in; null when nothing is held of it. */
  readonly preview: (chat?: WhichChat, picked?: readonly number[]) => ReportPreview | null
  /**
   * Hands the conversation to the moderators, with stamps that prove it, and blocks the stranger; works during the chat, and for
   * 24 h after it. A live chat ends. Where it rejects, nothing is lost.
   */
  readonly report: (input: ReportInput) => Promise<Report>
  /** The last 20 reports made here, newest first. Asks nobody. */
  readonly reports: () => readonly Report[]
  /** Asks what became of them, unless that was asked less than `maxAgeMs` ago. */
  readonly statuses: (maxAgeMs?: number) => Promise<readonly Report[]>
  /** Nobody needs to hear of this report again. */
  readonly forget: (number: string) => void
  /** What was decided about oneself, newest first. */
  readonly decisions: () => Promise<readonly Statement[]>
  /** Asks for a second look at a decision. */
  readonly appeal: (action: string, text: string) => Promise<void>
  /** Tells of illegal content; needs no chat. */
  readonly notice: (input: NoticeInput) => Promise<Report>
}
