import { press, settled, show, type Shown, type ShowOptions } from './show.js'

export interface Mounted extends Shown {
  readonly find: <T extends HTMLElement = HTMLElement>(selector: string) => T
  readonly all: (selector: string) => readonly HTMLElement[]
  /** Everything that can be read, in one line. */
  readonly text: () => string
  /** A button by the beginning of the words on it. */
  readonly button: (words: string) => HTMLButtonElement
  /** Keys one after the other, each when what the last one did is on the screen. */
  readonly keys: (...keys: readonly string[]) => Promise<void>
  readonly click: (words: string) => Promise<void>
  /** Time passes, and what that changes is drawn. */
  readonly wait: (ms: number) => Promise<void>
  readonly settled: () => Promise<void>
  /** What the live regions say. */
  readonly spoken: () => string
  /** What has the focus, by the beginning of its words. */
  readonly focused: () => string
}

const places: HTMLElement[] = []

/** A console in the page; `unmount` takes all of them out again. */
export async function mount(options: ShowOptions = {}): Promise<Mounted> {
  const place = document.createElement('div')
  document.body.append(place)
  places.push(place)
  const shown = await show(place, options)
  const { element, clock } = shown
  const root = (): ShadowRoot => {
    if (!element.shadowRoot) throw new Error('not rendered')
    return element.shadowRoot
  }
  const words = (node: Element | null | undefined) => node?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
  const all = (selector: string) => [...root().querySelectorAll<HTMLElement>(selector)]
  const text = () => words(root().querySelector('.app'))
  const find = <T extends HTMLElement = HTMLElement>(selector: string): T => {
    const found = root().querySelector<T>(selector)
    if (!found) throw new Error(`nothing is ${selector} in: ${text()}`)
    return found
  }
  const button = (wanted: string): HTMLButtonElement => {
    for (const one of root().querySelectorAll('button')) if (words(one).startsWith(wanted)) return one
    throw new Error(`no button says ${wanted} in: ${text()}`)
  }
  const done = () => settled(element)
  return {
    ...shown,
    find,
    all,
    text,
    button,
    async keys(...keys) {
      for (const key of keys) {
        press(shown, key)
        await done()
      }
    },
    async click(wanted) {
      const one = button(wanted)
      one.focus()
      one.click()
      await done()
    },
    async wait(ms) {
      clock.wind(ms)
      await done()
    },
    settled: done,
    spoken: () => all('.live').map(words).join(' ').trim(),
    focused: () => words(root().activeElement),
  }
}

export function unmount(): void {
  for (const place of places.splice(0)) place.remove()
}
