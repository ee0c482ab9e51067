import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { turnserverPath } from '../../scripts/lib/coturn.mjs'
import { cpuOf, minus, pinned, total } from '../support/cpu.ts'
import { shown, spread, table } from '../support/numbers.ts'
import type { Outcome, Setting, Suite } from './suite.ts'

/** Packets as a picture's are, from clients that are two by two partners, each behind an allocation of its own. */
const SIZES = { rounds: 3, clients: 20, packets: 1_000, bytes: 1_000, everyMs: 10 }
const QUICK = { rounds: 1, clients: 10, packets: 200, bytes: 1_000, everyMs: 10 }
/** The load comes with coturn. */
const LOAD = 'turnutils_uclient'

export const turn: Suite = {
  title: 'Turn: what it costs coturn to pass on a packet of a call, from relay to relay',
  run,
}

interface Passed {
  /** µs of coturn's CPU for a packet, all the way: into one allocation and out of the partner's. */
  readonly cpu: number
  readonly lost: number
}

async function pass(sizes: typeof SIZES): Promise<Passed> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const port = String((probe.address() as AddressInfo).port)
  await new Promise((closed) => probe.close(closed))
  const folder = mkdtempSync(join(tmpdir(), 'stranger-chat-bench-turn-'))
  const { file, args } = pinned(0, [
    turnserverPath() ?? 'turnserver',
    ...['-n', '--listening-ip=127.0.0.1', '--relay-ip=127.0.0.1', `--listening-port=${port}`],
    ...['--allow-loopback-peers', '--lt-cred-mech', '--user=bench:bench', '--realm=bench'],
    ...['--no-tls', '--no-dtls', '--no-cli', '--log-file=/dev/null', `--pidfile=${join(folder, 'pid')}`],
    `--userdb=${join(folder, 'db')}`,
  ])
  const relay = spawn(file, args, { stdio: 'ignore' })
  try {
    await pause(1_000)
    const pid = relay.pid ?? 0
    const before = cpuOf(pid)
    const { clients, packets, bytes, everyMs } = sizes
    const client = pinned(1, [
      ...[LOAD, '-y', '-c', '-m', String(clients), '-n', String(packets), '-l', String(bytes)],
      ...['-z', String(everyMs), '-p', port, '-u', 'bench', '-w', 'bench', '127.0.0.1'],
    ])
    const load = spawn(client.file, client.args, { stdio: ['ignore', 'pipe', 'ignore'] })
    let said = ''
    load.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    await once(load, 'close')
    const received = Number([...said.matchAll(/tot_recv_msgs=(\d+)/g)].at(-1)?.[1] ?? NaN)
    const sent = clients * packets
    return { cpu: total(minus(cpuOf(pid), before)) / received, lost: (sent - received) / sent }
  } finally {
    relay.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}

async function run({ scale, say }: Setting): Promise<Outcome> {
  if (turnserverPath() === undefined) throw new Error('The suite turn needs a coturn (or TURNSERVER).')
  const sizes = scale.quick ? QUICK : SIZES
  const found: Passed[] = []
  for (let round = 0; round < (scale.rounds ?? sizes.rounds); round++) {
    found.push(await pass(sizes))
    say(`  round ${round + 1}`)
  }
  const cpu = spread(found.map((one) => one.cpu))
  return {
    measures: { 'turn packet': { unit: 'µs coturn CPU', value: cpu } },
    text: table([
      [`packets of ${sizes.bytes} B, ${sizes.clients} clients`, 'coturn µs each', 'lost %'],
      ['from relay to relay', shown(cpu), shown(spread(found.map(({ lost }) => 100 * lost)))],
    ]),
    rounds: found,
  }
}
