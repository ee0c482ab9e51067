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
  /** Starts one again that has ended, on its port. */
  readonly again: (index: number) => Promise<void>
  readonly stop: () => Promise<void>
}

const cli = fileURLToPath(new URL('../../packages/server/dist/cli.js', import.meta.url))

export async function startCluster(
  count: number,
  { args = [], config = {} }: ServerOptions = {},
): Promise<Cluster> {
  const redis = await startRedis()
  const folder = mkdtempSync(join(tmpdir(), 'stranger-chat-e2e-keys-'))
  const keys = join(folder, 'keys.json')
  execFileSync(process.execPath, [cli, 'keys', 'make', '--keys', keys])
  const options = { args: ['--redis', redis.url, '--keys', keys, ...args], config }
  const servers: RunningServer[] = []
  for (let i = 0; i < count; i++) servers.push(await startServer(options))
  return {
    redis,
    servers,
    async again(index) {
      const { port, data } = servers[index] as RunningServer
      servers[index] = await startServer({ ...options, port, data })
    },
    async stop() {
      for (const server of servers) await server.remove()
      await redis.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
