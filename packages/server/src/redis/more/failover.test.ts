import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Backplane } from '../../ports/backplane.js'
import { seededRandom } from '../../testing/clock.js'
import { startCluster, type TestCluster, until } from '../../testing/redis-cluster.js'
import { startRedis } from '../../testing/redis.js'
import { systemClock } from '../../system.js'
import { faulty } from '../../testing/faulty-link.js'
import { backplaneOn, createRedisBackplane } from '../backplane.js'
import { connect } from '../link.js'
import { TAGS, tagOf } from '../tags.js'

// Real servers that die. What they held is gone, or may be: chats end, nobody guesses, and people go on with whom there is.

const log = { log: () => undefined }
const make = (urls: readonly string[], seed = 1): Promise<Backplane> =>
  createRedisBackplane({ urls, clock: systemClock, random: seededRandom(seed), log })

const claim = (backplane: Backplane, sid: string, conn: number) =>
  backplane.sessions.claim({ sid, conn, identity: `i-${sid}`, node: 'node' })
const wish = (sid: string, conn: number, ticket: string) => ({
  ...{ sid, conn, id: ticket, node: 'node', identity: `i-${sid}`, pool: 'pool', mode: 'text' as const },
  ...{ languages: ['en'], interests: [], labels: [], trust: 1, relaxed: ['interests' as const], avoid: [] },
  ...{ prefixes: [], since: systemClock.now() },
})
/** Two of that name in a chat. */
async function pair(backplane: Backplane, name: string): Promise<Talk> {
  const sids = [`${name}-a`, `${name}-b`] as const
  for (const sid of sids) await claim(backplane, sid, 1)
  await backplane.tickets.enter({ ...wish(sids[0], 1, `t-${name}-a`), interests: [name], relaxed: [] })
  const met = await backplane.tickets.enter({
    ...wish(sids[1], 1, `t-${name}-b`),
    interests: [name],
    relaxed: [],
  })
  if (met.kind !== 'matched') throw new Error(`They didn't meet: ${met.kind}`)
  return { sid: sids[0], chat: met.chat.id, n: 0 }
}
interface Talk {
  readonly sid: string
  readonly chat: string
  n: number
}
async function say(backplane: Backplane, talk: Talk) {
  const send = {
    sid: talk.sid,
    conn: 1,
    chat: talk.chat,
    n: talk.n + 1,
    body: { kind: 'text', text: 'hi' } as const,
  }
  const [answer] = await backplane.chats.append([send])
  if (answer?.kind === 'appended') talk.n++
  return answer?.kind
}
/** An answer, or that there is none for now. */
const attempt = <T>(ask: Promise<T>): Promise<T | 'nobody'> => ask.catch(() => 'nobody' as const)

it('refuses at once while Redis is gone; after that one, empty, everything begins anew', async () => {
  const redis = await startRedis()
  const events: string[] = []
  const backplane = await createRedisBackplane({
    ...{ urls: [redis.url], clock: systemClock, random: seededRandom(1) },
    log: { log: (_, event) => events.push(event) },
  })
  backplane.inbox.on('node', () => undefined)
  const talk = await pair(backplane, 'tea')
  expect(await say(backplane, talk)).toBe('appended')
  await redis.kill()
  await until(async () => (await attempt(say(backplane, talk))) === 'nobody')
  await redis.restart()
  await until(async () => (await attempt(backplane.tickets.waiting('pool'))) !== 'nobody')
  expect(await backplane.chats.read(talk.chat, 0)).toEqual({ kind: 'unknown' })
  // Sessions that are here say so again, by themselves: whoever waits needn't come again.
  await until(async () => (await say(backplane, talk)) === 'unknown')
  expect(events).toContain('redis.renewed')
  expect(await claim(backplane, talk.sid, 2)).toEqual({ kind: 'claimed' })
  expect((await backplane.tickets.enter(wish(talk.sid, 2, 'another'))).kind).toBe('queued')
  expect(await backplane.inbox.nodes()).toEqual(['node'])
  await backplane.close()
  await redis.stop()
})

it('takes nothing that another life of its Redis left behind for the truth', async () => {
  const redis = await startRedis()
  const backplane = await make([redis.url])
  const talk = await pair(backplane, 'tea')
  const { createClient } = await import('@redis/client')
  const client = createClient({ url: redis.url })
  await client.connect()
  // What is there was written by a master that lived before.
  await client.set(`sc:{${TAGS[0]}}:life`, 'before')
  expect(await backplane.chats.read(talk.chat, 0)).toEqual({ kind: 'unknown' })
  // Nobody knows the scripts; the life is the same.
  const other = await pair(backplane, 'go')
  await client.scriptFlush()
  expect(await say(backplane, other)).toBe('appended')
  client.destroy()
  await backplane.close()
  await redis.stop()
})

it('ends the chats of a shard whose master died, and no others', async () => {
  const cluster = await startCluster(1)
  const backplane = await make(cluster.urls)
  const talks: Talk[] = []
  for (let i = 0; i < 30; i++) talks.push(await pair(backplane, `topic${i}`))
  for (const talk of talks) expect(await say(backplane, talk)).toBe('appended')
  const ofNode = (talk: Talk): number => masterOf(cluster, `{${tagOf(talk.chat, TAGS)}}`)
  const dead = ofNode(talks[0] as Talk)
  const lost = talks.filter((talk) => ofNode(talk) === dead)
  const kept = talks.filter((talk) => !lost.includes(talk))
  expect(lost.length * kept.length).toBeGreaterThan(0)
  await cluster.nodes[dead]?.kill()
  // Those elsewhere go on meanwhile.
  for (const talk of kept) expect(await say(backplane, talk)).toBe('appended')
  await until(async () => (await attempt(backplane.chats.read((lost[0] as Talk).chat, 0))) !== 'nobody')
  for (const talk of lost) expect(await backplane.chats.read(talk.chat, 0)).toEqual({ kind: 'unknown' })
  for (const talk of kept) {
    expect(await say(backplane, talk)).toBe('appended')
    const read = await backplane.chats.read(talk.chat, 0)
    expect(read.kind === 'log' && read.entries.map(({ offset }) => offset)).toEqual([1, 2, 3])
  }
  expect((await pair(backplane, 'afterwards')).chat).toBeTruthy()
  await backplane.close()
  await cluster.stop()
})

