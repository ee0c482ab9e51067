import { afterAll, beforeAll, describe, it } from 'vitest'
import { testBackplane } from '../../testing/backplane.js'
import { startCluster, type TestCluster } from '../../testing/redis-cluster.js'
import { createRedisBackplane } from '../backplane.js'
import { empty } from '../../testing/redis-state.js'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startCluster()
}, 60_000)
afterAll(() => cluster.stop())

testBackplane(
  'redis cluster of three',
  async (options) => {
    await Promise.all(cluster.nodes.map((node) => empty(node)))
    return createRedisBackplane({
      ...options,
      now: options.clock.now,
      urls: cluster.urls,
      log: { log: () => undefined },
    })
  },
  { describe, it },
)
