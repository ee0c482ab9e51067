import type { LadderStep } from '@stranger-chat/core'
import type { Timing } from '../timing.js'

/** So long a yes stays shut under a question that came in the place of another, or of what was just pressed, ms. */
const READ_MS = 600

/**
 * Whether a yes is meant for the question that stands there now. A stranger chooses the moment of theirs: one that asks for
 * more, put in the place of one that asked for less or under a finger that presses twice, would get a yes nobody gave to it.
 */
export class Question {
  readonly #timing: Timing
  readonly #changed: () => void
  #asked: LadderStep | null = null
  #pressedAt = -Infinity
  #openAt = -Infinity
  #stop: (() => void) | undefined

  constructor(timing: Timing, changed: () => void) {
    this.#timing = timing
    this.#changed = changed
  }

  /** Something in the question's place was pressed. */
  press(): void {
    this.#pressedAt = this.#timing.now()
  }

  /** The question as it is drawn now, null for none. @returns whether it can be answered with yes */
  isOpen(asked: LadderStep | null): boolean {
    const now = this.#timing.now()
    if (asked !== this.#asked) {
      const wasOther = asked !== null && this.#asked !== null
      const wasPressed = asked !== null && now - this.#pressedAt < READ_MS
      this.#asked = asked
      this.#openAt = wasOther || wasPressed ? now + READ_MS : -Infinity
      this.#stop?.()
      this.#stop = this.#openAt > now ? this.#timing.after(READ_MS, this.#changed) : undefined
    }
    return now >= this.#openAt
  }

  close(): void {
    this.#stop?.()
    this.#asked = null
  }
}
