/** What an `error` frame or a rejected entry can say, with the sentence for a person and whether trying again helps. */
export const ERRORS = {
  gap: { retryable: true, message: 'A message arrived before the one it follows. Send them again in order.' },
  busy: { retryable: true, message: 'There is no room right now. Try again in a moment.' },
  rate_limited: { retryable: true, message: 'That was too fast. Wait a moment, then try again.' },
  unavailable: { retryable: true, message: "The server can't do this right now. Try again in a moment." },
  unsupported: { retryable: false, message: "This server doesn't know that kind of message." },
  too_long: { retryable: false, message: 'That message is too long.' },
  ill_formed: { retryable: false, message: "That message holds characters that can't be sent." },
  denied: { retryable: false, message: "This isn't allowed here." },
  bad_state: { retryable: false, message: "That can't be done now." },
} as const

export type ErrorCode = keyof typeof ERRORS

export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERRORS, code)

/** Refusals that don't consume `n` (P-N-3): the same send may succeed later. */
export const KEEPS_N: ReadonlySet<string> = new Set<ErrorCode>(['rate_limited', 'busy', 'unavailable'])
