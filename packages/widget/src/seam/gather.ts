const GATHER: KeyframeAnimationOptions = { duration: 320, easing: 'cubic-bezier(0.2, 0.8, 0.2, 1)' }

/**
 * When a search ends the drifting dots glide to their places while the line draws. A style sheet can't do that alone:
 * an animation that stops leaves no place to go on from.
 */
export class Gather {
  readonly #root: () => ShadowRoot | null
  #dots: readonly Element[] = []
  #from: readonly string[] = []

  constructor(root: () => ShadowRoot | null) {
    this.#root = root
  }

  /** Before a render. */
  remember(): void {
    this.#dots = [...(this.#root()?.querySelectorAll('.large[data-seam="apart"] .dot') ?? [])]
    this.#from = this.#dots.map((dot) => getComputedStyle(dot).transform)
  }

  /** After it. */
  settle(): void {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return
    this.#dots.forEach((dot, i) => {
      const from = this.#from[i]
      if (from && dot.isConnected && !dot.closest('[data-seam="apart"]'))
        dot.animate([{ transform: from }, {}], GATHER)
    })
    this.#dots = []
  }
}
