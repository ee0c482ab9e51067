import { expect, it } from 'vitest'
import { createGates } from './gates.js'

it('asks for an age and for the rules unless told otherwise', () => {
  const gates = createGates()
  expect(gates.list).toEqual([
    { kind: 'age', choices: [18] },
    { kind: 'rules', version: '1', items: expect.arrayContaining([expect.any(String)]) },
  ])
  expect(gates.refuse({ age: 18, rules: '1' })).toBeUndefined()
})

it('takes whatever is not said for no', () => {
  const gates = createGates()
  expect(gates.refuse({})).toContain('18')
  expect(gates.refuse({ rules: '1' })).toContain('18')
  expect(gates.refuse({ age: 18 })).toContain('rules')
})

it('takes only the ages that were offered, and the rules as they are now', () => {
  const gates = createGates({
    age: [13, 18],
    rules: { version: '2026-11', items: ['Be kind.'], url: 'https://example.org/rules' },
  })
  expect(gates.refuse({ age: 13, rules: '2026-11' })).toBeUndefined()
  expect(gates.refuse({ age: 14, rules: '2026-11' })).toBeDefined()
  expect(gates.refuse({ age: 18, rules: '1' })).toBeDefined()
  expect(gates.list[1]).toMatchObject({ url: 'https://example.org/rules' })
})

it('cuts a wall for each age it asks, and none when it does not ask', () => {
  expect(createGates({ age: [13, 18] }).ageBand({ age: 13 })).not.toBe(
    createGates({ age: [13, 18] }).ageBand({ age: 18 }),
  )
  expect(createGates({ age: false }).ageBand({ age: 13 })).toBe(createGates({ age: false }).ageBand({}))
})
