import { expect, it } from 'vitest'
import { seededRandom, FakeClock } from '../testing/clock.js'
import { createKeyRing } from '../session/keys.js'
import { Admission } from './admission.js'
import { Door, type Reception } from './door.js'
import { createOrigins } from './origin.js'
import { createPrefixer } from './prefix.js'
import { createProxy } from './proxy.js'

function open({ connections = 0, acceptRate = 1_000 } = {}) {
  const clock = new FakeClock()
  const logged: string[] = []
  const log = {
    log: (_: string, event: string, fields: object = {}) =>
      void logged.push(`${event} ${JSON.stringify(fields)}`),
  }
  const keys = createKeyRing([{ secret: seededRandom(1).bytes(32), from: clock.now() }], clock)
  const door = new Door({
    origins: createOrigins({ allow: ['https://example.org'], dev: false }),
    proxy: createProxy([], log),
    prefixer: createPrefixer(keys, clock),
    clock,
    log,
    admission: new Admission(acceptRate, seededRandom(2).unit),
    maxConnections: 5,
    connections: () => connections,
  })
  const knock = (remote: string, more: Record<string, string> = {}, isKnown = false): Reception =>
    door.receive(
      { remote, headers: { host: 'chat.example', 'sec-websocket-protocol': 'stranger-chat.v1', ...more } },
      isKnown,
    )
  return { door, clock, knock, logged }
}

it('lets in who speaks the protocol, with a hash of where they come from and nothing clearer', () => {
  const { knock } = open()
  const reception = knock('203.0.113.9', { origin: 'https://example.org' })
  expect(reception).toMatchObject({ kind: 'enter', visit: { origin: 'https://example.org' } })
  expect(JSON.stringify(reception)).not.toContain('203.0.113')
})

it('tells a page from elsewhere so in words, and the operator which flag would let it in (P-HELLO-5)', () => {
  const { knock, logged } = open()
  for (let i = 0; i < 3; i++) {
    expect(knock('203.0.113.9', { origin: 'https://elsewhere.example' })).toMatchObject({
      kind: 'goodbye',
      close: 'forbidden',
      farewell: {
        reason: 'origin',
        message: "This server doesn't accept pages from https://elsewhere.example.",
      },
    })
  }
  expect(logged.filter((line) => line.startsWith('origin.refused'))).toHaveLength(1)
  expect(logged[0]).toContain('--origin https://elsewhere.example')
})

it('tells who speaks another version (P-HELLO-5)', () => {
  const { knock } = open()
  expect(knock('203.0.113.9', { 'sec-websocket-protocol': 'stranger-chat.v9, chat' })).toMatchObject({
    kind: 'goodbye',
    close: 'subprotocol',
  })
  expect(knock('203.0.113.9', { 'sec-websocket-protocol': 'chat, stranger-chat.v1' }).kind).toBe('enter')
})

it('stops explaining to who does not listen: HTTP 403 (P-HELLO-5)', () => {
  const { knock, clock } = open()
  const kinds = Array.from({ length: 12 }, () =>
    knock('203.0.113.9', { origin: 'https://elsewhere.example' }),
  )
  expect(kinds.slice(0, 10).every(({ kind }) => kind === 'goodbye')).toBe(true)
  expect(kinds[11]).toMatchObject({ kind: 'http', status: 403 })
  expect(knock('198.51.100.1', { origin: 'https://elsewhere.example' }).kind).toBe('goodbye')
  clock.advance(10_000)
  expect(knock('203.0.113.9', { origin: 'https://elsewhere.example' }).kind).toBe('goodbye')
})

it('takes a burst from one neighbourhood, then asks to come again, first in words, then by HTTP 429 (P-LIMIT-4)', () => {
  const { knock, clock } = open()
  const all = Array.from({ length: 40 }, (_, i) => knock(`203.0.113.${i}`))
  expect(all.filter(({ kind }) => kind === 'enter')).toHaveLength(20)
  expect(all[20]).toMatchObject({ kind: 'goodbye', close: 'over_capacity' })
  expect(all[20]?.kind === 'goodbye' && all[20].farewell.retryAfterMs).toBeGreaterThan(0)
  expect(all[39]).toMatchObject({ kind: 'http', status: 429 })
  expect(knock('198.51.100.1').kind).toBe('enter')
  clock.advance(1_000)
  expect(knock('203.0.113.1').kind).toBe('enter')
})

it('counts nobody from this machine: it may be a proxy with everybody behind it', () => {
  const { knock } = open()
  for (const remote of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
    expect(Array.from({ length: 50 }, () => knock(remote)).every(({ kind }) => kind === 'enter')).toBe(true)
    const foreign = { origin: 'https://elsewhere.example' }
    expect(
      Array.from({ length: 50 }, () => knock(remote, foreign)).every(({ kind }) => kind === 'goodbye'),
    ).toBe(true)
  }
})

it('counts nobody whose line only moves here, and judges them like anybody else (P-POLL-6)', () => {
  const { knock } = open({ acceptRate: 1 })
  const moves = Array.from({ length: 50 }, () => knock('203.0.113.9', {}, true))
  expect(moves.every(({ kind }) => kind === 'enter')).toBe(true)
  expect(knock('203.0.113.9').kind).toBe('enter')
  const foreign = knock('203.0.113.9', { origin: 'https://elsewhere.example' }, true)
  expect(foreign).toMatchObject({ kind: 'goodbye', close: 'forbidden' })
  expect(open({ connections: 5 }).knock('203.0.113.9', {}, true)).toMatchObject({ close: 'over_capacity' })
})

it('takes nobody above what it can hold, and nobody at all once it is closed', () => {
  expect(open({ connections: 5 }).knock('203.0.113.9')).toMatchObject({
    kind: 'goodbye',
    close: 'over_capacity',
    farewell: { retryAfterMs: 10_000 },
  })
  const { door, knock } = open()
  door.isClosed = true
  expect(knock('203.0.113.9')).toMatchObject({ kind: 'http', status: 503 })
})

it('takes in so many a second from everywhere together, and gives the others a time each', () => {
  const { knock, clock } = open({ acceptRate: 2 })
  const crowd = Array.from({ length: 8 }, (_, i) => knock(`203.0.${i}.9`))
  expect(crowd.map(({ kind }) => kind)).toEqual([
    ...['enter', 'enter', 'enter', 'enter'],
    ...['goodbye', 'goodbye', 'goodbye', 'goodbye'],
  ])
  const times = crowd.flatMap((one) => (one.kind === 'goodbye' ? [one.farewell.retryAfterMs] : []))
  expect(times).toEqual([1_000, 1_500, 2_000, 2_500])
  expect(crowd.at(-1)).toMatchObject({ close: 'over_capacity' })
  clock.advance(1_000)
  expect(knock('203.0.4.9').kind).toBe('enter')
})
