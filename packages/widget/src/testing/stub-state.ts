import { type ClientState, LIMITS, type Store } from '@stranger-chat/core'

/** A moment that stands still, so that a picture of a state is always the same picture: 22 November 2026, 20:15 UTC. */
export const NOW = 1_795_378_500_000

/** A value for every store. */
export type Values = { -readonly [K in keyof ClientState]: ClientState[K] extends Store<infer T> ? T : never }

/** A store that can be set and that knows who listens. */
export class Cell<T> implements Store<T> {
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
    if (Object.is(value, this.#value)) return
    this.#value = value
    for (const listener of this.#listeners) listener(value)
  }
  get listeners(): number {
    return this.#listeners.size
  }
}

export const INITIAL: Values = {
  phase: 'idle',
  connection: 'online',
  search: null,
  chat: null,
  messages: [],
  typing: false,
  end: null,
  reportable: null,
  unread: 0,
  gates: [],
  limits: LIMITS,
  modes: ['text'],
  direct: false,
  ice: null,
  hours: null,
  hold: null,
  retryAt: null,
  challenge: null,
  error: null,
}

/** What a call's own part would use, and the rooms never do; and what was asked of the client. */
export class Signalless {
  readonly calls: (readonly [name: string, ...args: unknown[]])[] = []
  #away = false
  readonly setAway = (on: boolean): void => {
    if (on !== this.#away) this.calls.push(['setAway', on])
    this.#away = on
  }
  readonly signal = (): boolean => true
  readonly signals = (): [] => []
  readonly arm = (): void => {}
  readonly refreshIce = (): void => {}
}
