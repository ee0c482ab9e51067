import { expect, test } from 'vitest'
import { fallbacks, named } from './templates.mjs'

test('the default of a custom property is what its first var() falls back to, and others are kept beside it', () => {
  const css = `
    a { --_one: var(--sc-one, light-dark(oklch(0.5 0 0), #fff)); inline-size: var( --sc-two, 100%) }
    b { --_one: var(--sc-one, red); color: var(--_three, var(--sc-three)) }`
  expect([...fallbacks(css)]).toEqual([
    ['--sc-one', ['light-dark(oklch(0.5 0 0), #fff)', 'red']],
    ['--sc-two', ['100%']],
    ['--sc-three', []],
  ])
})

test('names of parts are read from templates, but for those made at run time', () => {
  const html = '<p part="message message-${kind}"><b part="pill button"></b></p>'
  expect(named(html, /\bpart="([^"]*)"/g)).toEqual(['message', 'pill', 'button'])
})
