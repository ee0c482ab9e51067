import { held, PEER_SIZES, PEER_SIZES_QUICK, type Talk, talk, talkNoise, WINDOWS } from '../peers/measure.ts'
import { type Beside, trios } from '../peers/trios.ts'
import type { Held, Stretch } from '../relay/measure.ts'
import { total } from '../support/cpu.ts'
import { shown, type Spread, spread, table } from '../support/numbers.ts'
import { findUws, type ServerName, versions } from '../support/servers.ts'
import type { Measure, Measures, Outcome, Setting, Suite } from './suite.ts'

const TEXTS = [40, 1_000] as const
const ROUNDS = 8
const ROUNDS_QUICK = 1
const PEERS: readonly ServerName[] = ['stranger-chat', 'socket.io', 'colyseus', 'clone', 'ws-json', 'uws']
/** What is said of the reference comes from all rounds it stood beside somebody. */
const NAMES: Readonly<Partial<Record<ServerName, string>>> = {
  bare: 'bare ws (passes bytes on)',
  'ws-json': 'ws, JSON checked',
  'socket.io': 'socket.io, io.to(id).emit',
  colyseus: 'Colyseus room of two',
  clone: 'clone (socket.io, arrays)',
  uws: 'uWebSockets.js, JSON checked',
  'c-relay': 'relay in C (checks nothing)',
}

type Found<T> = ReadonlyMap<ServerName, readonly Beside<T>[]>

const title = 'Peers: relay, latency at a fixed load, memory and connecting, beside bare ws'

export const peers: Suite = { title, run }

async function run({ scale, load, say }: Setting): Promise<Outcome> {
  const sizes = scale.quick ? PEER_SIZES_QUICK : PEER_SIZES
  const rounds = scale.rounds ?? (scale.quick ? ROUNDS_QUICK : ROUNDS)
  const missing = findUws()
  if (missing !== undefined) say(missing)
  for (const [name, version] of Object.entries(versions())) say(`${name}: ${version}`)
  const peers = PEERS.filter((name) => name !== 'uws' || missing === undefined)
  const talks = new Map<number, Found<Talk>>()
  for (const bytes of TEXTS) {
    say(`\n ${bytes} B texts, ${sizes.people} people`)
    const all: readonly ServerName[] = [...peers, 'c-relay']
    talks.set(bytes, await trios(all, rounds, (name) => talk(name, load, bytes, sizes), talkNoise, say))
  }
  say(`\n ${sizes.heldPeople} people come and are idle`)
  const helds: Found<Held> = await trios(
    peers,
    rounds,
    (name) => held(name, load, sizes),
    (one) => one.noise,
    say,
  )
  const measures: Record<string, Measure> = {}
  for (const [bytes, found] of talks) collectTalk(measures, bytes, found)
  collectHeld(measures, helds)
  const rivals = ['socket.io', 'colyseus', 'clone'] as const
  for (const rival of rivals) measures[`ours over ${rival}`] = over(talks.get(40), rival)
  return {
    measures,
    text: peerTables(measures).map(table).join('\n\n'),
    rounds: {
      talks: [...talks].map(([bytes, found]) => ({ bytes, found: [...found] })),
      held: [...helds],
      versions: versions(),
    },
  }
}

const perMessage = ({ cpu, done }: Stretch): number => total(cpu) / done.messages
const share = ({ done }: Stretch): number => (100 * done.cpuMs) / done.ms

/** Once for each server that was a candidate, and once for the reference beside them. */
function sides<T>(found: Found<T>): [ServerName, readonly T[], readonly Beside<T>[]][] {
  const all = [...found].map(([name, rounds]): [ServerName, readonly T[], readonly Beside<T>[]] => [
    name,
    rounds.map(({ own }) => own),
    rounds,
  ])
  return [['bare', [...found.values()].flat().map(({ bare }) => bare), []], ...all]
}

