import {
  type Chat,
  type ClientStorage,
  type Facts,
  type KeyValue,
  type Mode,
  StrangerClient,
  type Transport,
} from '@stranger-chat/core'
import { Wire } from './wire.js'
import type { World } from './world.js'

// A page fetches the way to the moderators when it first needs it. Here it is at hand: no virtual time passes while a file is read.
const first = new StrangerClient({
  url: 'https://sim.example',
  transport: () => ({ send() {}, close() {}, terminate() {} }),
})
await first.desk()
first.close()

/** Whoever sits before a browser: one identity, in as many tabs as it opens. */
export interface Person {
  readonly name: string
  /** What the browser keeps for good: every tab shares it. */
  readonly device: KeyValue
  readonly wish: {
    readonly mode: Mode
    readonly languages: readonly string[]
    readonly interests: readonly string[]
    readonly facts: Facts
    /** Of a call, made beforehand. */
    readonly offer?: string
  }
}

/** Words somebody said, and where. */
export interface Said {
  readonly text: string
  readonly chat: string
  readonly seat: number
  readonly tab: Tab
}

export function keyValue(entries = new Map<string, string>()): KeyValue & { entries: Map<string, string> } {
  return {
    entries,
    get: (key) => entries.get(key) ?? null,
    set: (key, value) => void entries.set(key, value),
    remove: (key) => void entries.delete(key),
  }
}

/** A hidden page's timers run on whole seconds, and after five minutes on whole minutes. */
const COARSE_MS = 1_000
const COARSER_AFTER_MS = 300_000
const COARSER_MS = 60_000

/** A tab: a real client with a storage that outlives its page, and the wires it opened. */
export class Tab {
  readonly name: string
  readonly person: Person
  readonly session: ReturnType<typeof keyValue>
  readonly said: Said[] = []
  /** Chats that the person wanted to leave, from here, or that a closed page left. */
  readonly left = new Set<string>()
  /** Another tab was made as a copy of this one, or this is one: two clients in one session. */
  isTwin = false
  /** The clock's error, ms. */
  skew = 0
  hiddenSince: number | null = null
  /** The person closed what shows the chat. */
  isAway = false
  /** The newest connection. */
  wire: Wire | undefined
  readonly #world: World
  #client: StrangerClient | undefined
  #life = 0

  constructor(world: World, name: string, person: Person, session = keyValue()) {
    this.#world = world
    this.name = name
    this.person = person
    this.session = session
  }

  /** The client of the page, if the tab is open. */
  get client(): StrangerClient | undefined {
    return this.#client
  }

  get isOpen(): boolean {
    return this.#client !== undefined
  }

  get chat(): Chat | null {
    const client = this.#client
    return client?.state.phase.get() === 'chatting' ? client.state.chat.get() : null
  }

  /** Loads the page: what was kept is taken up again. */
  open(): void {
    if (this.#client !== undefined) return
    const life = ++this.#life
    const world = this.#world
    const { timeline, dice } = world
    const isAlive = (): boolean => this.#life === life
    const storage: ClientStorage = { device: this.person.device, session: this.session }
    const client = new StrangerClient({
      url: 'https://sim.example',
      storage,
      transport: this.#transport(isAlive),
      fetch: (url, init) => this.#post(url, init.body, isAlive),
      system: {
        now: () => world.start + timeline.now + this.skew,
        after: (ms, task) =>
          timeline.after(this.#coarse(ms), () => {
            if (isAlive()) this.touch(task)
          }),
        unit: dice.unit,
        id: dice.id,
      },
    })
    this.#client = client
    this.hiddenSince = null
    this.isAway = false
    world.watch(this, client)
    this.touch(() => client.resume())
  }

  /** The page is gone. @param how `closed`: said bye; `left`: stored and let go, as a reload does; `killed`: without a moment for either */
  quit(how: 'closed' | 'left' | 'killed'): void {
    const client = this.#client
    if (client === undefined) return
    if (how === 'closed') {
      const { chat } = this
      if (chat !== null) this.left.add(chat.id)
      this.touch(() => client.close())
    }
    if (how === 'left') this.touch(() => client.freeze())
    this.#life++
    this.#client = undefined
    this.wire?.abandon(how !== 'killed')
    this.wire = undefined
  }

  /** Does something with the page; the oracles look at it afterwards. */
  touch(act: () => void): void {
    this.#world.touched.add(this)
    act()
  }

  look(on: boolean): void {
    if (this.#client === undefined) return
    this.isAway = !on
    this.#client.setAway(!on)
  }

  /** Says something nobody has said before. */
  say(padding: number): void {
    const { chat } = this
    if (chat === null || this.#client === undefined) return
    const text = `${this.name} ${this.said.length + 1}${'.'.repeat(padding)}`
    if (this.#client.send(text) === null) return
    this.isAway = false
    const said = { text, chat: chat.id, seat: chat.seat, tab: this }
    this.said.push(said)
    this.#world.said.set(text, said)
  }

  #transport(isAlive: () => boolean): Transport {
    return (events) => {
      const world = this.#world
      const hear =
        <A extends unknown[]>(how: (...args: A) => void) =>
        (...args: A): void => {
          if (isAlive()) this.touch(() => how(...args))
        }
      const host = world.route()
      const wire: Wire = new Wire(
        {
          timeline: world.timeline,
          dice: world.dice,
          habits: () => world.habits.wire,
          accept: (socket) => host?.accept(socket, wire),
          heard: (text) => {
            if (isAlive()) world.heard(this, wire, text)
          },
          buffering: (bytes) => world.buffering(this, bytes),
        },
        { opened: hear(events.opened), text: hear(events.text), closed: hear(events.closed) },
      )
      this.wire = wire
      return wire.link
    }
  }

  async #post(url: string, body: string, isAlive: () => boolean) {
    const { timeline, dice, habits } = this.#world
    await new Promise<void>((go) => void timeline.after(dice.between(...habits.wire.latency), go))
    const host = this.#world.route()
    if (host === undefined) throw new Error('Nobody answers.')
    const status = await host.post(new URL(url).pathname, body)
    await new Promise<void>((go) => void timeline.after(dice.between(...habits.wire.latency), go))
    if (!isAlive()) throw new Error('The page is gone.')
    return { ok: status < 300, status, json: async (): Promise<unknown> => null }
  }

  #coarse(ms: number): number {
    if (this.hiddenSince === null) return ms
    const { now } = this.#world.timeline
    const grain = now - this.hiddenSince > COARSER_AFTER_MS ? COARSER_MS : COARSE_MS
    return Math.ceil((now + ms) / grain) * grain - now
  }
}
