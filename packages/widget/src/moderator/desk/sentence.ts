import type { ApiError } from '../api.js'
import type { ConsoleKey, Words } from '../words.js'

const KNOWN = {
  unreachable: 'error_unreachable',
  bad_answer: 'error_bad_answer',
  taken: 'error_taken',
  stale: 'error_stale',
  not_yours: 'error_not_yours',
  unknown: 'error_gone',
  rate_limited: 'error_rate_limited',
  bad_invite: 'error_bad_invite',
  too_late: 'error_too_late',
  own_decision: 'error_own_decision',
  forbidden: 'error_forbidden',
  nobody: 'error_nobody',
} as const satisfies Readonly<Record<string, ConsoleKey>>

/** The console's own words where it has some, since the server speaks one language. */
export const sentence = ({ code, message }: ApiError, words: Words): string =>
  Object.hasOwn(KNOWN, code)
    ? words.t(KNOWN[code as keyof typeof KNOWN])
    : message || words.t('error_bad_answer')
