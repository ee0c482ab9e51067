import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Beside, trios } from '../peers/trios.ts'
import { type Stretch, stretch } from '../relay/measure.ts'
import { total } from '../support/cpu.ts'
import { startLoad } from '../support/load.ts'
import { shown, spread, table } from '../support/numbers.ts'
import { dialectOf, type ServerName, startServer } from '../support/servers.ts'
import type { Outcome, Setting, Suite } from './suite.ts'

const PEOPLE = 10_000
const PEOPLE_QUICK = 500
const ROUNDS = 4
const CANDIDATES = ['stranger-chat', 'socket.io'] as const

const title = 'Restart storm: the process is killed, and everybody comes back at once to a new one'

/**
 * With us they come back with token, device and the chat they had, which went with the process, and each meets a partner anew;
 * the door is wide open, since a bare relay has none. The measure is all that the new process did until everybody was paired.
 */
async function rush(name: ServerName, load: readonly string[], people: number): Promise<Stretch> {
  const data = mkdtempSync(join(tmpdir(), 'stranger-chat-bench-storm-'))
  let server = await startServer(name, { env: { DATA: data } })
  const generator = startLoad(load, [server.port], dialectOf(name), 40)
  try {
    await generator.ask(`connect ${people}`)
    await generator.ask('part')
    await server.kill()
    server = await startServer(name, { env: { DATA: data } })
    return await stretch(server, generator, `restart ${server.port}`)
  } finally {
    generator.stop()
    await server.kill().catch(() => undefined)
    rmSync(data, { recursive: true, force: true })
  }
}

export const storm: Suite = { title, run }

async function run({ scale, load, say }: Setting): Promise<Outcome> {
  const people = scale.quick ? PEOPLE_QUICK : PEOPLE
  const rounds = scale.rounds ?? (scale.quick ? 1 : ROUNDS)
  const found = await trios(
    CANDIDATES,
    rounds,
    (name) => rush(name, load, people),
    (one) => one.noise,
    say,
  )
  const cpu = (one: Stretch): number => total(one.cpu) / 1e6
  const ratio = (name: (typeof CANDIDATES)[number]) =>
    spread((found.get(name) ?? []).map(({ own, bare }: Beside<Stretch>) => cpu(own) / cpu(bare)))
  const row = (name: string, all: readonly Stretch[], beside: string): string[] => [
    name,
    shown(spread(all.map(cpu))),
    beside,
    shown(spread(all.map(({ done }) => done.ms / 1_000))),
  ]
  const own = (name: (typeof CANDIDATES)[number]): readonly Stretch[] =>
    (found.get(name) ?? []).map((one) => one.own)
  const bare = [...found.values()].flat().map((one) => one.bare)
  return {
    measures: {
      'storm ratio': { unit: 'x bare ws', value: ratio('stranger-chat') },
      'storm cpu': { unit: 's CPU', value: spread(own('stranger-chat').map(cpu)) },
      'storm people': { unit: 'people', value: spread([people]) },
      'storm socket.io ratio': { unit: 'x bare ws', value: ratio('socket.io') },
    },
    text: table([
      [`${people.toLocaleString('en-GB')} people`, 's CPU', 'x bare ws', 's until all are paired'],
      row('bare ws', bare, '-'),
      ...CANDIDATES.map((name) => row(name, own(name), shown(ratio(name)))),
    ]),
    rounds: [...found],
  }
}
