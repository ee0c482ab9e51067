import { expect, it } from 'vitest'
import { FakeClock } from '../testing/clock.js'
import { hook, none, staticList, turnRest } from './providers.js'

const FOR = { session: 'somebody', policy: 'relay' } as const
const TURN = 'turn:turn.example.org:3478?transport=udp'

it('makes credentials as TURN servers with a shared secret check them', () => {
  const clock = { now: () => 1_700_000_000_500 }
  const { servers, relays } = turnRest({ secret: 'north', urls: [TURN], relays: ['203.0.113.7'] }, clock)
  // printf %s 1700000600:somebody | openssl dgst -sha1 -hmac north -binary | base64
  expect(servers(FOR)).toEqual({
    servers: [{ urls: [TURN], username: '1700000600:somebody', credential: 'euZiDyYBDEs84K+gsS7fM/ry8Rc=' }],
    ttlMs: 600_000,
  })
  expect(relays).toEqual(['203.0.113.7'])
})

it.each([
  [{ secret: '', urls: [TURN] }, 'secret'],
  [{ secret: 'x', urls: [] }, '1 to 4'],
  [
    { secret: 'x', urls: ['https://turn.example.org'] },
    '"https://turn.example.org" is no address of a TURN server',
  ],
  [{ secret: 'x', urls: [TURN], ttlSeconds: 5 }, '60 to 86400'],
  [{ secret: 'x', urls: [TURN], relays: ['turn.example.org'] }, '"turn.example.org" is no IP address'],
])('refuses %j in one sentence', (options, sentence) => {
  expect(() => turnRest(options)).toThrow(sentence)
})

it('gives a list of servers to everybody', () => {
  const list = staticList([
    { urls: TURN, username: 'u', credential: 'c' },
    { urls: ['stun:[2001:db8::1]:3478'] },
  ])
  expect(list.servers(FOR)).toEqual({
    servers: [{ urls: [TURN], username: 'u', credential: 'c' }, { urls: ['stun:[2001:db8::1]:3478'] }],
    ttlMs: 86_400_000,
  })
  expect(() => staticList([{ urls: 'javascript:alert(1)' }])).toThrow('no address of a TURN or STUN server')
  expect(() => staticList([{ urls: TURN, credential: 'c'.repeat(257) }])).toThrow('credential')
})

it('asks a hook, and waits two seconds at most', async () => {
  const clock = new FakeClock()
  const answer = { servers: [{ urls: [TURN] }], ttlMs: 60_000 }
  expect(await hook(() => answer, [], clock).servers(FOR)).toEqual(answer)
  const late = hook(() => new Promise(() => undefined), [], clock).servers(FOR) as Promise<unknown>
  clock.advance(2_000)
  await expect(late).rejects.toMatchObject({ name: 'TooLate' })
  expect(clock.pending).toBe(0)
})

it('says that there is none', () => {
  expect(none().isThere?.()).toBe(false)
  expect(none().servers(FOR)).toMatchObject({ servers: [] })
})
