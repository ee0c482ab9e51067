import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Backplane } from '../../ports/backplane.js'
import { systemClock } from '../../system.js'
import { seededRandom } from '../../testing/clock.js'
import { until } from '../../testing/redis-cluster.js'
import { startRedis, type TestRedis } from '../../testing/redis.js'
import { backplaneOn } from '../backplane.js'
import { faulty } from '../../testing/faulty-link.js'
import { connect } from '../link.js'
import { ask, empty, forget, keysIn } from '../../testing/redis-state.js'

// What processes do about each other, in real time: leases, beats, and what is done again at the next one.

let redis: TestRedis
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())
beforeEach(() => empty(redis))

const log = { log: () => undefined }
const make = async (
  seed: number,
  limits: { claims?: number } = {},
  faults = { there: 0, back: 0 },
): Promise<Backplane> =>
  backplaneOn(
    faulty(await connect([redis.url], log), faults, () => 0.5),
    {
      ...{ clock: systemClock, random: seededRandom(seed), log, limits },
    },
  )
const claim = (backplane: Backplane, sid: string, conn: number, node: string) =>
  backplane.sessions.claim({ sid, conn, identity: `i-${sid}`, node })
const wish = (sid: string, node: string) => ({
  ...{ sid, conn: 1, id: `t-${sid}`, node, identity: `i-${sid}`, pool: 'pool', mode: 'text' as const },
  ...{ languages: [], interests: [], labels: [], trust: 1, relaxed: ['interests', 'languages'] as const },
  ...{ avoid: [], prefixes: [], since: systemClock.now() },
})

/** Two processes with a node each, and a chat between them; what `there` says can go astray. */
async function couple() {
  const faults = { there: 0, back: 0 }
  const [here, there] = [await make(1), await make(2, {}, faults)]
  here.inbox.on('here', () => undefined)
  there.inbox.on('there', () => undefined)
  await claim(here, 'a', 1, 'here')
  await claim(there, 'b', 1, 'there')
  await here.tickets.enter(wish('a', 'here'))
  const met = await there.tickets.enter(wish('b', 'there'))
  const chat = met.kind === 'matched' ? met.chat.id : ''
  await until(async () => (await here.inbox.nodes()).length === 2)
  return { here, there, faults, chat }
}

it('a node that was taken for lost is itself again, however often somebody asks who lives', async () => {
  const { here, there, faults, chat } = await couple()
  const present = async () => {
    const read = await here.chats.read(chat, 0)
    return read.kind === 'log' && read.chat.members.find(({ sid }) => sid === 'b')?.present
  }
  // Nothing that it says arrives, and its lease is over.
  faults.there = 1
  await ask(redis, ['ZREM', 'sc:{nodes}:live', 'there'])
  await ask(redis, ['ZADD', 'sc:{nodes}:lost', '1', 'there'])
  await until(async () => (await present()) === false)
  faults.there = 0
  await until(async () => (await there.inbox.nodes(), (await present()) === true))
  expect([...(await here.inbox.nodes())].sort()).toEqual(['here', 'there'])
  await there.close()
  await here.close()
})

it('a node that dies just after its sessions were forgotten keeps nobody waiting in their chats', async () => {
  const { here, there, faults, chat } = await couple()
  const asLost = () => here.chats.end({ sid: 'a', conn: 1, chat, reason: 'lost' })
  // It lives: nothing is lost.
  expect((await asLost()).kind).toBe('kept')

  const heard = new Promise<string>((resolve) => here.inbox.onNodeLost(resolve))
  faults.there = 1
  for (const kind of ['s', 'on']) await forget(redis, kind)
  await ask(redis, ['ZREM', 'sc:{nodes}:live', 'there'])
  await ask(redis, ['ZADD', 'sc:{nodes}:lost', '1', 'there'])
  expect(await heard).toBe('there')
  // Nobody could say of `b` that it is away.
  const read = await here.chats.read(chat, 0)
  expect(read.kind === 'log' && read.chat.members.every(({ present }) => present)).toBe(true)
  expect(await asLost()).toMatchObject({ kind: 'ended', entry: { body: { reason: 'lost', by: 1 } } })
  faults.there = 0
  await there.close()
  await here.close()
})

