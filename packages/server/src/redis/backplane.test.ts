import { afterAll, beforeAll, describe, it } from 'vitest'
import { testBackplane } from '../testing/backplane.js'
import { startRedis, type TestRedis } from '../testing/redis.js'
import { createRedisBackplane } from './backplane.js'

let redis: TestRedis
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())

testBackplane(
  'redis',
  async (options) => {
    await flush(redis)
    return createRedisBackplane({ ...options, urls: [redis.url], log: { log: () => undefined } })
  },
  { describe, it },
)

/** Empties it, and its life goes on. */
async function flush({ url }: TestRedis): Promise<void> {
  const { createClient } = await import('@redis/client')
  const client = createClient({ url })
  await client.connect()
  await client.flushAll()
  client.destroy()
}
