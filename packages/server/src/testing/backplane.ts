import { clonesSuite } from './backplane/clones.js'
import { endsSuite } from './backplane/ends.js'
import { inboxSuite } from './backplane/inbox.js'
import { logSuite } from './backplane/log.js'
import { matchingSuite } from './backplane/matching.js'
import { rushSuite } from './backplane/rush.js'
import { sessionsSuite } from './backplane/sessions.js'
import { offersSuite } from './backplane/offers.js'
import type { MakeBackplane } from './backplane/stage.js'
import { waitingSuite } from './backplane/waiting.js'
import type { Runner } from './runner.js'

export type { BackplaneLimits, BackplaneOptions, MakeBackplane } from './backplane/stage.js'
export type { Guest } from './backplane/oracle.js'
export { type Deed, DEEDS, type Plan, playStorm } from './backplane/storm.js'

const SUITES = [
  sessionsSuite,
  matchingSuite,
  waitingSuite,
  offersSuite,
  logSuite,
  endsSuite,
  inboxSuite,
  clonesSuite,
  rushSuite,
]

/**
 * The contract of the backplane, as tests: whoever writes one passes it, and the session layer asks no more.
 *
 * @param name what is under test, for the report
 * @param make an empty backplane for each test
 * @param runner `{ describe, it }` of vitest, node:test, Jest or Mocha
 */
export function testBackplane(name: string, make: MakeBackplane, runner: Runner): void {
  runner.describe(`backplane: ${name}`, () => {
    for (const suite of SUITES) suite(runner, make)
  })
}
