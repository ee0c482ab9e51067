import { cell, type Cell } from '../../client/stores.js'
import type { Chat, ChatClient, ClientState, Search, Signal } from '../../client/types.js'
import type { ConsentBody, Ice, Mode, SignalBody } from '../../protocol/index.js'
import { filterCandidates, filterSdp } from '../../protocol/index.js'
import type { System } from '../../system.js'

type Listener = (signal: Signal) => void

/** Each trip to the server or from it, ms. */
const TRIP_MS = 10

/** The part of a client that media use: a search, a chat, a log of signals that a server judges and relays in order. */
export class FakeSide {
  readonly phase: Cell<'idle' | 'searching' | 'chatting' | 'ended'>
  readonly chat: Cell<Chat | null>
  readonly search: Cell<Search | null>
  readonly ice: Cell<(Ice & { readonly at: number }) | null>
  readonly armed: (string | null)[] = []
  /** Everything this side said, as it was said. */
  readonly said: (SignalBody | ConsentBody)[] = []
  iceAsked = 0
  readonly #listeners = new Set<Listener>()
  readonly #refusals = new Set<(refusal: never) => void>()

  constructor(fault: (error: unknown) => void) {
    this.phase = cell<'idle' | 'searching' | 'chatting' | 'ended'>('idle', fault)
    this.chat = cell<Chat | null>(null, fault)
    this.search = cell<Search | null>(null, fault)
    this.ice = cell<(Ice & { readonly at: number }) | null>(null, fault)
  }

  set<T>(store: Cell<T>, value: T): void {
    if (store.set(value)) store.notify()
  }
  hear(signal: Signal): void {
    for (const listener of [...this.#listeners]) listener(signal)
  }
  get listeners(): number {
    return this.#listeners.size + this.#refusals.size
  }
  /** The server gives no servers, for now or at all. */
  refuse(code: string, retryAfterMs: number | null): void {
    for (const listener of [...this.#refusals]) listener({ code, retryAfterMs } as never)
  }
  listenToRefusals(listener: (refusal: never) => void): () => void {
    this.#refusals.add(listener)
    return () => void this.#refusals.delete(listener)
  }
  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }
}

/** Two clients whose server relays with a delay. What a server would refuse it refuses (P-CALL-3). */
export class FakePair {
  readonly here: FakeSide
  readonly there: FakeSide
  readonly #system: System
  readonly #log: { readonly from: FakeSide; readonly body: SignalBody | ConsentBody }[] = []
  #name = 0
  #chat = ''
  /** Whoever asks for servers is given some. */
  answersIce = false
  /** The line to the server is down: what is said waits. */
  #waiting: (() => void)[] | null = null

  constructor(system: System, fault: (error: unknown) => void) {
    this.#system = system
    this.here = new FakeSide(fault)
    this.there = new FakeSide(fault)
  }

  client(side: FakeSide): ChatClient {
    const state = {
      phase: side.phase,
      chat: side.chat,
      search: side.search,
      ice: side.ice,
    } as unknown as ClientState
    return {
      state,
      on: (type: string, listener: never) =>
        type === 'signal' ? side.listen(listener) : side.listenToRefusals(listener),
      signal: (body: SignalBody | ConsentBody) => this.#say(side, body),
      signals: () => this.#heardBy(side),
      arm: (offer: string | null) => void side.armed.push(offer),
      refreshIce: () => {
        side.iceAsked++
        if (this.answersIce) this.#system.after(TRIP_MS, () => this.give(side))
      },
    } as unknown as ChatClient
  }

  give(side: FakeSide, ice: Partial<Ice> = {}): void {
    side.set(side.ice, {
      ...{ policy: 'relay', servers: [{ urls: ['turn:192.0.2.1'], username: 'u', credential: 'c' }] },
      ...{ relays: ['192.0.2.1'], ttlMs: 600_000, at: this.#system.now() },
      ...ice,
    } as Ice & { readonly at: number })
  }

  seek(side: FakeSide, mode: Mode): void {
    this.#name++
    const search: Search = {
      ...{ ticket: `ticket-${this.#name}`, mode, since: this.#system.now(), interests: [], languages: [] },
      ...{ relaxed: [], waiting: null, estimateMs: null, reason: null },
    }
    side.set(side.chat, null)
    side.search.set(search)
    side.phase.set('searching')
    side.phase.notify()
    side.search.notify()
  }

  /** `here` waited, so it is the caller; its armed offer, if it has one, is in the log already. */
  meet(mode: Mode): void {
    this.#chat = `chat-${++this.#name}`
    this.#log.length = 0
    const offer = this.here.armed.at(-1)
    for (const side of [this.here, this.there]) {
      const chat: Chat = {
        ...{ id: this.#chat, mode, seat: side === this.here ? 0 : 1, shared: [], language: null, met: false },
        ...{ present: true, away: null, startedAt: this.#system.now(), capsule: 'capsule' },
        caller: side === this.here,
        offered: side === this.here && typeof offer === 'string',
      }
      side.search.set(null)
      side.chat.set(chat)
      side.phase.set('chatting')
      for (const store of [side.search, side.chat, side.phase]) store.notify()
    }
    if (typeof offer === 'string')
      this.#relay(this.here, { kind: 'signal', call: 1, signal: 'offer', data: offer })
  }

  /** The chat ends for both. */
  part(): void {
    for (const side of [this.here, this.there]) {
      side.phase.set('ended')
      side.phase.notify()
    }
  }

  cut(): void {
    this.#waiting ??= []
  }
  mend(): void {
    const waiting = this.#waiting ?? []
    this.#waiting = null
    for (const say of waiting) say()
  }

  /** What a client still holds of the chat's log. */
  #heardBy(side: FakeSide): Signal[] {
    return this.#log.map(({ from, body }, i) => ({
      ...{ chat: this.#chat, offset: i + 1, body, refused: null },
      from: from === side ? ('me' as const) : ('stranger' as const),
    }))
  }

  #say(from: FakeSide, body: SignalBody | ConsentBody): boolean {
    if (from.phase.get() !== 'chatting') return false
    from.said.push(body)
    const say = (): void => this.#relay(from, body)
    if (this.#waiting) this.#waiting.push(say)
    else say()
    return true
  }

  #relay(from: FakeSide, body: SignalBody | ConsentBody): void {
    const chat = this.#chat
    const to = from === this.here ? this.there : this.here
    this.#system.after(TRIP_MS, () => {
      if (chat !== this.#chat) return
      const isRefused = body.kind === 'signal' && !isClean(body)
      if (!isRefused) this.#log.push({ from, body })
      const signal = { chat, offset: this.#log.length, body }
      this.#system.after(TRIP_MS, () => {
        from.hear({ ...signal, from: 'me', refused: isRefused ? 'denied' : null })
        if (!isRefused) to.hear({ ...signal, from: 'stranger', refused: null })
      })
    })
  }
}

const POLICY = { mode: 'relay', relays: ['192.0.2.1'] } as const
function isClean({ signal, data }: SignalBody): boolean {
  if (signal === 'candidate') {
    const filtered = filterCandidates(data, POLICY)
    return filtered.ok && filtered.data === data
  }
  if (signal !== 'offer' && signal !== 'answer') return true
  const filtered = filterSdp(data, POLICY)
  return filtered.ok && filtered.sdp === data
}
