/** A touch screen would raise its keyboard for a field. */
const coarse = (): boolean => matchMedia('(pointer: coarse)').matches

/**
 * Focus never enters the element by itself. But where the focused thing goes away in a change of rooms, focus stays
 * inside: on what the new room begins with, or in the same field for a chip that was taken away, or on what a call says now.
 */
export class FocusKeeper {
  readonly #root: () => ShadowRoot | null
  #had: Element | null = null
  #field: Element | null = null

  constructor(root: () => ShadowRoot | null) {
    this.#root = root
  }

  /** Before a render. */
  remember(): void {
    this.#had = this.#root()?.activeElement ?? null
    this.#field = this.#had?.closest('.field, .call') ?? null
  }

  /** After it. */
  keep(): void {
    const had = this.#had
    this.#had = null
    const root = this.#root()
    if (!had || !root || root.activeElement) return
    const field = this.#field?.isConnected ? this.#field : null
    const near =
      field?.querySelector<HTMLElement>('[data-near]') ??
      field?.querySelector<HTMLElement>('input, select, button')
    ;(near ?? this.#place(root))?.focus({ preventScroll: true })
  }

  /** Where the room on screen begins; false where there is nothing yet. */
  enter(): boolean {
    const root = this.#root()
    const place = root && this.#place(root)
    place?.focus()
    return place != null
  }

  #place(root: ShadowRoot): HTMLElement | null {
    // What lies under an open dialog can't be focused.
    const room = root.querySelector('.panel dialog[open]') ?? root
    const answer = room.querySelector<HTMLElement>('[data-focus=first]')
    if (answer) return answer
    const calm = coarse() ? room.querySelector<HTMLElement>('[data-calm]') : null
    return calm ?? room.querySelector<HTMLElement>('[data-focus]')
  }
}