it('a shard that is gone keeps nobody on the others waiting for the people of a server that went with it', async () => {
  const cluster = await startCluster()
  const here = await make(cluster.urls, 1)
  const faults = { there: 0, back: 0 }
  const there = await backplaneOn(
    faulty(await connect(cluster.urls, log), faults, () => 0.5),
    { ...{ clock: systemClock, random: seededRandom(2), log } },
  )
  here.inbox.on('here', () => undefined)
  there.inbox.on('there', () => undefined)
  const chats: { readonly id: string; readonly places: readonly string[] }[] = []
  for (let i = 0; i < 24; i++) {
    const [a, b] = [`a${i}`, `b${i}`]
    await here.sessions.claim({ sid: a, conn: 1, identity: `i-${a}`, node: 'here' })
    await there.sessions.claim({ sid: b, conn: 1, identity: `i-${b}`, node: 'there' })
    const about = { interests: [`topic${i}`], relaxed: [] }
    await here.tickets.enter({ ...wish(a, 1, `t-${a}`), ...about, node: 'here' })
    const met = await there.tickets.enter({ ...wish(b, 1, `t-${b}`), ...about, node: 'there' })
    if (met.kind === 'matched') chats.push({ id: met.chat.id, places: [met.chat.id, b] })
  }
  expect(chats).toHaveLength(24)
  await until(async () => (await here.inbox.nodes()).length === 2)
  const masterFor = (name: string): number => masterOf(cluster, `{${tagOf(name, TAGS)}}`)
  // Any but the one where nodes are written down.
  const dead = [0, 1, 2].find((one) => one !== masterOf(cluster, '{nodes}')) ?? 0
  const kept = chats.filter(({ places }) => places.every((name) => masterFor(name) !== dead))
  expect(kept.length).toBeGreaterThan(0)
  const told = new Promise<string>((resolve) => here.inbox.onNodeLost(resolve))
  await cluster.nodes[dead]?.kill()
  faults.there = 1
  expect(await told).toBe('there')
  for (const { id } of kept) {
    const read = await here.chats.read(id, 0)
    expect(read.kind === 'log' && read.chat.members.find(({ node }) => node === 'there')?.present).toBe(false)
  }
  faults.there = 0
  await cluster.nodes[dead]?.restart()
  for (const backplane of [there, here]) {
    const all = () => Promise.all(chats.map(({ id }) => attempt(backplane.chats.read(id, 0))))
    await until(async () => !(await all()).includes('nobody'))
    await backplane.close()
  }
  await cluster.stop()
})

/** Which of the nodes has the slot of a key. */
function masterOf(cluster: TestCluster, key: string): number {
  const slot = Number(cluster.ask(0, 'CLUSTER', 'KEYSLOT', key))
  for (const line of cluster.ask(0, 'CLUSTER', 'NODES').split('\n')) {
    const [, address = '', flags = '', , , , , , ...ranges] = line.split(' ')
    const has = ranges.some((range) => {
      const [from = 0, to = from] = range.split('-').map(Number)
      return slot >= from && slot <= to
    })
    if (flags.includes('master') && has)
      return cluster.nodes.findIndex(({ port }) => address.includes(`:${port}@`))
  }
  throw new Error('No master has that slot.')
}

let persisting: Awaited<ReturnType<typeof startRedis>>
beforeAll(async () => {
  persisting = await startRedis(['--appendonly', 'yes'])
})
afterAll(() => persisting.stop())

it('is refused where Redis writes to disk, unless the operator wants that', async () => {
  await expect(make([persisting.url])).rejects.toMatchObject({ code: 'redis_persists' })
  const allowed = await createRedisBackplane({
    ...{ urls: [persisting.url], clock: systemClock, random: seededRandom(1), log, allowPersistence: true },
  })
  await allowed.close()
})

it('is refused where Redis throws chats away when it is full', async () => {
  const redis = await startRedis(['--maxmemory-policy', 'allkeys-lru'])
  await expect(make([redis.url])).rejects.toMatchObject({ code: 'redis_unusable' })
  await redis.stop()
})

it('is refused where a replica keeps on disk what its master sends, and finds its way with any server that lives', async () => {
  const careless = await startCluster(1)
  for (const node of careless.nodes.keys()) careless.ask(node, 'CONFIG', 'SET', 'rdb-del-sync-files', 'no')
  await expect(make(careless.urls)).rejects.toMatchObject({ code: 'redis_persists' })
  for (const node of careless.nodes.keys()) careless.ask(node, 'CONFIG', 'SET', 'rdb-del-sync-files', 'yes')
  await (await make(['redis://127.0.0.1:1', ...careless.urls])).close()
  await careless.stop()
})

it('says which Redis can’t be reached, and not its password', async () => {
  const failing = make(['redis://somebody:secret@127.0.0.1:1'])
  await expect(failing).rejects.toMatchObject({ code: 'redis_unreachable', retryable: true })
  await expect(failing).rejects.toThrow(/127\.0\.0\.1:1 can't be reached/)
  await expect(failing).rejects.not.toThrow(/secret/)
})
