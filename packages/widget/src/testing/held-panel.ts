import type { PanelModule } from '../panel.js'

/** A line that brings the panel when the test says so, or never. */
export class HeldPanel {
  #settle: { come(module: Promise<PanelModule>): void } | null = null

  /** For the element's `fetchPanel`. */
  readonly fetch = (): Promise<PanelModule> =>
    new Promise((resolve) => {
      this.#settle = { come: resolve }
    })

  comes(): void {
    this.#settle?.come(import('../panel.js'))
  }

  fails(): void {
    this.#settle?.come(Promise.reject(new TypeError('Failed to fetch')))
  }
}
