/** The part of `Storage` that is used. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** One value on this device, or in this tab. A browser that refuses to keep anything is no error: it is forgotten then. */
export class Kept {
  readonly #shelf: () => Shelf
  readonly #key: string

  constructor(shelf: () => Shelf, key: string) {
    this.#shelf = shelf
    this.#key = `stranger-moderator/${key}`
  }

  /** As it was written, by us or by anybody: check it. */
  read(): unknown {
    try {
      return JSON.parse(this.#shelf().getItem(this.#key) ?? 'null')
    } catch {
      return null
    }
  }

  write(value: unknown): void {
    try {
      this.#shelf().setItem(this.#key, JSON.stringify(value))
    } catch {
      // Full, or switched off.
    }
  }

  forget(): void {
    try {
      this.#shelf().removeItem(this.#key)
    } catch {
      // Switched off.
    }
  }
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
