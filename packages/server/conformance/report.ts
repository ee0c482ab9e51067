import type { Failure, Report, Result } from './runner.js'

const WIDTH = 100

const countOf = (results: readonly Result[]): string =>
  (['passed', 'failed', 'not run'] as const)
    .map((status) => [results.filter((result) => result.status === status).length, status] as const)
    .filter(([count]) => count > 0)
    .map(([count, status]) => `${count} ${status}`)
    .join(', ')

/** One line for a group of clauses. */
export function groupLine(group: string, results: readonly Result[]): string {
  return results.length === 0 ? '' : `  ${group.padEnd(12)} ${countOf(results)}\n`
}

/** What failed and why, what wasn't run and why, and how many of each. */
export function summary({ results, untried, passed, failed, notRun }: Report): string {
  const parts: string[] = []
  for (const result of results)
    if (result.failure !== undefined) parts.push(failureText(result, result.failure))
  const skipped = results.filter(({ status }) => status === 'not run')
  if (skipped.length > 0) {
    const lines = skipped.map(({ clause, title, why = '' }) => `  ${clause} ${title}: ${why}`)
    parts.push(['not run:', ...lines].join('\n'))
  }
  const reasons = [...new Set(Object.values(untried))]
  if (reasons.length > 0) {
    const clauses = Object.keys(untried)
    const lines = reasons.map(
      (why) => `  ${clauses.filter((one) => untried[one] === why).join(', ')}: ${why}`,
    )
    parts.push(['not tried:', ...lines].join('\n'))
  }
  parts.push(`${passed} passed, ${failed} failed, ${notRun} not run`)
  return `\n${parts.join('\n\n')}\n`
}

function failureText(
  { clause, title }: Result,
  { sentence, expected, instead, sent, came }: Failure,
): string {
  const lines = [
    `FAILED ${clause} ${title}`,
    ...wrap(`${clause} says: ${sentence}`),
    ...listed('sent', sent),
    ...listed('came', came),
    `  expected ${expected}`,
    `  instead  ${instead}`,
  ]
  return lines.join('\n')
}

const listed = (name: string, frames: readonly string[]): readonly string[] =>
  (frames.length === 0 ? ['nothing'] : frames).map(
    (frame, i) => `  ${(i === 0 ? name : '').padEnd(8)} ${frame}`,
  )

function wrap(text: string): readonly string[] {
  const lines: string[] = []
  let line = ' '
  for (const word of text.split(' ')) {
    if (line.length + word.length > WIDTH) {
      lines.push(line)
      line = ' '
    }
    line += ` ${word}`
  }
  return [...lines, line]
}
