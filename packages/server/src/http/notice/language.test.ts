import fc from 'fast-check'
import { expect, it } from 'vitest'
import { chooseLanguage, LANGUAGES } from './language.js'

it.each([
  [null, undefined, 'en'],
  [null, 'id', 'id'],
  [null, 'id-ID,id;q=0.9,en-US;q=0.8', 'id'],
  [null, 'en-GB,en;q=0.9,id;q=0.8', 'en'],
  [null, 'en;q=0.5, id;q=0.7', 'id'],
  [null, 'in-ID', 'id'],
  [null, 'de,fr;q=0.9,id;q=0.1', 'id'],
  [null, 'de,*', 'en'],
  [null, 'id;q=0,en', 'en'],
  [null, 'id;q=nonsense', 'en'],
  ['id', 'en', 'id'],
  ['EN-us', 'id', 'en'],
  ['constructor', 'id', 'id'],
  ['<script>', undefined, 'en'],
] as const)('of %s in the address and “%s” from the browser comes %s', (wanted, accepted, language) =>
  expect(chooseLanguage(wanted, accepted)).toBe(language),
)

it('is always one of ours, whatever somebody sends', () => {
  const piece = fc.constantFrom('id', 'en', 'x', '-', ',', ';', 'q=', '1', '0.', ' ', '*')
  const header = fc.oneof(
    fc.string(),
    fc.array(piece, { maxLength: 60 }).map((all) => all.join('')),
  )
  fc.assert(
    fc.property(fc.option(header), header, (wanted, accepted) =>
      Object.hasOwn(LANGUAGES, chooseLanguage(wanted, accepted)),
    ),
  )
})
