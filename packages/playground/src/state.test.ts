import fc from 'fast-check'
import { expect, test } from 'vitest'
import { factsOfWidget } from '../scripts/sources.ts'
import { parse, print, START } from './state.ts'
import { hostile, states } from './testing/choices.ts'

const facts = await factsOfWidget()

test('whatever is chosen is the same after a way through the address', () => {
  fc.assert(
    fc.property(states(facts), (state) => {
      expect(parse(`#${print(state, facts)}`, facts)).toEqual(state)
    }),
  )
})

test('nothing chosen is an empty hash, and an empty hash is nothing chosen', () => {
  expect(print(START, facts)).toBe('')
  expect(parse('', facts)).toEqual(START)
  expect(parse('#', facts)).toEqual(START)
})

test('a default that a link spells out is left out', () => {
  expect(print(parse('#layout=inline&max-length=2000&~width=free', facts), facts)).toBe('')
})

test('a hash of anybody is read without a throw, and what comes of it stays as it is', () => {
  const names = [...facts.attributes, ...facts.properties].map(({ name }) => name)
  const pair = fc
    .tuple(
      fc.oneof(fc.constantFrom(...names, '~scene', '~width', '__proto__', 'onclick', 'style'), hostile),
      hostile,
    )
    .chain(([name, value]) =>
      fc.constantFrom(`${name}=${value}`, `${name}=${encodeURIComponent(value.replaceAll(/\p{Cs}/gu, ''))}`),
    )
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 12 }), (pairs) => {
      const state = parse(`#${pairs.join('&')}`, facts)
      const printed = print(state, facts)
      expect(parse(printed, facts)).toEqual(state)
      expect(
        [...state.attributes.keys(), ...state.properties.keys()].every((name) => names.includes(name)),
      ).toBe(true)
    }),
  )
})

test.each([
  ['an attribute that the element has not', 'onclick=alert(1)'],
  ['a word that is no choice', 'layout=tea'],
  ['a number that is none', 'max-length=1e9'],
  ['an address that is a script', 'server=javascript:alert(1)'],
  ['an address with a name in it', 'server=https://a:b@evil.example'],
  ['a value that ends the rule', '--sc-accent=red;}body{color:red'],
  ['a value that fetches', '--sc-surface=url(https://evil.example/x.png)'],
  ['a value that hides the rest', '--sc-accent=red/*'],
  ['a quote that never ends', "--sc-font-family='a"],
  ['text that turns the rest around', `label=${encodeURIComponent('a\u202eb')}`],
  ['text without an end', `label=${'a'.repeat(201)}`],
  ['a view that there is not', '~scene=constructor'],
  ['half a percent sign', 'label=%E0%A4%A'],
  ['a hash that is too long for anybody', `label=a&x=${'y'.repeat(20_000)}`],
])('%s is left out', (_, hash) => {
  expect(parse(`#${hash}`, facts)).toEqual(START)
})
