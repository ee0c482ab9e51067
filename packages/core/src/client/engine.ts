import { decodeServer, encode } from '../protocol/index.js'
import type { System } from '../system.js'
import type { Link, Transport } from '../transports/transport.js'
import { Listeners } from './events.js'
import type { Keepsake } from './keepsake.js'
import {
  type ClientName,
  type Effect,
  INITIAL,
  type Input,
  reduce,
  type State,
  type TimerName,
  type Wake,
} from './machine.js'
import type { ClientEvents } from './types.js'
import { View } from './view.js'

export interface EngineParts {
  readonly transport: Transport
  readonly keepsake: Keepsake
  readonly system: System
  readonly client: ClientName
  /** Called after each step, before anybody is told of it. */
  readonly stepped: (state: State) => void
}

/** Runs the machine: feeds it, does what it wants done, and tells whoever listens. */
export class Engine {
  readonly view: View
  readonly listeners: Listeners
  readonly #parts: EngineParts
  readonly #links = new Map<number, Link>()
  readonly #timers = new Map<TimerName, () => void>()
  readonly #inbox: Input[] = []
  readonly #news: (() => void)[] = []
  #state: State = INITIAL
  /** The latest time there was, and how far the platform's clock was set back in all, ms. */
  #latest = -Infinity
  #setBack = 0
  #busy = false
  #telling = false
  #stopped = false
  #loaded = false

  constructor(parts: EngineParts) {
    this.#parts = parts
    // A listener's fault is the page's to see, and none of the chat's.
    const fault = (error: unknown): void => void Promise.reject(error)
    this.listeners = new Listeners(fault)
    this.view = new View(INITIAL, fault)
  }

  get state(): State {
    return this.#state
  }

  /** Begins with what storage held. */
  load(): void {
    const before = this.#state
    this.#loaded = true
    for (const name of this.#timers.keys()) this.#setTimer(name, null)
    const { hidden, away } = before
    this.#state = { ...this.#parts.keepsake.load(this.#now()), hidden, away }
    this.#publish(before, [])
    this.#tell()
  }

  /**
   * The page or the network is back. While a page lay in the browser's cache another one of its tab may have gone on: then
   * what that one kept is where the person is.
   */
  wake(why: Wake): void {
    if (why !== 'restored' || !this.#loaded || !this.#parts.keepsake.overtook(this.#state))
      return this.dispatch({ type: 'wake', why })
    this.load()
    if (this.#state.phase !== 'idle') this.dispatch({ type: 'resume' })
  }

  /** Lets go of every timer and link. Idempotent. */
  stop(): void {
    this.#stopped = true
    for (const cancel of this.#timers.values()) cancel()
    for (const link of this.#links.values()) link.terminate()
    this.#timers.clear()
    this.#links.clear()
  }

  /** Takes an input now, or after the one at work; then tells whoever listens, in the order things happened. */
  dispatch(input: Input): void {
    if (this.#stopped) return
    this.#inbox.push(input)
    if (this.#busy) return
    this.#busy = true
    try {
      for (let next = this.#inbox.shift(); next; next = this.#inbox.shift()) this.#step(next)
    } finally {
      this.#busy = false
    }
    this.#tell()
  }

  /** Never runs back: a clock that was set back would hide every silence and stretch every pause by as much. */
  #now(): number {
    const now = this.#parts.system.now() + this.#setBack
    if (now < this.#latest) this.#setBack += this.#latest - now
    return (this.#latest = Math.max(this.#latest, now))
  }

  #step(input: Input): void {
    const { unit, id } = this.#parts.system
    const before = this.#state
    const { state, effects } = reduce(
      before,
      input,
      { at: Math.floor(this.#now()), unit: unit(), id: id() },
      this.#parts.client,
    )
    this.#state = state
    for (const effect of effects) this.#run(effect)
    this.#publish(before, effects)
  }

  #run(effect: Effect): void {
    switch (effect.type) {
      case 'open':
        return this.#open(effect.conn)
      case 'send':
        return this.#links.get(effect.conn)?.send(encode(effect.frame))
      case 'close':
        return this.#drop(effect.conn, (link) => link.close(effect.code))
      case 'terminate':
        return this.#drop(effect.conn, (link) => link.terminate())
      case 'timer':
        return this.#setTimer(effect.name, effect.at)
      case 'persist':
        return this.#parts.keepsake.save(this.#state, this.#now())
      case 'emit':
        return
    }
  }

  #open(conn: number): void {
    const link = this.#parts.transport({
      opened: () => this.dispatch({ type: 'opened', conn, device: this.#parts.keepsake.device() }),
      text: (text) => {
        const decoded = decodeServer(text)
        // A frame we can't read is a newer server's, or noise: neither ends a chat (P-FRAME-5).
        if (decoded.ok) this.dispatch({ type: 'frame', conn, frame: decoded.frame, size: text.length })
      },
      closed: (code) => {
        this.#links.delete(conn)
        this.dispatch({ type: 'closed', conn, code })
      },
    })
    this.#links.set(conn, link)
  }

  #drop(conn: number, how: (link: Link) => void): void {
    const link = this.#links.get(conn)
    this.#links.delete(conn)
    if (link) how(link)
  }

  #setTimer(name: TimerName, at: number | null): void {
    this.#timers.get(name)?.()
    this.#timers.delete(name)
    if (at === null) return
    const ms = Math.max(0, at - this.#now())
    this.#timers.set(
      name,
      this.#parts.system.after(ms, () => {
        this.#timers.delete(name)
        this.dispatch({ type: 'timer', name })
      }),
    )
  }

  /** Gathers what is new: stores first, then events. */
  #publish(before: State, effects: readonly Effect[]): void {
    const state = this.#state
    this.#news.push(...this.view.take(state))
    const tell = <K extends keyof ClientEvents>(type: K, event: ClientEvents[K]): void =>
      void this.#news.push(() => this.listeners.tell(type, event))
    if (state.phase !== before.phase) tell('phase', { value: state.phase, previous: before.phase })
    if (state.line.state !== before.line.state)
      tell('connection', { value: state.line.state, previous: before.line.state })
    for (const effect of effects) if (effect.type === 'emit') tell(effect.event.type, effect.event.value)
    this.#parts.stepped(state)
  }

  #tell(): void {
    if (this.#telling) return
    this.#telling = true
    for (let news = this.#news.shift(); news; news = this.#news.shift()) news()
    this.#telling = false
  }
}
