import type { Timing } from '../timing.js'
import type { View } from '../view.js'

/** Once a second is enough for whatever counts. */
const TICK_MS = 1_000

/** Renders again while something on screen counts. */
export class Ticking {
  readonly #timing: () => Timing
  readonly #render: () => void
  #stop: (() => void) | null = null

  constructor(timing: () => Timing, render: () => void) {
    this.#timing = timing
    this.#render = render
  }

  /** After every render. */
  rendered({ state, flow }: View): void {
    const counts =
      state.phase === 'searching' ||
      state.hold ||
      state.retryAt !== null ||
      state.chat?.away?.graceMs ||
      flow.note?.counts
    if (!counts || this.#stop) return
    this.#stop = this.#timing().after(TICK_MS, () => {
      this.#stop = null
      this.#render()
    })
  }

  rest(): void {
    this.#stop?.()
    this.#stop = null
  }
}
