import { type ClientState, LIMITS, type Store } from '@stranger-chat/core'

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
  unread: 0,
  gates: [],
  limits: LIMITS,
  hours: null,
  hold: null,
  retryAt: null,
  challenge: null,
  error: null,
}
