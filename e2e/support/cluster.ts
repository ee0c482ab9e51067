import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startRedis, type TestRedis } from '../../packages/server/src/testing/redis.ts'
import { type RunningServer, type ServerOptions, startServer } from './server.ts'

/** Server processes that share a Redis and keys. */
export interface Cluster {
  readonly redis: TestRedis
  readonly servers: readonly RunningServer[]
  /** What every server, and every command about them, is started with. */
  readonly shared: readonly string[]
  /** Starts one again that has ended, on its port. */
  readonly again: (index: number) => Promise<void>
  readonly stop: () => Promise<void>
}

const cli = fileURLToPath(new URL('../../packages/server/dist/cli.js', import.meta.url))

/** On a Redis by itself. */
export async function startCluster(count: number, options: ServerOptions = {}): Promise<Cluster> {
  const redis = await startRedis()
  const servers = await startServers(count, [redis.url], options)
  return {
    ...servers,
    redis,
    async stop() {
      await servers.stop()
      await redis.stop()
    },
  }
}

/** On a Redis, or a Cluster of them, that is there. */
export async function startServers(
  count: number,
  urls: readonly string[],
  { args = [], config = {} }: ServerOptions = {},
): Promise<Omit<Cluster, 'redis'>> {
  const folder = mkdtempSync(join(tmpdir(), 'stranger-chat-e2e-keys-'))
  const keys = join(folder, 'keys.json')
  execFileSync(process.execPath, [cli, 'keys', 'make', '--keys', keys])
  const shared = ['--keys', keys, ...urls.flatMap((url) => ['--redis', url])]
  const options = { args: [...shared, ...args], config }
  const servers: RunningServer[] = []
  for (let i = 0; i < count; i++) servers.push(await startServer(options))
  return {
    servers,
    shared,
    async again(index) {
      const { port, data } = servers[index] as RunningServer
      servers[index] = await startServer({ ...options, port, data })
    },
    async stop() {
      for (const server of servers) await server.remove()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
