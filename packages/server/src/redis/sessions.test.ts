import { afterAll, beforeAll, expect, it } from 'vitest'
import { FakeClock, seededRandom } from '../testing/clock.js'
import { startRedis, type TestRedis } from '../testing/redis.js'
import { backplaneOn } from './backplane.js'
import { connect, type Link } from './link.js'
import { BEAT_MS } from './nodes.js'
import { SCRIPTS } from './scripts.js'
import { TAGS } from './tags.js'
import { empty } from '../testing/redis-state.js'

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
