import { arrivals } from './arrivals.ts'
import { cluster } from './cluster.ts'
import { match } from './match.ts'
import { peers } from './peers.ts'
import { safety } from './safety.ts'
import { storm } from './storm.ts'
import { turn } from './turn.ts'
import type { Suite } from './suite.ts'

/** What is measured into `measured.json`, by name and in this order. */
export const MEASURED = { peers, storm, match, cluster, safety, arrivals, turn } satisfies Readonly<
  Record<string, Suite>
>
export type MeasuredName = keyof typeof MEASURED
export const MEASURED_NAMES = Object.keys(MEASURED) as readonly MeasuredName[]