it('a goodbye that failed is said again at the next beat, so that nobody talks to a ghost', async () => {
  const faults = { there: 0, back: 0 }
  const backplane = await make(1, {}, faults)
  backplane.inbox.on('node', () => undefined)
  for (const sid of ['a', 'b']) await claim(backplane, sid, 1, 'node')
  await backplane.tickets.enter(wish('a', 'node'))
  await backplane.tickets.enter(wish('b', 'node'))
  faults.there = 1
  await expect(backplane.sessions.release({ sid: 'a', conn: 1 })).rejects.toThrow()
  faults.there = 0
  await until(async () => (await claim(backplane, 'b', 1, 'node')).kind === 'fenced' && (await gone('a')))
  await backplane.sessions.release({ sid: 'b', conn: 1 })
  expect(await keysIn(redis)).toEqual([])
  await backplane.close()
})
const gone = async (sid: string): Promise<boolean> =>
  ((await ask(redis, ['KEYS', `sc:*:s:${sid}`])) as readonly string[]).length === 0

it('a session that another process has now is held here no more, whatever was missed', async () => {
  const [old, now] = [await make(1, { claims: 2 }), await make(2)]
  await claim(old, 'a', 1, 'old')
  await claim(old, 'b', 1, 'old')
  // `old` joined no inbox: it hears of nothing.
  for (const sid of ['a', 'b']) await claim(now, sid, 2, 'now')
  for (const sid of ['a', 'b']) await old.sessions.release({ sid, conn: 1 })
  expect((await claim(old, 'c', 1, 'old')).kind).toBe('claimed')
  await old.close()
  await now.close()
})

it('nor one whose wish is refused because another process has it', async () => {
  const [old, now] = [await make(1, { claims: 1 }), await make(2)]
  await claim(old, 'a', 1, 'old')
  // `old` joined no inbox: it hears of nothing.
  await claim(now, 'a', 2, 'now')
  expect(await old.tickets.enter(wish('a', 'old'))).toEqual({ kind: 'fenced', conn: 2 })
  expect((await claim(old, 'b', 1, 'old')).kind).toBe('claimed')
  await old.close()
  await now.close()
})

it('an end whose answer got lost frees by its own reason, whoever ends after it: a no_show costs nobody their ticket', async () => {
  const { here, there, faults, chat } = await couple()
  await there.chats.confirm({ sid: 'b', conn: 1, chat, seen: 0 })
  faults.back = 1
  await expect(there.chats.end({ sid: 'b', conn: 1, chat, reason: 'no_show' })).rejects.toThrow()
  faults.back = 0
  expect(await here.chats.end({ sid: 'a', conn: 1, chat, reason: 'left' })).toMatchObject({
    entry: { body: { reason: 'no_show', by: 0 } },
  })
  expect((await there.tickets.enter(wish('b', 'there'))).kind).toBe('queued')
  await there.close()
  await here.close()
})

it('a node whose channels couldn’t be subscribed to listens at the next beat', async () => {
  const link = await connect([redis.url], log)
  let isDeaf = true
  const subscribe: typeof link.subscribe = async (channels, hear) => {
    if (isDeaf && channels[0]?.endsWith('late') === true) throw new Error('No line.')
    return link.subscribe(channels, hear)
  }
  const late = await backplaneOn(
    { ...link, subscribe },
    { ...{ clock: systemClock, random: seededRandom(3), log } },
  )
  const heard: string[] = []
  late.inbox.on('late', (push) => heard.push(push.type))
  await claim(late, 'c', 1, 'late')
  const other = await make(4)
  other.inbox.on('other', () => undefined)
  isDeaf = false
  // Its session goes elsewhere and comes back until it hears of that.
  let conn = 1
  await until(async () => {
    await claim(other, 'c', ++conn, 'other')
    await claim(late, 'c', ++conn, 'late')
    return heard.length > 0
  })
  expect(heard[0]).toBe('superseded')
  await late.close()
  await other.close()
})
