import { type ChildProcess, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { turnRest } from '../media/providers.js'
import { answersStun } from '../media/stun.js'
import type { Log, Random } from '../ports/clock.js'
import type { IceProvider } from '../ports/ice.js'
import { pause } from '../system.js'

/** A TURN server of our own beside a server in development: it relays on this machine, to itself, and to nobody else. */
export interface DevTurn {
  readonly ice: IceProvider
  readonly port: number
  /** Ends it. Idempotent. */
  readonly stop: () => void
}

const HOST = '127.0.0.1'
/** So many people may wait or talk at once, on one machine. */
const RELAYS = 400
/** Where relays are sought: above what systems hand out by themselves (to 60,999 on Linux), so that they are free. */
const LOWEST = 61_000
const HIGHEST = 65_535 - RELAYS
/** It has started by then, or it won't. */
const TRIES = 30
const TRY_MS = 100

/**
 * Ends with us however we end: it reads from a pipe that we hold, and the end of that is its end. `$1` is the program.
 * A terminal's Ctrl-C reaches it too late to matter, since it is in a group of its own.
 */
const LEASH =
  'exec 3<&0; "$1" -c "$2" </dev/null & child=$!; { read -r _; kill $child; } <&3 2>/dev/null & wait $child'

/** Finds a program as a shell does. */
export function findProgram(name: string, path: string | undefined): string | undefined {
  for (const folder of (path ?? '').split(delimiter)) {
    const file = join(folder === '' ? '.' : folder, name)
    try {
      accessSync(file, constants.X_OK)
      return file
    } catch {
      // Not there.
    }
  }
  return undefined
}

/** Starts coturn on free ports. @returns nothing if it doesn't start, which the log tells */
export async function startDevTurn(program: string, log: Log, random: Random): Promise<DevTurn | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'stranger-chat-turn-'))
  const secret = random.id()
  const port = await freePort()
  const lowest = LOWEST + Math.floor(random.unit() * (HIGHEST - LOWEST))
  const file = join(folder, 'turnserver.conf')
  // In a file for its owner alone: a command line anybody can read.
  writeFileSync(file, configOf({ folder, secret, port, lowest }), { mode: 0o600 })
  const child = spawn('sh', ['-c', LEASH, 'sh', program, file], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  // Its end is told by its exit.
  child.stdin.on('error', () => undefined)
  let isThere = false
  const gone = new Promise<void>((resolve) => {
    for (const event of ['exit', 'error'] as const) child.once(event, () => resolve())
  }).then(() => {
    rmSync(folder, { recursive: true, force: true })
    if (isThere)
      log.log('warn', 'turn.ended', {
        hint: 'The TURN server for development has ended, so voice and video are not offered any more. Start this server again.',
      })
    isThere = false
  })
  const stop = (): void => {
    isThere = false
    child.stdin.end()
  }
  if (await isUp(port, child)) {
    child.unref()
    isThere = true
    const url = `turn:${HOST}:${port}`
    const urls = [`${url}?transport=udp`, `${url}?transport=tcp`]
    const ice = { ...turnRest({ secret, urls, relays: [HOST] }), isThere: () => isThere }
    return { ice, port, stop }
  }
  stop()
  await gone
  log.log('warn', 'turn.failed', {
    hint: `${program} doesn't start, so there is text alone. Try it by itself, or set --turn.`,
  })
  return undefined
}

interface Place {
  readonly folder: string
  readonly secret: string
  readonly port: number
  readonly lowest: number
}

/** Closed, as in production (docs/video.md): whoever has credentials reaches this relay's own address and nothing else. */
const configOf = ({ folder, secret, port, lowest }: Place): string => `listening-ip=${HOST}
relay-ip=${HOST}
listening-port=${port}
min-port=${lowest}
max-port=${lowest + RELAYS - 1}
use-auth-secret
static-auth-secret=${secret}
realm=stranger-chat.dev
denied-peer-ip=0.0.0.0-255.255.255.255
denied-peer-ip=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
allowed-peer-ip=${HOST}
allow-loopback-peers
cli-password=${secret}
no-cli
no-tls
no-dtls
no-multicast-peers
no-tcp-relay
fingerprint
log-file=/dev/null
pidfile=${join(folder, 'pid')}
userdb=${join(folder, 'db')}
`

async function isUp(port: number, child: ChildProcess): Promise<boolean> {
  for (let i = 0; i < TRIES && child.exitCode === null && child.signalCode === null; i++) {
    if (child.pid === undefined) return false
    if (await answersStun({ host: HOST, port, withinMs: TRY_MS })) return true
    // An answer that nobody listens comes at once.
    await pause(TRY_MS / 4)
  }
  return false
}

/** A port that was free a moment ago, over TCP and UDP. */
async function freePort(): Promise<number> {
  for (;;) {
    const tcp = createServer().listen(0, HOST)
    await once(tcp, 'listening')
    const address = tcp.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const isFree = await new Promise<boolean>((resolve) => {
      const udp = createSocket('udp4')
      udp.once('error', () => resolve(false))
      udp.bind(port, HOST, () => udp.close(() => resolve(true)))
    })
    await new Promise((closed) => void tcp.close(closed))
    if (isFree) return port
  }
}