function collectTalk(measures: Record<string, Measure>, bytes: number, found: Found<Talk>): void {
  for (const [name, own, rounds] of sides(found)) {
    const key = `${name} ${bytes} B`
    for (const window of WINDOWS) {
      const stretches = own.map(({ windows }) => windows[window])
      measures[`${key} x${window}`] = { unit: 'µs CPU/message', value: spread(stretches.map(perMessage)) }
      measures[`${key} x${window} rate`] = {
        unit: 'messages/s',
        value: spread(stretches.map(({ done }) => (1_000 * done.messages) / done.ms)),
      }
      measures[`${key} x${window} generator`] = { unit: '% of a core', value: spread(stretches.map(share)) }
      measures[`${key} x${window} busy`] = {
        unit: '% of a core',
        value: spread(stretches.map(({ busy }) => 100 * busy)),
      }
      if (rounds.length === 0) continue
      const ratios = rounds.map(
        (one) => perMessage(one.bare.windows[window]) / perMessage(one.own.windows[window]),
      )
      measures[`${key} x${window} ratio`] = { unit: 'x bare ws', value: spread(ratios) }
    }
    for (const quantile of ['p50Us', 'p99Us'] as const) {
      const values = own.flatMap(({ fixed }) =>
        fixed === undefined ? [] : [(fixed.done[quantile] ?? NaN) / 1_000],
      )
      if (values.length === 0) continue
      const value = spread(values)
      measures[`${key} ${quantile.slice(0, 3)}`] = { unit: 'ms', value }
    }
  }
}

function collectHeld(measures: Record<string, Measure>, found: Found<Held>): void {
  for (const [name, own, rounds] of sides(found)) {
    measures[`${name} memory`] = { unit: 'B/connection', value: spread(own.map(({ rss }) => rss)) }
    measures[`${name} connect`] = {
      unit: '/CPU second',
      value: spread(own.map(({ connectsPerCpuSecond }) => connectsPerCpuSecond)),
    }
    if (rounds.length === 0) continue
    measures[`${name} memory ratio`] = {
      unit: 'x bare ws',
      value: spread(rounds.map((one) => one.own.rss / one.bare.rss)),
    }
    measures[`${name} connect ratio`] = {
      unit: 'x bare ws',
      value: spread(rounds.map((one) => one.own.connectsPerCpuSecond / one.bare.connectsPerCpuSecond)),
    }
  }
}

/** How many times as much a rival's message costs, each measured by the reference beside it in the same round. */
function over(found: Found<Talk> | undefined, rival: ServerName): Measure {
  const [ours = [], theirs = []] = [found?.get('stranger-chat'), found?.get(rival)]
  const beside = ({ own, bare }: Beside<Talk>): number =>
    perMessage(own.windows[1]) / perMessage(bare.windows[1])
  const values = ours.flatMap((one, round) => {
    const other = theirs[round]
    return other === undefined ? [] : [beside(other) / beside(one)]
  })
  return { unit: 'x', value: spread(values) }
}

/** Three tables: relay; latency, memory and connecting; and whether the generator was what limited it. */
export function peerTables(measures: Measures): readonly (readonly (readonly string[])[])[] {
  const servers = (['bare', ...PEERS, 'c-relay'] as const).filter((name) => `${name} 40 B x1` in measures)
  const cell = (key: string, scale = 1): string => {
    const found = measures[key]?.value
    return found === undefined ? '-' : shown(scaled(found, scale))
  }
  const name = (server: ServerName): string => NAMES[server] ?? server
  const relay = [
    [
      'µs CPU a message; x: of bare ws’ rate',
      ...TEXTS.flatMap((bytes) => WINDOWS.flatMap((w) => [`${bytes} B, ${w} in flight`, 'x'])),
    ],
    ...servers.map((server) => [
      name(server),
      ...TEXTS.flatMap((bytes) =>
        WINDOWS.flatMap((w) => [
          cell(`${server} ${bytes} B x${w}`),
          cell(`${server} ${bytes} B x${w} ratio`),
        ]),
      ),
    ]),
  ]
  const rest = [
    [
      '40 B at a fixed load; people who come and are idle',
      'p50 ms',
      'p99 ms',
      'kB each',
      'x',
      'come/CPU s',
      'x',
    ],
    ...servers.map((server) => [
      name(server),
      cell(`${server} 40 B p50`),
      cell(`${server} 40 B p99`),
      cell(`${server} memory`, 1e-3),
      cell(`${server} memory ratio`),
      cell(`${server} connect`),
      cell(`${server} connect ratio`),
    ]),
  ]
  const proof = [
    ['40 B, 1 in flight: is it the generator?', 'messages/s', 'server % of a core', 'generator %'],
    ...servers.map((server) => [
      name(server),
      cell(`${server} 40 B x1 rate`),
      cell(`${server} 40 B x1 busy`),
      cell(`${server} 40 B x1 generator`),
    ]),
  ]
  return [relay, rest, proof]
}

const scaled = ({ median, min, max, n }: Spread, by: number): Spread => ({
  median: median * by,
  min: min * by,
  max: max * by,
  n,
})
