import { expect, it, vi } from 'vitest'
import { obj, str } from '../protocol/schema.js'
import { type FetchLike, post as postTo } from './post.js'

const answering =
  (status: number, body?: unknown): FetchLike =>
  () =>
    Promise.resolve({
      ok: status < 300,
      status,
      json: () => (body === undefined ? Promise.reject(new SyntaxError('no JSON')) : Promise.resolve(body)),
    })
const post = (fetch: FetchLike) => postTo(fetch, 'https://chat.example/v1/blocks', { capsule: 'capsule' })

it('resolves when the server took it', async () => {
  await expect(post(answering(204))).resolves.toBeUndefined()
})

it.each([
  [429, undefined, 'rate_limited', true],
  [500, undefined, 'unavailable', true],
  [403, undefined, 'denied', false],
  [404, 'nonsense', 'denied', false],
  [400, { code: 'bad_state', message: 'That capsule is too old.' }, 'bad_state', false],
  [400, { code: 'made_up', message: 7 }, 'denied', false],
  [503, null, 'unavailable', true],
])('%i %j is %s', async (status, body, code, retryable) => {
  await expect(post(answering(status, body))).rejects.toMatchObject({
    name: 'StrangerChatError',
    code,
    retryable,
  })
})

it('says the server’s own sentence, cut to a bearable length', async () => {
  await expect(post(answering(400, { code: 'denied', message: 'x'.repeat(9_000) }))).rejects.toMatchObject({
    message: 'x'.repeat(500),
  })
})

it('says so when nobody answers', async () => {
  await expect(post(() => Promise.reject(new TypeError('Failed to fetch')))).rejects.toMatchObject({
    code: 'unreachable',
  })
})

it('reads the answer it was promised, and takes no other for it', async () => {
  const answer = obj({ number: str(1, 64) })
  const ask = (body: unknown) => postTo(answering(200, body), 'https://chat.example/v1/reports', {}, answer)
  expect(await ask({ number: '7K3M', more: 1 })).toEqual({ number: '7K3M' })
  for (const body of [{}, 'a login page', null, undefined])
    await expect(ask(body)).rejects.toMatchObject({ code: 'unavailable', retryable: true })
})

it('outlives the page where a browser lets it, and is sent all the same where it is too big for that', async () => {
  const fetch = vi.fn(answering(204))
  await postTo(fetch, 'https://chat.example/v1/reports', { note: 'x' }, null, true)
  await postTo(fetch, 'https://chat.example/v1/reports', { note: 'x'.repeat(60 * 1024) }, null, true)
  await postTo(fetch, 'https://chat.example/v1/reports', { note: 'x' })
  expect(fetch.mock.calls.map(([, init]) => init.keepalive)).toEqual([true, undefined, undefined])
})
