import {
  type Chat,
  type ChatClient,
  type ClientEvents,
  type ClientState,
  LIMITS,
  type Message,
  type Store,
} from '@stranger-chat/core'

/** A store as core has them. */
class Cell<T> implements Store<T> {
  #value: T
  readonly #listeners = new Set<(value: T) => void>()
  constructor(value: T) {
    this.#value = value
  }
  readonly get = (): T => this.#value
  readonly subscribe = (listener: (value: T) => void): (() => void) => {
    this.#listeners.add(listener)
    listener(this.#value)
    return () => void this.#listeners.delete(listener)
  }
  set(value: T): void {
    this.#value = value
    for (const listener of this.#listeners) listener(value)
  }
}

const AT = Date.UTC(2026, 10, 22, 20)
const CHAT: Chat = {
  id: 'chat',
  mode: 'text',
  seat: 0,
  shared: ['tea'],
  language: 'en',
  met: false,
  present: true,
  away: null,
  startedAt: AT,
  capsule: 'capsule',
  caller: true,
  offered: false,
}
const never = (): Promise<never> => new Promise(() => {})
const nothing = (): void => {}

/**
 * In a chat from the start, and told what is said by the page. Core's own client keeps the 500 newest messages of a chat, so
 * that a list of 1,000 needs another one. Stores first, then events, as core does.
 */
export class Scripted implements ChatClient {
  readonly #messages = new Cell<readonly Message[]>([])
  readonly #unread = new Cell(0)
  readonly #heard = new Set<(message: Message) => void>()
  readonly state: ClientState = {
    phase: new Cell('chatting' as const),
    connection: new Cell('online' as const),
    search: new Cell(null),
    chat: new Cell(CHAT),
    messages: this.#messages,
    typing: new Cell(false),
    end: new Cell(null),
    unread: this.#unread,
    reportable: new Cell(null),
    gates: new Cell([]),
    limits: new Cell(LIMITS),
    modes: new Cell(['text'] as const),
    direct: new Cell(false),
    ice: new Cell(null),
    hours: new Cell(null),
    hold: new Cell(null),
    retryAt: new Cell(null),
    challenge: new Cell(null),
    error: new Cell(null),
  }

  say(text: string, isMine: boolean): void {
    const before = this.#messages.get()
    const offset = before.length + 1
    const message: Message = {
      key: `chat:${offset}`,
      chat: CHAT.id,
      from: isMine ? 'me' : 'stranger',
      kind: 'text',
      text,
      at: AT + offset * 1_000,
      offset,
      n: isMine ? offset : null,
      state: 'sent',
      why: null,
    }
    this.#messages.set([...before, message])
    if (isMine) return
    this.#unread.set(this.#unread.get() + 1)
    for (const listener of this.#heard) listener(message)
  }

  readonly on = <K extends keyof ClientEvents>(
    type: K,
    listener: (event: ClientEvents[K]) => void,
  ): (() => void) => {
    if (type !== 'message') return nothing
    this.#heard.add(listener as (message: Message) => void)
    return () => void this.#heard.delete(listener as (message: Message) => void)
  }
  readonly markRead = (): void => this.#unread.set(0)

  // Nobody here does the rest.
  readonly connect = never
  readonly resume = (): boolean => true
  readonly start = never
  readonly next = never
  readonly stop = nothing
  readonly send = (): null => null
  readonly signal = (): boolean => false
  readonly signals = (): [] => []
  readonly arm = nothing
  readonly refreshIce = nothing
  readonly retry = (): null => null
  readonly setTyping = nothing
  readonly block = never
  readonly desk = never
  readonly hasReports = (): boolean => false
  readonly solve = nothing
  readonly clear = nothing
  readonly reconnect = nothing
  readonly setAway = nothing
  readonly setHidden = nothing
  readonly close = nothing
}
