/** More than this is a person who zoomed in to read, not a keyboard; as a factor. */
const ZOOMED = 1.01

/**
 * Keeps a sheet above a phone's keyboard. Some browsers shrink nothing but the visual viewport for it, and move that over the
 * page: only its height and its offset tell where the sheet can be seen.
 */
export class Viewport {
  #sheet: HTMLElement | null = null

  /** After every render: the sheet there is now, if any. */
  follow(sheet: HTMLElement | null): void {
    if (sheet === this.#sheet) return
    this.#sheet?.style.removeProperty('--_height')
    this.#sheet?.style.removeProperty('--_top')
    this.#sheet = sheet
    for (const type of ['resize', 'scroll'])
      if (sheet) visualViewport?.addEventListener(type, this.#fit)
      else visualViewport?.removeEventListener(type, this.#fit)
    this.#fit()
  }

  readonly #fit = (): void => {
    const { height = 0, offsetTop = 0, scale = 1 } = visualViewport ?? {}
    if (height === 0 || scale > ZOOMED) return
    this.#sheet?.style.setProperty('--_height', `${height}px`)
    this.#sheet?.style.setProperty('--_top', `${offsetTop}px`)
  }
}
