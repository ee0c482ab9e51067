import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { endWithUs } from './children.ts'

const cli = fileURLToPath(new URL('../../packages/server/dist/cli.js', import.meta.url))

export interface RunningServer {
  readonly url: string
  readonly port: number
  /** Where it keeps its keys and blocks; survives `stop` and is given to the next start, until `remove`. */
  readonly data: string
  /** What it wrote so far, both streams. */
  readonly output: () => string
  /** Resolves once it has written this. */
  readonly says: (words: string) => Promise<void>
  /** Resident memory, in bytes. */
  readonly rss: () => number
  /** SIGTERM, and waits for the end: the exit code. */
  readonly stop: () => Promise<number | null>
  /** SIGKILL: no goodbye, no drain. */
  readonly kill: () => Promise<void>
  /** Ends it if it still runs, and removes its data. */
  readonly remove: () => Promise<void>
}

export interface ServerOptions {
  readonly args?: readonly string[]
  /** Written to a file and given with --config. */
  readonly config?: Readonly<Record<string, unknown>>
  readonly port?: number
  readonly data?: string
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** The real server in a process of its own, as `npx @stranger-chat/server` starts it. Resolves once it says it is ready. */
export async function startServer({
  args = [],
  config,
  port,
  data,
}: ServerOptions = {}): Promise<RunningServer> {
  const chosen = port ?? (await freePort())
  const folder = data ?? mkdtempSync(join(tmpdir(), 'stranger-chat-e2e-'))
  const all = ['--port', String(chosen), '--host', '127.0.0.1', '--data', folder, ...args]
  if (config) {
    const file = join(folder, 'config.json')
    writeFileSync(file, JSON.stringify(config))
    all.push('--config', file)
  }
  const url = `http://127.0.0.1:${chosen}`
  const child = spawn(process.execPath, [cli, ...all], { stdio: ['ignore', 'pipe', 'pipe'] })
  const output = collect(child)
  endWithUs(child)
  const gone = once(child, 'exit')
  await ready(url, child, output)
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal)
      await gone
    }
    return child.exitCode
  }
  return {
    url,
    port: chosen,
    data: folder,
    output,
    says: async (words) => {
      while (!output().includes(words)) await once(child.stderr, 'data')
    },
    rss: () => residentBytes(child.pid),
    stop: () => end('SIGTERM'),
    kill: async () => void (await end('SIGKILL')),
    remove: async () => {
      await end('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export function collect(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  }
  return () => text
}

/** Asks /readyz until it answers 200. A process that ends instead is an error with all it said. */
export async function ready(url: string, child: ChildProcess, output: () => string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`The server ended:\n${output()}`)
    const answer = await fetch(new URL('/readyz', url)).catch(() => undefined)
    if (answer?.ok) return
    await pause(25)
  }
}

function residentBytes(pid: number | undefined): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line?.[1]) * 1_024
}
