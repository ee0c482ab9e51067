import { isErrorCode, utf8Length } from '../protocol/index.js'
import { Invalid, type Schema } from '../protocol/schema.js'
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

/** What a browser still sends after the page is gone. */
const KEEPALIVE_BYTES = 60 * 1024

/**
 * Posts JSON to the server. Works with no socket.
 * @param url the whole address
 * @param answer the shape of the answer; without it any 2xx will do
 * @param outlive the request goes on after the page is left, where it is small enough for that
 * @throws StrangerChatError `unreachable`, or what the server said
 */
export async function post<T = void>(
  fetch: FetchLike,
  url: string,
  value: unknown,
  answer: Schema<T> | null = null,
  outlive = false,
): Promise<T> {
  const body = JSON.stringify(value)
  const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
  const keepalive = outlive && utf8Length(body) <= KEEPALIVE_BYTES
  const response = await fetch(url, keepalive ? { ...request, keepalive } : request).catch(() => null)
  if (!response) throw new StrangerChatError(clientError('unreachable'))
  if (!response.ok) {
    const said = await response.json().catch(() => null)
    throw new StrangerChatError(refusal(response.status, said))
  }
  if (!answer) return undefined as T
  const checked = answer.check(await response.json().catch(() => null))
  // Something on the way may have answered in the server's place.
  if (checked instanceof Invalid) throw new StrangerChatError(clientError('unavailable'))
  return checked
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
