import { readFileSync } from 'node:fs'

/** What a step comes to: counts, what to show when it fails, and what it left out, each with a reason. */
const result = (passed, failed, output, notRun = []) => ({ passed, failed, output, notRun })

/** A command that is one check: its exit code decides. */
export const oneCheck = ({ code, output }) => result(code === 0 ? 1 : 0, code === 0 ? 0 : 1, output)

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** Why a run that ended well left something out. */
function leftOut(name, { passed, failed, skipped }) {
  if (skipped > 0) return [{ name, reason: `${skipped} tests are skipped` }]
  if (passed + failed === 0) return [{ name, reason: 'there are no tests' }]
  return []
}

function counted(name, { code, output }, totals) {
  // A run can fail beyond its tests: a crash, an unhandled rejection, a file that doesn't load.
  if (code !== 0 && totals.failed === 0) totals.failed = 1
  return result(totals.passed, totals.failed, output, totals.failed ? [] : leftOut(name, totals))
}

/** A vitest run that wrote its JSON report to `file`. */
export function vitestTally(name, run, file) {
  const report = read(file)
  const totals = { passed: 0, failed: 0, skipped: 0 }
  for (const { status, assertionResults } of report?.testResults ?? []) {
    if (status === 'failed' && !assertionResults.some((test) => test.status === 'failed')) totals.failed++
    for (const test of assertionResults) {
      if (test.status === 'passed') totals.passed++
      else if (test.status === 'failed') totals.failed++
      else totals.skipped++
    }
  }
  return counted(name, run, totals)
}

/** A @web/test-runner run whose reporter wrote its counts to `file` (wtr-counts.mjs). */
export function browserTally(name, run, file) {
  return counted(name, run, { passed: 0, failed: 0, skipped: 0, ...read(file) })
}

/** One result from the results of a step's parts. */
export function together(parts) {
  const all = result(0, 0, '', [])
  for (const part of parts) {
    all.passed += part.passed
    all.failed += part.failed
    if (part.failed > 0) all.output += part.output
    all.notRun.push(...part.notRun)
  }
  return all
}

/** The last lines of a run: what was not run, then the counts. Where nobody watches (`ci`), not run is failed. */
export function closing(results, ci) {
  const notRun = results.flatMap((one) => one.notRun)
  const passed = results.reduce((sum, one) => sum + one.passed, 0)
  const failed = results.reduce((sum, one) => sum + one.failed, 0) + (ci ? notRun.length : 0)
  const lines = notRun.map(({ name, reason }) => `not run: ${name} (${reason})`)
  return { lines: [...lines, `${passed} passed, ${failed} failed`], failed }
}
