import { FIELD } from '../protocol/limits.js'
import { bool, type Infer, int, list, obj, oneOf, pattern, record, str, uint } from '../protocol/schema.js'
import { ACTIONS, POLICIES, REASONS, ROLES } from './reasons.js'
import { REPORT } from './report.js'

// What the console and the server say to each other, under `/v1/moderation`. Every answer that isn't 2xx is `{code, message}`.
// Times are ms since 1970. A page of a list carries `next`, which goes back as `?after=` for the one behind it.

const id = pattern(/^[A-Za-z0-9_-]{8,64}$/, '8 to 64 letters, digits, - or _')
const word = str(1, FIELD.id)
const reason = oneOf(...REASONS, 'illegal')
const policy = oneOf(...POLICIES)
const role = oneOf(...ROLES)
const name = str(1, 80)
const seat = int(-1, FIELD.members)

/** Bounds of the console's requests. */
export const CONSOLE = { page: 50, policies: 5, similar: 10, history: 50, notes: 20 } as const

/** `GET /signin`: the ways in besides an invitation's link, for somebody who isn't in yet. */
export const signInWays = obj(
  { passkeys: bool },
  /** What the provider is called, whose sign-in begins at `GET /oidc/start`. */
  { oidc: name },
)
export type SignInWays = Infer<typeof signInWays>
/** `POST /signin`. */
export const signInRequest = obj({ invite: pattern(/^[A-Za-z0-9_-]{20,100}$/, 'an invitation') })
export type SignInRequest = Infer<typeof signInRequest>

/** `GET /me`. */
export const me = obj({ moderator: id, name, role, passkeys: bool, canAddPasskey: bool })
export type Me = Infer<typeof me>

export const CASE_STATES = ['open', 'decided'] as const
/** A case as a row of the queue: one person who was reported, whatever the number of reports. */
export const caseRow = obj(
  {
    case: id,
    /** What people call it, such as `7K3M-92QD`. */
    number: word,
    state: oneOf(...CASE_STATES),
    /** The worst reason anybody gave. */
    reason,
    /** 0 to 100; the queue's order, older first among equals. */
    priority: uint(100),
    reports: uint(),
    openedAt: uint(),
    /** Made for practice: about nobody, and changes nothing. */
    practice: bool,
    /** Evidence may not be shredded. */
    held: bool,
  },
  {
    takenBy: name,
    takenUntil: uint(),
    /** It was put back for somebody of this role at least. */
    wants: role,
    decidedAt: uint(),
    /** Of a decided one: whether something was done to the person. */
    acted: bool,
    /** A notice that names no chat: about nobody who could be acted on. Any action is refused with 400 `nobody`. */
    nobody: bool,
  },
)
export type CaseRow = Infer<typeof caseRow>
/** `GET /queue`. */
export const queuePage = obj({ cases: list(caseRow, CONSOLE.page), waiting: uint() }, { next: word })
export type QueuePage = Infer<typeof queuePage>

