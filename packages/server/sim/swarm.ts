import { staticList } from '../src/media/providers.js'
import { OFFER } from '../src/testing/call.js'
import type { PortHabits } from './port.js'
import type { Op, TabDeed } from './op.js'
import { act } from './op.js'
import { Dice } from './dice.js'
import type { World } from './world.js'
import { CALM_PORT, CALM_WIRE, type Drama } from './drama.js'
import { SHARDS } from './shards.js'
import type { WireHabits } from './wire.js'
import type { Plugin } from '../src/ports/plugin.js'

const MINUTE = 60_000
/** How far a node's clock is set back or forth while it runs, at most. */
const STEP_MS = 3_000
/** Denies what begins with a digit and ends in a certain way: words that are refused have to be counted all the same. */
export const STRICT: Plugin = {
  name: 'strict',
  send: (_who, body) =>
    body.kind === 'text' && body.text.includes('3')
      ? { verdict: 'reject', message: 'No threes here.' }
      : { verdict: 'allow' },
}

/** What a seed decides about its world: which faults there are, how often, and how big everything is. */
interface Plan {
  readonly options: Drama['options']
  readonly people: Drama['people']
  readonly minutes: number
  /** How often each thing happens, by weight, and the mean time between two of them, ms. */
  readonly deeds: Readonly<Partial<Record<TabDeed | 'say' | 'burst', number>>>
  readonly paceMs: number
  readonly faults: Readonly<Partial<Record<Fault, number>>>
  readonly faultMs: number
  readonly skewMs: number
  /** The mean time between two losses of a shard, ms; none in most worlds. */
  readonly shardMs: number | undefined
}
type Fault = 'cut' | 'hang' | 'vanish' | 'stall' | 'crash' | 'drain' | 'rollback' | 'step' | 'skew' | 'cutAll'

function planOf(seed: number, print?: (line: string) => void): Plan {
  const dice = new Dice(seed).fork('swarm')
  const some = <T>(share: number, value: T, otherwise: T): T => (dice.chance(share) ? value : otherwise)
  const nodes = dice.between(1, 3)
  const tags = ['tea', 'chess', 'rain', 'night trains']
  const hasTags = dice.chance(0.4)
  const ages = some(0.3, [13, 18], [18])
  // Offers made while waiting, of which the older one's begins the log (P-CALL-5). From dice of their own: the seeds of before keep their course.
  const calls = new Dice(seed).fork('calls')
  const isVoice = calls.chance(0.3)
  const people = Array.from({ length: dice.between(2, 8) }, () => ({
    ...(isVoice && calls.chance(0.7) ? { offer: OFFER } : {}),
    mode: isVoice ? ('voice' as const) : ('text' as const),
    languages: some(0.2, [dice.pick(['en', 'id'])], []),
    interests: hasTags ? tags.filter(() => dice.chance(0.3)) : [],
    facts: { age: dice.pick(ages), rules: '1' },
  }))
  const shards = new Dice(seed).fork('shards')
  const isRough = dice.chance(0.5)
  const wire: WireHabits = {
    latency: some(0.3, [50, dice.between(200, 2_000)] as const, CALM_WIRE.latency),
    echo: some(0.3, dice.unit() * 0.3, 0),
  }
  const port: PortHabits = {
    latency: some(0.3, [1, dice.between(20, 2_000)] as const, [1, 4]),
    lost: some(0.2, dice.unit() * 0.05, 0),
    dropped: some(0.4, dice.unit() * 0.5, 0),
    late: some(0.3, dice.unit() * 0.3, 0),
  }
  // A single process has no network to its store.
  const isAlone = nodes === 1 && dice.chance(0.5)
  const isTight = dice.chance(0.3)
  const limits = isTight
    ? {
        logEntries: dice.between(6, 24),
        logBytes: dice.between(2, 8) * 1_024,
        seenEntries: 3,
        seenBytes: 500,
        idleMs: dice.between(1, 4) * MINUTE,
      }
    : {}
  const weight = (share: number, most: number): number => (dice.chance(share) ? dice.unit() * most : 0)
  return {
    options: {
      seed,
      nodes,
      habits: { wire, port: isAlone ? { ...CALM_PORT, latency: null } : port },
      server: {
        limits,
        gates: { age: ages },
        ...(isVoice ? { modes: ['voice'], ice: staticList([]) } : {}),
        // A hidden page's grace, and the time it takes to notice that it is gone, fit in the time to converge.
        grace: { away: 30_000, hidden: 90_000 },
        ...some(0.2, { plugins: [STRICT] }, {}),
        ...some(0.3, { relax: { interests: 1_000, languages: 2_000, trust: 3_000 } }, {}),
      },
      ...some(0.4, { pairing: { recentMs: 1_000 } }, {}),
      ...(print === undefined ? {} : { print }),
    },
    people,
    minutes: dice.between(2, 6),
    deeds: {
      start: 3,
      say: 8,
      burst: weight(0.4, 2),
      next: weight(0.8, 2),
      stop: weight(0.6, 1),
      typing: weight(0.5, 2),
      hide: weight(0.5, 1),
      show: weight(0.5, 1),
      reload: weight(0.5, 1.5),
      kill: weight(0.4, 0.5),
      close: weight(0.4, 0.5),
      open: 1,
      freeze: weight(0.2, 0.5),
      wake: weight(0.4, 1),
      online: weight(0.3, 1),
      reconnect: weight(0.4, 1),
      block: weight(0.3, 0.4),
      twin: weight(0.25, 0.5),
      second: weight(0.25, 0.5),
    },
    paceMs: dice.between(150, 2_500),
    faults: {
      cut: weight(0.6, 3),
      cutAll: weight(0.2, 0.5),
      hang: weight(0.5, 2),
      vanish: weight(0.2, 0.5),
      stall: weight(0.4, 2),
      crash: weight(0.3, 0.7),
      drain: weight(0.3, 0.7),
      rollback: weight(0.1, 0.2),
      step: weight(0.2, 1),
      skew: weight(0.2, 1),
    },
    faultMs: isRough ? dice.between(2_000, 15_000) : dice.between(15_000, 60_000),
    skewMs: some(0.3, dice.between(-90_000, 90_000), 0),
    shardMs: shards.chance(0.25) ? shards.between(20_000, 120_000) : undefined,
  }
}

