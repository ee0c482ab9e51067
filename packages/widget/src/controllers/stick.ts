/** This close to the end counts as reading the newest; in px. */
const NEAR_PX = 60

interface StickHost {
  readonly shadowRoot: ShadowRoot | null
  requestUpdate(): void
}

/**
 * Keeps the newest message in sight while the person reads there, and leaves them alone while they read further up.
 * Watches sizes rather than renders: a growing list, a strip, a phone's keyboard all arrive the same way.
 */
export class Stick {
  readonly #host: StickHost
  #scroller: Element | null = null
  #observer: ResizeObserver | null = null
  #stuck = true
  #top = 0
  /** Messages that arrived while the person read further up. */
  missed = 0

  constructor(host: StickHost) {
    this.#host = host
  }

  get stuck(): boolean {
    return this.#stuck
  }

  /** After every render: takes hold of the list that is there now. */
  watch(): void {
    const scroller = this.#host.shadowRoot?.querySelector('.log') ?? null
    if (scroller === this.#scroller) return
    this.release()
    this.#scroller = scroller
    if (!scroller) return
    this.#stuck = true
    this.#top = scroller.scrollTop
    this.missed = 0
    this.#observer = new ResizeObserver(() => {
      if (this.#stuck) this.#toEnd()
    })
    this.#observer.observe(scroller)
    for (const child of scroller.children) this.#observer.observe(child)
  }

  readonly onScroll = (): void => {
    const { scrollHeight = 0, scrollTop = 0, clientHeight = 0 } = this.#scroller ?? {}
    // Told late: the list may have grown since. Only who went up went away.
    const stuck = scrollHeight - scrollTop - clientHeight < NEAR_PX || (this.#stuck && scrollTop >= this.#top)
    this.#top = scrollTop
    if (stuck === this.#stuck) return
    this.#stuck = stuck
    if (stuck) this.missed = 0
    this.#host.requestUpdate()
  }

  /** A message of the stranger's came. */
  arrived(): void {
    if (!this.#stuck) this.missed++
  }

  /** One's own send, or the pill: always to the end. */
  readonly jump = (): void => {
    this.#stuck = true
    this.missed = 0
    this.#toEnd()
    this.#host.requestUpdate()
  }

  /** From an empty composer the page keys scroll the conversation. */
  page(direction: 1 | -1): void {
    const scroller = this.#scroller
    scroller?.scrollBy({ top: direction * 0.9 * scroller.clientHeight })
  }

  release(): void {
    this.#observer?.disconnect()
    this.#observer = null
    this.#scroller = null
  }

  #toEnd(): void {
    const scroller = this.#scroller
    if (scroller) scroller.scrollTop = scroller.scrollHeight
  }
}
