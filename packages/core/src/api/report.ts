import { FIELD } from '../protocol/limits.js'
import { bool, type Infer, int, list, obj, oneOf, pattern, record, str, uint } from '../protocol/schema.js'
import { ACTIONS, POLICIES, REASONS } from './reasons.js'

/** Bounds of what people write to the moderators, in code points, and of what they hand in. */
export const REPORT = {
  note: 1_000,
  appeal: 2_000,
  notice: 5_000,
  /** How often more can be added to a report that was made. */
  additions: 10,
  /** Entries that `limits.reportEntries` of no server exceeds. */
  entries: 500,
  /** Pictures that `limits.reportPictures` of no server exceeds; bytes and pixels a side of each (P-REPORT-7). */
  pictures: 3,
  pictureBytes: 64 * 1024,
  pictureSide: 320,
  /** Reports whose fate one request may ask for. */
  receipts: 20,
  /** Decisions that one answer lists, newest first. */
  decisions: 20,
} as const

const token = pattern(/^[A-Za-z0-9_.-]{1,2048}$/, 'a token of at most 2,048 characters')
const stamp = pattern(/^[A-Za-z0-9_-]{1,16}\.[A-Za-z0-9_-]{22}$/, 'a key id, a point and 22 characters')
const hash = pattern(/^[A-Za-z0-9_-]{43}$/, 'SHA-256 in base64url')
const word = str(1, FIELD.id)
const id = pattern(/^[A-Za-z0-9_-]{8,64}$/, '8 to 64 letters, digits, - or _')

/** An entry as a member hands it in: with its body, or with kind and hash of a body that isn't theirs to show (P-REPORT-2). */
export const evidenceEntry = obj(
  { offset: int(1, Number.MAX_SAFE_INTEGER), seat: int(-1, FIELD.members), at: uint(), stamp },
  { body: record, kind: word, hash },
)
export type EvidenceEntry = Infer<typeof evidenceEntry>

/** `POST /v1/blocks` (P-CAPSULE-3). */
export const blockRequest = obj({ capsule: token })

/** `POST /v1/reports` (P-REPORT-1). */
export const reportRequest = obj(
  { capsule: token, reason: oneOf(...REASONS), entries: list(evidenceEntry, REPORT.entries) },
  {
    /** Offsets of the messages that it is about; the rest of the span is context. */
    picked: list(uint(), REPORT.entries),
    note: str(0, REPORT.note),
    /** JPEG as base64. How many, and whether they are that, the server judges (P-REPORT-7): any text comes through here. */
    pictures: list(str(0, REPORT.pictureBytes * 2), REPORT.entries),
  },
)
export type ReportRequest = Infer<typeof reportRequest>

/** The answer: a number for people, and a token with which the reporter asks what became of it. */
export const reportAnswer = obj(
  { number: word, receipt: token },
  /** How many of the pictures are kept; there if some were handed in. */
  { pictures: uint() },
)
export type ReportAnswer = Infer<typeof reportAnswer>

/** `POST /v1/reports/status`. */
export const statusRequest = obj({ receipts: list(token, REPORT.receipts) })
/** What a reporter learns: that it was decided and whether something was done, never what (the other is a person too). */
export const reportStatus = obj(
  { number: word, state: oneOf('open', 'acted', 'not_acted') },
  { decidedAt: uint() },
)
export type ReportStatus = Infer<typeof reportStatus>
export const statusAnswer = obj({ reports: list(reportStatus, REPORT.receipts) })

/** `POST /v1/notices`: illegal content, by anybody, without a chat or an account (DSA art. 16). */
export const noticeRequest = obj(
  { text: str(20, REPORT.notice) },
  {
    /** The law it breaks, as far as the sender knows. */
    law: str(0, FIELD.sentence),
    name: str(0, 200),
    email: pattern(/^[^\s@]{1,64}@[^\s@]{1,190}$/, 'an e-mail address'),
    capsule: token,
    entries: list(evidenceEntry, REPORT.entries),
  },
)
export type NoticeRequest = Infer<typeof noticeRequest>

/** `POST /v1/decisions`: what was decided about whoever holds this token, newest first. */
export const decisionsRequest = obj({ device: token })
/** A statement of reasons (DSA art. 17). Times are ms since 1970. */
export const statement = obj(
  {
    action: id,
    number: word,
    kind: oneOf(...ACTIONS),
    policies: list(oneOf(...POLICIES), 5),
    ground: oneOf('terms', 'legal'),
    automated: bool,
    at: uint(),
    /** Whether it can (still) be appealed, and what became of an appeal. */
    appeal: oneOf('open', 'filed', 'upheld', 'overturned', 'closed'),
    appealUntil: uint(),
  },
  { until: uint(), message: str(0, REPORT.note) },
)
export type Statement = Infer<typeof statement>
export const decisionsAnswer = obj({ decisions: list(statement, REPORT.decisions) })

/** `POST /v1/appeals`. */
export const appealRequest = obj({ device: token, action: id, text: str(1, REPORT.appeal) })
export type AppealRequest = Infer<typeof appealRequest>
