import { expect, test } from 'vitest'
import en from './locales/en.js'
import id from './locales/id.js'

const names = (text: unknown) =>
  new Set([...JSON.stringify(text).matchAll(/\{(\w+)\}/g)].map(([, name]) => name))

test('the console says in Indonesian everything that it says in English, with the same values', () => {
  expect(Object.keys(id).sort()).toEqual(Object.keys(en).sort())
  for (const [key, text] of Object.entries(en)) {
    const theirs = id[key as keyof typeof en]
    expect(names(theirs), key).toEqual(names(text))
    expect(theirs, key).not.toBe('')
  }
})

test('every sentence that counts has the plural forms its language needs', () => {
  for (const [lang, catalogue] of [
    ['en', en],
    ['id', id],
  ] as const) {
    const { pluralCategories } = new Intl.PluralRules(lang).resolvedOptions()
    for (const [key, text] of Object.entries(catalogue)) {
      if (typeof text !== 'string')
        expect(Object.keys(text).sort(), `${lang} ${key}`).toEqual([...pluralCategories].sort())
    }
  }
})

test('no sentence shouts', () => {
  expect(JSON.stringify([en, id])).not.toContain('!')
})
