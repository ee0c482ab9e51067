import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** docs/accessibility.md claims no more than what was tried: by the tests it names, and by people who say when. */
const read = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
const docs = read('docs/accessibility.md')

/** The rows of the table under a heading, without its head. */
function table(heading: string): readonly (readonly string[])[] {
  const part = docs.split(`### ${heading}\n`)[1]?.split('\n#')[0] ?? ''
  const lines = part.split('\n').filter((line) => line.startsWith('|'))
  return lines.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )
}

const RESULT = /^(not yet run|20\d\d-[01]\d-[0-3]\d: (pass|fail)(, .+)?)$/

test('every result is dated, or says that nobody has run it', () => {
  const results = table('Results')
  expect(results.map(([step]) => step)).toEqual(table('Steps').map(([step]) => step))
  for (const [step, ...cells] of results) {
    expect(cells, `step ${step}`).toHaveLength(8)
    for (const cell of cells) expect(cell, `step ${step}`).toMatch(RESULT)
  }
})

test('what should be heard is what the story asserts', () => {
  const story = read('e2e/a11y.test.ts')
  const words = table('Steps').flatMap(([, , heard = '']) => [...heard.matchAll(/`([^`]+)`/g)])
  expect(words.length).toBeGreaterThan(15)
  for (const [, said = ''] of words) expect(story).toContain(said)
})

test('the tests it names are there', () => {
  const files = [...docs.matchAll(/`([\w/.-]+\.test\.ts)`/g)].map(([, file = '']) => file)
  expect(files.length).toBeGreaterThan(10)
  expect(files.filter((file) => !existsSync(new URL(`../${file}`, import.meta.url)))).toEqual([])
})

test('the README links it, and claims no test by a person that nobody has made', () => {
  const section = read('packages/widget/README.md').split('## Accessibility\n')[1]?.split('\n## ')[0] ?? ''
  expect(section).toContain('docs/accessibility.md')
  const run = table('Results').some(([, ...cells]) => cells.some((cell) => cell !== 'not yet run'))
  expect(section.includes('has been made yet')).toBe(!run)
})
