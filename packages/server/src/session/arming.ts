import type { Wish } from '@stranger-chat/core/protocol'
import { Pace } from '../gate/ratelimit.js'

/** Offers of one wish that are no haste: so many at once, and one more in this time (P-LIMIT-3). */
const BURST = 3
const EACH_MS = 3_300

const PACE = new Pace(EACH_MS, BURST)

/**
 * Tells a join that only brings or takes an offer from one that wishes for something (P-CALL-5). A client makes its offer while
 * it waits, so each wish costs a second join; if that counted like the first, whoever skips quickly would be told to wait.
 */
export class Arming {
  #ticket = ''
  #terms = ''
  #mark = 0

  /** From now on this is wished for. */
  begin(wish: Wish): void {
    if (wish.ticket !== this.#ticket) this.#mark = 0
    this.#ticket = wish.ticket
    this.#terms = termsOf(wish)
  }

  /** Whether it is the same wish but for its offer, and in no haste; past that it counts like every other. */
  takes(wish: Wish, now: number): boolean {
    if (wish.ticket !== this.#ticket || termsOf(wish) !== this.#terms) return false
    if (PACE.wait(this.#mark, now) > 0) return false
    this.#mark = PACE.spend(this.#mark, now)
    return true
  }
}

const termsOf = ({ mode, languages, interests, facts: { age, rules } }: Wish): string =>
  JSON.stringify([mode, languages, interests, age, rules])
