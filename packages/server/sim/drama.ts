import { Dice } from './dice.js'
import { act, type Op } from './op.js'
import { ORACLES } from './oracles/index.js'
import type { PortHabits } from './port.js'
import type { Person } from './tab.js'
import type { WireHabits } from './wire.js'
import { World, type WorldOptions } from './world.js'

/** One run: a world, who is in it, and what happens there. */
export interface Drama {
  readonly options: Omit<WorldOptions, 'oracles'>
  /** One tab each, closed at first. */
  readonly people: readonly Person['wish'][]
  /** How long things happen before all is healed, ms. */
  readonly ms: number
  /** Sets going what happens. */
  readonly play: (world: World, dice: Dice) => void
}

/** How it went. */
export interface Outcome {
  readonly events: number
  readonly virtualMs: number
  /** Of everything that happened: the same for the same run. */
  readonly hash: string
}

/** Within so much after everything is healed, all is as it should be. */
const CONVERGE_MS = 150_000
/** A drain takes 12 s, or longer when the clock it looks at is set back meanwhile. */
const DOWN_MS = [20_000, 50_000, 110_000]
/** Calm wires and ports carry anything anywhere within this. */
const REST_MS = 2_000
const RESTLESS = 10
/** Within so much after everybody left, nothing is left of them. */
const EMPTY_MS = 330_000

export const CALM_WIRE: WireHabits = { latency: [5, 60], echo: 0 }
export const CALM_PORT: PortHabits = { latency: [1, 4], lost: 0, dropped: 0, late: 0 }

/** The same ops at the same times, ms. */
export const script =
  (lines: readonly (readonly [number, Op])[]) =>
  (world: World): void => {
    for (const [at, op] of lines) world.timeline.after(at, () => act(world, op))
  }

/**
 * Runs a drama: what happens in it, then peace, then everybody leaves. The oracles watch throughout.
 * @param seen told of the world before it begins
 * @throws Violation
 */
export async function perform(drama: Drama, seen: (world: World) => void = () => {}): Promise<Outcome> {
  const world = new World({ ...drama.options, oracles: ORACLES })
  seen(world)
  const { timeline } = world
  await world.boot()
  for (const wish of drama.people) world.newTab(world.newcomer(wish))
  drama.play(world, new Dice(drama.options.seed).fork('life'))
  await world.run(drama.ms)
  heal(world)
  await world.run(CONVERGE_MS)
  // What just happened, such as the end of a chat that was quiet for too long, is still on its way to those it concerns.
  for (let i = 0; timeline.now - world.truth.changedAt < REST_MS; i++) {
    if (i === RESTLESS) world.fail('liveness', 'Everything was healed long ago, and there is no end of news.')
    await world.run(REST_MS)
  }
  await world.judge('converged')
  for (const tab of world.tabs) tab.quit('closed')
  await world.run(EMPTY_MS)
  await world.judge('emptied')
  return { events: timeline.events, virtualMs: timeline.now, hash: world.record.hash }
}

/** Nothing breaks any more: nodes run, pages are in view, lines carry. What broke before is for the system to find out. */
function heal(world: World): void {
  world.record.note('* healed')
  world.habits = { wire: CALM_WIRE, port: CALM_PORT }
  for (const [node] of world.hosts.entries()) {
    act(world, { do: 'boot', node })
    // One that is on its way down comes up again.
    for (const wait of DOWN_MS) world.timeline.after(wait, () => act(world, { do: 'boot', node }))
  }
  for (const [tab, { client }] of world.tabs.entries()) {
    act(world, { do: 'show', tab })
    if (client?.state.connection.get() === 'reconnecting') act(world, { do: 'wake', tab })
  }
}
