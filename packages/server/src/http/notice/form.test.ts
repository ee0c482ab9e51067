import { Invalid, noticeRequest } from '@stranger-chat/core/api'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BLANK, judge, readForm, type Typed } from './form.js'

const TEXT = 'On Friday somebody sold what was stolen.'
const field = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'binary', minLength: 195, maxLength: 520 }),
  fc.constantFrom(
    '',
    ' ',
    TEXT,
    'me@example.org',
    '@',
    'x'.repeat(5_001),
    '🍵'.repeat(5_000),
    '\ud800',
    '\0',
  ),
)
const typed = fc.record({ text: field, law: field, name: field, email: field })
const bodyOf = (fields: Readonly<Record<string, string>>): string => new URLSearchParams(fields).toString()

describe('a form', () => {
  it('is read as it was written, trimmed, with one sign for each new line', () => {
    const body = 'text=+On+Friday%2C%0D%0Aat%0Dnoon%F0%9F%8D%B5+&law=%26%3C&other=x&text=again'
    expect(readForm(body).typed).toEqual({ ...BLANK, text: 'On Friday,\nat\nnoon🍵', law: '&<' })
  })

  it('takes a receipt however it was copied, and a secret only as we make them', () => {
    expect(readForm(bodyOf({ receipt: ' hk.ab\r\n  cd.ef\t' })).receipt).toBe('hk.abcd.ef')
    expect(readForm(bodyOf({ form: 'abcdefgh_-12' })).secret).toBe('abcdefgh_-12')
    for (const form of ['', 'short', 'x'.repeat(65), 'with a space', '<b>bold</b>'])
      expect(readForm(bodyOf({ form })).secret).toBeUndefined()
  })

  it('can be any text at all', () => {
    const piece = fc.constantFrom(
      'text',
      'email',
      '=',
      '&',
      '%',
      '%0',
      '%F0%9F',
      '+',
      ';',
      '?',
      '__proto__',
      'é',
    )
    const body = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((all) => all.join('')),
    )
    fc.assert(
      fc.property(body, (text) => {
        const form = readForm(text)
        expect(Object.keys(form.typed)).toEqual(['text', 'law', 'name', 'email'])
        expect(Object.values(form.typed).every((value) => typeof value === 'string')).toBe(true)
      }),
    )
  })
})

describe('a notice', () => {
  it('needs a text, and leaves out what is empty', () => {
    expect(judge({ ...BLANK, text: TEXT })).toEqual({ text: TEXT })
    expect(judge({ ...BLANK, text: TEXT, email: 'me@example.org' })).toEqual({
      text: TEXT,
      email: 'me@example.org',
    })
  })

  it.each<[string, Typed, readonly string[]]>([
    ['nothing', BLANK, ['text']],
    ['19 signs', { ...BLANK, text: '🍵'.repeat(19) }, ['text']],
    ['5,001 signs', { ...BLANK, text: '🍵'.repeat(5_001) }, ['text']],
    ['no address', { ...BLANK, text: TEXT, email: 'me at home' }, ['email']],
    [
      'all that can be',
      { text: 'short', law: 'l'.repeat(501), name: 'n'.repeat(201), email: '@' },
      ['text', 'law', 'name', 'email'],
    ],
  ])('of %s says all that is wrong, in the order of the page', (_, said, wrong) =>
    expect([...(judge(said) as Iterable<string>)]).toEqual(wrong),
  )

  it.each([20, 5_000])('takes %d signs, each counted once', (n) =>
    expect(judge({ ...BLANK, text: '🍵'.repeat(n) })).not.toBeInstanceOf(Set),
  )

  it('is one that the JSON way takes as well, or something in it is wrong', () => {
    fc.assert(
      fc.property(typed, (said) => {
        const form = readForm(bodyOf(said))
        const judged = judge(form.typed)
        if (judged instanceof Set) expect(judged.size).toBeGreaterThan(0)
        else expect(noticeRequest.check(judged)).not.toBeInstanceOf(Invalid)
      }),
    )
  })
})
