import { afterAll, beforeAll, expect, it } from 'vitest'
import { FakeClock, seededRandom } from '../testing/clock.js'
import { startRedis, type TestRedis } from '../testing/redis.js'
import type { Backplane } from '../ports/backplane.js'
import { backplaneOn } from './backplane.js'
import { connect, type Link } from './link.js'
import { BEAT_MS } from './nodes.js'
import { SCRIPTS } from './scripts.js'
import { TAGS } from './tags.js'
import { empty, forget } from '../testing/redis-state.js'

let redis: TestRedis
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())

const log = { log: () => undefined }
/** A connection that notes which scripts were run. */
function noting(link: Link, run: string[]): Link {
  return {
    ...link,
    send: async (key, args) => {
      const answer = await link.send(key, args)
      if (args[0] === 'EVALSHA') run.push(args[1] as string)
      return answer
    },
  }
}

it('looks for what lost nodes left once a beat, however many are refused at the bound of claims', async () => {
  await empty(redis)
  const clock = new FakeClock()
  const run: string[] = []
  const link = noting(await connect([redis.url], log), run)
  const backplane = await backplaneOn(link, { clock, random: seededRandom(1), log, limits: { claims: 1 } })
  const looks = (): number => run.filter((sha) => sha === SCRIPTS.orphans.of(TAGS[0] as string).sha).length
  const hello = (sid: string) =>
    backplane.sessions.claim({ sid, conn: 1, identity: `i-${sid}`, node: 'node' })

  expect(await hello('first')).toEqual({ kind: 'claimed' })
  // A rush of them, and some more behind it.
  const rush = await Promise.all(['a', 'b', 'c', 'd'].map(hello))
  for (const sid of ['e', 'f']) rush.push(await hello(sid))
  expect(rush).toEqual(rush.map(() => ({ kind: 'busy' })))
  expect(looks()).toBe(1)
  clock.advance(BEAT_MS)
  await hello('g')
  expect(looks()).toBe(2)
  await backplane.close()
})

/** Processes on one Redis. What the second one says of seats may go astray. */
async function processes() {
  await empty(redis)
  const clock = new FakeClock()
  const faults = { seats: false }
  const make = async (seed: number): Promise<Backplane> => {
    const link = await connect([redis.url], log)
    const seats = SCRIPTS.seat.of(TAGS[0] as string).sha
    const send: Link['send'] = async (key, args) => {
      if (seed === 2 && faults.seats && args[1] === seats) throw new Error('The call got lost.')
      return link.send(key, args)
    }
    const chance = seededRandom(seed)
    const random = { ...chance, id: () => `${seed}${chance.id().slice(1)}` }
    return backplaneOn({ ...link, send }, { clock, now: clock.now, random, log })
  }
  const [here, there] = [await make(1), await make(2)]
  const claim = (on: Backplane, sid: string, conn: number) =>
    on.sessions.claim({ sid, conn, identity: `i-${sid}`, node: on === here ? 'here' : 'there' })
  const enter = (on: Backplane, sid: string, conn: number, id = `t-${sid}`) =>
    on.tickets.enter({
      ...{ sid, conn, id, node: on === here ? 'here' : 'there', identity: `i-${sid}`, pool: 'pool' },
      ...{ mode: 'text', languages: [], interests: [], labels: [], trust: 0, avoid: [], prefixes: [] },
      ...{ relaxed: ['languages', 'interests'], since: clock.now() },
    })
  /** `b` waits, `a` comes to it: both are in a chat, as their process knows. */
  const pair = async (on = here): Promise<string> => {
    for (const sid of ['b', 'a']) await claim(on, sid, 1)
    await enter(on, 'b', 1)
    const met = await enter(on, 'a', 1)
    if (met.kind !== 'matched') throw new Error(`They didn't meet: ${met.kind}`)
    return met.chat.id
  }
  const last = async (chat: string): Promise<unknown> => {
    const read = await here.chats.read(chat, 0)
    return read.kind === 'log' ? read.entries.at(-1)?.body : read.kind
  }
  const close = async (): Promise<void> => {
    await here.close()
    await there.close()
  }
  return { clock, faults, here, there, claim, enter, pair, last, close }
}

