import { type Outcome, perform } from './drama.js'
import { Violation } from './record.js'
import { scenario } from './scenarios.js'
import { swarm } from './swarm.js'
import type { World } from './world.js'

/** A seed, or a scenario by its name. */
export type Job = { readonly seed: number } | { readonly scenario: string }

export interface Failure {
  readonly oracle: string
  readonly what: string
  /** Virtual ms; what happened last, line by line. */
  readonly at: number
  readonly tail: readonly string[]
}
export type Report =
  | { readonly job: Job; readonly outcome: Outcome }
  | { readonly job: Job; readonly failure: Failure }

/** Runs one job. Whatever goes wrong in it is its failure. */
export async function runJob(job: Job, print?: (line: string) => void): Promise<Report> {
  let world: World | undefined
  const uncaught = (cause: unknown): void =>
    world?.fail(
      'no fault of ours',
      `Nobody caught: ${cause instanceof Error ? (cause.stack ?? '') : String(cause)}`,
    )
  process.on('unhandledRejection', uncaught)
  try {
    const drama = 'seed' in job ? swarm(job.seed, print) : scenario(job.scenario, print)
    return { job, outcome: await perform(drama, (made) => (world = made)) }
  } catch (error) {
    const tail = world?.record.tail ?? []
    if (error instanceof Violation)
      return { job, failure: { oracle: error.oracle, what: error.message, at: error.at, tail } }
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { job, failure: { oracle: 'no fault of ours', what, at: world?.timeline.now ?? 0, tail } }
  } finally {
    process.off('unhandledRejection', uncaught)
  }
}
