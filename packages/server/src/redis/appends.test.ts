import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Backplane, Push } from '../ports/backplane.js'
import { FakeClock, seededRandom } from '../testing/clock.js'
import { empty, settled } from '../testing/redis-state.js'
import { startRedis, type TestRedis } from '../testing/redis.js'
import { backplaneOn } from './backplane.js'
import { connect, type Link } from './link.js'
import { SCRIPTS } from './scripts.js'
import { channelsOf } from './shards.js'
import { TAGS } from './tags.js'

// What a message costs: a call that others share, and nothing that is published where both sit on one server.

let redis: TestRedis
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())
beforeEach(() => empty(redis))

const log = { log: () => undefined }
const isEntry = ({ type }: Push): boolean => type === 'entry'

/** Two processes with a node each, what they are handed and call, and what goes over the nodes' channels. */
async function processes() {
  const clock = new FakeClock()
  const handed: Push[] = []
  const called: string[] = []
  const make = async (seed: number, node: string): Promise<Backplane> => {
    const link = await connect([redis.url], log)
    const send: Link['send'] = async (key, args) => {
      const answer = await link.send(key, args)
      if (args[0] === 'EVALSHA') called.push(args[1] as string)
      return answer
    }
    const chance = seededRandom(seed)
    const random = { ...chance, id: () => `${seed}${chance.id().slice(1)}` }
    const backplane = await backplaneOn({ ...link, send }, { clock, now: clock.now, random, log })
    backplane.inbox.on(node, (push) => void handed.push(push))
    await settled(backplane)
    return backplane
  }
  const [here, there] = [await make(1, 'here'), await make(2, 'there')]

  const { createClient } = await import('@redis/client')
  const [ear, mouth] = [createClient({ url: redis.url }), createClient({ url: redis.url })]
  await Promise.all([ear.connect(), mouth.connect()])
  const published: string[] = []
  let isAll: () => void
  await ear.subscribe(
    ['here', 'there'].flatMap((node) => channelsOf(node, false)),
    (text) => published.push(text),
  )
  await ear.subscribe('all', () => isAll())
  /** Messages with entries in them so far: whatever was published before this one has come by then. */
  const messages = async (): Promise<readonly (readonly Push[])[]> => {
    const heard = new Promise<void>((resolve) => (isAll = resolve))
    await mouth.publish('all', '')
    await heard
    return published.map((text) => JSON.parse(text) as readonly Push[]).filter((all) => all.some(isEntry))
  }

  /** `sid` on the first process meets somebody on the other one, or on the same. */
  const meet = async (sid: string, partner: Backplane): Promise<string> => {
    const node = partner === here ? 'here' : 'there'
    const enter = async (on: Backplane, who: string, at: string) => {
      await on.sessions.claim({ sid: who, conn: 1, identity: `i-${who}`, node: at })
      return on.tickets.enter({
        ...{ sid: who, conn: 1, id: `t-${who}`, node: at, identity: `i-${who}`, pool: 'pool' },
        ...{ mode: 'text', languages: [], interests: [], labels: [], trust: 0, avoid: [], prefixes: [] },
        ...{ relaxed: ['languages', 'interests'], since: clock.now() },
      })
    }
    await enter(partner, `${sid}-other`, node)
    const met = await enter(here, sid, 'here')
    if (met.kind !== 'matched') throw new Error(`They didn't meet: ${met.kind}`)
    return met.chat.id
  }
  /** Says so many things on the first process, each by itself, before anything else can happen. */
  const say = (sid: string, chat: string, count: number, from = 1) =>
    Array.from({ length: count }, async (_, i) =>
      here.chats.append([
        { sid, conn: 1, chat, n: from + i, body: { kind: 'text', text: `${sid} ${from + i}` } },
      ]),
    )
  const appends = (): number =>
    called.filter((sha) => sha === SCRIPTS.append.of(TAGS[0] as string).sha).length
  const close = async (): Promise<void> => {
    for (const one of [ear, mouth]) one.destroy()
    for (const one of [here, there]) await one.close()
  }
  return { here, there, handed, meet, say, appends, messages, close }
}
const textsOf = (pushes: readonly Push[]): readonly unknown[] =>
  pushes.flatMap((push) => (push.type === 'entry' ? [push.entry.body] : []))
const tens = ['a', 'b'].flatMap((sid) => [1, 2, 3, 4, 5].map((n) => ({ kind: 'text', text: `${sid} ${n}` })))

it('what is sent in one turn leaves in one call, and as one message to the node of those it is for', async () => {
  const { there, handed, meet, say, appends, messages, close } = await processes()
  const chats = [await meet('a', there), await meet('b', there)] as const
  await Promise.all([...say('a', chats[0], 5), ...say('b', chats[1], 5)])
  expect(appends()).toBe(1)
  const sent = await messages()
  expect(sent.map(textsOf)).toEqual([tens])
  await expect.poll(() => textsOf(handed)).toEqual(tens)
  await close()
})

it('what is for somebody on the same process is handed over with the answer, and published nowhere', async () => {
  const { here, handed, meet, say, appends, messages, close } = await processes()
  const chats = [await meet('a', here), await meet('b', here)] as const
  await Promise.all([...say('a', chats[0], 5), ...say('b', chats[1], 5)])
  expect(appends()).toBe(1)
  expect(await messages()).toEqual([])
  expect(textsOf(handed)).toEqual(tens)
  await close()
})

it('a call carries 64 sends at most, and what is sent in the next turn leaves in the next', async () => {
  const { here, handed, meet, say, appends, close } = await processes()
  const chat = await meet('a', here)
  await Promise.all(say('a', chat, 65))
  expect(appends()).toBe(2)
  await Promise.all(say('a', chat, 1, 66))
  expect(appends()).toBe(3)
  expect(textsOf(handed)).toHaveLength(66)
  await close()
})
