import type { StrangerChat } from '../stranger-chat.js'

/** What a person asked their system for, as the runner's `media-features` takes it. */
export const asked = (features: Readonly<Record<string, string>>) =>
  Object.entries(features).map(([name, value]) => ({ name, value }))

export function root({ shadowRoot }: StrangerChat): ShadowRoot {
  if (!shadowRoot) throw new Error('not rendered')
  return shadowRoot
}

export const named = (one: Element): string => {
  const words = (one.getAttribute('aria-label') ?? one.textContent ?? '').replace(/\s+/g, ' ').trim()
  return `${one.localName}.${one.className} ${words.slice(0, 40)}`
}
export const seen = (one: Element): boolean =>
  one.checkVisibility({ visibilityProperty: true, opacityProperty: true })

/**
 * Pictures; what is there for the ear; fields, which scroll; and a draft kept from the last chat, which is shown by its beginning,
 * whole to the ear, and whole again by one press.
 */
const NOT_WORDS = '.hidden, .says, svg, canvas, .mirror, .shot, textarea, select, .draft p'

/** What is cut off: words that don't fit where they stand, and can't be scrolled to. */
export function cut(element: StrangerChat): readonly string[] {
  const found: string[] = []
  for (const one of root(element).querySelectorAll<HTMLElement>('*')) {
    if (one.closest(NOT_WORDS) || !seen(one)) continue
    const { overflowX, overflowY } = getComputedStyle(one)
    const wide = one.scrollWidth > one.clientWidth + 1
    const high = one.scrollHeight > one.clientHeight + 1
    // Sideways nothing is to be scrolled either (1.4.10).
    if (wide && overflowX !== 'visible') found.push(`too wide: ${named(one)}`)
    if (high && /hidden|clip/.test(overflowY)) found.push(`too high: ${named(one)}`)
  }
  return found
}

/** Where an element is drawn, between two buttons of the page. */
export class Stand {
  readonly place = document.createElement('main')
  readonly ahead = document.createElement('button')
  readonly behind = document.createElement('button')

  constructor() {
    document.body.style.margin = '0'
    document.documentElement.lang = 'en'
    document.title = 'States'
    for (const one of [this.ahead, this.behind]) {
      one.textContent = 'Of the page'
      // Room for neither: what is measured is the element's own.
      one.style.cssText = 'position: fixed; inset: 0 auto auto 0; opacity: 0; z-index: -1'
    }
    document.body.append(this.ahead, this.place, this.behind)
  }

  remove(): void {
    for (const one of [this.ahead, this.place, this.behind]) one.remove()
  }
}
