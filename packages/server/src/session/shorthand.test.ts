import { bodyFields, checkBody, decodeClient, encode, FIELD, LIMITS } from '@stranger-chat/core/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readText } from './shorthand.js'

const CHAT = 'pQ3vXk0cT9mB2yLr8sWd1A'
const read = (text: string) => {
  const known = readText(text, CHAT, LIMITS)
  // As a stamp covers it.
  if (known !== undefined) expect(known.json).toBe(canonical(known.frame.body.text))
  return known?.frame
}

const canonical = (text: string) => bodyFields({ kind: 'text', text })[2]

/** What the codec and the check of bodies make of a frame. */
function judged(text: string): unknown {
  const decoded = decodeClient(text)
  if (!decoded.ok || decoded.frame.type !== 'send') return undefined
  const body = checkBody(decoded.frame.body, ['text'], LIMITS)
  return typeof body === 'string' ? undefined : { ...decoded.frame, body }
}

const frameOf = (text: string, more: object = {}): string =>
  encode({ type: 'send', chat: CHAT, n: 7, body: { kind: 'text', text }, ...more })

describe('a text as clients write it', () => {
  it.each([
    ['plain', frameOf('hello')],
    ['with what was seen', frameOf('hello', { seen: 0 })],
    ['in other letters', frameOf('שלום ñ', { seen: 41 })],
    ['of the greatest length', frameOf('x'.repeat(LIMITS.textLength), { n: 123_456_789_012_345 })],
  ])('is read at once: %s', (_, text) => {
    expect(read(text)).toBeDefined()
    expect(read(text)).toEqual(judged(text))
  })

  it.each([
    ['another chat', frameOf('hello').replace(CHAT, 'another-chat')],
    ['a chat that begins the same', frameOf('hello').replace(CHAT, `${CHAT}x`)],
    ['words in quotes', frameOf('"hello"')],
    ['a line break', frameOf('a\nb')],
    ['half a character', frameOf('\ud83d')],
    ['a raw control character', frameOf('hello').replace('hello', 'a\nb')],
    ['no words', frameOf('')],
    ['too many', frameOf('x'.repeat(LIMITS.textLength + 1))],
    ['more than a frame holds', frameOf('é'.repeat(11_000))],
    ['n = 0', frameOf('hello', { n: 0 })],
    ['a number with a zero in front', frameOf('hello').replace('"n":7', '"n":07')],
    ['a number too great to be exact', frameOf('hello').replace('"n":7', '"n":12345678901234567')],
    ['a fraction', frameOf('hello').replace('"n":7', '"n":7.5')],
    ['a seen without a number', frameOf('hello', { seen: 3 }).replace('3', '')],
    ['another key', frameOf('hello', { other: 1 })],
    ['a body with another key', frameOf('hello').replace('"}}', '","x":1}}')],
    ['a key twice', frameOf('hello').replace('}}', '},"n":8}')],
    ['another kind', frameOf('hello').replace('text', 'void')],
    ['something behind it', `${frameOf('hello')}}`],
    ['a piece of it', frameOf('hello').slice(0, -1)],
    ['spaces', frameOf('hello').replace(',', ', ')],
  ])('is left to the codec with %s', (_, text) => expect(read(text)).toBeUndefined())

  it('is never read otherwise than the codec reads it, whatever was changed in it', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '"',
        '\\',
        '}',
        '}}',
        ',',
        ':',
        '0',
        '7',
        '-',
        '.5',
        'e3',
        '\n',
        ' ',
        '"seen":1',
        '"n":2,',
        'é',
        '🍵',
        '\ud83d',
        CHAT,
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    )
    let both = 0
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 60 }),
          fc.string({ minLength: 1, maxLength: FIELD.id }),
        ),
        fc.option(fc.nat({ max: 1_000 }), { nil: undefined }),
        fc.nat({ max: 200 }),
        fc.nat({ max: 4 }),
        fc.option(piece),
        (words, seen, at, drop, put) => {
          const text = frameOf(words, seen === undefined ? {} : { seen })
          const place = at % (text.length + 1)
          const changed = put === null ? text : text.slice(0, place) + put + text.slice(place + drop)
          const found = read(changed)
          if (found === undefined) return
          both++
          expect(found).toEqual(judged(changed))
        },
      ),
      { numRuns: 3_000 },
    )
    expect(both).toBeGreaterThan(100)
  })
})
