import type { PropertyDeclaration } from 'lit'

/** Bounds of a wish, as the protocol has them (P-LIMIT-1). */
export const MAX_INTERESTS = 8
export const MAX_INTEREST_LENGTH = 40
export const MAX_LANGUAGES = 3

/** What stands between two interests: the commas of all the scripts there are words in, and a new line. */
export const SEPARATOR = /[,，、،\n]/u

/** One interest as it is sent: no runs of white space, no commas, at most 40 characters; empty when nothing is left. */
export const tidy = (raw: string): string =>
  [...raw.replace(/[\s,،]+/gu, ' ').trim()].slice(0, MAX_INTEREST_LENGTH).join('').trim()

const parts = (raw: unknown, between: RegExp): readonly string[] =>
  typeof raw === 'string' ? raw.split(between) : Array.isArray(raw) ? raw.map(String) : []

/** Reads `tea, chess` or a list; drops doubles (by letters, not by case) and what is over eight. */
export function interestList(raw: unknown): readonly string[] {
  const seen = new Map<string, string>()
  for (const part of parts(raw, SEPARATOR)) {
    const interest = tidy(part)
    const fold = interest.toLocaleLowerCase()
    if (interest !== '' && !seen.has(fold)) seen.set(fold, interest)
  }
  return [...seen.values()].slice(0, MAX_INTERESTS)
}

const TAG = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$/

/** Reads `en id` or a list of tags; one of each language, at most three. Matching looks at the first part only. */
export function languageList(raw: unknown): readonly string[] {
  const tags = parts(raw, /[\s,]+/)
    .filter((tag) => TAG.test(tag))
    .map((tag) => tag.replace(/-.*/, '').toLowerCase())
  return [...new Set(tags)].slice(0, MAX_LANGUAGES)
}

/** Words between spaces or commas. */
export const wordList = (raw: unknown): readonly string[] =>
  String(raw)
    .split(/[\s,]+/)
    .filter(Boolean)

/** Reads an attribute with one of the above. */
export const listConverter = (parse: (raw: unknown) => readonly string[]) => ({
  fromAttribute: (raw: string | null) => parse(raw ?? ''),
})

/** A list's property, which reads text as its attribute does. */
export function readingText(
  property: PropertyDescriptor | undefined,
  { converter }: PropertyDeclaration,
): PropertyDescriptor | undefined {
  const parse = typeof converter === 'object' ? converter.fromAttribute : undefined
  const set = property?.set
  if (!parse || !set) return property
  return {
    ...property,
    set(value: unknown) {
      set.call(this, typeof value === 'string' || value === undefined ? parse(value ?? '') : value)
    },
  }
}
