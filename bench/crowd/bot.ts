import {
  type ClientError,
  type ClientStorage,
  type Connection,
  type End,
  type KeyValue,
  type Phase,
  StrangerClient,
} from '@stranger-chat/core'
import { WebSocket } from 'ws'

/** What a bot tells whoever counts. */
export interface BotEvents {
  readonly heard: (bot: Bot, chat: string, text: string) => void
  /** `sent`: how many of its own words the server had acknowledged in that chat by then. */
  readonly ended: (bot: Bot, end: End, sent: number) => void
  readonly failed: (error: ClientError) => void
}

const GATES_KNOWN = { age: 18, rules: '1' }

/** One person with the real client, whose line can be cut and whose page can be reloaded. */
export class Bot {
  readonly id: number
  readonly #url: string
  readonly #events: BotEvents
  readonly #storage = tabStorage()
  readonly #sockets = new Set<WebSocket>()
  #client: StrangerClient
  #chat = ''
  #said = 0
  /** When its line was last not there, by `performance.now`. */
  #troubledAt = -Infinity

  constructor(id: number, url: string, events: BotEvents) {
    this.id = id
    this.#url = url
    this.#events = events
    this.#client = this.#load()
  }

  get phase(): Phase {
    return this.#client.state.phase.get()
  }
  get connection(): Connection {
    return this.#client.state.connection.get()
  }
  get chat(): string {
    return this.#chat
  }

  /** Own words of which it isn't told yet what became of them. */
  get unsettled(): number {
    const own = this.#client.state.messages.get().filter(({ from }) => from === 'me')
    return own.filter(({ state }) => state === 'pending').length
  }

  /** Whether its line was there all the time since then. */
  wasWellSince(time: number): boolean {
    return this.connection === 'online' && this.#troubledAt < time
  }

  /** Looks for somebody, now or after the present chat. */
  seek(): void {
    const options = { facts: GATES_KNOWN }
    const found =
      this.phase === 'idle' || this.phase === 'ended'
        ? this.#client.start(options)
        : this.#client.next(options)
    // What stands in the way is told as an error event, and the client tries again by itself.
    found.catch(() => undefined)
  }

  /** Says the next thing. @returns its number in this chat, or `undefined` if it couldn't be said */
  say(filler: string): number | undefined {
    if (this.phase !== 'chatting') return undefined
    if (this.#client.send(`${this.id} ${this.#said} ${filler}`) === null) return undefined
    return this.#said++
  }

  /** The line falls. */
  drop(): void {
    for (const socket of this.#sockets) socket.terminate()
  }

  /** The page goes, and comes again with what the tab kept. */
  reload(): void {
    this.#client.freeze()
    this.#client = this.#load()
    this.#client.resume()
  }

  /** Ends its chat, and looks for nobody. */
  stop(): void {
    this.#client.stop()
  }

  close(): void {
    this.#client.close()
  }

  #load(): StrangerClient {
    const sockets = this.#sockets
    class Line extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols, { perMessageDeflate: false })
        sockets.add(this)
        this.once('close', () => sockets.delete(this))
      }
    }
    const client = new StrangerClient({
      url: this.#url,
      storage: this.#storage,
      WebSocket: Line as never,
    })
    client.on('match', ({ id }) => {
      this.#chat = id
      this.#said = 0
    })
    client.on('message', ({ kind, chat, text }) => {
      if (kind === 'text') this.#events.heard(this, chat, text)
    })
    client.on('end', (end) => {
      const own = client.state.messages.get().filter(({ from, chat }) => from === 'me' && chat === end.chat)
      this.#events.ended(this, end, own.filter(({ state }) => state === 'sent').length)
    })
    client.on('error', this.#events.failed)
    client.on('connection', () => (this.#troubledAt = performance.now()))
    return client
  }
}

function tabStorage(): ClientStorage {
  const map = new Map<string, string>()
  const values: KeyValue = {
    get: (key) => map.get(key) ?? null,
    set: (key, value) => void map.set(key, value),
    remove: (key) => void map.delete(key),
  }
  return { device: values, session: values }
}
