import { expect } from '@open-wc/testing'
import en from './locales/en.js'
import id from './locales/id.js'

const names = (text: unknown) =>
  [...new Set([...JSON.stringify(text).matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort()

describe('the console’s words', () => {
  it('say in Indonesian everything that they say in English, with the same values', () => {
    expect(Object.keys(id).sort()).to.deep.equal(Object.keys(en).sort())
    for (const [key, text] of Object.entries(en)) {
      const theirs = id[key as keyof typeof en]
      expect(names(theirs), key).to.deep.equal(names(text))
      expect(theirs, key).not.to.equal('')
    }
  })

  it('have the plural forms their language needs', () => {
    for (const [lang, catalogue] of [
      ['en', en],
      ['id', id],
    ] as const) {
      const { pluralCategories } = new Intl.PluralRules(lang).resolvedOptions()
      for (const [key, text] of Object.entries(catalogue)) {
        if (typeof text === 'string') continue
        expect(Object.keys(text).sort(), `${lang} ${key}`).to.deep.equal([...pluralCategories].sort())
      }
    }
  })

  it('don’t shout', () => {
    expect(JSON.stringify([en, id])).not.to.contain('!')
  })
})
