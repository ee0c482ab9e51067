import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { Lane } from './lane.ts'

/** `up` runs from the client to the server, `down` back. */
export type Direction = 'up' | 'down'

/** A lasting fault of a direction, in Toxiproxy's words. Links that are open and links to come both have it. */
export type Toxic =
  /** Every byte arrives `ms` (± up to `jitter`) later; order is kept. */
  | { readonly kind: 'latency'; readonly ms: number; readonly jitter?: number }
  | { readonly kind: 'bandwidth'; readonly bytesPerSecond: number }
  /** Cuts the stream into pieces of `size` bytes, each written by itself. */
  | { readonly kind: 'slicer'; readonly size: number }
  /** After `bytes` more bytes in this direction of a link: cut it. Each link counts for itself, from when it has the toxic. */
  | { readonly kind: 'limit_data'; readonly bytes: number; readonly by: 'reset' | 'close' | 'half_open' }

export type ProxyEvent =
  | { readonly type: 'open' | 'refused' | 'cut' | 'reset' | 'half_open' | 'healed'; readonly link: number }
  | { readonly type: 'passed'; readonly link: number; readonly direction: Direction; readonly bytes: number }
  /** One side ended or broke by itself. */
  | { readonly type: 'ended' | 'broken'; readonly link: number; readonly direction: Direction }
  | { readonly type: 'down' | 'up' }

export interface Proxy {
  readonly port: number
  readonly host: string
  /** What happened, oldest first; the newest 20,000. */
  readonly events: readonly ProxyEvent[]
  /** Links that are open, hanging ones included. */
  readonly links: () => number
  /** Adds a toxic; the returned function takes it away. */
  readonly add: (toxic: Toxic, direction?: Direction | 'both') => () => void
  /** Refuses connections and cuts all links, as when the machine is switched off. */
  readonly down: () => Promise<void>
  readonly up: () => Promise<void>
  /** Cuts all links with FIN; new ones are welcome. */
  readonly cut: () => void
  /** Cuts all links with RST, in the middle of whatever they carry. */
  readonly reset: () => void
  /** Links that are open now go silent without closing, as when a cable is pulled. `newToo` silences those to come. */
  readonly halfOpen: (options?: { readonly newToo: boolean }) => void
  /** Silent links go on where they stopped, as TCP would; nothing on them was lost. */
  readonly heal: () => void
  /** Resolves at the next event (or one already logged, with `from: 0`) that fits. */
  readonly until: (
    fits: (event: ProxyEvent) => boolean,
    options?: { readonly from: number },
  ) => Promise<ProxyEvent>
  readonly close: () => Promise<void>
}

const LOG = 20_000

/** One proxied connection: a lane each way. */
class Link {
  readonly id: number
  readonly #ends: { readonly client: Socket; readonly server: Socket }
  readonly #lanes: readonly Lane[]
  readonly #log: (event: ProxyEvent) => void
  readonly #gone: () => void
  #silent = false
  #ended = 0
  #over = false

