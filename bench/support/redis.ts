import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { type Cpu, cpuOf, pinning } from './cpu.ts'

/** A Redis in memory alone, that goes with the benchmark. */
export interface Redis {
  readonly url: string
  readonly cpu: () => Cpu
  readonly stop: () => Promise<void>
}

const PROGRAM = process.env['REDIS_SERVER'] ?? 'redis-server'

/** What is missing for it. */
export function redisMissing(): string | undefined {
  try {
    execFileSync(PROGRAM, ['--version'], { stdio: 'ignore' })
    return undefined
  } catch {
    return 'a redis-server'
  }
}

/** @param core where it runs; none: wherever there is room */
export async function startRedis(core?: 0 | 1): Promise<Redis> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  await new Promise((closed) => probe.close(closed))
  const child = spawn(
    PROGRAM,
    ['--port', String(port), '--save', '', '--appendonly', 'no', '--bind', '127.0.0.1', '--daemonize', 'no'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await ready(child)
  const pid = child.pid ?? 0
  if (core !== undefined && pinning.startsWith('server'))
    execFileSync('taskset', ['-a', '-c', '-p', String(core), String(pid)], { stdio: 'ignore' })
  return {
    url: `redis://127.0.0.1:${port}`,
    cpu: () => cpuOf(pid),
    async stop() {
      const gone = once(child, 'exit')
      child.kill()
      await gone
    },
  }
}

async function ready(child: ChildProcess): Promise<void> {
  if (child.stdout === null) throw new Error('Redis has no output to listen to.')
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.includes('Ready to accept connections')) continue
    child.stdout.resume()
    return
  }
  throw new Error('Redis didn’t start.')
}
