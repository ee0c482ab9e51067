import { expect, test } from 'vitest'
import { factsOfWidget } from '../scripts/sources.ts'
import { readFacts } from './facts.ts'
import { PAIRS } from './pairs.ts'

const tea = readFacts({
  manifest: {
    modules: [
      {
        declarations: [
          {
            tagName: 'stranger-chat',
            attributes: [
              {
                name: 'kind',
                type: { text: "'black' | 'green'" },
                default: "'black'",
                description: 'Which.',
              },
              { name: 'dir', type: { text: "'ltr' | 'rtl'" } },
              { name: 'sweet', type: { text: 'boolean' }, default: 'false' },
              { name: 'cups', type: { text: 'number' }, default: '2' },
              { name: 'herbs', type: { text: 'readonly string[]' }, default: "['mint', 'sage']" },
              { name: 'label', type: { text: 'string | null' }, default: 'null' },
              { name: 'server', type: { text: 'string | null' }, default: 'null' },
              { name: 'lang', type: { text: 'string' } },
            ],
            cssProperties: [
              { name: '--sc-tea', default: 'light-dark(#fff, #000)' },
              { name: '--sc-milk', default: '#fff' },
              { name: '--sc-space', default: '4px' },
              { name: '--sc-duration', default: '120ms' },
              { name: '--sc-face', default: 'system-ui, sans-serif' },
            ],
          },
        ],
      },
    ],
  },
  languages: ['en', 'id'],
  tokens: ':host { --_tea: var(--sc-tea, light-dark(#fff, #000)); --_milk: var(--sc-milk, #fff); }',
  looks: { classic: ':host { --_tea: var(--sc-tea, rgb(1 2 3)); --_milk: transparent; }' },
})
const attribute = (name: string) => tea.attributes.find((one) => one.name === name)
const property = (name: string) => tea.properties.find((one) => one.name === name)

test('a type makes the control: words a choice, with an empty one where there is no default', () => {
  expect(attribute('kind')).toMatchObject({ kind: 'choice', choices: ['black', 'green'], initial: 'black' })
  expect(attribute('dir')).toMatchObject({ kind: 'choice', choices: ['', 'ltr', 'rtl'], initial: '' })
  expect(attribute('lang')).toMatchObject({ kind: 'choice', choices: ['', 'en', 'id'] })
  expect(attribute('sweet')).toMatchObject({ kind: 'switch', initial: '' })
  expect(attribute('cups')).toMatchObject({ kind: 'number', initial: '2' })
  expect(attribute('herbs')).toMatchObject({ kind: 'text', initial: 'mint sage' })
  expect(attribute('label')).toMatchObject({ kind: 'text', initial: '' })
  expect(attribute('server')).toMatchObject({ kind: 'address', initial: '' })
})

test('a custom property is what its default is, and a look may have another, or no use for it', () => {
  expect(property('--sc-tea')).toMatchObject({ kind: 'colour', looks: { classic: 'rgb(1 2 3)' } })
  expect(property('--sc-milk')).toMatchObject({ kind: 'colour', looks: { classic: null } })
  expect(property('--sc-space')).toMatchObject({ kind: 'length', looks: {} })
  expect(property('--sc-duration')).toMatchObject({ kind: 'time' })
  expect(property('--sc-face')).toMatchObject({ kind: 'font' })
})

test('every colour of the element says what it stands on, or that nothing is read in it', async () => {
  const { attributes, properties } = await factsOfWidget()
  expect(attributes.length).toBeGreaterThan(10)
  const colours = properties.filter(({ kind }) => kind === 'colour').map(({ name }) => name)
  expect(colours.sort()).toEqual(Object.keys(PAIRS).sort())
  for (const { on } of Object.values(PAIRS).flat()) expect(colours).toContain(on)
})
