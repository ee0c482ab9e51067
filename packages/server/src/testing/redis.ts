import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from './port.js'

/** A Redis server of a test's own, on a free port, in memory only. */
export interface TestRedis {
  readonly url: string
  readonly port: number
  readonly pid: number
  /** `kill -9`, or as hard as the signal says. */
  readonly kill: (signal?: NodeJS.Signals) => Promise<void>
  /** Starts it again on the same port, empty. */
  readonly restart: () => Promise<void>
  readonly stop: () => Promise<void>
}

const PROGRAM = process.env['REDIS_SERVER'] ?? 'redis-server'
const IN_MEMORY = ['--save', '', '--appendonly', 'no', '--bind', '127.0.0.1', '--daemonize', 'no']

/**
 * @param more further options of redis-server
 * @throws if none is installed
 */
export async function startRedis(more: readonly string[] = []): Promise<TestRedis> {
  try {
    execFileSync(PROGRAM, ['--version'], { stdio: 'pipe' })
  } catch {
    throw new Error(
      'No Redis found: run `node scripts/ensure-redis.mjs`, install the `redis-server` package, ' +
        'or set REDIS_SERVER to the program.',
    )
  }
  const folder = mkdtempSync(join(tmpdir(), 'stranger-chat-redis-'))
  // A Cluster's nodes talk to each other 10,000 above.
  const port = await freePort(55_000)
  const args = ['--port', String(port), '--dir', folder, ...IN_MEMORY, ...more]
  let server = await start(args)
  const end = () => void server.kill('SIGKILL')
  process.once('exit', end)

  const kill = async (signal: NodeJS.Signals = 'SIGKILL'): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return
    const closed = once(server, 'close')
    server.kill(signal)
    await closed
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    get pid() {
      return server.pid ?? 0
    },
    kill,
    async restart() {
      await kill()
      server = await start(args)
    },
    async stop() {
      await kill()
      process.off('exit', end)
      rmSync(folder, { recursive: true })
    },
  }
}

/** Resolves when it takes connections. */
async function start(args: readonly string[]): Promise<ChildProcess> {
  const server = spawn(PROGRAM, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const said: string[] = []
  for await (const line of createInterface({ input: server.stdout })) {
    said.push(line)
    if (line.includes('Ready to accept connections')) {
      // What it says later is nobody's, but has to go somewhere.
      server.stdout.resume()
      return server
    }
  }
  throw new Error(`Redis didn't start:\n${said.join('\n')}`)
}
