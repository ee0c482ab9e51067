/** A broken promise of the system, found by an oracle. */
export class Violation extends Error {
  override readonly name = 'Violation'
  readonly oracle: string
  /** Virtual ms. */
  readonly at: number
  constructor(oracle: string, what: string, at: number) {
    super(what)
    this.oracle = oracle
    this.at = at
  }
}

/** How many of the last lines a failure shows. */
const TAIL = 60

/** What happened, line by line: hashed whole, remembered at the end, printed if asked. */
export class Record {
  readonly #now: () => number
  readonly #print: ((line: string) => void) | undefined
  readonly #tail: string[] = []
  #low = 0x811c9dc5
  #high = 0x1b873593

  constructor(now: () => number, print?: (line: string) => void) {
    this.#now = now
    this.#print = print
  }

  note(what: string): void {
    const line = `${(this.#now() / 1000).toFixed(3).padStart(9)}  ${what}`
    for (let i = 0; i < line.length; i++) {
      const code = line.charCodeAt(i)
      this.#low = Math.imul(this.#low ^ code, 0x01000193)
      this.#high = Math.imul(this.#high ^ code, 0x85ebca6b) + 1
    }
    this.#tail.push(line)
    if (this.#tail.length > TAIL) this.#tail.shift()
    this.#print?.(line)
  }

  /** The same for the same run, to the last line. */
  get hash(): string {
    const hex = (half: number): string => (half >>> 0).toString(16).padStart(8, '0')
    return hex(this.#low) + hex(this.#high)
  }

  get tail(): readonly string[] {
    return this.#tail
  }
}
