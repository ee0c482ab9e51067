import { adopt } from '../adopt.js'

/** Brings the sheet of the look that isn't built in into the element, once. Without it the built-in look stays. */
export class Look {
  readonly #root: () => ShadowRoot | null
  #asked = false
  /** On its way. */
  coming: Promise<void> | null = null

  constructor(root: () => ShadowRoot | null) {
    this.#root = root
  }

  use(look: string): void {
    if (look !== 'classic' || this.#asked) return
    this.#asked = true
    this.coming = import('./classic.styles.js').then(
      ({ classicStyles }) => {
        adopt(this.#root(), [classicStyles])
        this.coming = null
      },
      () => {
        this.#asked = false
        this.coming = null
      },
    )
  }
}
