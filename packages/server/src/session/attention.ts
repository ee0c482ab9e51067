import { NEVER, type Perishable } from '../sweep.js'
import { type House, TICK_MS } from './house.js'
import type { Session } from './session.js'

/** Once something was told, nothing more is for this long: whoever opens and closes in haste is no flood (P-AWAY-4). */
const REST_MS = 2_000

/** Whether a member looks at its chat: as its client says, and as the others were told. */
export class Attention implements Perishable {
  bucket = NEVER
  readonly #house: House
  readonly #session: Session
  readonly #chat: string
  #isAway: boolean
  #isToldAway: boolean
  #isResting = false
  /** The record is being told. What comes next waits for it, or it could overtake. */
  #isTelling = false
  /** A text came meanwhile, and needn't wait for the rest. */
  #hasSpoken = false
  #isOver = false

  /** @param isAway as the record has it, which is what the others know */
  constructor(house: House, session: Session, chat: string, isAway: boolean) {
    this.#house = house
    this.#session = session
    this.#chat = chat
    this.#isAway = this.#isToldAway = isAway
  }

  /** A change is told at once, or after the rest if it is still one by then. */
  says(isAway: boolean): void {
    this.#isAway = isAway
    if (!this.#isResting) this.#tell()
  }

  /** What the record says of it: it may have lost what was told. */
  knows(isToldAway: boolean): void {
    if (this.#isResting || this.#isTelling) return
    this.#isToldAway = isToldAway
    this.#tell()
  }

  /** Whoever writes is there (P-AWAY-3). Sends have a pace of their own. */
  spoke(): void {
    this.#isAway = false
    this.#hasSpoken = this.#isTelling
    this.#tell()
  }

  /** The rest is over. */
  expire(): void {
    this.#isResting = false
    this.#tell()
  }

  close(): void {
    this.#isOver = true
    this.#house.wheel.clear(this)
  }

  #tell(): void {
    if (this.#isOver || this.#isTelling || this.#isAway === this.#isToldAway) return
    this.#isResting = true
    this.#house.wheel.set(this, REST_MS + TICK_MS)
    this.#session.run(this.#told(this.#isAway))
  }

  async #told(away: boolean): Promise<void> {
    this.#isToldAway = away
    this.#isTelling = true
    try {
      await this.#house.backplane.chats.look({ ...this.#session.claimant, chat: this.#chat, away })
    } finally {
      this.#isTelling = false
    }
    const isDue = this.#hasSpoken || !this.#isResting
    this.#hasSpoken = false
    if (isDue) this.#tell()
  }
}
