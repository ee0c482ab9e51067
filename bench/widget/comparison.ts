import { readFileSync, writeFileSync } from 'node:fs'
import { digits } from '../support/numbers.ts'
import { aboveFloor, behind, strangersOf, type WidgetRow, widgetCells } from './report.ts'
import type { Widgets } from './rounds.ts'

const PAGE = new URL('../../docs/comparison.md', import.meta.url)
const [BEGIN, END] = ['<!-- bench/widget begins -->', '<!-- bench/widget ends -->']

/** Puts what was measured into the page in the docs, between its marks; the words round it are written by hand. */
export function writeComparison(rows: readonly WidgetRow[], widgets: Widgets, machine: string): void {
  const page = readFileSync(PAGE, 'utf8')
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)]
  if (from < 0 || to < from) throw new Error(`docs/comparison.md has lost its marks, ${BEGIN} and ${END}.`)
  const text = page.slice(0, from + BEGIN.length) + section(rows, widgets, machine) + page.slice(to)
  writeFileSync(PAGE, text)
}

function section(rows: readonly WidgetRow[], widgets: Widgets, machine: string): string {
  const { chromium, rounds } = widgets
  const [head = [], ...body] = widgetCells(rows, widgets, ({ median, min, max }) =>
    min === max ? digits(median) : `${digits(median)} [${digits(min)}..${digits(max)}]`,
  )
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const asked = Object.entries(strangersOf(widgets)).filter(([, hosts]) => hosts.length > 0)
  return `
\`npm run bench -- --only widget --write\`, ${rounds.length} rounds on ${machine}, Chromium ${chromium}. Median [least..most]; in the
last columns ours divided by theirs, below 1 is ours ahead.

${[line(head), line(head.map((_, at) => (at < 2 ? '---' : '---:'))), ...body.map(line)].join('\n')}

Where another is ahead of us:
${bullets(behind(rows))}

Where we take more than twice what the floor does:
${bullets(aboveFloor(rows))}

Requests for other hosts, none of which got through:
${bullets(asked.map(([chat, hosts]) => `${chat}: ${hosts.join(', ')}`))}
`
}

const bullets = (lines: readonly string[]): string =>
  lines.length === 0 ? '- nowhere' : lines.map((one) => `- ${one}`).join('\n')
