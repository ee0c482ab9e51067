import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CALM_PORT, CALM_WIRE, type Drama, perform } from './drama.js'
import { act, type Op } from './op.js'
import { SHARDS } from './shards.js'
import type { World } from './world.js'

// Plans that shrink: what people do and what befalls them is one list, the noise of the network comes from a seed of its
// own, so that a shorter list meets the same noise. Where a swarm finds a failure, a plan tells what it takes.

const PEOPLE = 4
const NODES = 2
const WISH = { mode: 'text', languages: [], interests: [], facts: { age: 18, rules: '1' } } as const

const tab = fc.nat(PEOPLE + 1)
const node = fc.nat(NODES - 1)
const op: fc.Arbitrary<Op> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('say' as const), tab, padding: fc.constantFrom(0, 0, 300) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'start',
        'next',
        'stop',
        'typing',
        'hide',
        'show',
        'away',
        'here',
        'online',
        'reconnect',
        'block',
      ),
      tab,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('reload', 'kill', 'close', 'open', 'freeze', 'wake', 'twin', 'second'),
      tab,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('cut', 'hang'), tab }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('stall' as const),
      tab,
      ms: fc.integer({ min: 100, max: 20_000 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('crash' as const), node, isTold: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('boot', 'drain'), node }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rollback' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lose' as const), shard: fc.nat(SHARDS - 1) }) },
)

const plan = fc.record({
  noise: fc.nat(1_000),
  dropped: fc.constantFrom(0, 0, 0.3),
  steps: fc.array(fc.record({ wait: fc.constantFrom(0, 20, 150, 800, 4_000, 15_000), op }), {
    minLength: 5,
    maxLength: 60,
    size: 'max',
  }),
})

function dramaOf({ noise, dropped, steps }: typeof plan extends fc.Arbitrary<infer P> ? P : never): Drama {
  return {
    options: {
      seed: noise,
      nodes: NODES,
      habits: { wire: { ...CALM_WIRE, echo: 0.1 }, port: { ...CALM_PORT, dropped } },
      server: { grace: { away: 30_000, hidden: 90_000 } },
    },
    people: Array.from({ length: PEOPLE }, () => WISH),
    ms: 10_000 + steps.reduce((sum, { wait }) => sum + wait, 0),
    play(world: World) {
      for (const i of world.tabs.keys()) act(world, { do: 'start', tab: i })
      let at = 2_000
      for (const { wait, op: deed } of steps) world.timeline.after((at += wait), () => act(world, deed))
    },
  }
}

/** The same plans for everybody, so that nobody's change is refused by chance; FC_SEED, a whole number, tries others. */
const seed = Number(process.env.FC_SEED ?? 1)
if (!Number.isInteger(seed) || process.env.FC_SEED === '')
  throw new RangeError(`FC_SEED must be a whole number, not '${process.env.FC_SEED}'.`)

it('keeps every promise, whatever people do and whatever befalls them', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async (one) => {
      expect(await perform(dramaOf(one))).toHaveProperty('hash')
    }),
    { seed },
  )
})
