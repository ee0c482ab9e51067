import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** docs/promises.md names no check that isn't there. */
const read = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
const exists = (file: string): boolean => existsSync(new URL(`../${file}`, import.meta.url))

const rows = read('docs/promises.md')
  .split('\n')
  .filter((line) => /^\| \d+ \|/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))

/** `file` “title”, “title”; in a cell. */
function checks(cell: string): readonly { readonly file: string; readonly titles: readonly string[] }[] {
  return [...cell.matchAll(/`([\w/.-]+\.\w+)`((?:,? “[^”]+”)*)/g)].map(([, file = '', titles = '']) => ({
    file,
    titles: [...titles.matchAll(/“([^”]+)”/g)].map(([, title = '']) => title),
  }))
}

test('there are fifteen promises, each with a check', () => {
  expect(rows.map(([, number]) => Number(number))).toEqual(Array.from({ length: 15 }, (_, i) => i + 1))
  for (const [, number, promise, cell = ''] of rows) {
    expect(promise, `promise ${number}`).not.toBe('')
    expect(checks(cell).length, `promise ${number}`).toBeGreaterThan(0)
  }
})

test.each(
  rows.flatMap(([, number, , cell = '', lacks = '']) =>
    [...checks(cell), ...checks(lacks)].map(({ file, titles }) => [number, file, titles] as const),
  ),
)('promise %s: %s is there, and has every test that is named', (_, file, titles) => {
  expect(exists(file), file).toBe(true)
  const text = read(file)
  for (const title of titles) expect(text, `${file} has no “${title}”`).toContain(title)
})

test('what is said to take its time is in the slow suite, all else in the quick one', () => {
  const files = rows.flatMap(([, , , cell = '']) => checks(cell)).map(({ file }) => file)
  expect(files.filter((file) => file.startsWith('e2e/more/')).length).toBeGreaterThan(0)
  // A promise that only the slow suite checks is found broken too late.
  for (const [, number, , cell = ''] of rows)
    expect(
      checks(cell).some(({ file }) => !file.startsWith('e2e/more/')),
      `promise ${number}`,
    ).toBe(true)
})

test('the README links it', () => {
  expect(read('README.md')).toContain('docs/promises.md')
})