/** The drama that a seed makes. @param print every line of what happens */
export function swarm(seed: number, print?: (line: string) => void): Drama {
  const plan = planOf(seed, print)
  const ms = plan.minutes * MINUTE
  return {
    options: plan.options,
    people: plan.people,
    ms,
    play(world, dice) {
      for (const tab of world.tabs.keys())
        world.timeline.after(dice.between(0, 5_000), () => act(world, { do: 'start', tab }))
      for (const node of world.hosts.keys()) act(world, { do: 'step', node, ms: skewOf(plan, node) })
      live(world, plan, dice, ms)
      befall(world, plan, dice.fork('faults'), ms)
      shatter(world, plan, dice.fork('shards'), ms)
    },
  }
}

/** How wrong a node's clock is from the beginning. */
const skewOf = ({ skewMs }: Plan, node: number): number => (node % 2 === 0 ? 0 : skewMs)

/** People do what people do. */
function live(world: World, plan: Plan, dice: Dice, until: number): void {
  const { timeline } = world
  const again = (): void => {
    if (timeline.now >= until) return
    const tab = dice.between(0, world.tabs.length - 1)
    const deed = dice.weighted(plan.deeds)
    if (deed === 'say' || deed === 'burst') {
      const padding = dice.chance(0.1) ? dice.between(50, 1_500) : 0
      for (let i = deed === 'burst' ? dice.between(5, 40) : 1; i > 0; i--)
        act(world, { do: 'say', tab, padding })
    } else act(world, { do: deed, tab })
    timeline.after(dice.wait(plan.paceMs), again)
  }
  timeline.after(dice.wait(plan.paceMs), again)
}

/** Things break. */
function befall(world: World, plan: Plan, dice: Dice, until: number): void {
  const { timeline } = world
  if (Object.values(plan.faults).every((weight) => weight === 0)) return
  const again = (): void => {
    if (timeline.now >= until) return
    for (const op of faultsOf(dice.weighted(plan.faults), world, plan, dice)) act(world, op)
    timeline.after(dice.wait(plan.faultMs), again)
  }
  timeline.after(dice.wait(plan.faultMs), again)
}

/** Shards of the store begin anew, each for itself. */
function shatter(world: World, { shardMs }: Plan, dice: Dice, until: number): void {
  const { timeline } = world
  if (shardMs === undefined) return
  const again = (): void => {
    if (timeline.now >= until) return
    act(world, { do: 'lose', shard: dice.between(0, SHARDS - 1) })
    timeline.after(dice.wait(shardMs), again)
  }
  timeline.after(dice.wait(shardMs), again)
}

function faultsOf(fault: Fault, world: World, plan: Plan, dice: Dice): readonly Op[] {
  const tab = dice.between(0, world.tabs.length - 1)
  const node = dice.between(0, world.hosts.length - 1)
  const reboot = (): void =>
    void world.timeline.after(dice.between(500, 40_000), () => act(world, { do: 'boot', node }))
  switch (fault) {
    case 'stall':
      return [{ do: 'stall', tab, ms: dice.between(500, 60_000) }]
    case 'crash':
      reboot()
      return [{ do: 'crash', node, isTold: dice.chance(0.5) }]
    case 'drain':
      reboot()
      return [{ do: 'drain', node }]
    case 'rollback':
      return [{ do: 'rollback' }]
    case 'step':
      return [{ do: 'step', node, ms: skewOf(plan, node) + dice.between(-STEP_MS, STEP_MS) }]
    case 'skew':
      return [{ do: 'skew', tab, ms: dice.between(-90_000, 90_000) }]
    case 'cutAll':
      return world.tabs.map((_, i) => ({ do: 'cut', tab: i }))
    default:
      return [{ do: fault, tab }]
  }
}
