/**
 * Keys under which wishes are compared (P-MATCH-2). Folding happens once, on the way in: every engine compares the keys
 * as they are. A key is never empty, so the empty string is free to stand for "anyone".
 */

/** Joiners, variation selectors and other invisible marks: two spellings that look alike must be one interest. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu
const SPACES = /[\s\p{Cc}]+/gu

/** The key of an interest; empty when nothing visible is left. Folding a key again gives the same key. */
export function foldInterest(text: string): string {
  // Lower-casing can undo the normal form (İ), and the normal form can bring capitals back (K as kelvin): both, twice.
  let key = text
  for (let pass = 0; pass < 2; pass++) key = key.normalize('NFKC').toLowerCase()
  return key.normalize('NFKC').replace(INVISIBLE, '').replace(SPACES, ' ').trim()
}

/**
 * Codes by what came before the first hyphen, as far as they were asked for: what a browser speaks is one of some hundred. Full of
 * made-up ones it begins anew.
 */
const renewed = new Map<string, string>()
const RENEWED = 1_000

/** The key of a language: its first subtag, with retired codes renewed (`pt-BR` is `pt`, `iw` is `he`). */
export function foldLanguage(tag: string): string {
  const primary = (tag.split('-', 1)[0] ?? '').toLowerCase()
  let key = renewed.get(primary)
  if (key === undefined) {
    key = renew(primary)
    if (renewed.size >= RENEWED) renewed.clear()
    renewed.set(primary, key)
  }
  return key
}

function renew(primary: string): string {
  try {
    return Intl.getCanonicalLocales(primary)[0]?.split('-', 1)[0] ?? primary
  } catch {
    return primary
  }
}

/** Interests as keys beside the person's own spelling, each key once, the first spelling kept. */
export function foldInterests(texts: readonly string[]): {
  readonly interests: readonly string[]
  readonly labels: readonly string[]
} {
  const labelOf = new Map<string, string>()
  for (const text of texts) {
    const key = foldInterest(text)
    if (key !== '' && !labelOf.has(key)) labelOf.set(key, text.trim())
  }
  return { interests: [...labelOf.keys()], labels: [...labelOf.values()] }
}

/** Languages as keys, each once, in the person's order. */
export const foldLanguages = (tags: readonly string[]): readonly string[] => [
  ...new Set(tags.map(foldLanguage).filter((key) => key !== '')),
]
