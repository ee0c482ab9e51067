import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SHORTCUTS } from '../controllers/keymap.js'

test('the README names every shortcut with the key it has at first', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  const table = readme.split('| shortcut | key |')[1]?.split('\n\n')[0] ?? ''
  const rows = [...table.matchAll(/^\| `(\w+)` \| (?:`([^`]+)`|none) \|/gm)]
  expect(Object.fromEntries(rows.map(([, name, key]) => [name, key ?? null]))).toEqual(SHORTCUTS)
})
