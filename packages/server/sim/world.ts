import { decodeServer, type ServerFrame, type StrangerClient } from '@stranger-chat/core'
import type { ServerOptions } from '../src/options.js'
import { PAIRING } from '../src/rules/pairing.js'
import { createStamper, type Stamper } from '../src/safety/stamp.js'
import { createKeyRing, KEY_BYTES } from '../src/session/keys.js'
import { Dice } from './dice.js'
import { Host } from './host.js'
import type { PortHabits } from './port.js'
import { Record, Violation } from './record.js'
import { SharedBlocks, SharedStore } from './store.js'
import { type Person, keyValue, type Said, Tab } from './tab.js'
import { Timeline } from './timeline.js'
import { Truth, type Watcher } from './truth.js'
import type { Wire, WireHabits } from './wire.js'

/** What is watched besides the store. An oracle is one idea, and says so when it is broken. */
export interface Oracle extends Watcher {
  readonly name: string
  /** A frame reached a client. */
  readonly heard?: (tab: Tab, wire: Wire, frame: ServerFrame) => void
  /** Something happened in a tab's page, and has come to rest. */
  readonly seen?: (tab: Tab, client: StrangerClient) => void
  /** A page was loaded. */
  readonly loaded?: (tab: Tab, client: StrangerClient) => void
  /** Everything was healed long ago, and nobody did anything since. */
  readonly converged?: () => Promise<void> | void
  /** Everybody left long ago. */
  readonly emptied?: () => Promise<void> | void
}
export type MakeOracle = (world: World) => Oracle

export interface Habits {
  wire: WireHabits
  port: PortHabits
}

export interface WorldOptions {
  readonly seed: number
  readonly nodes: number
  readonly server: ServerOptions
  readonly habits: Habits
  readonly oracles: readonly MakeOracle[]
  readonly pairing?: { readonly recentMs: number }
  readonly print?: (line: string) => void
}

/** A day on which all clocks begin, ms since 1970. */
const START = 1_700_000_000_000
/** Log lines of a node that mean a fault of ours, whatever befell it. */
const FAULTS: ReadonlySet<string> = new Set(['connection.failed', 'http.failed', 'session.failed'])

/** Everything there is: nodes and their store, people with their tabs, time and chance, and the oracles who watch. */
export class World {
  readonly start = START
  readonly seed: number
  readonly timeline = new Timeline()
  readonly dice: Dice
  readonly record: Record
  readonly truth: Truth
  readonly store: SharedStore
  readonly blocks = new SharedBlocks(() => this.timeline.now)
  readonly stamper: Stamper
  readonly hosts: readonly Host[]
  readonly people: Person[] = []
  readonly tabs: Tab[] = []
  readonly touched = new Set<Tab>()
  readonly server: ServerOptions
  /** How long two who met wait to meet again, ms. */
  readonly recentMs: number
  habits: Habits
  /** Answers of the store get lost at some time of this run; one that was asked for then may be missed later. */
  mayLose: boolean
  /** How often the store lost everything, or a shard of it. */
  rollbacks = 0
  /** When a node last went away, virtual ms. */
  crashedAt = -Infinity
  /** Whose wish each ticket is. */
  readonly owners = new Map<string, Tab>()
  /** Everything anybody ever said, each in words of its own. */
  readonly said = new Map<string, Said>()
  violation: Violation | undefined
  readonly #oracles: readonly Oracle[]
  #next = 0

