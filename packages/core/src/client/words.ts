import { FIELD, type Wish } from '../protocol/index.js'

/** Half a surrogate pair, which no encoding can carry. */
const LONE_SURROGATE = /\p{Surrogate}/gu

/** A language tag, by the protocol's own measure. */
const LANGUAGE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$/

/**
 * A text as it is sent: one form for every letter, one kind of line end, no blank edges. Done here, since a server never
 * alters a body (P-LOG-4).
 */
export const tidy = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(LONE_SURROGATE, '\uFFFD').normalize('NFC').trim()

/** As a server takes it: shorter lists, shorter words, nothing twice and nothing that isn't a language. */
export function tidyWish({
  mode = 'text',
  languages = [],
  interests = [],
  facts = {},
  offer,
}: Partial<Wish>): Omit<Wish, 'ticket'> {
  const shortened = interests.map((interest) => [...tidy(interest)].slice(0, FIELD.interest).join('').trim())
  return {
    mode,
    languages: few(
      languages.filter((language) => LANGUAGE.test(language)),
      FIELD.languages,
    ),
    interests: few(shortened, FIELD.interests),
    facts,
    ...(offer === undefined ? {} : { offer }),
  }
}

const few = (words: readonly string[], max: number): string[] =>
  [...new Set(words)].filter(Boolean).slice(0, max)

/** The wish without an offer: one is good for one chat (P-CALL-5). */
export function unarmed(wish: Wish): Wish {
  const { offer: _, ...rest } = wish
  return rest
}
