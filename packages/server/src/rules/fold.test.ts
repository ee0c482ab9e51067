import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldInterest, foldInterests, foldLanguage, foldLanguages } from './fold.js'

describe('an interest', () => {
  it.each([
    ['Tea', 'tea'],
    ['  green   tea\n', 'green tea'],
    ['ｔｅａ', 'tea'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφος'],
    ['Cafe\u0301', 'café'],
    ['te\u200ba', 'tea'],
    ['❤\ufe0f', '❤'],
    ['\u212A', 'k'],
    ['c#', 'c#'],
    ['\u200d \t', ''],
  ])('%j is compared as %j', (text, key) => {
    expect(foldInterest(text)).toBe(key)
  })

  it('has a key that folding leaves alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(foldInterest(foldInterest(text))).toBe(foldInterest(text))
      }),
    )
  })

  it('is one, however it is spelt, and keeps the first spelling', () => {
    expect(foldInterests([' Tea', 'TEA', '\u200b', 'Chess'])).toEqual({
      interests: ['tea', 'chess'],
      labels: ['Tea', 'Chess'],
    })
  })
})

describe('a language', () => {
  it.each([
    ['en', 'en'],
    ['pt-BR', 'pt'],
    ['EN-gb', 'en'],
    ['zh-Hant-TW', 'zh'],
    ['iw', 'he'],
    ['in', 'id'],
    ['eng', 'en'],
    ['x', 'x'],
    ['', ''],
  ])('%j is compared as %j', (tag, key) => {
    expect(foldLanguage(tag)).toBe(key)
  })

  it('counts once, in the order of the person', () => {
    expect(foldLanguages(['id', 'en-GB', 'in', 'en-US', ''])).toEqual(['id', 'en'])
  })

  it('is compared right after many that nobody speaks', () => {
    for (let made = 0; made < 2_000; made++) foldLanguage(`qm${made.toString(26)}`)
    for (let again = 0; again < 2; again++)
      expect(foldLanguages(['iw-IL', 'pt', 'qm0'])).toEqual(['he', 'pt', 'qm0'])
  })

  it('may be any text: nothing throws', () => {
    fc.assert(fc.property(fc.string(), (tag) => void foldLanguage(tag)))
  })
})
