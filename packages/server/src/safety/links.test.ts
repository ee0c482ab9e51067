import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasLink } from './links.js'

// What somebody who may write no links may still say, and what they may not. Where the two can't be told apart, a link that
// gets through would undo the decision, and a word too many is written again with a space.

describe('is a link', () => {
  it.each([
    // With a scheme, whichever.
    'https://x.example',
    'HTTP://1.2.3.4',
    'ftp://a',
    'http://localhost/x',
    'tg://resolve?domain=evil',
    'see steam://run/1',
    'magnet:?xt=urn:btih:abc',
    'mailto:me@x',
    '//evil.com/x',
    // Without.
    'look at WWW.example',
    'add me: t.me/somebody',
    'youtu.be/abc',
    'evil.co/x',
    'evil.info',
    'evil.shop',
    'mega.nz/f',
    'discord.gg/x1',
    'my.site.online, come',
    'EVIL.COM',
    'evil.xyz',
    'Ünï.de',
    'президент.рф',
    'xn--80ak6aa92e.com',
    'xn--e1afmkfd.xn--p1ai',
    'a-b.link?x=1',
    // Numbers and ports.
    '1.2.3.4/x',
    '1.2.3.4',
    'evil.com:8080/x',
    '[::1]:80 http://[2001:db8::1]/',
    // An address is a way to somewhere else too.
    'write me at a.b+c@mail.example',
    'me@evil.com',
    // In disguise.
    'evil。com',
    'evil．com',
    'evil｡com',
    'ｅｖｉｌ.ｃｏｍ',
    'evil․com',
    'evil\u200B.\u200Bcom',
    'ev\u00ADil.co\u2060m',
    '𝐞𝐯𝐢𝐥.𝐜𝐨𝐦',
    '例子。com',
    // Between other signs.
    'site:evil.com',
    '_evil.com_',
    '-evil.com-',
    '(evil.com)',
    '“evil.com”',
    '👉evil.com👈',
    '*evil.com*',
    'a|evil.com|b',
    '…evil.com…',
    '...evil.com...',
    '加我evil.com吧',
    'evil.com에서',
    'i❤.ws',
    'evil.com!!!',
    'evil.com/',
    '#evil.com',
    '@evil.com',
    'x/evil.com',
    'evil.com\nbye',
    // What ends like a sentence, and goes on like an address.
    'hi.me/x',
    'hi.me?x',
    'www.hi.me',
    'x.hi.me',
    'evil.me too',
  ])('%s', (text) => expect(hasLink(text)).toBe(true))
})

describe('is none', () => {
  it.each([
    'hello',
    'I live in St. Gallen. You?',
    '3.14',
    '3.5/5',
    '1,000.50',
    'v1.2.3',
    'a...b',
    'no.',
    'cu @ 5:30',
    '5.30pm and 7.pm, 20.kg',
    'e.g.this',
    'i.e.that',
    'a.k.a. Bob',
    'ok...lol',
    'wait..what',
    'node.js is fine?',
    'and/or 1/2 w/o',
    ':-) ;-/ <3 ^_^ o.O -.-',
    '@somebody #tea',
    'C:\\Users',
    'what?!',
    'ratio 16:9, 2:1',
    // A full stop that got no space is no link between the commonest words.
    'hi.me too',
    'Hi.Me too',
    'ok.so what',
    'yes.it is',
    'no.in fact I am',
    'oh.my god.no',
    'iya.ga tau',
    'haha.lol',
    // Sentences that have no space between them.
    '你好。我是学生。',
    '你在哪。中国',
    'ありがとう。みんな元気',
    'สวัสดี ครับ',
    '',
  ])('%s', (text) => expect(hasLink(text)).toBe(false))

  it.each([
    // These name files or things, and are addresses as well.
    'asp.net',
    'readme.md',
    // A full stop without a space between rarer words.
    'I love pizza.so good',
    // A version of four numbers could be an address of a machine.
    'version 1.2.3.4',
  ])('and yet is taken for one: %s', (text) => expect(hasLink(text)).toBe(true))

  it.each(['evil dot com', 'evil . com', 'evil (.) com', 'e v i l . c o m', 'evil·com'])(
    'as far as a machine can tell, although people understand it: %s',
    (text) => expect(hasLink(text)).toBe(false),
  )
})

it('says something about any text, and the same whatever came before', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('.', '@', '/', ':', '//', '://', 'www.', 'com', '。', '\u200B', 'http', 'xn--', '\uD800'),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('')
      const first = hasLink(text)
      hasLink('evil.com')
      expect(hasLink(text)).toBe(first)
    }),
  )
})

it('finds a link in any company', () => {
  const words = fc.array(fc.string({ unit: 'grapheme', maxLength: 10 }), { maxLength: 5 })
  fc.assert(
    fc.property(
      words,
      words,
      fc.constantFrom('https://x.example', 'evil.com', 'me@evil.shop'),
      (a, b, link) => {
        expect(hasLink([...a, link, ...b].join(' '))).toBe(true)
      },
    ),
  )
})

it.each(
  [
    'a',
    'a.',
    'a-',
    '.',
    '-',
    '@',
    'a@',
    '1.',
    '/',
    '//',
    'http:',
    'mailto:',
    'mailto:a',
    ':',
    '(',
    '[',
    'a.b@',
    'xn--',
    '👉',
    '\u0300',
  ]
    .concat([
      'http://a',
      'http://a/(',
      'www.',
      'a.co',
      'ﷺ',
      '㏂',
      'hi.me',
      'é。',
      '\u200B',
      'a.com_',
      '://',
      'a+',
      '"',
      "'a",
    ])
    .map((piece) => [piece]),
)('takes no longer for the longest text of %j', (piece) => {
  const text = piece.repeat(Math.ceil(2_000 / piece.length)).slice(0, 2_000)
  hasLink(text)
  const began = performance.now()
  hasLink(text)
  expect(performance.now() - began).toBeLessThan(100)
})
