/** What happens on the way from the match to the stranger's picture, in about this order. */
export const MARKS = [
  'heard', // the stranger's description came
  'told', // one's own relay address was found after the match
  'known', // the stranger's first address came by itself
  'ice', // a way through the relay
  'linked', // and its encryption: the connection is usable
  'sending', // the own camera is given to it
  'flowing', // the stranger's first packet of a picture
  'picture', // shown
] as const
export type Mark = (typeof MARKS)[number]
/** Milliseconds since the match, on the page's own clock. */
export type Marks = Readonly<Partial<Record<Mark, number>>>

/** Writes down when each thing happened first after the match. */
export class Course {
  #matched: number | undefined
  readonly #marks: Partial<Record<Mark, number>> = {}

  match(): void {
    this.#matched ??= performance.now()
  }

  mark(name: Mark): void {
    if (this.#matched !== undefined) this.#marks[name] ??= performance.now() - this.#matched
  }

  get marks(): Marks {
    return { ...this.#marks }
  }
}
