import { expect, it } from 'vitest'
import { type FetchLike, postBlock } from './blocks.js'

const answering =
  (status: number, body?: unknown): FetchLike =>
  () =>
    Promise.resolve({
      ok: status < 300,
      status,
      json: () => (body === undefined ? Promise.reject(new SyntaxError('no JSON')) : Promise.resolve(body)),
    })
const post = (fetch: FetchLike) => postBlock(fetch, 'https://chat.example', 'capsule')

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