  constructor(
    id: number,
    ends: { readonly client: Socket; readonly server: Socket },
    toxics: (direction: Direction) => readonly Toxic[],
    log: (event: ProxyEvent) => void,
    gone: () => void,
  ) {
    this.id = id
    this.#ends = ends
    this.#log = log
    this.#gone = gone
    const lane = (direction: Direction, from: Socket, to: Socket) =>
      new Lane(from, to, () => toxics(direction), {
        passed: (bytes) => log({ type: 'passed', link: id, direction, bytes }),
        spent: (by) => this[by === 'half_open' ? 'halfOpen' : by === 'reset' ? 'reset' : 'cut'](),
        ended: () => {
          log({ type: 'ended', link: id, direction })
          this.#ended++
          // Both sides said their end, and it was passed on: the sockets close by themselves.
          if (this.#ended === 2) this.#finish('leave')
        },
        broken: () => {
          log({ type: 'broken', link: id, direction })
          this.#finish('reset')
        },
      })
    this.#lanes = [lane('up', ends.client, ends.server), lane('down', ends.server, ends.client)]
  }

  halfOpen(): void {
    if (this.#silent) return
    this.#silent = true
    for (const lane of this.#lanes) lane.freeze()
    this.#log({ type: 'half_open', link: this.id })
  }

  heal(): void {
    if (!this.#silent) return
    this.#silent = false
    this.#log({ type: 'healed', link: this.id })
    for (const lane of this.#lanes) lane.thaw()
  }

  cut(): void {
    this.#log({ type: 'cut', link: this.id })
    this.#finish('destroy')
  }

  reset(): void {
    this.#log({ type: 'reset', link: this.id })
    this.#finish('reset')
  }

  #finish(how: 'destroy' | 'reset' | 'leave'): void {
    if (this.#over) return
    this.#over = true
    for (const lane of this.#lanes) lane.stop()
    for (const end of Object.values(this.#ends)) {
      if (how === 'reset') end.resetAndDestroy()
      else if (how === 'destroy') end.destroy()
    }
    this.#gone()
  }
}

/** A TCP proxy on a free port of 127.0.0.1 that misbehaves when told to. Nothing in it is random but `jitter`. */
export async function openProxy(target: { readonly port: number; readonly host?: string }): Promise<Proxy> {
  const host = '127.0.0.1'
  const events: ProxyEvent[] = []
  const watchers = new Set<(event: ProxyEvent) => void>()
  const links = new Map<number, Link>()
  /** Clients whose server hasn't taken the connection yet. */
  const pending = new Set<Socket>()
  const toxics: Record<Direction, Toxic[]> = { up: [], down: [] }
  let count = 0
  let silenceNew = false

  const log = (event: ProxyEvent): void => {
    events.push(event)
    if (events.length > LOG) events.shift()
    for (const watch of watchers) watch(event)
  }

  const accept = (client: Socket): void => {
    const id = ++count
    const server = connect({
      port: target.port,
      host: target.host ?? host,
      allowHalfOpen: true,
      noDelay: true,
    })
    client.setNoDelay(true)
    pending.add(client)
    client.once('close', () => pending.delete(client))
    const refused = (): void => {
      log({ type: 'refused', link: id })
      client.resetAndDestroy()
    }
    // Until the server took the connection there is no link: its refusal is the client's.
    server.once('error', refused)
    const gaveUp = (): void => void server.destroy()
    client.once('error', gaveUp)
    server.once('connect', () => {
      server.off('error', refused)
      client.off('error', gaveUp)
      pending.delete(client)
      if (client.destroyed) return void server.destroy()
      log({ type: 'open', link: id })
      const link = new Link(
        id,
        { client, server },
        (direction) => toxics[direction],
        log,
        () => links.delete(id),
      )
      links.set(id, link)
      if (silenceNew) link.halfOpen()
    })
  }

  let listener: Server | undefined
  const listen = async (port: number): Promise<number> => {
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, accept)
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, host, resolve)
    })
    listener = server
    return (server.address() as AddressInfo).port
  }
  const port = await listen(0)
  const all = (act: (link: Link) => void): void => {
    for (const link of links.values()) act(link)
  }
  const stopListening = async (): Promise<void> => {
    const server = listener
    listener = undefined
    if (!server) return
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    all((link) => link.cut())
    for (const client of pending) client.destroy()
    await closed
  }

  return {
    port,
    host,
    events,
    links: () => links.size,
    add: (given, direction = 'both') => {
      // A copy of its own: the same words added twice are two toxics.
      const toxic = { ...given }
      const lists = direction === 'both' ? [toxics.up, toxics.down] : [toxics[direction]]
      for (const list of lists) list.push(toxic)
      return () => {
        for (const list of lists) if (list.includes(toxic)) list.splice(list.indexOf(toxic), 1)
      }
    },
    down: async () => {
      log({ type: 'down' })
      await stopListening()
    },
    up: async () => {
      if (listener) return
      await listen(port)
      log({ type: 'up' })
    },
    cut: () => all((link) => link.cut()),
    reset: () => all((link) => link.reset()),
    halfOpen: (options) => {
      silenceNew = options?.newToo ?? false
      all((link) => link.halfOpen())
    },
    heal: () => {
      silenceNew = false
      all((link) => link.heal())
    },
    until: (fits, options) => {
      const past = options ? events.slice(options.from).find(fits) : undefined
      if (past) return Promise.resolve(past)
      return new Promise((resolve) => {
        const watch = (event: ProxyEvent): void => {
          if (!fits(event)) return
          watchers.delete(watch)
          resolve(event)
        }
        watchers.add(watch)
      })
    },
    close: async () => {
      all((link) => link.cut())
      await stopListening()
    },
  }
}
