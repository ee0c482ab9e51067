import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Backplane } from '../ports/backplane.js'
import { systemClock } from '../system.js'
import { FakeClock, seededRandom } from '../testing/clock.js'
import { startRedis, type TestRedis } from '../testing/redis.js'
import { createRedisBackplane } from './backplane.js'
import { empty, settled } from '../testing/redis-state.js'

// Two servers whose clocks are a minute apart, and deadlines shorter than that: none of them may come early for it.

let redis: TestRedis
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())

const APART_MS = 60_000
const DEADLINES = { endedMs: 30_000, orphanMs: 30_000 }
let late: Backplane
let early: Backplane
beforeEach(async () => {
  await empty(redis)
  const make = (seed: number, by: number) =>
    createRedisBackplane({
      ...{ urls: [redis.url], log: { log: () => undefined } },
      ...{ clock: new FakeClock(systemClock.now() + by), random: seededRandom(seed) },
      limits: { ...DEADLINES, claims: 2 },
    })
  late = await make(1, -APART_MS / 2)
  early = await make(2, APART_MS / 2)
  return async () => {
    await late.close()
    await early.close()
  }
})

const claim = (backplane: Backplane, sid: string, node = 'node', conn = 1) =>
  backplane.sessions.claim({ sid, conn, identity: `i-${sid}`, node })
const enter = (backplane: Backplane, sid: string, by: number) =>
  backplane.tickets.enter({
    ...{ sid, conn: 1, id: `t-${sid}`, node: 'node', identity: `i-${sid}`, pool: 'pool', mode: 'text' },
    ...{ languages: [], interests: [], labels: [], trust: 1, relaxed: ['interests', 'languages'] },
    ...{ avoid: [], prefixes: [], since: systemClock.now() + by },
  })
/** Two people whose servers are these, in a chat. */
async function meet(first = late, second = early): Promise<string> {
  await claim(first, 'a')
  await claim(second, 'b')
  expect(await enter(first, 'a', -APART_MS / 2)).toMatchObject({ kind: 'queued' })
  const met = await enter(second, 'b', APART_MS / 2)
  return met.kind === 'matched' ? met.chat.id : expect.unreachable(met.kind)
}

it('keeps an ended chat as long as one server does, whoever ended it', async () => {
  const chat = await meet()
  await late.chats.end({ sid: 'a', conn: 1, chat, reason: 'left' })
  expect(await early.chats.read(chat, 0)).toMatchObject({ kind: 'log', chat: { ended: true } })
})

it('waits for those who lost their line as long as one server does', async () => {
  const chat = await meet(late, late)
  for (const sid of ['a', 'b']) await late.chats.away({ sid, conn: 1, chat })
  expect(await early.chats.read(chat, 0)).toMatchObject({ kind: 'log', chat: { ended: false } })
})

it('gives those of a lost node the same time to come back', async () => {
  const leave = late.inbox.on('north', () => undefined)
  await settled(late)
  await claim(late, 'a', 'north')
  await claim(late, 'b', 'south')
  await enter(late, 'a', -APART_MS / 2)
  const met = await enter(late, 'b', -APART_MS / 2)
  const chat = met.kind === 'matched' ? met.chat.id : expect.unreachable(met.kind)
  leave()
  await settled(late)
  // At its bound of claims a server gives up those whose time is over.
  for (const sid of ['c', 'd', 'e']) await claim(early, sid)
  expect(await claim(late, 'a', 'south', 2)).toEqual({ kind: 'claimed', chat })
})
