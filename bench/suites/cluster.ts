import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Stretch, stretch } from '../relay/measure.ts'
import { redoing } from '../relay/rounds.ts'
import { type Cpu, minus, total } from '../support/cpu.ts'
import { startLoad } from '../support/load.ts'
import { shown, spread, table } from '../support/numbers.ts'
import { redisMissing, type Redis, startRedis } from '../support/redis.ts'
import { type ServerUnderTest, startServer } from '../support/servers.ts'
import type { Outcome, Setting, Suite } from './suite.ts'

/** Where partners sit, and what holds their chat. */
const WAYS = ['one node, memory', 'one node, Redis', 'two nodes, Redis'] as const
type Way = (typeof WAYS)[number]

const SIZES = { rounds: 6, people: 2_000, warm: 20_000, messages: 40_000, rate: 500, seconds: 5 }
const QUICK = { rounds: 1, people: 100, warm: 2_000, messages: 4_000, rate: 200, seconds: 2 }

const title = 'Cluster: partners at one node, and at two nodes over Redis'

interface Met {
  readonly talk: Stretch
  readonly calm: Stretch
  /** Redis' own for a message of either stretch, µs. */
  readonly redis: number
  readonly redisCalm: number
  /** Ours, for the second half to come, be welcomed and matched: µs each. */
  readonly coming: number
  readonly redisComing: number
}

async function meet(way: Way, load: readonly string[], sizes: typeof SIZES): Promise<Met> {
  const folders: string[] = []
  const servers: ServerUnderTest[] = []
  let redis: Redis | undefined
  try {
    // Beside the load: what the nodes use is measured alone, and both nodes share a core.
    if (way !== 'one node, memory') redis = await startRedis(1)
    for (let node = 0; node < (way === 'two nodes, Redis' ? 2 : 1); node++) {
      const DATA = mkdtempSync(join(tmpdir(), 'stranger-chat-bench-cluster-'))
      folders.push(DATA)
      if (node > 0) copyFileSync(join(folders[0] ?? DATA, 'keys.json'), join(DATA, 'keys.json'))
      servers.push(
        await startServer('stranger-chat', {
          env: { DATA, ...(redis === undefined ? {} : { REDIS: redis.url }) },
        }),
      )
    }
    const nodes = { cpu: () => servers.map(({ cpu }) => cpu()).reduce(plus) }
    const redisCpu = (): Cpu => redis?.cpu() ?? { user: 0, kernel: 0 }
    const generator = startLoad(
      load,
      servers.map(({ port }) => port),
      'stranger-chat',
      40,
    )
    try {
      await generator.ask(`connect ${sizes.people / 2}`)
      const [before, its] = [nodes.cpu(), redisCpu()]
      await generator.ask(`connect ${sizes.people / 2}`)
      const coming = total(minus(nodes.cpu(), before)) / (sizes.people / 2)
      const redisComing = total(minus(redisCpu(), its)) / (sizes.people / 2)
      await generator.ask(`pingpong ${sizes.warm} 1`)
      const redisBefore = redisCpu()
      const talk = await stretch(nodes, generator, `pingpong ${sizes.messages} 1`)
      const used = total(minus(redisCpu(), redisBefore)) / talk.done.messages
      await generator.ask(`pace ${sizes.rate} 1`)
      const calmBefore = redisCpu()
      const calm = await stretch(nodes, generator, `pace ${sizes.rate} ${sizes.seconds}`)
      const redisCalm = total(minus(redisCpu(), calmBefore)) / calm.done.messages
      return { talk, calm, redis: used, redisCalm, coming, redisComing }
    } finally {
      generator.stop()
    }
  } finally {
    for (const server of servers) await server.kill()
    await redis?.stop()
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  }
}

const plus = (a: Cpu, b: Cpu): Cpu => ({ user: a.user + b.user, kernel: a.kernel + b.kernel })

export const cluster: Suite = { title, run }

async function run({ scale, load, say }: Setting): Promise<Outcome> {
  const missing = redisMissing()
  if (missing !== undefined) throw new Error(`The suite cluster needs ${missing}.`)
  const sizes = scale.quick ? QUICK : SIZES
  const rounds = scale.rounds ?? sizes.rounds
  const found = new Map<Way, Met[]>(WAYS.map((way) => [way, []]))
  for (let round = 0; round < rounds; round++) {
    for (const way of round % 2 === 0 ? WAYS : WAYS.toReversed()) {
      const { result } = await redoing(
        () => meet(way, load, sizes),
        ({ talk }) => talk.noise,
      )
      found.get(way)?.push(result)
      say(`  round ${round + 1} of ${rounds}, ${way}`)
    }
  }
  const of = (way: Way): readonly Met[] => found.get(way) ?? []
  const values = (way: Way, value: (met: Met) => number) => spread(of(way).map(value))
  /** Round by round, against the same round's other way. */
  const against = (way: Way, other: Way, judge: (one: Met, base: Met) => number) =>
    spread(of(way).flatMap((one, i) => (of(other)[i] === undefined ? [] : [judge(one, of(other)[i] as Met)])))
  const perMessage = ({ cpu, done }: Stretch): number => total(cpu) / done.messages
  const cost = ({ talk }: Met): number => perMessage(talk)
  const p50 = ({ calm }: Met): number => (calm.done.p50Us ?? NaN) / 1_000
  const p99 = ({ calm }: Met): number => (calm.done.p99Us ?? NaN) / 1_000
  const [memory, local, cross] = WAYS
  const rate = (base: Way) => against(cross, base, (one, other) => cost(other) / cost(one))
  return {
    measures: {
      'cross-node ratio': { unit: 'x local', value: rate(local) },
      'cross-node against memory': { unit: 'x memory', value: rate(memory) },
      'cross-node added p50': {
        unit: 'ms',
        value: against(cross, local, (one, other) => p50(one) - p50(other)),
      },
      ...Object.fromEntries(
        WAYS.flatMap((way) => [
          [`${way} message`, { unit: 'µs node CPU', value: values(way, cost) }],
          [`${way} redis`, { unit: 'µs Redis CPU', value: values(way, ({ redis }) => redis) }],
          [`${way} human pace`, { unit: 'µs node CPU', value: values(way, ({ calm }) => perMessage(calm)) }],
          [
            `${way} human pace redis`,
            { unit: 'µs Redis CPU', value: values(way, ({ redisCalm }) => redisCalm) },
          ],
          [`${way} enter`, { unit: 'µs node CPU', value: values(way, ({ coming }) => coming) }],
          [
            `${way} enter redis`,
            { unit: 'µs Redis CPU', value: values(way, ({ redisComing }) => redisComing) },
          ],
        ]),
      ),
    },
    text: table([
      [
        '40 B, 1 in flight',
        'node µs/message',
        'Redis µs',
        'x memory',
        'p50 ms',
        'p99 ms',
        'node µs to come and pair',
        'Redis µs',
      ],
      ...WAYS.map((way) => [
        way,
        shown(values(way, cost)),
        shown(values(way, ({ redis }) => redis)),
        shown(against(way, memory, (one, other) => cost(other) / cost(one))),
        shown(values(way, p50)),
        shown(values(way, p99)),
        shown(values(way, ({ coming }) => coming)),
        shown(values(way, ({ redisComing }) => redisComing)),
      ]),
    ]),
    rounds: [...found],
  }
}
