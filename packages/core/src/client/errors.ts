import { closeReason, ERRORS, isErrorCode } from '../protocol/index.js'
import type { ClientError, ClientErrorCode } from './types.js'

/** What a client can say by itself, beside the protocol's own refusals. */
const CLIENT_ERRORS: Readonly<
  Record<ClientErrorCode, { readonly retryable: boolean; readonly message: string }>
> = {
  unreachable: {
    retryable: true,
    message: "The server can't be reached. Check the connection; the next try comes by itself.",
  },
  forbidden: { retryable: false, message: 'The server refused this connection.' },
  origin: { retryable: false, message: "This server doesn't accept this page. Its operator can allow it." },
  banned: { retryable: false, message: 'You are banned from this server.' },
  superseded: {
    retryable: true,
    message: 'This conversation is open in another tab. Take it back to go on here.',
  },
  bad_token: {
    retryable: true,
    message: 'The server no longer knows this browser. Start again to be a new stranger.',
  },
  subprotocol: {
    retryable: false,
    message: 'This server speaks another version. Reload the page to get the matching one.',
  },
  bad_frame: { retryable: false, message: "The server didn't understand this client. Reload the page." },
  frame_too_big: { retryable: false, message: 'That was too big for the server.' },
  flooding: {
    retryable: true,
    message: 'That was far too fast, so the server hung up. Wait a little, then reconnect.',
  },
  over_capacity: { retryable: true, message: 'The server is full right now. The next try comes by itself.' },
  token_expired: { retryable: true, message: 'The visit expired. A new one begins by itself.' },
  internal: { retryable: true, message: 'The server had a fault. The next try comes by itself.' },
  aborted: { retryable: true, message: 'The search was stopped.' },
  closed: { retryable: true, message: 'The connection is closed. Reconnect to go on.' },
}

interface Details {
  readonly message?: string | undefined
  readonly retryAfterMs?: number | undefined
  readonly until?: number | undefined
}

/** An error as a value. The server's own sentence wins over ours, unless it is empty. */
export function clientError(
  code: ClientError['code'],
  { message, retryAfterMs, until }: Details = {},
): ClientError {
  const known = isErrorCode(code) ? ERRORS[code] : CLIENT_ERRORS[code]
  return {
    code,
    message: message || known.message,
    retryable: known.retryable,
    retryAfterMs: retryAfterMs ?? null,
    until: until ?? null,
  }
}

const isClientCode = (code: string): code is ClientErrorCode => Object.hasOwn(CLIENT_ERRORS, code)

/** The code for a close or goodbye (P-CLOSE-3). A refusal says in its reason whether page or person is unwelcome. */
export function closeError(code: number, reason: string): ClientErrorCode {
  const known = closeReason(code)
  if (known === 'forbidden')
    return reason === 'origin' ? 'origin' : reason.startsWith('ban') ? 'banned' : 'forbidden'
  return known !== undefined && isClientCode(known) ? known : 'closed'
}

/** What a rejected promise of the client carries. */
export class StrangerChatError extends Error implements ClientError {
  override readonly name = 'StrangerChatError'
  readonly code: ClientError['code']
  readonly retryable: boolean
  readonly retryAfterMs: number | null
  readonly until: number | null
  constructor(error: ClientError) {
    super(error.message)
    this.code = error.code
    this.retryable = error.retryable
    this.retryAfterMs = error.retryAfterMs
    this.until = error.until
  }
}
