import { type ChildProcess, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { turnserverPath } from '../../scripts/lib/coturn.mjs'
import { endWithUs } from './children.ts'
import { collect, type RunningServer, startServer } from './server.ts'
import { takeTurnPorts } from './turnports.ts'

/** Bytes between the relay and the peers of one username, over all its allocations that have ended. */
export interface Traffic {
  readonly username: string
  readonly received: number
  readonly sent: number
}

export interface Coturn {
  /** `turn:127.0.0.1:PORT?transport=udp`; the same port listens over TCP. */
  readonly url: string
  readonly port: number
  /** What its credentials are signed with. */
  readonly secret: string
  /** What it wrote since the first start, a line each. */
  readonly log: () => string
  /** Allocations that are open. One that was given up is gone about a second later. */
  readonly sessions: () => number
  /** Who moved how much; complete for a username once its allocations are closed. */
  readonly traffic: () => readonly Traffic[]
  /** SIGKILL: allocations are gone without a word. */
  readonly kill: () => Promise<void>
  /** Starts it on the same port, after `kill`, and waits until it answers; its first life's allocations are forgotten. */
  readonly restart: () => Promise<void>
  /** Ends it if it still runs, and removes its files. */
  readonly stop: () => Promise<void>
}

export interface CoturnOptions {
  readonly secret?: string
  /**
   * `closed`: relays to its own relay address and nowhere else, which is all that two people who both relay need, and how
   * it runs in production. `nobody`: relays to nobody at all. `open`: to any address.
   */
  readonly peers?: 'closed' | 'nobody' | 'open'
  /** More flags, for whatever a test is about. */
  readonly args?: readonly string[]
}

const HOST = '127.0.0.1'
const EVERYBODY = '0.0.0.0-255.255.255.255'
const peerRules = {
  closed: [`--denied-peer-ip=${EVERYBODY}`, `--allowed-peer-ip=${HOST}`],
  nobody: [`--denied-peer-ip=${EVERYBODY}`],
  open: [],
}

/** A real coturn in a process of its own, on free ports of this machine. Resolves once it answers. */
export async function startCoturn({
  secret = 'test-secret',
  peers = 'closed',
  args = [],
}: CoturnOptions = {}): Promise<Coturn> {
  const program = turnserverPath()
  if (program === undefined)
    throw new Error('No coturn found. Install the `coturn` package, or name the program with TURNSERVER.')
  const folder = mkdtempSync(join(tmpdir(), 'stranger-chat-coturn-'))
  const ports = await takeTurnPorts()
  const port = ports.listening
  const flags = [
    '-n',
    '--no-cli',
    '--no-tls',
    '--no-dtls',
    '--no-tcp-relay',
    `--listening-ip=${HOST}`,
    `--relay-ip=${HOST}`,
    `--listening-port=${port}`,
    `--min-port=${ports.min}`,
    `--max-port=${ports.max}`,
    '--use-auth-secret',
    `--static-auth-secret=${secret}`,
    '--realm=stranger.test',
    // Everybody is on this machine; coturn allows that only together with a password for its command line, which is off.
    '--allow-loopback-peers',
    '--cli-password=unused',
    ...peerRules[peers],
    '--verbose',
    '--simple-log',
    '--no-stdout-log',
    `--pidfile=${join(folder, 'pid')}`,
    `--userdb=${join(folder, 'db')}`,
    ...args,
  ]
  let lives = 0
  let child: ChildProcess
  let gone: Promise<unknown>
  const file = (life: number): string => join(folder, `log-${life}`)
  // coturn writes a line when it has it: nothing to flush.
  const read = (life: number): string => (existsSync(file(life)) ? readFileSync(file(life), 'utf8') : '')

  const start = async (): Promise<void> => {
    child = spawn(program, [...flags, `--log-file=${file(++lives)}`], { stdio: ['ignore', 'pipe', 'pipe'] })
    endWithUs(child)
    gone = new Promise((resolve) => child.once('exit', resolve))
    const output = collect(child)
    await answers(port, child, () => output() + read(lives))
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    await gone
  }
  const log = (): string => Array.from({ length: lives }, (_, i) => read(i + 1)).join('')

  const stop = async (): Promise<void> => {
    await end('SIGTERM')
    await ports.release()
    rmSync(folder, { recursive: true, force: true })
  }

  await start().catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return {
    url: `turn:${HOST}:${port}?transport=udp`,
    port,
    secret,
    log,
    sessions: () => (child.exitCode === null && child.signalCode === null ? openSessions(read(lives)) : 0),
    traffic: () => trafficIn(log()),
    kill: () => end('SIGKILL'),
    restart: async () => {
      await end('SIGKILL')
      await start()
    },
    stop,
  }
}

/**
 * What a page needs to relay through it, by the REST scheme that coturn and ours have in common: the name is when it runs
 * out, the password its HMAC.
 */
export function iceServer(
  { url, secret }: Pick<Coturn, 'url' | 'secret'>,
  name: string,
): Required<Pick<RTCIceServer, 'username' | 'credential'>> & { readonly urls: string } {
  const username = `${Math.floor(Date.now() / 1_000) + 600}:${name}`
  return { urls: url, username, credential: createHmac('sha1', secret).update(username).digest('base64') }
}

/** `session 001…: new, …` opens an allocation, `session 001…: delete: …` is the last of it. */
function openSessions(log: string): number {
  const open = new Set<string>()
  for (const [, session = '', what] of log.matchAll(/: session (\d+): (new,|delete:)/g)) {
    if (what === 'new,') open.add(session)
    else open.delete(session)
  }
  return open.size
}

/** coturn tells what was moved since it last told, every 4,096 packets and when an allocation ends. */
function trafficIn(log: string): readonly Traffic[] {
  const sums = new Map<string, Traffic>()
  const lines = log.matchAll(
    / peer usage: realm=<.*?>, username=<(.*?)>, rp=\d+, rb=(\d+), sp=\d+, sb=(\d+)/g,
  )
  for (const [, username = '', received, sent] of lines) {
    const before = sums.get(username) ?? { received: 0, sent: 0 }
    sums.set(username, {
      username,
      received: before.received + Number(received),
      sent: before.sent + Number(sent),
    })
  }
  return [...sums.values()]
}

/** A STUN binding request: type 1, no attributes, the magic cookie, a transaction. */
const BINDING = Buffer.from('000100002112a442000102030405060708090a0b', 'hex')
const ASKED_EVERY = 25

/** Asks for a binding over UDP until one comes. A process that ends instead is an error with all it said. */
async function answers(port: number, child: ChildProcess, output: () => string): Promise<void> {
  const socket = createSocket('udp4')
  const ask = (): void => socket.send(BINDING, port, HOST)
  const asking = setInterval(ask, ASKED_EVERY)
  // Nobody listens yet: some systems tell so.
  socket.on('error', () => undefined)
  const stop = new AbortController()
  try {
    const failed = async (): Promise<never> => {
      const [cause] = (await Promise.race(
        ['exit', 'error'].map((event) => once(child, event, { signal: stop.signal })),
      )) as [unknown]
      throw new Error(`coturn ended (${String(cause)}):\n${output()}`)
    }
    ask()
    await Promise.race([once(socket, 'message', { signal: stop.signal }), failed()])
  } finally {
    clearInterval(asking)
    stop.abort()
    socket.close()
  }
}

/**
 * The real server with all modes, whose calls pass through this coturn.
 * @param relays the addresses that it names as the relay's
 */
export const startCalls = (
  { url, secret }: Pick<Coturn, 'url' | 'secret'>,
  relays: readonly string[] = ['127.0.0.1'],
): Promise<RunningServer> =>
  startServer({
    config: {
      modes: ['text', 'voice', 'video'],
      turn: { urls: [url], secret, relays },
      relax: { interests: 1_000, languages: 1_000 },
    },
    args: ['--dev'],
  })
