/** More than this from 1 is a person who zoomed in to read, not a keyboard; as a factor. */
const ZOOMED = 0.01

/**
 * Keeps a sheet above a phone's keyboard. Some browsers shrink nothing but the visual viewport for it, and move that over the
 * page: only its height and its offset tell where the sheet can be seen. Of a zoomed page they tell what somebody looks at: there
 * the sheet is as large as the page, to be moved about in.
 */
export class Viewport {
  #sheet: HTMLElement | null = null

  /** After every render: the sheet there is now, if any. */
  follow(sheet: HTMLElement | null): void {
    if (sheet === this.#sheet) return
    this.#size(null)
    this.#sheet = sheet
    for (const type of ['resize', 'scroll'])
      if (sheet) visualViewport?.addEventListener(type, this.#fit)
      else visualViewport?.removeEventListener(type, this.#fit)
    this.#fit()
  }

  readonly #fit = (): void => {
    const { height = 0, offsetTop = 0, scale = 1 } = visualViewport ?? {}
    const follows = height > 0 && Math.abs(scale - 1) <= ZOOMED
    this.#size(follows ? { height, top: offsetTop } : null)
  }

  #size(seen: { readonly height: number; readonly top: number } | null): void {
    for (const name of ['height', 'top'] as const)
      this.#sheet?.style.setProperty(`--_${name}`, seen && `${seen[name]}px`)
  }
}
