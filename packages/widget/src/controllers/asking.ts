/** The link a person is being asked about. */
export class Asking {
  readonly #changed: () => void
  link: URL | null = null

  constructor(changed: () => void) {
    this.#changed = changed
  }

  readonly ask = (event: Event): void => {
    event.preventDefault()
    this.link = new URL((event.currentTarget as HTMLAnchorElement).href)
    this.#changed()
  }

  readonly close = (): void => {
    this.link = null
    this.#changed()
  }
}