/** One entry as a moderator sees it. `hash` stands for a body that wasn't handed in. */
export const shownEntry = obj(
  { offset: uint(), seat, at: uint(), picked: bool },
  { body: record, kind: word, hash: word },
)
export type ShownEntry = Infer<typeof shownEntry>
const shown = {
  report: id,
  reason,
  at: uint(),
  /** How much this reporter's word weighs by what became of earlier reports, in percent. */
  weight: uint(100),
  /** Seats of the reporter and of the reported. */
  reporter: seat,
  reported: seat,
  /** What the stamps proved: `verified`, or `none` where nothing was handed in. Anything else was refused at the door. */
  evidence: oneOf('verified', 'none', 'shredded'),
  entries: list(shownEntry, REPORT.entries),
  /** The reporter's words, each time they wrote some; a legal notice with its law, name and address. */
  notes: list(obj({ at: uint(), text: str(1, REPORT.notice + 1_000) }), CONSOLE.notes),
}
export const shownReport = obj(shown, {
  /** Of `GET /cases/{case}/pictures/{picture}`: the reporter's word, which no stamp proves. Left out where there are none. */
  pictures: list(id, REPORT.pictures),
})
export type ShownReport = Infer<typeof shownReport>
export const pastAction = obj(
  {
    action: id,
    case: id,
    number: word,
    kind: oneOf(...ACTIONS),
    policies: list(policy, CONSOLE.policies),
    ground: oneOf('terms', 'legal'),
    at: uint(),
    by: name,
    /** Whether it holds now. */
    active: bool,
    appeal: oneOf('none', 'filed', 'upheld', 'overturned'),
  },
  { until: uint(), reversedAt: uint() },
)
export type PastAction = Infer<typeof pastAction>
/** `POST /cases/{case}/open`: takes the case and opens its evidence, which is an event of its own. */
export const caseFile = obj({
  row: caseRow,
  /** Changes with every event of the case; a decision names the one it saw. */
  version: uint(),
  reports: list(shownReport, CONSOLE.page),
  history: list(pastAction, CONSOLE.history),
  /** Cases of people who came from the same place as this one. Resemblance, no proof. */
  similar: list(caseRow, CONSOLE.similar),
})
export type CaseFile = Infer<typeof caseFile>

/** `POST /cases/{case}/leave`: puts it back, for anybody or for somebody of a higher role. */
export const leaveRequest = obj({}, { for: oneOf('senior') })
export type LeaveRequest = Infer<typeof leaveRequest>

/** `POST /cases/{case}/decide`. Without an action: nothing was wrong, or nothing is to be done. */
export const decideRequest = obj(
  { version: uint(), policies: list(policy, CONSOLE.policies) },
  {
    action: oneOf(...ACTIONS),
    /** For actions that last. */
    forMs: uint(),
    ground: oneOf('terms', 'legal'),
    /** Words to the person, besides the reasons. */
    message: str(0, REPORT.note),
  },
)
export type DecideRequest = Infer<typeof decideRequest>
/** The answer to a decision; `POST /cases/{case}/undo {version}` takes it back until then. */
export const decided = obj(
  { version: uint(), undoUntil: uint() },
  /** How many reports came while the moderator was deciding, which nobody has looked at. */
  { unseen: uint() },
)
export type Decided = Infer<typeof decided>

/** `GET /appeals`; `POST /appeals/{action}/decide {overturn}`. */
export const appealRow = obj(
  {
    action: pastAction,
    filedAt: uint(),
    text: str(1, REPORT.appeal),
    /** Whether this moderator may decide it now. */
    mine: bool,
  },
  /** From when this moderator may; absent where only somebody else may. */
  { from: uint() },
)
export type AppealRow = Infer<typeof appealRow>
export const appealsPage = obj({ appeals: list(appealRow, CONSOLE.page) }, { next: word })
export type AppealsPage = Infer<typeof appealsPage>
export const appealDecision = obj({ overturn: bool })

/** `GET /audit`: the ledger as it stands, newest first. */
export const auditRow = obj(
  { seq: uint(), at: uint(), type: word, actor: name, hash: word },
  { case: id, number: word, data: record },
)
export type AuditRow = Infer<typeof auditRow>
export const auditPage = obj({ events: list(auditRow, CONSOLE.page) }, { next: word })
export type AuditPage = Infer<typeof auditPage>

/** `GET /counters`, and what `GET /live` (server-sent events) says whenever it changes. */
export const counters = obj({
  waiting: uint(),
  oldestAt: uint(),
  appeals: uint(),
  decidedToday: uint(),
  /** Consoles that are open, as far as this node knows. */
  online: uint(),
  /** New cases in each of the last 24 hours, oldest first. */
  hours: list(uint(), 24),
})
export type Counters = Infer<typeof counters>
