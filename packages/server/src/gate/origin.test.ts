import { expect, it } from 'vitest'
import { asOrigin, createOrigins, printableOrigin } from './origin.js'

const byDefault = createOrigins({ allow: [], dev: false })
const listed = createOrigins({ allow: ['https://example.org'], dev: false })

it('takes clients that are no pages: they send no origin', () => {
  expect(byDefault.allows(undefined, 'chat.example')).toBe(true)
})

it("takes the server's own pages, whatever the port is written like", () => {
  expect(byDefault.allows('https://chat.example', 'chat.example')).toBe(true)
  expect(byDefault.allows('https://chat.example', 'chat.example:443')).toBe(true)
  expect(byDefault.allows('http://chat.example:8787', 'chat.example:8787')).toBe(true)
  expect(byDefault.allows('http://chat.example:8787', 'chat.example')).toBe(false)
  expect(listed.allows('https://chat.example', 'chat.example')).toBe(true)
})

it.each([
  'http://localhost',
  'http://localhost:3000',
  'https://127.0.0.1:8443',
  'http://[::1]:3000',
  'http://app.localhost:5173',
])('takes %s as long as no list was given', (origin) => {
  expect(byDefault.allows(origin, 'chat.example')).toBe(true)
  expect(listed.allows(origin, 'chat.example')).toBe(false)
  expect(createOrigins({ allow: ['https://example.org'], dev: true }).allows(origin, 'chat.example')).toBe(
    true,
  )
})

it.each([
  'https://elsewhere.example',
  'https://example.org.evil.example',
  'https://sub.example.org',
  'http://example.org',
  'https://example.org:444',
  'https://localhost.evil.example',
  'file://',
  'null',
  '',
  'javascript:alert(1)',
  'https://',
])('refuses %j', (origin) => {
  expect(listed.allows(origin, 'chat.example')).toBe(false)
})

it('takes pages without an origin in development only', () => {
  expect(byDefault.allows('null', 'localhost')).toBe(false)
  expect(createOrigins({ allow: [], dev: true }).allows('null', 'localhost')).toBe(true)
})

it('reads what an operator writes as an origin, or says that it is none', () => {
  expect(asOrigin('https://Example.org/')).toBe('https://example.org')
  expect(asOrigin('https://example.org:443')).toBe('https://example.org')
  for (const text of [
    'example.org',
    '*',
    'https://example.org/page',
    'https://a@example.org',
    'ftp://example.org',
    '',
  ]) {
    expect(asOrigin(text)).toBeUndefined()
  }
})

it('prints nothing of an origin that a terminal or log could trip over', () => {
  expect(printableOrigin('https://example.org\n\u001b[31m fake line')).toBe('an unreadable origin')
  expect(
    printableOrigin(`https://${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.example`).length,
  ).toBeLessThanOrEqual(200)
})
