import type { Answer, ApiError } from '../api.js'

interface Page<T> {
  readonly items: readonly T[]
  readonly next?: string | undefined
}

/** Pages beyond this are somebody's scrolling, not their work. */
const MOST_PAGES = 20

/** A list that comes in pages, and may be asked for again while it is looked at. */
export class Listing<T> {
  items: readonly T[] = []
  next: string | undefined
  /** Whether it was ever there. */
  known = false
  busy = false
  readonly #ask: (after?: string) => Promise<Answer<Page<T>>>
  readonly #changed: () => void
  readonly #failed: (error: ApiError) => void
  #pages = 1
  #again = false

  constructor(
    ask: (after?: string) => Promise<Answer<Page<T>>>,
    changed: () => void,
    failed: (error: ApiError) => void,
  ) {
    this.#ask = ask
    this.#changed = changed
    this.#failed = failed
  }

  /** As many pages as there are on the screen, from the first. Asked for while it runs, it runs once more. */
  async refresh(): Promise<void> {
    if (this.busy) {
      this.#again = true
      return
    }
    this.busy = true
    do {
      this.#again = false
      await this.#read(this.#pages)
    } while (this.#again)
    this.busy = false
    this.#changed()
  }

  async more(): Promise<void> {
    if (this.next === undefined || this.busy) return
    this.#pages = Math.min(this.#pages + 1, MOST_PAGES)
    await this.refresh()
  }

  clear(): void {
    this.items = []
    this.next = undefined
    this.known = false
    this.#pages = 1
  }

  async #read(pages: number): Promise<void> {
    const items: T[] = []
    let next: string | undefined
    for (let page = 0; page < pages; page++) {
      const answer = await this.#ask(next)
      if (!answer.ok) {
        this.#failed(answer.error)
        return
      }
      items.push(...answer.value.items)
      next = answer.value.next
      if (next === undefined) break
    }
    this.items = items
    this.next = next
    this.known = true
    this.#changed()
  }
}

/** An answer of the server's as a page of a list. */
export function paged<P extends { readonly next?: string }, T>(
  answer: Answer<P>,
  items: (page: P) => readonly T[],
): Answer<Page<T>> {
  if (!answer.ok) return answer
  return { ok: true, value: { items: items(answer.value), next: answer.value.next } }
}
