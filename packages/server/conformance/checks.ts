import type { Check } from './check.js'
import { attentionChecks } from './checks/attention.js'
import { boundsChecks } from './checks/bounds.js'
import { callingChecks } from './checks/calling.js'
import { endingChecks } from './checks/ending.js'
import { frameChecks } from './checks/frames.js'
import { meetingChecks } from './checks/meeting.js'
import { openingChecks } from './checks/opening.js'
import { pollingChecks } from './checks/polling.js'
import { reportingChecks } from './checks/reporting.js'
import { returningChecks } from './checks/returning.js'
import { talkingChecks } from './checks/talking.js'
import { groupOf } from './spec.js'

/** What takes seconds comes first, so that the rest runs beside it. */
export const CHECKS: readonly Check[] = [
  ...openingChecks,
  ...boundsChecks,
  ...pollingChecks,
  ...frameChecks,
  ...meetingChecks,
  ...talkingChecks,
  ...callingChecks,
  ...returningChecks,
  ...attentionChecks,
  ...endingChecks,
  ...reportingChecks,
]

const CLIENTS = 'it says what a client does'
const REPORTS = "it would put a case before somebody's moderators"
const KEYS = "only the server's own keys can tell"

/** Clauses, or groups of them, that aren't tried, and why: most can't be seen from outside. Every other clause has a check. */
export const UNTRIED: Readonly<Record<string, string>> = {
  'P-FRAME-6': CLIENTS,
  'P-SEEN-2': CLIENTS,
  'P-FENCE-4': CLIENTS,
  'P-RESUME-4': 'it says what nodes tell each other',
  'P-RESUME-7': CLIENTS,
  'P-BACKOFF-1': CLIENTS,
  'P-BACKOFF-2': CLIENTS,
  'P-DRAIN-1': 'a server drains when its operator stops it',
  'P-CLOSE-2': CLIENTS,
  'P-LIMIT-1': 'welcome.limits is judged by its schema; each bound is tried by its own clause',
  'P-LIMIT-5': 'the network on the way holds more than a chat may write',
  'P-POLL-2': CLIENTS,
  'P-POLL-6': 'it says what another node does',
  'P-POLL-10': CLIENTS,
  'P-STAMP-2': KEYS,
  'P-STAMP-3': KEYS,
  'P-STAMP-4': KEYS,
  'P-STAMP-5': 'it says what a stamp means',
  'P-STAMP-6': 'it names a file',
  'P-STAMP-7': 'it says what a stamp doesn’t mean',
  'P-STAMP-8': 'it takes days',
  'P-N-4': CLIENTS,
  'P-CALL-1': CLIENTS,
  'P-CALL-6': CLIENTS,
  'P-FORM': 'P-CALL-3 tries the form of signals, and its own tests do',
  'P-CONSENT-1': CLIENTS,
  'P-CONSENT-2': CLIENTS,
  'P-KEEP-1': CLIENTS,
  'P-KEEP-2': CLIENTS,
  'P-KEEP-3': CLIENTS,
  'P-REPORT-1': REPORTS,
  'P-REPORT-2': REPORTS,
  'P-REPORT-4': REPORTS,
  'P-REPORT-5': REPORTS,
  'P-REPORT-6': REPORTS,
  'P-DECISION-1': 'somebody would have to decide something',
  'P-DECISION-3': 'somebody would have to decide something',
}

/** Why a clause isn't tried, if it isn't. */
export const whyUntried = (clause: string): string | undefined => UNTRIED[clause] ?? UNTRIED[groupOf(clause)]
