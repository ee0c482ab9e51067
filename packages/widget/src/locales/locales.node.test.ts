import { readFileSync } from 'node:fs'
import { brotliCompressSync, constants } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Text } from '../messages.js'
import after from './after/en.js'
import calls from './calls/en.js'
import chat from './en.js'
import report from './report/en.js'
import AFTER from './maps/after.js'
import CALLS from './maps/calls.js'
import CHAT from './maps/chat.js'
import REPORT from './maps/report.js'
import shell from './shell.js'

type Words = Readonly<Record<string, Text>>

/** Each part of the words, in English and where its other languages are. */
const PARTS = {
  chat: [{ ...shell, ...chat }, CHAT],
  after: [after, AFTER],
  report: [report, REPORT],
  calls: [calls, CALLS],
} as const

const LANGUAGES = Object.keys(CHAT)
/** Where {n} is a measure or a place in a list, and no count of things. */
const UNCOUNTED: ReadonlySet<string> = new Set(['gateOver', 'gateUnder', 'gateRange', 'picture'])

const values = (text: Text): ReadonlySet<string> =>
  new Set([...JSON.stringify(text).matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))

test('no part says what another says under the same name', () => {
  const keys = Object.values(PARTS).flatMap(([english]) => Object.keys(english))
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([])
})

for (const [part, [english, catalogues]] of Object.entries(PARTS)) {
  describe(`the words of ${part}`, () => {
    test('are there in every language', () => {
      expect(Object.keys(catalogues)).toEqual(LANGUAGES)
    })

    for (const [lang, load] of [
      ['en', () => Promise.resolve({ default: english })],
      ...Object.entries(catalogues),
    ] as const) {
      test(`${lang}: every sentence, with the values of the English one and the plural forms of its language`, async () => {
        const words = (await load()).default as Words
        expect(Object.keys(words).sort()).toEqual(Object.keys(english).sort())
        const { pluralCategories } = new Intl.PluralRules(lang).resolvedOptions()
        for (const [key, text] of Object.entries(english as Words)) {
          const said = words[key]
          if (said === undefined) throw new Error(`${lang} has no ${key}`)
          expect(values(said), `${lang} ${key}`).toEqual(values(text))
          if (typeof text === 'string') expect(typeof said, `${lang} ${key}`).toBe('string')
          else expect(Object.keys(said).sort(), `${lang} ${key}`).toEqual([...pluralCategories].sort())
          for (const form of typeof said === 'string' ? [said] : Object.values(said)) {
            expect(form, `${lang} ${key}`).toMatch(/\S/)
            expect(form, `${lang} ${key}: no sentence shouts`).not.toMatch(/[!！]/)
            expect(form, `${lang} ${key}: only the spaces that are meant`).not.toMatch(
              key.startsWith('says') ? /\s\s/ : /^\s|\s$|\s\s/,
            )
          }
        }
      })
    }
  })
}

test('in English every count of things has its plural forms', () => {
  for (const [english] of Object.values(PARTS))
    for (const [key, text] of Object.entries(english as Words))
      if (typeof text === 'string' && !UNCOUNTED.has(key)) expect(text, key).not.toMatch(/\{n\} \w/)
})

/** How a catalogue says who has read it. */
const READ =
  /^\/\/ (Machine-drafted: not yet read by a native speaker\.|Read by a native speaker on \d{4}-\d{2}-\d{2}\.)\n/

test('every catalogue says whether a native speaker has read it', () => {
  for (const lang of LANGUAGES)
    for (const part of ['', 'after/', 'report/', 'calls/']) {
      const text = readFileSync(new URL(`${part}${lang}.ts`, import.meta.url), 'utf8')
      expect(text, `${part}${lang}`).toMatch(READ)
    }
})

test('the README names every language, and says that they are drafts', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  const [, named = ''] = /There are fifteen languages (.*?)\n/.exec(readme) ?? []
  expect([...named.matchAll(/\(`(\w+)`/g)].map(([, lang]) => lang).sort()).toEqual([...LANGUAGES].sort())
})

/** What a language may cost whoever comes, B: its first file, as the script build sends it. */
const FIRST_FILE_B = 1_500

test('the first file of every language is small', async () => {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY }
  const sizes = await Promise.all(
    Object.entries(CHAT).map(async ([lang, load]) => {
      const words = (await load()).default as Words
      const sent = `var a=${JSON.stringify(Object.keys({ ...shell, ...chat }).map((key) => words[key]))};export{a as default};`
      return [lang, brotliCompressSync(sent, { params }).length] as const
    }),
  )
  expect(sizes.filter(([, size]) => size > FIRST_FILE_B)).toEqual([])
})
