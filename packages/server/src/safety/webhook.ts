import type { LedgerEvent } from '../rules/facts.js'
import type { Clock } from '../ports/clock.js'
import type { ReportSink } from '../ports/sink.js'
import { hmacSha256, sha256Text } from '../system.js'

/** A place that is told by HTTP what moderation did. */
export interface WebhookOptions {
  /** https, or http on this machine. */
  readonly url: string
  /** Signs every call; at least 24 characters. */
  readonly secret: string
  /** Types of events, such as `case.opened`; all without it. */
  readonly types?: readonly string[]
}
export const SHORTEST_SECRET = 24

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
 */
export function createWebhook(
  { url, secret, types }: WebhookOptions,
  clock: Pick<Clock, 'now'>,
  send: Send = (address, init) => fetch(address, init),
): ReportSink {
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
      const mac = hmacSha256(Buffer.from(secret), `${id}.${timestamp}.${body}`)
      const answer = await send(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': timestamp,
          'webhook-signature': `v1,${Buffer.from(mac).toString('base64')}`,
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
