import type { CSSResult } from 'lit'
import { adopt } from '../adopt.js'

/** Looks beside the one that is built in, each a style sheet of its own. */
const LOOKS: Readonly<Record<string, () => Promise<CSSResult>>> = {
  classic: async () => (await import('./classic.styles.js')).classicStyles,
}

/** Brings the sheet of the look that is asked for into the element, once. Without it the built-in look stays. */
export class Look {
  readonly #root: () => ShadowRoot | null
  readonly #asked = new Set<string>()
  /** On its way. */
  coming: Promise<void> | null = null

  constructor(root: () => ShadowRoot | null) {
    this.#root = root
  }

  use(look: string): void {
    const load = LOOKS[look]
    if (!load || this.#asked.has(look)) return
    this.#asked.add(look)
    this.coming = load()
      .then(
        (styles) => adopt(this.#root(), [styles]),
        () => void this.#asked.delete(look),
      )
      .finally(() => (this.coming = null))
  }
}
