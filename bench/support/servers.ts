import { type ChildProcess, execFileSync, fork, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Memory } from './child.mjs'
import { compile } from './compiler.ts'
import { type Cpu, cpuOf, pinning } from './cpu.ts'

/** Ours and the reference, which most suites need alone. */
export const DUEL = ['bare', 'stranger-chat'] as const
export type ServerName =
  | (typeof DUEL)[number]
  | 'socket.io'
  | 'colyseus'
  | 'clone'
  | 'ws-json'
  | 'uws'
  | 'c-relay'
/** How the load generator has to speak to it. */
export type Dialect = 'bare' | 'json' | 'socket.io' | 'colyseus' | 'stranger-chat'

interface Program {
  readonly source: URL
  readonly dialect: Dialect
}
const PROGRAMS: Readonly<Record<ServerName, Program>> = {
  bare: { source: new URL('../relay/bare-ws.ts', import.meta.url), dialect: 'bare' },
  'stranger-chat': {
    source: new URL('../relay/stranger-chat.ts', import.meta.url),
    dialect: 'stranger-chat',
  },
  'socket.io': { source: new URL('../peers/socket-io.ts', import.meta.url), dialect: 'socket.io' },
  colyseus: { source: new URL('../peers/colyseus.ts', import.meta.url), dialect: 'colyseus' },
  clone: { source: new URL('../peers/clone.ts', import.meta.url), dialect: 'socket.io' },
  'ws-json': { source: new URL('../peers/ws-json.ts', import.meta.url), dialect: 'json' },
  uws: { source: new URL('../peers/uws.mjs', import.meta.url), dialect: 'json' },
  'c-relay': { source: new URL('../peers/relay.c', import.meta.url), dialect: 'bare' },
}
export const dialectOf = (name: ServerName): Dialect => PROGRAMS[name].dialect

export interface ServerUnderTest {
  readonly name: ServerName
  readonly port: number
  readonly cpu: () => Cpu
  /** After forced collections. */
  readonly memory: () => Promise<Memory>
  /** SIGKILL: no goodbye to anybody. */
  readonly kill: () => Promise<void>
  readonly stop: () => Promise<void>
}

export interface StartOptions {
  /** For Node. */
  readonly flags?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** `any`: wherever there is room, for several servers at once. Default: the first. */
  readonly core?: 'any'
}

/** Starts a fresh process on the first core. */
export async function startServer(name: ServerName, options: StartOptions = {}): Promise<ServerUnderTest> {
  const { child, port } = name === 'c-relay' ? await startNative() : await startNode(name, options)
  const { pid } = child
  if (!(port > 0) || pid === undefined) throw new Error(`The ${name} server named no port.`)
  if (pinning.startsWith('server') && options.core === undefined)
    execFileSync('taskset', ['-a', '-c', '-p', '0', String(pid)], { stdio: 'ignore' })
  const gone = once(child, 'exit')
  return {
    name,
    port,
    cpu: () => cpuOf(pid),
    memory: async () => {
      if (!child.connected) return { rss: residentOf(pid), heap: 0 }
      child.send('memory')
      return (await hear(name, child))['memory'] as Memory
    },
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
    stop: async () => {
      if (child.connected) child.disconnect()
      child.stdin?.end()
      await gone
    },
  }
}

interface Started {
  readonly child: ChildProcess
  readonly port: number
}

/**
 * As deploy/ runs ours, and for all alike: V8's young generation otherwise grows to four times that, by what has survived so far,
 * which would be counted as the connections'.
 */
const YOUNG = '--max-semi-space-size=8'

async function startNode(name: ServerName, { flags = [], env = {} }: StartOptions): Promise<Started> {
  const child = fork(fileURLToPath(PROGRAMS[name].source), {
    execPath: name === 'uws' ? (uwsNode ?? process.execPath) : process.execPath,
    execArgv: [YOUNG, '--expose-gc', '--disable-warning=ExperimentalWarning', ...flags],
    env: { ...process.env, NODE_ENV: 'production', ...env },
    // A server that can't start says why on stderr.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const { port } = await hear(name, child)
  return { child, port: Number(port) }
}

async function hear(name: ServerName, child: ChildProcess): Promise<Record<string, unknown>> {
  const gone = new AbortController()
  const ended = once(child, 'exit', { signal: gone.signal }).then(
    () => undefined,
    () => undefined,
  )
  const heard = await Promise.race([once(child, 'message'), ended])
  gone.abort()
  if (!heard) throw new Error(`The ${name} server ended with code ${child.exitCode}.`)
  return heard[0] as Record<string, unknown>
}

async function startNative(): Promise<Started> {
  const program = compile('peers/relay.c')
  if (program === undefined) throw new Error('The relay in C needs a C compiler.')
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return { child, port: Number(line) }
}

const residentOf = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1_024

let uwsNode: string | undefined

/**
 * Looks for a Node that loads the build of uWebSockets.js in the folder `UWS` names: this one, or any on the PATH.
 * @returns what is missing, as a sentence
 */
export function findUws(): string | undefined {
  const folder = process.env['UWS']
  if (folder === undefined)
    return 'uWebSockets.js is left out: set UWS to a folder with a build of it (see bench/README.md).'
  const onPath = (process.env['PATH'] ?? '').split(delimiter).map((one) => join(one, 'node'))
  const why: string[] = []
  for (const node of new Set([process.execPath, ...onPath.filter((one) => existsSync(one))])) {
    const { status, stderr } = spawnSync(node, [
      '-e',
      'require(require("path").resolve(process.env.UWS)).App()',
    ])
    if (status === 0) {
      uwsNode = node
      return undefined
    }
    why.push(/^.*Error.*$/m.exec(String(stderr))?.[0] ?? 'no reason given')
  }
  return `uWebSockets.js is left out: no Node here loads ${folder} (${[...new Set(why)].join('; ')}).`
}

/** What the peers are, with the versions that are installed. */
export function versions(): Readonly<Record<string, string>> {
  const version = (name: string): string =>
    (
      JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8')) as {
        readonly version: string
      }
    ).version
  return {
    ws: version('ws'),
    'socket.io': version('socket.io'),
    colyseus: `${version('@colyseus/core')} with ws-transport ${version('@colyseus/ws-transport')}`,
    ...(uwsNode === undefined ? {} : { 'uWebSockets.js': uwsVersion(uwsNode) }),
  }
}

/** The build is anybody's: its version stands in a package.json beside it or above. */
function uwsVersion(node: string): string {
  const run = execFileSync(node, ['-v'], { encoding: 'utf8' }).trim()
  const build = process.env['UWS'] ?? ''
  for (const above of ['.', '..', '../..']) {
    const file = join(build, above, 'package.json')
    if (!existsSync(file)) continue
    return `${(JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version} in Node ${run}`
  }
  return `of unknown version in Node ${run}`
}
