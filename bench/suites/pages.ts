import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/** Puts text into a page of the docs, between its marks; the words round it are written by hand. */
export function writeSection(page: string, name: string, text: string): void {
  const file = new URL(`../../${page}`, import.meta.url)
  const [begin, end] = [`<!-- bench:${name} begins -->`, `<!-- bench:${name} ends -->`]
  const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const [from, to] = [before.indexOf(begin), before.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`${page} has lost its marks, ${begin} and ${end}.`)
  writeFileSync(file, `${before.slice(0, from + begin.length)}\n\n${text}\n\n${before.slice(to)}`)
}

/** A table in Markdown: the first column to the left, the rest to the right. */
export function markdown(rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const [head = [], ...body] = rows
  return [line(head), line(head.map((_, at) => (at === 0 ? '---' : '---:'))), ...body.map(line)].join('\n')
}
