import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BLANK, type Field } from './form.js'
import type { Language } from './language.js'
import { askSheet, doneSheet, noticeSheet, refusalSheet, type Setting, statusSheet } from './page.js'
import { fill, WORDS } from './words.js'

const SETTING: Setting = { language: 'en', base: '' }
const FIELDS: readonly Field[] = ['text', 'law', 'name', 'email']
const LANGUAGES: readonly Language[] = ['en', 'id']

/** Every tag with the names of its attributes, as `p class`. */
const tagsOf = (page: string): readonly string[] =>
  [...page.matchAll(/<(!doctype|\/?[a-z0-9]+)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*>/gi)].map(
    ([, name = '', attributes = '']) =>
      [name, ...[...attributes.matchAll(/([a-z-]+)(?:="[^"]*")?/gi)].map(([, one]) => one)].join(' '),
  )

describe('whatever somebody typed', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '</textarea><script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "' autofocus onfocus='alert(1)",
      '</title><base href=//evil.example>',
      '<!--',
      '&quot; onclick=&quot;',
    ),
  )
  const typed = fc.record({ text: hostile, law: hostile, name: hostile, email: hostile })

  it('changes no tag and no attribute of a page', () => {
    const wrong = new Set(FIELDS)
    const secret = 'secret-of-a-form'
    const harmless = { text: 'a', law: 'a', name: 'a', email: 'a' }
    const number = 'ABCD-1234'
    fc.assert(
      fc.property(typed, (said) => {
        const pages = (fields: typeof said): readonly string[] =>
          [
            noticeSheet(SETTING, { typed: fields, wrong, secret }),
            noticeSheet(SETTING, { typed: fields, trouble: fields.text, secret: fields.law }),
            doneSheet(SETTING, fields.name, fields.text),
            askSheet(SETTING, fields.text, fields.law),
            statusSheet(SETTING, fields.text, { number, state: 'open' }),
            refusalSheet(SETTING, fields.text),
          ].map((page) => tagsOf(page.toString()).join('\n'))
        expect(pages(said)).toEqual(pages(harmless))
      }),
    )
  })
})

describe('a field that is wrong', () => {
  const page = noticeSheet(SETTING, {
    typed: { ...BLANK, text: 'short', email: 'me' },
    wrong: new Set(['text', 'email'] as const),
    secret: 'secret-of-a-form',
  }).toString()

  it('is marked, told about, and tied to what is said about it', () => {
    expect(page).toContain('aria-invalid="true" aria-describedby="text-hint text-wrong"')
    expect(page).toContain(
      '<p class="wrong" id="text-wrong">Say a little more, please: at least 20 characters.</p>',
    )
    expect(page).toContain('aria-invalid="true" aria-describedby="email-wrong"')
    expect(page).toContain('<p class="wrong" id="email-wrong">That is no e-mail address.')
    expect(page.match(/aria-invalid/g)).toHaveLength(2)
  })

  it('is where one begins, if it is the first, and the title says that nothing was sent', () => {
    expect(page.match(/ autofocus/g)).toHaveLength(1)
    expect(page).toContain('aria-describedby="text-hint text-wrong" autofocus')
    expect(page).toContain('<title>Not sent yet: Report something illegal</title>')
  })

  it('that is too long says by how much', () => {
    const long = noticeSheet(
      { ...SETTING, language: 'id' },
      { typed: { ...BLANK, text: '🍵'.repeat(6_234) }, wrong: new Set(['text'] as const), secret: 'x' },
    )
    expect(long.toString()).toContain('Kurangi 1.234.')
  })
})

it('every page has a title, a heading, one language, and nothing that runs', () => {
  for (const language of LANGUAGES) {
    const setting: Setting = { language, base: '../' }
    for (const page of [
      noticeSheet(setting, { typed: BLANK, secret: 'x' }),
      doneSheet(setting, 'ABCD-1234', 'k.r.m'),
      askSheet(setting),
      statusSheet(setting, 'k.r.m', { number: 'ABCD-1234', state: 'acted', decidedAt: 1_770_000_000_000 }),
      refusalSheet(setting, WORDS[language].elsewhere),
    ]) {
      const text = page.toString()
      expect(text).toMatch(new RegExp(`^<!doctype html>\n<html lang="${language}">`))
      expect(text.match(/<h1>/g)).toHaveLength(1)
      expect(text).not.toMatch(/<script|<style|style=| on\w+=|javascript:|undefined|[{}]/)
      // Nothing of ours is found without the prefix, whatever it is.
      expect(text).not.toMatch(/(?:href|action)="(?!\.\.\/notice|\?lang=|data:,)/)
    }
  }
})

it('says when something was decided, and that there is a way on', () => {
  const status = { number: 'ABCD-1234', state: 'not_acted', decidedAt: Date.UTC(2026, 1, 3) } as const
  const english = statusSheet(SETTING, 'k.r.m', status).toString()
  expect(english).toContain('<p>Decided on February 3, 2026: nothing was done about it.</p>')
  expect(english).toContain('Authorities and courts stay open to you.')
  expect(statusSheet({ ...SETTING, language: 'id' }, 'k.r.m', status).toString()).toContain('3 Februari 2026')
})

it('says the same in both languages, with the same gaps', () => {
  const gaps = (sentence: string): readonly string[] => [...sentence.matchAll(/\{\w+\}/g)].map(([one]) => one)
  for (const [name, sentence] of Object.entries(WORDS.en)) {
    const other = WORDS.id[name as keyof typeof WORDS.en]
    expect(other, name).not.toBe('')
    expect(gaps(other), name).toEqual(gaps(sentence))
  }
  expect(fill('{a} and {b}', { a: '$& {b}', b: 'x' })).toBe('$& {b} and x')
})