it('a session that its shard forgot is back in the chat that its process saw it in', async () => {
  const { here, claim, pair, close } = await processes()
  const chat = await pair()
  await forget(redis, 's')
  expect(await claim(here, 'a', 2)).toEqual({ kind: 'claimed', chat })
  const body = { kind: 'text', text: 'hi' } as const
  expect(await here.chats.append([{ sid: 'a', conn: 2, chat, n: 1, body }])).toMatchObject([
    { kind: 'appended' },
  ])
  // Again, with nobody having said a word since.
  await forget(redis, 's')
  expect(await claim(here, 'a', 3)).toEqual({ kind: 'claimed', chat })
  await close()
})

it('a session that sits elsewhere by now leaves the chat that its process saw it in', async () => {
  const { here, there, claim, enter, pair, last, close } = await processes()
  const chat = await pair()
  await forget(redis, 's')
  // Another process knows nothing of that chat.
  for (const sid of ['a', 'c']) await claim(there, sid, 2)
  await enter(there, 'c', 2)
  const other = await enter(there, 'a', 2, 'another')
  expect(other.kind).toBe('matched')
  expect(await last(chat)).toBeUndefined()
  expect(await claim(here, 'a', 3)).toMatchObject({ chat: other.kind === 'matched' && other.chat.id })
  expect(await last(chat)).toEqual({ kind: 'end', reason: 'left', by: 1 })
  await close()
})

it('a session that comes back although the first try got stuck halfway is where it was', async () => {
  const { there, faults, claim, pair, last, close } = await processes()
  const chat = await pair(there)
  await forget(redis, 's')
  faults.seats = true
  await expect(claim(there, 'a', 2)).rejects.toThrow()
  faults.seats = false
  expect(await claim(there, 'a', 3)).toEqual({ kind: 'claimed', chat })
  expect(await last(chat)).toBeUndefined()
  await close()
})

it('whoever says bye leaves its chat although a newer claim is there that knows nothing of it', async () => {
  const { here, there, claim, pair, last, close } = await processes()
  const chat = await pair()
  await forget(redis, 's')
  await claim(there, 'a', 2)
  await here.sessions.release({ sid: 'a', conn: 1 })
  expect(await last(chat)).toEqual({ kind: 'end', reason: 'left', by: 1 })
  await close()
})

it('a bye that is late ends no chat that a newer claim has taken along, or is about to', async () => {
  const { here, there, faults, claim, pair, last, close } = await processes()
  const chat = await pair()
  expect(await claim(there, 'a', 2)).toEqual({ kind: 'claimed', chat })
  await here.sessions.release({ sid: 'a', conn: 1 })
  expect(await last(chat)).toBeUndefined()
  // The claim of the other stands, and its seat is still where it was.
  faults.seats = true
  await expect(claim(there, 'b', 2)).rejects.toThrow()
  await here.sessions.release({ sid: 'b', conn: 1 })
  expect(await last(chat)).toBeUndefined()
  await close()
})

it('a no-show may wish again with the same ticket, although its session was forgotten meanwhile', async () => {
  const { clock, here, claim, enter, pair, close } = await processes()
  const chat = await pair()
  await here.chats.confirm({ sid: 'a', conn: 1, chat, seen: 0 })
  await forget(redis, 's')
  await claim(here, 'a', 2)
  clock.advance(15_000)
  expect(await here.chats.end({ sid: 'a', conn: 2, chat, reason: 'no_show' })).toMatchObject({
    kind: 'ended',
  })
  expect(await enter(here, 'a', 2)).toMatchObject({ kind: 'queued', since: clock.now() - 15_000 })
  await close()
})
