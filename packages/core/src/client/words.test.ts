import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeClient, encode, isWellFormed } from '../protocol/index.js'
import { tidy, tidyWish } from './words.js'

it.each([
  ['  hello  ', 'hello'],
  ['one\r\ntwo\rthree', 'one\ntwo\nthree'],
  ['e\u0301', 'é'],
  ['half \uD83C a pair', 'half \uFFFD a pair'],
  ['🍵 مرحبا', '🍵 مرحبا'],
  [' \n\t ', ''],
])('%j is sent as %j', (before, after) => {
  expect(tidy(before)).toBe(after)
})

it('whatever is typed can be sent, and tidying twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(isWellFormed(tidy(text))).toBe(true)
      expect(tidy(tidy(text))).toBe(tidy(text))
    }),
  )
})

it('whatever is wished for, a server can read it', () => {
  const words = fc.array(fc.string({ unit: 'binary', maxLength: 100 }), { maxLength: 20 })
  fc.assert(
    fc.property(words, words, (languages, interests) => {
      const frame = { type: 'join', ticket: 'ticket-1', ...tidyWish({ languages, interests }) } as const
      expect(decodeClient(encode(frame))).toMatchObject({ ok: true })
    }),
  )
})
