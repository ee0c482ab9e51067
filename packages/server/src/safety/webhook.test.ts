import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { LedgerEvent } from '../rules/facts.js'
import { createWebhook, isWebhookSecret, signatureOf, webhookKey } from './webhook.js'

/**
 * What a receiver does, written from the text of the specification (standardwebhooks.com, 1.0.0) and from nothing of ours:
 * the secret is base64 behind `whsec_`, what is signed is `{msg_id}.{timestamp}.{payload}`, and the header holds any number
 * of signatures with spaces between, each `version,base64`.
 */
function accepts(
  secret: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  nowSeconds: number,
): boolean {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures = '' } = headers
  if (Math.abs(nowSeconds - Number(timestamp)) > 5 * 60) return false
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return signatures.split(' ').some((one) => {
    const [version, signature] = one.split(',')
    return version === 'v1' && signature === expected
  })
}

/** The example that the reference libraries are tested with. */
const EXAMPLE = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: '1614265330',
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
}
const NOW = 1_614_265_330
const event = {
  seq: 7,
  at: 1,
  actor: '@member',
  fact: { type: 'case.opened', case: 'one', subject: 'eve', reason: 'spam' },
  hash: 'hash',
} as unknown as LedgerEvent

/** A call as it goes out. */
async function callWith(secret: string) {
  const calls: { readonly headers: Record<string, string>; readonly body: string }[] = []
  const hook = createWebhook(
    { url: 'https://hooks.example', secret },
    { now: () => NOW * 1_000 },
    (_, init) => {
      calls.push({ headers: init.headers as Record<string, string>, body: init.body as string })
      return Promise.resolve({ ok: true, status: 200 })
    },
  )
  await hook.take([event], new AbortController().signal)
  return calls[0]!
}

describe('a webhook’s signature', () => {
  it('is the one of the specification’s own example', () => {
    const { secret, id, timestamp, body, signature } = EXAMPLE
    expect(signatureOf(webhookKey(secret), id, timestamp, body)).toBe(signature)
    const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature }
    expect(accepts(secret, headers, body, NOW)).toBe(true)
  })

  it('is accepted by whoever checks it as the specification says, and only with that secret', async () => {
    const secret = `whsec_${Buffer.alloc(32, 0xfb).toString('base64')}`
    const { headers, body } = await callWith(secret)
    expect(accepts(secret, headers, body, NOW + 60)).toBe(true)
    expect(accepts(secret, headers, `${body} `, NOW)).toBe(false)
    expect(accepts(secret, headers, body, NOW + 600)).toBe(false)
    expect(accepts(EXAMPLE.secret, headers, body, NOW)).toBe(false)
  })

  it('is made with the characters themselves where the secret is no whsec_ one', async () => {
    const secret = 'a secret of some length, ünd more'
    const { headers, body } = await callWith(secret)
    const { 'webhook-id': id, 'webhook-timestamp': timestamp } = headers
    const mac = createHmac('sha256', Buffer.from(secret, 'utf8')).update(`${id}.${timestamp}.${body}`)
    expect(headers['webhook-signature']).toBe(`v1,${mac.digest('base64')}`)
  })
})

describe('a webhook’s secret', () => {
  it.each([EXAMPLE.secret, `whsec_${Buffer.alloc(64).toString('base64')}`, 'x'.repeat(24)])(
    'may be %s',
    (secret) => expect(isWebhookSecret(secret)).toBe(true),
  )
  it.each([
    'short',
    'whsec_',
    `whsec_${Buffer.alloc(23).toString('base64')}`,
    `whsec_${'!'.repeat(40)}`,
    `whsec_${Buffer.alloc(32).toString('base64')}x`,
    `whsec_${Buffer.alloc(32, 0xfb).toString('base64url')}`,
  ])('may not be %s: a receiver would read another key from it, or guess it', (secret) => {
    expect(isWebhookSecret(secret)).toBe(false)
    expect(() => createWebhook({ url: 'https://hooks.example', secret }, { now: () => 0 })).toThrow(
      RangeError,
    )
    if (secret.length > 10) expect(() => webhookKey(secret)).not.toThrow(secret)
  })
})
