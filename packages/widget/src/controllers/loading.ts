import type { Panel, PanelHost } from '../panel.js'

/** Fetches the panel's module, once. A fetch that failed can be tried again. */
export class Loading {
  readonly #changed: () => void
  /** The panel's class, once it is there. */
  found: (new (host: PanelHost) => Panel) | null = null
  /** On its way. */
  coming: Promise<void> | null = null
  failed = false

  /** `changed` is called when it came, and when it didn't. */
  constructor(changed: () => void) {
    this.#changed = changed
  }

  readonly load = (): Promise<void> => {
    if (this.found) return Promise.resolve()
    this.failed = false
    this.coming ??= import('../panel.js')
      .then(
        ({ Panel: Found }) => {
          this.found = Found
        },
        () => {
          this.failed = true
        },
      )
      .finally(() => {
        this.coming = null
        this.#changed()
      })
    return this.coming
  }
}

/** Whether this tab holds a chat that a reload interrupted, of whichever element: only the panel can tell. */
export function isKept(): boolean {
  try {
    return Object.keys(sessionStorage).some((key) => key.startsWith('stranger-chat:'))
  } catch {
    return false
  }
}
