import { afterAll, beforeAll, describe, it } from 'vitest'
import type { Backplane } from '../../ports/backplane.js'
import { testBackplane } from '../../testing/backplane.js'
import { startRedis, type TestRedis } from '../../testing/redis.js'
import { createRedisBackplane } from '../backplane.js'
import { empty, settled } from '../../testing/redis-state.js'

// The whole contract with two processes between which everything has to pass: one asks, the other one's nodes hear.

let redis: TestRedis
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())

testBackplane(
  'redis, heard by another process',
  async (options): Promise<Backplane> => {
    await empty(redis)
    const make = () =>
      createRedisBackplane({
        ...options,
        now: options.clock.now,
        urls: [redis.url],
        log: { log: () => undefined },
      })
    const [asks, hears] = [await make(), await make()]
    return {
      ...asks,
      inbox: {
        on: hears.inbox.on,
        onNodeLost: hears.inbox.onNodeLost,
        nodes: async () => {
          await settled(hears)
          return hears.inbox.nodes()
        },
        // Whoever just joined hears what is whispered from then on.
        whisper: (node, push) => void settled(hears).then(() => asks.inbox.whisper(node, push)),
      },
      close: async () => {
        await hears.close()
        await asks.close()
      },
    }
  },
  { describe, it },
)
