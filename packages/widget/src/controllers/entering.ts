/** What it needs of the element. */
export interface EnteringHost extends HTMLElement {
  /** Focus goes to where the room on screen begins, in a closed bubble to its launcher; false while there is none. */
  enter(): boolean
}

/** Brings the focus to a room that may still be on its way, unless whoever asked for it is elsewhere by then. */
export class Entering {
  readonly #host: EnteringHost
  /** Where the focus was when somebody asked; undefined while nobody waits. */
  #from: HTMLElement | null | undefined

  constructor(host: EnteringHost) {
    this.#host = host
  }

  get waits(): boolean {
    return this.#from !== undefined
  }

  wait(): void {
    this.#from = focused()
  }

  stop(): void {
    this.#from = undefined
  }

  /** After every render. */
  sync(): void {
    if (!this.waits) return
    const host = this.#host
    const at = focused()
    const stayed = at === null || at === this.#from || isIn(host, at)
    if (!stayed || host.enter()) this.stop()
  }
}

/** What has the focus, down to the innermost shadow root one may look into; null for the page itself. */
export function focused(): HTMLElement | null {
  let at = document.activeElement
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
  return at instanceof HTMLElement && at !== document.body ? at : null
}

/**
 * Whether it is drawn within a place, as is what the page put into a slot of it. (`:focus-within` knows nothing in a window behind
 * others.)
 */
export function isIn(place: Element, at: Node | null): boolean {
  while (at && at !== place) {
    const { assignedSlot, parentNode, host } = at as Node & Partial<Slottable & Pick<ShadowRoot, 'host'>>
    at = assignedSlot ?? parentNode ?? host ?? null
  }
  return at === place
}
