import type { TestRedis } from '../testing/redis.js'

/** Empties a Redis, whose life goes on. */
export async function empty({ url }: Pick<TestRedis, 'url'>): Promise<void> {
  const { createClient } = await import('@redis/client')
  const client = createClient({ url })
  await client.connect()
  await client.flushAll()
  client.destroy()
}
