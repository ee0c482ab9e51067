import { isErrorCode } from '../protocol/index.js'
import { clientError, StrangerChatError } from './errors.js'

/** The part of `fetch` we use. */
export type FetchLike = (
  url: string,
  init: {
    readonly method: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
    readonly signal?: AbortController['signal']
    readonly keepalive?: boolean
  },
) => Promise<{ readonly ok: boolean; readonly status: number; readonly json: () => Promise<unknown> }>

/**
 * Never again with the stranger of this capsule (P-CAPSULE-3). Works with no socket.
 * @param base the server's address, without a slash at the end
 * @throws StrangerChatError `unreachable`, or what the server said
 */
export async function postBlock(fetch: FetchLike, base: string, capsule: string): Promise<void> {
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ capsule }),
  }
  const answer = await fetch(`${base}/v1/blocks`, request).catch(() => null)
  if (!answer) throw new StrangerChatError(clientError('unreachable'))
  if (answer.ok) return
  const said = await answer.json().catch(() => null)
  throw new StrangerChatError(refusal(answer.status, said))
}

function refusal(status: number, said: unknown) {
  const { code, message } = (typeof said === 'object' && said !== null ? said : {}) as {
    code?: unknown
    message?: unknown
  }
  const known = typeof code === 'string' && isErrorCode(code) ? code : byStatus(status)
  return clientError(known, typeof message === 'string' ? { message: message.slice(0, 500) } : {})
}

const byStatus = (status: number) =>
  status === 429 ? 'rate_limited' : status >= 500 ? 'unavailable' : 'denied'
