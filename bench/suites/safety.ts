import { fresh, type Stretch, stretch } from '../relay/measure.ts'
import { redoing } from '../relay/rounds.ts'
import { total } from '../support/cpu.ts'
import { shown, spread, table } from '../support/numbers.ts'
import type { Outcome, Setting, Suite } from './suite.ts'

/** What our server is started with; the first is what the others are compared with. */
const WAYS = {
  'as it comes': {},
  'without stamps': { WITHOUT: 'stamps' },
  'with a plugin that looks for 300 words': { DETECTOR: 'words' },
} as const
type Way = keyof typeof WAYS
const NAMES = Object.keys(WAYS) as Way[]
const [USUAL] = NAMES as [Way]

const SIZES = { rounds: 8, people: 1_000, warm: 60_000, messages: 100_000, seconds: 10 }
const QUICK = { rounds: 1, people: 200, warm: 5_000, messages: 10_000, seconds: 2 }
/** Everybody says something every four seconds, on average. */
const PACE_S = 4

interface Paces {
  readonly talk: Stretch
  readonly human: Stretch
}

const title = 'Safety: what of a message is stamps, and what a detector would add'

export const safety: Suite = { title, run }

async function run({ scale, load, say }: Setting): Promise<Outcome> {
  const sizes = scale.quick ? QUICK : SIZES
  const rounds = scale.rounds ?? sizes.rounds
  const found = new Map<Way, Paces[]>(NAMES.map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? NAMES : NAMES.toReversed()) {
      const once = (): Promise<Paces> =>
        fresh(
          'stranger-chat',
          load,
          40,
          async (server, generator) => {
            await generator.ask(`connect ${sizes.people}`)
            await generator.ask(`pingpong ${sizes.warm} 1`)
            const talk = await stretch(server, generator, `pingpong ${sizes.messages} 1`)
            await generator.ask(`pace ${sizes.people / PACE_S} 1`)
            const human = await stretch(server, generator, `pace ${sizes.people / PACE_S} ${sizes.seconds}`)
            return { talk, human }
          },
          { env: WAYS[name] },
        )
      const { result } = await redoing(once, ({ talk }) => talk.noise)
      found.get(name)?.push(result)
      say(`  round ${round + 1} of ${rounds}, ${name}`)
    }
  }
  const perMessage = ({ cpu, done }: Stretch): number => total(cpu) / done.messages
  const costs = (name: Way): readonly number[] => (found.get(name) ?? []).map(({ talk }) => perMessage(talk))
  const calm = (name: Way) => spread((found.get(name) ?? []).map(({ human }) => perMessage(human)))
  const usual = costs(USUAL)
  const beside = (name: Way): readonly number[] => costs(name).map((cost, i) => cost / (usual[i] ?? NaN))
  return {
    measures: Object.fromEntries(
      NAMES.flatMap((name) => [
        [`safety ${name}`, { unit: 'µs CPU/message', value: spread(costs(name)) }],
        [`safety ${name} human pace`, { unit: 'µs CPU/message', value: calm(name) }],
        [`safety ${name} ratio`, { unit: 'x as it comes', value: spread(beside(name)) }],
      ]),
    ),
    text: table([
      ['our server, 40 B', 'µs CPU a message, 1 in flight', 'x as it comes', 'µs at human pace'],
      ...NAMES.map((name) => [
        name,
        shown(spread(costs(name))),
        shown(spread(beside(name))),
        shown(calm(name)),
      ]),
    ]),
    rounds: [...found],
  }
}
