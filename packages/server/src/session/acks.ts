import type { Clock } from '../ports/clock.js'

/** An ack leaves alone if no entry takes it along within this time (P-ACK-1). */
export const ACK_MS = 100

/** Somebody who owes its client acks. */
export interface Owing {
  /** Kept by the timer: whether it is on the list already. */
  owes: boolean
  readonly payAcks: () => void
}

/** One timer for the acks of all chats, running only while one is owed: a message starts no timer of its own. */
export class AckTimer {
  readonly #clock: Clock
  #owing: Owing[] = []
  #cancel: (() => void) | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  owe(one: Owing): void {
    if (one.owes) return
    one.owes = true
    this.#owing.push(one)
    // Whoever comes while it runs is paid early: never later than the time, and the timer is set once for all.
    this.#cancel ??= this.#clock.after(ACK_MS, this.#payAll)
  }

  close(): void {
    this.#cancel?.()
    this.#cancel = undefined
    this.#owing = []
  }

  readonly #payAll = (): void => {
    this.#cancel = undefined
    const owing = this.#owing
    this.#owing = []
    for (const one of owing) {
      one.owes = false
      one.payAcks()
    }
  }
}
