/**
 * How many messages nobody has seen, before the title of the page: `(2) `. The space after it doesn't break, and by that the mark is
 * known from a figure of the page's own.
 */
const mark = (count: number): string => (count > 0 ? `(${count})\u00a0` : '')

/** Marks the page's title. Whatever the page makes of its title meanwhile stays: only the mark comes and goes. */
export class Title {
  /** What each element counts; two on one page make one number. */
  readonly #counts = new Map<object, number>()
  #shown = ''
  #observer: MutationObserver | null = null
  /** Where the page has no title of its own. */
  #made: HTMLTitleElement | null = null

  count(owner: object, count: number): void {
    if (count === (this.#counts.get(owner) ?? 0)) return
    if (count > 0) this.#counts.set(owner, count)
    else this.#counts.delete(owner)
    const bare = read().replace(this.#shown, '')
    this.#shown = mark([...this.#counts.values()].reduce((sum, one) => sum + one, 0))
    this.#write(this.#shown + bare)
    if (this.#shown !== '') this.#watch()
    else this.#release()
  }

  /** The page changed its title: the mark goes before the new one, unless that was made from the one with the mark. */
  readonly #keep = (): void => {
    const title = read()
    if (!title.includes(this.#shown)) this.#write(this.#shown + title)
  }

  #watch(): void {
    if (this.#observer) return
    this.#observer = new MutationObserver(this.#keep)
    this.#observer.observe(document.head, { childList: true, characterData: true, subtree: true })
  }

  #release(): void {
    this.#observer?.disconnect()
    this.#observer = null
    if (this.#made?.textContent === '') this.#made.remove()
    this.#made = null
  }

  /** Into the text that is there, since a framework may hold on to it. */
  #write(text: string): void {
    let title = element()
    if (!title) {
      if (text === '') return
      title = this.#made = document.createElement('title')
      document.head.append(title)
    }
    const { firstChild, childNodes } = title
    if (childNodes.length === 1 && firstChild instanceof Text) firstChild.data = text
    else title.textContent = text
  }
}

/** The page's one. */
export const pageTitle = new Title()

const element = (): HTMLTitleElement | null => document.querySelector<HTMLTitleElement>('head > title')
const read = (): string => element()?.textContent ?? ''
