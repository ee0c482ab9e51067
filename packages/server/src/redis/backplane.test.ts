import { afterAll, beforeAll, describe, it } from 'vitest'
import { testBackplane } from '../testing/backplane.js'
import { startRedis, type TestRedis } from '../testing/redis.js'
import { createRedisBackplane } from './backplane.js'
import { empty } from '../testing/redis-state.js'

let redis: TestRedis
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())

testBackplane(
  'redis',
  async (options) => {
    await empty(redis)
    return createRedisBackplane({
      ...options,
      now: options.clock.now,
      urls: [redis.url],
      log: { log: () => undefined },
    })
  },
  { describe, it },
)
