import type { PollRequest } from '@stranger-chat/core/protocol'
import { sha256Text } from '../../system.js'

/** The frames that say where a client stands, rather than what happened. */
const SNAPSHOT = /^\{"type":"(welcome|chat|queued|idle)"/
/** What differs in every copy: sealed anew, signed anew, or true of one connection only. */
const FRESH = new Set(['token', 'device', 'capsule', 'resumed'])
const LENGTH = 12

/**
 * The mark of the last snapshot a client holds (P-POLL-6), and what a line that moved needn't say because its client holds
 * just that. Without it every poll behind a balancer that asks the nodes in turn would be answered at once.
 */
export class Snapshot {
  #welcome = ''
  #place = ''
  /** What the client of a line that moved holds; empty once that is settled. */
  #held: string
  #isPlaced: boolean
  /** A welcome that waits for the place that comes with it. */
  #waiting: string | undefined

  constructor({ state = '', hello, wish, seq }: PollRequest) {
    this.#held = seq > 1 ? state : ''
    this.#isPlaced = hello.resume !== undefined || wish !== undefined
  }

  get mark(): string {
    return `${this.#welcome}.${this.#place}`
  }

  /** What to say instead of a frame: itself, nothing, or a welcome that waited and itself. */
  filter(text: string): readonly string[] {
    const kind = SNAPSHOT.exec(text)?.[1]
    if (kind === 'welcome') this.#welcome = markOf(text)
    else if (kind !== undefined) this.#place = markOf(text)
    if (this.#held === '') return [text]
    if (kind === 'welcome' && this.#isPlaced) {
      this.#waiting = text
      return []
    }
    const isKnown = kind !== undefined && this.mark === this.#held
    const waited = this.#waiting
    this.#held = ''
    this.#waiting = undefined
    if (isKnown) return []
    return waited === undefined ? [text] : [waited, text]
  }
}

const markOf = (text: string): string =>
  sha256Text(
    Buffer.from(JSON.stringify(JSON.parse(text, (key, value: unknown) => (FRESH.has(key) ? 0 : value)))),
  ).slice(0, LENGTH)
