/** The server did something else than a clause says. */
export class Deviation extends Error {
  override readonly name = 'Deviation'
  /** The clause at fault, if it is another one than the check's own. */
  readonly clause: string | undefined
  readonly expected: string
  readonly instead: string

  constructor(expected: string, instead: string, clause?: string) {
    super(`Expected ${expected}; instead ${instead}`)
    this.expected = expected
    this.instead = instead
    this.clause = clause
  }
}

/** A check that can't be made on this server, and why. */
export class NotRun extends Error {
  override readonly name = 'NotRun'
}

/** Fails the check unless it is so. */
export function must(isSo: boolean, expected: string, instead: string, clause?: string): asserts isSo {
  if (!isSo) throw new Deviation(expected, instead, clause)
}

/** Fails the check unless both are the same JSON, whatever the order of keys. */
export function same(actual: unknown, wanted: unknown, what: string): void {
  must(
    JSON.stringify(sorted(actual)) === JSON.stringify(sorted(wanted)),
    `${what} to be ${JSON.stringify(wanted)}`,
    `it is ${JSON.stringify(actual) ?? 'missing'}`,
  )
}

export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const pairs = Object.entries(value).map(([key, one]): [string, unknown] => [key, sorted(one)])
  return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)))
}
