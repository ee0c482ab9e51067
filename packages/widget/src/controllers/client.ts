import type { ChatClient, ClientEvents, ClientState, Store } from '@stranger-chat/core'
/** Every store's value at one moment: what the rooms render from. */
export type Snapshot = {
  readonly [K in keyof ClientState]: ClientState[K] extends Store<infer T> ? T : never
}

const STORES = [
  'phase',
  'connection',
  'search',
  'chat',
  'messages',
  'typing',
  'end',
  'reportable',
  'unread',
  'gates',
  'limits',
  'modes',
  'direct',
  'ice',
  'hours',
  'hold',
  'retryAt',
  'challenge',
  'error',
] as const satisfies readonly (keyof ClientState)[]

const EVENTS = ['phase', 'connection', 'match', 'message', 'end', 'notice', 'error'] as const

/** What the element hears; a call's signals are for its media alone. */
export type Told = (typeof EVENTS)[number]

/** What the element does when its client says something. Called in the client's own turn, before anything renders. */
export interface ClientListener {
  event<K extends Told>(type: K, detail: ClientEvents[K]): void
  changed(store: keyof ClientState): void
}

interface ClientHost {
  requestUpdate(): void
}

/**
 * Binds one client to its host: every change of a store asks for a render, every event reaches the listener. It never
 * closes a client: the element decides that, since moving it in the page is no goodbye.
 */
export class ClientController {
  readonly #host: ClientHost
  readonly #listener: ClientListener
  #client: ChatClient | null = null
  #offs: (() => void)[] = []

  constructor(host: ClientHost, listener: ClientListener) {
    this.#host = host
    this.#listener = listener
  }

  get client(): ChatClient | null {
    return this.#client
  }

  set client(client: ChatClient | null) {
    if (client === this.#client) return
    this.#release()
    this.#client = client
    this.#host.requestUpdate()
    if (!client) return
    for (const name of STORES) {
      // A store tells its value at once; only what comes later is a change.
      let bound = false
      const off = client.state[name].subscribe(() => {
        if (!bound) return
        this.#listener.changed(name)
        this.#host.requestUpdate()
      })
      bound = true
      this.#offs.push(off)
    }
    for (const type of EVENTS) this.#listen(client, type)
  }

  get snapshot(): Snapshot | null {
    const state = this.#client?.state
    if (!state) return null
    return Object.fromEntries(STORES.map((name) => [name, state[name].get()])) as unknown as Snapshot
  }

  #listen<K extends Told>(client: ChatClient, type: K): void {
    this.#offs.push(client.on(type, (detail) => this.#listener.event(type, detail)))
  }

  #release(): void {
    for (const off of this.#offs) off()
    this.#offs = []
  }
}
