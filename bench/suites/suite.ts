import type { Spread } from '../support/numbers.ts'

/** How big a run is: as it counts, or small, to show that it runs. */
export interface Scale {
  readonly quick: boolean
  readonly rounds: number | undefined
}

export interface Setting {
  readonly scale: Scale
  /** The load generator's command. */
  readonly load: readonly string[]
  readonly say: (line: string) => void
}

/** A figure that gates, docs and plots refer to by name. */
export interface Measure {
  readonly unit: string
  readonly value: Spread
}
export type Measures = Readonly<Record<string, Measure>>

export interface Outcome {
  readonly measures: Measures
  /** A table for a person. */
  readonly text: string
  /** Everything each round saw. */
  readonly rounds: unknown
}

/** What can be measured by itself. */
export interface Suite {
  readonly title: string
  readonly run: (setting: Setting) => Promise<Outcome>
}
