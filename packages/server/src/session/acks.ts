import type { Clock } from '../ports/clock.js'

/** An ack leaves alone if no entry takes it along within this time (P-ACK-1). */
export const ACK_MS = 100
/** It is waited for at least this share of that time, since in a lively chat the answer takes the ack along for nothing. */
const STEPS = 5
const STEP_MS = ACK_MS / STEPS

/** Somebody who may owe its client acks. The first two are the timer's own notes. */
export interface Owing {
  /** The step at which they are to be paid. */
  due: number
  isListed: boolean
  readonly owesAcks: boolean
  readonly payAcks: () => void
}

/** One timer for the acks of all chats, running only while one is owed: a message starts no timer of its own. */
export class AckTimer {
  readonly #clock: Clock
  /** Who is looked at in which of the next steps. */
  readonly #rounds: Owing[][] = Array.from({ length: STEPS }, () => [])
  #step = 0
  #listed = 0
  #cancel: (() => void) | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Call when somebody who owed nothing begins to owe. */
  owe(one: Owing): void {
    one.due = this.#step + STEPS
    // Whoever is still listed from acks that were paid in passing is looked at then, and listed on.
    if (!one.isListed) this.#list(one)
  }

  close(): void {
    this.#cancel?.()
    for (const round of this.#rounds) round.length = 0
  }

  #list(one: Owing): void {
    one.isListed = true
    this.#rounds[one.due % STEPS]?.push(one)
    this.#listed++
    this.#cancel ??= this.#clock.after(STEP_MS, this.#look)
  }

  readonly #look = (): void => {
    this.#cancel = undefined
    this.#step++
    const at = this.#step % STEPS
    const round = this.#rounds[at] ?? []
    this.#rounds[at] = []
    this.#listed -= round.length
    for (const one of round) {
      one.isListed = false
      if (!one.owesAcks) continue
      if (one.due > this.#step) this.#list(one)
      else one.payAcks()
    }
    if (this.#listed > 0) this.#cancel ??= this.#clock.after(STEP_MS, this.#look)
  }
}
