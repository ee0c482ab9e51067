import type { Backplane } from '../ports/backplane.js'
import type { TestRedis } from './redis.js'
import { RedisInbox } from '../redis/inbox.js'

/** Resolves when what joins and leaves is done; at once where there is nothing to wait for. */
export async function settled({ inbox }: Backplane): Promise<void> {
  if (inbox instanceof RedisInbox) await inbox.settled()
}

/** Empties a Redis, whose life goes on. */
export async function empty({ url }: Pick<TestRedis, 'url'>): Promise<void> {
  const { createClient } = await import('@redis/client')
  const client = createClient({ url })
  await client.connect()
  await client.flushAll()
  client.destroy()
}

/** Longer than anything of an ended chat is kept, ms. */
const SOON_MS = 200_000

/** What a Redis holds of sessions, tickets and words: not the names of lives and nodes, nor what goes by itself before long. */
export async function keysIn({ url }: Pick<TestRedis, 'url'>): Promise<readonly string[]> {
  const { createClient } = await import('@redis/client')
  const client = createClient({ url })
  await client.connect()
  const held: string[] = []
  for (const key of await client.keys('*')) {
    if (/^sc:\{\w+\}:(life|live|lost|heard|[\w-]+:(seq|offers))$/s.test(key)) continue
    const left = await client.pTTL(key)
    if (left < 0 || left > SOON_MS) held.push(key)
  }
  client.destroy()
  return held
}

/** Loses what a Redis holds of one kind, as when the shards of it began anew. */
export async function forget({ url }: Pick<TestRedis, 'url'>, kinds: string): Promise<void> {
  const { createClient } = await import('@redis/client')
  const client = createClient({ url })
  await client.connect()
  for (const key of await client.keys(`sc:{*}:*:${kinds}:*`)) await client.del(key)
  client.destroy()
}

/** Says something to a Redis as an operator would. */
export async function ask({ url }: Pick<TestRedis, 'url'>, command: readonly string[]): Promise<unknown> {
  const { createClient } = await import('@redis/client')
  const client = createClient({ url })
  await client.connect()
  const answer = await client.sendCommand([...command])
  client.destroy()
  return answer
}