  constructor({ seed, nodes, server, habits, oracles, pairing, print }: WorldOptions) {
    this.seed = seed
    this.server = server
    this.recentMs = (pairing ?? PAIRING).recentMs
    this.habits = habits
    this.mayLose = habits.port.lost > 0
    this.dice = new Dice(seed).fork('world')
    this.record = new Record(() => this.timeline.now, print)
    this.truth = new Truth(
      () => this.timeline.now,
      () => this.#oracles,
      (oracle, what) => this.fail(oracle, what),
    )
    const storeDice = new Dice(seed).fork('store')
    const { sockets, ticketMs, logEntries, logBytes } = server.limits ?? {}
    const limits = { sockets, ticketMs, logEntries, logBytes }
    this.store = new SharedStore(this.truth, {
      clock: { now: () => START + this.timeline.now, after: (ms, fn) => this.timeline.after(ms, fn) },
      random: { id: storeDice.id, unit: storeDice.unit, bytes: storeDice.bytes },
      limits: Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined)),
      ...(pairing === undefined ? {} : { pairing }),
    })
    const secret = new Dice(seed).fork('secret').bytes(KEY_BYTES)
    const keys = createKeyRing([{ secret, from: START }], { now: () => START + this.timeline.now })
    this.stamper = createStamper(keys)
    this.hosts = Array.from({ length: nodes }, (_, i) => {
      const name = `node ${i + 1}`
      return new Host({
        name,
        timeline: this.timeline,
        dice: new Dice(seed).fork(name),
        store: this.store,
        habits: () => this.habits.port,
        options: { ...server, keys, store: this.blocks },
        start: START,
        log: {
          log: (_level, event, fields) => {
            this.record.note(`${name}: ${event} ${fields === undefined ? '' : JSON.stringify(fields)}`)
            if (FAULTS.has(event) && !this.mayLose) this.fail('no fault of ours', `${name} logged ${event}.`)
          },
        },
      })
    })
    this.#oracles = oracles.map((make) => make(this))
  }

  async boot(): Promise<void> {
    for (const host of this.hosts) await host.boot()
  }

  /** The first of these counts; the run ends with it. */
  fail(oracle: string, what: string): void {
    this.violation ??= new Violation(oracle, what, this.timeline.now)
  }

  newcomer(wish: Person['wish']): Person {
    const person = { name: `p${this.people.length + 1}`, device: keyValue(), wish }
    this.people.push(person)
    return person
  }

  newTab(person: Person, session?: ReturnType<typeof keyValue>): Tab {
    const tab = new Tab(this, `t${this.tabs.length + 1}`, person, session)
    this.tabs.push(tab)
    return tab
  }

  /** Where the next connection goes: any node that is up, taken in turn; sometimes one that isn't. */
  route(): Host | undefined {
    const up = this.hosts.filter(({ takesPeople }) => takesPeople)
    return up.length === 0 ? undefined : up[this.#next++ % up.length]
  }

  /** Lets `ms` pass. @throws Violation */
  async run(ms: number): Promise<void> {
    await this.timeline.run(this.timeline.now + ms, () => this.#look())
    this.#look()
  }

  watch(tab: Tab, client: StrangerClient): void {
    const note = (what: string): void => this.record.note(`${tab.name}: ${what}`)
    client.on('phase', ({ value }) => note(value))
    client.on('connection', ({ value }) => note(`line ${value}`))
    client.on('match', ({ id }) => note(`matched ${id}`))
    client.on('end', ({ chat, reason }) => note(`end of ${chat}: ${reason}`))
    client.on('error', ({ code }) => note(`error ${code}`))
    for (const oracle of this.#oracles) oracle.loaded?.(tab, client)
  }

  heard(tab: Tab, wire: Wire, text: string): void {
    const decoded = decodeServer(text)
    if (!decoded.ok) return this.fail('frames are frames', `${tab.name} heard ${text.slice(0, 200)}`)
    const { frame } = decoded
    this.record.note(`${tab.name} < ${gist(frame)}`)
    for (const oracle of this.#oracles) oracle.heard?.(tab, wire, frame)
  }

  buffering(tab: Tab, bytes: number): void {
    if (bytes > 256 * 1024 + 512) this.fail('I8 bounds', `${bytes} bytes wait for ${tab.name}.`)
  }

  async judge(moment: 'converged' | 'emptied'): Promise<void> {
    for (const oracle of this.#oracles) await oracle[moment]?.()
    this.#look()
  }

  #look(): void {
    for (const tab of this.touched) {
      const { client } = tab
      if (client === undefined) continue
      const ticket = client.state.search.get()?.ticket
      if (ticket !== undefined) this.owners.set(ticket, tab)
      for (const oracle of this.#oracles) oracle.seen?.(tab, client)
    }
    this.touched.clear()
    if (this.violation !== undefined) throw this.violation
  }
}

/** A frame in a few words, without what differs from run to run though nothing happens differently (a capsule's nonce). */
function gist(frame: ServerFrame): string {
  switch (frame.type) {
    case 'welcome':
      return `welcome${frame.resumed ? ' back' : ''}`
    case 'chat':
      return `chat ${frame.chat} seat ${frame.you} top ${frame.offset} accepted ${frame.accepted}${frame.complete ? '' : ' incomplete'}`
    case 'entry':
      return `entry ${frame.chat} ${frame.offset} of ${frame.seat} ${JSON.stringify(frame.body).slice(0, 60)} n ${frame.n ?? '-'} acked ${JSON.stringify(frame.acked?.map(([n, offset]) => [n, offset]) ?? [])}`
    case 'ack':
      return `ack ${frame.chat} ${JSON.stringify(frame.acked.map(([n, offset]) => [n, offset]))}`
    default:
      return JSON.stringify(frame)
  }
}
