import { expect, test } from 'vitest'
import { pseudo, pseudoWords } from './pseudo.ts'

test('it is legible, longer, and keeps its places', () => {
  expect(pseudo('Waiting for {time}.')).toBe('[Ŵåîţîñĝ föř {time}.~~~~~~~]')
})

test('every sentence has one, plural forms too', () => {
  const words = pseudoWords()
  expect(Object.keys(words).length).toBeGreaterThan(150)
  expect(words['newMessages']).toMatchObject({ one: expect.stringMatching(/^\[\{n\} /) })
})
