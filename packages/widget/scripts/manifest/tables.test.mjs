import { expect, test } from 'vitest'
import { withTables } from './tables.mjs'

const element = {
  tag: 'x-tea',
  attributes: [
    { name: 'kind', type: { text: "'black' | 'green'" }, default: "'black'", description: 'Which.' },
  ],
  nativeAttributes: [],
  slots: [{ name: '', description: 'The cup.' }],
}

const marked = (kind, inside = '') =>
  `before\n<!-- ${kind} of <x-tea>, by \`npm run generate\` -->\n${inside}<!-- end -->\nafter\n`

test('what stands between two marks is made anew, and nothing else is touched', () => {
  const fresh = withTables(marked('attributes', 'what somebody typed\n'), [element])
  expect(fresh).toBe(
    marked(
      'attributes',
      [
        '| attribute | type | default | meaning |',
        '| --- | --- | --- | --- |',
        "| `kind` | `'black' \\| 'green'` | `'black'` | Which. |",
        '',
      ].join('\n'),
    ),
  )
})

test('making it twice changes nothing', () => {
  const once = withTables(marked('slots'), [element])
  expect(withTables(once, [element])).toBe(once)
  expect(once).toContain('| (default) | The cup. |')
})

test('a mark that names no element or no table is an error, not an empty place', () => {
  expect(() => withTables(marked('saucers'), [element])).toThrow('saucers')
  expect(() => withTables(marked('slots'), [])).toThrow('x-tea')
})
