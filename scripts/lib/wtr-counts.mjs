import { writeFileSync } from 'node:fs'

function count(suite, totals) {
  for (const test of suite?.tests ?? []) {
    if (test.skipped) totals.skipped++
    else if (test.passed) totals.passed++
    else totals.failed++
  }
  for (const inner of suite?.suites ?? []) count(inner, totals)
}

/** A @web/test-runner reporter that leaves `{passed, failed, skipped}` in `file`; a test file that broke counts as one failure. */
export function countReporter(file) {
  return {
    onTestRunFinished({ sessions }) {
      if (!file) return
      const totals = { passed: 0, failed: 0, skipped: 0 }
      for (const session of sessions) {
        count(session.testResults, totals)
        const broken = (session.errors?.length ?? 0) > 0 || session.request404s?.size > 0
        if (!session.passed && broken) totals.failed++
      }
      writeFileSync(file, JSON.stringify(totals))
    },
  }
}
