import type { System } from '../system.js'
import type { LinkEvents, Transport } from '../transports/transport.js'

/** The server's end of a connection. */
export interface Peer {
  readonly send: (text: string) => void
  readonly close: (code: number) => void
}
export interface PeerEvents {
  readonly text: (text: string) => void
  /** @param code what the client closed with; 1006 for a fall, 1005 when it gave none */
  readonly closed: (code: number) => void
}

const FALL = 1006
const NO_CODE = 1005

/** A network of pretended connections: ordered, never faster than `latency`, and as bad as a test wants it. */
export class FakeNetwork {
  /** One way, in ms. Frames never overtake each other, even when it shrinks. */
  latency = 0
  /** Nobody answers: connects fail. */
  down = false
  /** Swallows a frame it returns true for. A true network loses none and keeps the rest: this one shows what gaps do. */
  lose: (to: 'client' | 'server', text: string) => boolean = () => false
  /** How often a client has tried to connect. */
  dials = 0
  readonly #after: System['after']
  readonly #wires = new Set<Wire>()

  /** @param system its timers carry the frames: a `FakeClock`, or the platform's */
  constructor(system: Pick<System, 'after'>) {
    this.#after = system.after
  }

  /** Where clients connect to: `accept` is called for each connection that opens. */
  transport(accept: (peer: Peer) => PeerEvents): Transport {
    return (events) => {
      this.dials++
      const wire = new Wire(this, this.#after, events, () => this.#wires.delete(wire))
      this.#wires.add(wire)
      wire.dial(accept)
      return { send: wire.up, close: wire.hangUp, terminate: () => wire.hangUp() }
    }
  }

  /** How many connections live. */
  get size(): number {
    return this.#wires.size
  }

  /** Every connection falls, and what was on its way with it. Both sides are told. */
  cut(code: number = FALL): void {
    for (const wire of [...this.#wires]) wire.fall(code)
  }

  /** Every connection goes silent and nobody is told: half-open. */
  hang(): void {
    for (const wire of this.#wires) wire.silent = true
  }
}

class Wire {
  silent = false
  #live = true
  #peer: PeerEvents | null = null
  readonly #network: FakeNetwork
  readonly #after: System['after']
  #events: LinkEvents
  readonly #gone: () => void
  readonly #toServer: (() => void)[] = []
  readonly #toClient: (() => void)[] = []

  constructor(network: FakeNetwork, after: System['after'], events: LinkEvents, gone: () => void) {
    this.#network = network
    this.#after = after
    this.#events = events
    this.#gone = gone
  }

  dial(accept: (peer: Peer) => PeerEvents): void {
    this.#carry(this.#toServer, () => {
      if (this.#network.down) return this.fall(FALL)
      this.#peer = accept({ send: this.#down, close: this.#shut })
      this.#carry(this.#toClient, () => this.#events.opened())
    })
  }

  readonly up = (text: string): void => {
    if (this.#network.lose('server', text)) return
    this.#carry(this.#toServer, () => this.#peer?.text(text))
  }

  readonly #down = (text: string): void => {
    if (this.#network.lose('client', text)) return
    this.#carry(this.#toClient, () => this.#events.text(text))
  }

  /** The server closes: what it said before arrives first. */
  readonly #shut = (code: number): void => {
    this.#peer = null
    this.#carry(this.#toClient, () => {
      this.#end()
      this.#events.closed(code)
    })
  }

  /** The client lets go: it hears nothing more, and the server learns of it if the line still carries. */
  readonly hangUp = (code: number = NO_CODE): void => {
    this.#toClient.length = 0
    this.#carry(this.#toServer, () => {
      const peer = this.#peer
      this.#end()
      peer?.closed(code)
    })
    this.#events = { opened() {}, text() {}, closed() {} }
  }

  fall(code: number): void {
    if (!this.#live) return
    const peer = this.#peer
    const events = this.#events
    this.#end()
    this.#after(0, () => {
      peer?.closed(code)
      events.closed(code)
    })
  }

  #end(): void {
    this.#live = false
    this.#peer = null
    this.#gone()
  }

  /** One after the other: a later frame may come due first, but what arrives is the oldest. */
  #carry(queue: (() => void)[], task: () => void): void {
    queue.push(task)
    this.#after(this.#network.latency, () => {
      const next = queue.shift()
      if (this.#live && !this.silent) next?.()
    })
  }
}
