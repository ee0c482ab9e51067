import type { Text } from '../messages.js'
import { type Catalogue, Phrases } from './phrases.js'

/** Scripts the house's serif has no letters for keep the interface's own face. */
const NO_SERIF = /^(ar|fa|he|hi|ja|ko|zh)\b/

/** Whoever reads traditional Chinese reads the simplified catalogue sooner than English; no machine should take it for theirs. */
const TRADITIONAL = /^zh-(Hant|HK|MO|TW)\b.*/

/** A text, or one for each plural form. */
const isText = (given: unknown): given is Text => {
  const forms = Object(given) as Readonly<Record<string, unknown>>
  return isString(given) || [forms['other'], ...Object.values(forms)].every(isString)
}
const isString = (given: unknown): boolean => typeof given === 'string'

const warned = new Set<string>()

/** Sentences, and what stands in them: lists, times, names of languages, each as the language writes it. */
export class Wording<K extends string> extends Phrases<K> {
  /** Made once a language: making one takes longer than drawing a message, and every message has a time. */
  #clock: { readonly lang: string; readonly format: Intl.DateTimeFormat } | null = null

  #isOwn = false

  override get lang(): string {
    return this.#isOwn ? super.lang : super.lang.replace(TRADITIONAL, 'zh-Hans')
  }

  /** What can't be said is named once, and is as if it weren't there. */
  override set own(messages: Partial<Catalogue<K>> | null | undefined) {
    const own: Record<string, Text> = {}
    for (const [key, text] of Object.entries<unknown>(messages ?? {}))
      if (isText(text)) own[key] = text
      else if (text !== undefined && !warned.has(key)) {
        warned.add(key)
        console.warn(`i18n: ${key} is neither a text nor plural forms with "other".`)
      }
    super.own = own as Partial<Catalogue<K>>
    this.#isOwn = Object.keys(own).length > 0
  }

  /** Whether the house's voice has a serif in this language. */
  get serif(): boolean {
    return !NO_SERIF.test(this.lang)
  }

  /** `tea, chess and trains`, or with `or`. */
  readonly list = (words: readonly string[], type: 'conjunction' | 'disjunction' = 'conjunction'): string =>
    new Intl.ListFormat(this.lang, { type }).format(words)

  readonly date = (at: number): string =>
    new Intl.DateTimeFormat(this.lang, { dateStyle: 'long', timeStyle: 'short' }).format(at)
  readonly clock = (at: number): string => {
    if (this.#clock?.lang !== this.lang) this.#clock = { lang: this.lang, format: clockOf(this.lang) }
    return this.#clock.format.format(at)
  }

  /** A language's name in this language; the tag itself when the browser has none. */
  readonly languageName = (tag: string): string => {
    try {
      return new Intl.DisplayNames(this.lang, { type: 'language' }).of(tag) ?? tag
    } catch {
      return tag
    }
  }
}

const clockOf = (lang: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(lang, { hour: 'numeric', minute: '2-digit' })
