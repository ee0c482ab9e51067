import { Phrases } from './phrases.js'

/** Scripts the house's serif has no letters for keep the interface's own face. */
const NO_SERIF = /^(ar|fa|he|hi|ja|ko|zh)\b/

/** Sentences, and what stands in them: lists, times, names of languages, each as the language writes it. */
export class Wording<K extends string> extends Phrases<K> {
  /** Made once a language: making one takes longer than drawing a message, and every message has a time. */
  #clock: { readonly lang: string; readonly format: Intl.DateTimeFormat } | null = null

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
