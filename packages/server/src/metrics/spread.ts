/** How values are spread, in the buckets of a histogram. Observing one costs a few comparisons and makes nothing. */
export class Spread {
  /** Upper ends of the buckets, in order; the last bucket has none. */
  readonly bounds: readonly number[]
  /** How many fell into each bucket, one more than there are bounds. */
  readonly counts: number[]
  sum = 0
  /** Whoever wants to hear of each value. */
  hear: ((value: number) => void) | undefined

  constructor(bounds: readonly number[]) {
    this.bounds = bounds
    this.counts = Array.from({ length: bounds.length + 1 }, () => 0)
  }

  observe(value: number): void {
    let at = 0
    while (at < this.bounds.length && value > (this.bounds[at] as number)) at++
    this.counts[at] = (this.counts[at] as number) + 1
    this.sum += value
    this.hear?.(value)
  }

  get count(): number {
    return this.counts.reduce((sum, count) => sum + count, 0)
  }
}
