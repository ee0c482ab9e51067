/** Languages that the page speaks, and what each calls itself. */
export const LANGUAGES = { en: 'English', id: 'Bahasa Indonesia' } as const
export type Language = keyof typeof LANGUAGES

const DEFAULT: Language = 'en'
/** More wishes than anybody's browser has are not read. */
const WISHES = 30

/**
 * @param wanted what stands in the address, which a person chose
 * @param accepted the header `Accept-Language`, which a browser sends by itself
 */
export const chooseLanguage = (wanted: string | null, accepted = ''): Language =>
  known(wanted ?? '') ?? ranked(accepted).map(known).find(Boolean) ?? DEFAULT

/** The tags of an `Accept-Language`, the dearest first. */
const ranked = (accepted: string): readonly string[] =>
  accepted
    .split(',', WISHES)
    .map((wish) => {
      const [tag = '', ...rest] = wish.split(';').map((part) => part.trim())
      const weight = rest.find((part) => part.startsWith('q='))
      return { tag, weight: weight === undefined ? 1 : Number(weight.slice(2)) }
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag)

function known(tag: string): Language | undefined {
  const [primary = ''] = tag.toLowerCase().split('-', 1)
  // Some still call Indonesian by the code it had until 1989.
  const code = primary === 'in' ? 'id' : primary
  return Object.hasOwn(LANGUAGES, code) ? (code as Language) : undefined
}
