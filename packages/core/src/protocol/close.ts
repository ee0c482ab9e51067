/** WebSocket close codes and what a client does after each (P-CLOSE). */
export const CLOSE = {
  /** 1000: said goodbye; the chat ends without grace. */
  normal: 1000,
  bad_frame: 4400,
  bad_token: 4401,
  forbidden: 4403,
  subprotocol: 4406,
  hello_timeout: 4408,
  superseded: 4409,
  frame_too_big: 4413,
  flooding: 4429,
  internal: 4500,
  draining: 4503,
  no_pong: 4504,
  too_slow: 4508,
  token_expired: 4511,
  over_capacity: 4513,
} as const

export type CloseReason = keyof typeof CLOSE

/** Standard codes that end the connection for good; every other standard code is worth another try. */
const TERMINAL_STANDARD: ReadonlySet<number> = new Set([1000, 1002, 1003, 1007, 1008, 1009, 1010])

/** What to do after a close: by range, so that old clients obey codes not yet invented (P-CLOSE-2). */
export function closePolicy(code: number): 'stop' | 'retry' {
  if (code >= 4400 && code < 4500) return 'stop'
  return TERMINAL_STANDARD.has(code) ? 'stop' : 'retry'
}

/** The name of a code we know, for messages; `undefined` for others. */
export function closeReason(code: number): CloseReason | undefined {
  for (const [reason, known] of Object.entries(CLOSE)) if (known === code) return reason as CloseReason
  return undefined
}
