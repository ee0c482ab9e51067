import { fork } from 'node:child_process'
import { once } from 'node:events'
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Memory } from './child.ts'
import { type Cpu, cpuOf, pinning } from './cpu.ts'

export const SERVERS = ['bare', 'stranger-chat'] as const
export type ServerName = (typeof SERVERS)[number]

const scripts: Readonly<Record<ServerName, URL>> = {
  bare: new URL('../relay/bare-ws.ts', import.meta.url),
  'stranger-chat': new URL('../relay/stranger-chat.ts', import.meta.url),
}

export interface ServerUnderTest {
  readonly name: ServerName
  readonly port: number
  readonly cpu: () => Cpu
  /** After forced collections. */
  readonly memory: () => Promise<Memory>
  readonly stop: () => Promise<void>
}

/** Starts a fresh process on the first core. `flags` go to Node. */
export async function startServer(name: ServerName, flags: readonly string[] = []): Promise<ServerUnderTest> {
  const child = fork(fileURLToPath(scripts[name]), {
    execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning', ...flags],
    env: { ...process.env, NODE_ENV: 'production' },
    // A server that can't start says why on stderr.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const gone = once(child, 'exit')
  const hear = async (): Promise<Record<string, unknown>> => {
    const heard = await Promise.race([once(child, 'message'), gone.then(() => undefined)])
    if (!heard) throw new Error(`The ${name} server ended with code ${child.exitCode}.`)
    return heard[0] as Record<string, unknown>
  }
  const { port } = await hear()
  const { pid } = child
  if (typeof port !== 'number' || pid === undefined) throw new Error(`The ${name} server named no port.`)
  if (pinning.startsWith('server'))
    execFileSync('taskset', ['-a', '-c', '-p', '0', String(pid)], { stdio: 'ignore' })
  return {
    name,
    port,
    cpu: () => cpuOf(pid),
    memory: async () => {
      child.send('memory')
      return (await hear())['memory'] as Memory
    },
    stop: async () => {
      if (child.connected) child.disconnect()
      await gone
    },
  }
}
