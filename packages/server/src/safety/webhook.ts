import type { LedgerEvent } from '../rules/facts.js'
import type { Clock } from '../ports/clock.js'
import type { ReportSink } from '../ports/sink.js'
import { hmacSha256, sha256Text } from '../system.js'

/** A place that is told by HTTP what moderation did. */
export interface WebhookOptions {
  /** https, or http on this machine. */
  readonly url: string
  /**
   * Signs every call. `whsec_` and base64 of at least 24 bytes, as receivers' libraries take it, which are the key then; or
   * at least 24 characters, whose UTF-8 is the key.
   */
  readonly secret: string
  /** Types of events, such as `case.opened`; all without it. */
  readonly types?: readonly string[]
}
const SHORTEST = 24
const PREFIX = 'whsec_'
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
export const SECRET_RULE = `"${PREFIX}" and base64 of ${SHORTEST} bytes or more, or another text of ${SHORTEST} characters or more`

/** The bytes that sign. What isn't base64 is nobody's key behind `whsec_`: a receiver would read other bytes from it. */
export function webhookKey(secret: string): Uint8Array {
  const isEncoded = secret.startsWith(PREFIX)
  const text = secret.slice(PREFIX.length)
  const key = isEncoded ? Buffer.from(BASE64.test(text) ? text : '', 'base64') : Buffer.from(secret)
  if ((isEncoded ? key : secret).length < SHORTEST)
    throw new RangeError(`The secret of a webhook must be ${SECRET_RULE}.`)
  return key
}

export function isWebhookSecret(secret: string): boolean {
  try {
    webhookKey(secret)
    return true
  } catch {
    return false
  }
}

/** As it stands in the header. */
export const signatureOf = (key: Uint8Array, id: string, timestamp: string, body: string): string =>
  `v1,${Buffer.from(hmacSha256(key, `${id}.${timestamp}.${body}`)).toString('base64')}`

type Send = (url: string, init: RequestInit) => Promise<{ readonly ok: boolean; readonly status: number }>

/** The place answered, and didn't take it. */
class Refused extends Error {
  override readonly name: string
  constructor(status: number) {
    super('refused')
    this.name = `HTTP ${status}`
  }
}

/**
 * Posts events as `{"events": […]}`, signed as standardwebhooks.com has it: `webhook-id`, `webhook-timestamp` (seconds) and
 * `webhook-signature: v1,…`, HMAC-SHA-256 over `id.timestamp.body` in base64. Any 2xx takes them.
 * @throws RangeError for a secret that is none
 */
export function createWebhook(
  { url, secret, types }: WebhookOptions,
  clock: Pick<Clock, 'now'>,
  send: Send = (address, init) => fetch(address, init),
): ReportSink {
  const key = webhookKey(secret)
  const wanted = types === undefined ? undefined : new Set(types)
  return {
    // Its address may hold a key, so it goes by a hash.
    name: `webhook ${sha256Text(Buffer.from(url)).slice(0, 22)}`,
    async take(all, signal) {
      const events = all.filter(({ fact }) => wanted === undefined || wanted.has(fact.type))
      const [first] = events
      if (first === undefined) return
      const body = JSON.stringify({ events: events.map(shown) })
      // The same events have the same id, however often they are sent.
      const id = `events_${first.seq}_${events.at(-1)?.seq ?? first.seq}`
      const timestamp = String(Math.floor(clock.now() / 1_000))
      const answer = await send(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': timestamp,
          'webhook-signature': signatureOf(key, id, timestamp, body),
        },
        body,
        redirect: 'error',
        signal,
      })
      if (!answer.ok) throw new Refused(answer.status)
    },
  }
}

const shown = ({ seq, at, actor, fact, hash }: LedgerEvent) => ({ seq, at, actor, ...fact, hash })
