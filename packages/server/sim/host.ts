import { EventEmitter } from 'node:events'
import { Readable } from 'node:stream'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ServerOptions } from '../src/options.js'
import type { Clock, Log } from '../src/ports/clock.js'
import type { Socket, SocketEvents } from '../src/ports/socket.js'
import { createServer, type StrangerServer } from '../src/server.js'
import type { Dice } from './dice.js'
import { Port, type PortHabits } from './port.js'
import type { SharedStore } from './store.js'
import type { Timeline } from './timeline.js'
import type { Wire } from './wire.js'

export interface HostParts {
  readonly name: string
  readonly timeline: Timeline
  readonly dice: Dice
  readonly store: SharedStore
  readonly habits: () => PortHabits
  readonly options: ServerOptions
  /** ms since 1970 at virtual time 0. */
  readonly start: number
  readonly log: Log
}

/** How long the others take a dead node for alive. */
const LEASE_MS = [0, 10_000] as const

/** The machine a node runs on: starts, kills, drains and restarts the real server. */
export class Host {
  /** The wall clock's error, ms. */
  skew = 0
  readonly name: string
  readonly wires = new Set<Wire>()
  readonly #parts: HostParts
  #server: StrangerServer | undefined
  #port: Port | undefined
  #isDraining = false
  /** When each line that was open here was closed, virtual ms. */
  #fallen: number[] = []

  constructor(parts: HostParts) {
    this.name = parts.name
    this.#parts = parts
  }

  get isUp(): boolean {
    return this.#server !== undefined
  }

  /** The server that runs here, if one does. */
  get server(): StrangerServer | undefined {
    return this.#server
  }

  get takesPeople(): boolean {
    return this.#server !== undefined && !this.#isDraining
  }

  /** How many lines were closed in the last `ms`. */
  fallenWithin(ms: number): number {
    const since = this.#parts.timeline.now - ms
    this.#fallen = this.#fallen.filter((at) => at >= since)
    return this.#fallen.length
  }

  async boot(): Promise<void> {
    if (this.#port !== undefined) return
    this.#fallen = []
    const { timeline, dice, store, habits, options, log } = this.#parts
    const port = new Port(timeline, dice, store, habits)
    this.#port = port
    this.#isDraining = false
    const clock: Clock = {
      now: () => this.#parts.start + timeline.now + this.skew,
      after: (ms, fn) =>
        timeline.after(ms, () => {
          if (this.#port === port) fn()
        }),
    }
    const server = await createServer({
      ...options,
      clock,
      random: { id: dice.id, unit: dice.unit, bytes: dice.bytes },
      log,
      backplane: {
        ...port.backplane,
        inbox: {
          ...port.backplane.inbox,
          on: (node, handler) => {
            this.#node = node
            return port.backplane.inbox.on(node, handler)
          },
        },
      },
    })
    if (this.#port === port) this.#server = server
  }

  #node = ''

  /** `kill -9`, or the power cut. @param isTold whether connections fall at once */
  crash(isTold: boolean): void {
    if (this.#port === undefined) return
    const node = this.#node
    const { timeline, dice, store } = this.#parts
    this.#port.shut()
    this.#port = undefined
    this.#server = undefined
    for (const wire of this.wires) wire.dies(isTold)
    this.wires.clear()
    timeline.after(dice.between(...LEASE_MS), () => store.leave(node))
  }

  /** SIGTERM: people are asked to move; then the process ends. */
  async drain(): Promise<void> {
    const server = this.#server
    const port = this.#port
    if (server === undefined || this.#isDraining) return
    this.#isDraining = true
    await server.drain()
    if (this.#port !== port) return
    await server.close()
    if (this.#port !== port) return
    this.#port?.shut()
    this.#port = undefined
    this.#server = undefined
    for (const wire of this.wires) wire.dies(true)
    this.wires.clear()
  }

  accept(socket: Socket, wire: Wire): SocketEvents | undefined {
    if (this.#server === undefined || this.#isDraining) return undefined
    this.wires.add(wire)
    const events = this.#server.accept(socket, { origin: undefined, prefixes: ['prefix'] })
    return {
      text: (text) => events.text(text),
      unreadable: (why) => events.unreadable(why),
      closed: (code) => {
        this.wires.delete(wire)
        this.#fallen.push(this.#parts.timeline.now)
        events.closed(code)
      },
    }
  }

  /** One request to the HTTP side; the status of the answer. */
  post(url: string, body: string): Promise<number> {
    const server = this.#server
    if (server === undefined) return Promise.reject(new Error('Nobody answers.'))
    return new Promise((resolve) => {
      const req = Object.assign(Readable.from([Buffer.from(body)]), {
        method: 'POST',
        url,
        headers: { host: 'sim.example', 'content-type': 'application/json' },
        socket: { remoteAddress: '192.0.2.1' },
      })
      let status = 0
      const over = (code: number): void => {
        res.emit('close')
        resolve(code)
      }
      const res = Object.assign(new EventEmitter(), {
        headersSent: false,
        writeHead: (code: number) => void (status = code),
        setHeader: () => {},
        end: () => over(status),
        destroy: () => over(500),
      })
      server.handle(req as unknown as IncomingMessage, res as unknown as ServerResponse)
    })
  }
}
