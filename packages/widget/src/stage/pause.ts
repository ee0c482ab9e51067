import type { CallingHost } from '../controllers/calling.js'

/** Sooner than anybody reads a question; in ms. */
export const PAUSE_MS = 600

/**
 * After what is asked or agreed has changed, a press that gives something rests for a moment: it was meant for the button that
 * stood there before.
 */
export class Pause {
  readonly #host: Pick<CallingHost, 'timing' | 'requestUpdate'>
  #over: (() => void) | null = null

  constructor(host: Pick<CallingHost, 'timing' | 'requestUpdate'>) {
    this.#host = host
  }

  get on(): boolean {
    return this.#over !== null
  }

  begin(): void {
    this.end()
    this.#over = this.#host.timing.after(PAUSE_MS, () => {
      this.#over = null
      this.#host.requestUpdate()
    })
  }

  end(): void {
    this.#over?.()
    this.#over = null
  }
}
