import { afterAll, beforeAll, expect, it } from 'vitest'
import { Stage } from '../testing/backplane/stage.js'
import { startRedis, type TestRedis } from '../testing/redis.js'
import { createRedisBackplane } from './backplane.js'
import { empty, keysIn } from '../testing/redis-state.js'

let redis: TestRedis
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())

/** A queue is looked through piece by piece when more than that stand in it. */
const MANY = 20

it('keeps nothing for long of a queue in which nobody stands any more, whatever people make up', async () => {
  await empty(redis)
  // One person in many tabs: nobody there fits.
  const stage = await Stage.open(
    (options) =>
      createRedisBackplane({
        ...options,
        now: options.clock.now,
        urls: [redis.url],
        log: { log: () => undefined },
      }),
    { limits: { sockets: MANY } },
  )
  const tabs = await Promise.all(
    Array.from({ length: MANY }, (_, i) =>
      stage.person(`tab${i}`, { identity: 'ann', interests: ['something made up'] }),
    ),
  )
  for (const tab of tabs) expect((await tab.join()).kind).toBe('queued')
  for (const tab of tabs) await tab.release()
  expect(await keysIn(redis)).toEqual([])
  await stage.close()
})
