/**
 * Tells how a server fares, to Prometheus, OpenTelemetry or whatever else. It reads when it wants to: counting is an addition to
 * a plain number, whether or not anybody ever asks. No reading names a person, a chat or an address (law 4), and labels have
 * few values, all of them the code's own.
 */
export interface Meter {
  /** Begins to tell of these. Returns a function that ends it. */
  readonly watch: (instruments: readonly Instrument[]) => () => void
  /** Does a piece of work under a name that whoever traces can follow. */
  readonly trace?: Trace
}

export type Trace = <T>(name: Work, work: () => Promise<T>) => Promise<T>
export type Work = 'hello' | 'match' | 'report'

export type Instrument = Count | Histogram

export interface Count {
  /** A counter only grows, as long as the process lives. */
  readonly kind: 'counter' | 'gauge'
  /** `frames_received`: what it is called behind the common prefix, without unit. */
  readonly name: string
  readonly help: string
  readonly label?: string
  readonly read: () => Iterable<Reading>
}
export interface Reading {
  readonly value: number
  /** What the label says, where there is one. */
  readonly of?: string
}

/** Of seconds. */
export interface Histogram {
  readonly kind: 'histogram'
  readonly name: string
  readonly help: string
  readonly label?: string
  /** In seconds; the last bucket has no end. */
  readonly bounds: readonly number[]
  readonly read: () => Iterable<Spreading>
}
export interface Spreading {
  readonly of?: string
  readonly spread: {
    readonly counts: readonly number[]
    readonly sum: number
    /** Set by whoever has to be told each value, instead of reading. One at a time. */
    hear: ((value: number) => void) | undefined
  }
}
