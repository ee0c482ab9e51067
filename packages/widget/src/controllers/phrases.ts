import type { Text, Values } from '../messages.js'

/** Sentences by key: plain data. */
export type Catalogue<K extends string> = Readonly<Record<K, Text>>
/**
 * One language's sentences. The script build sends them alone, in the order of the English ones: their names would be a quarter of
 * what travels.
 */
type Found<K extends string> = { readonly default: Partial<Catalogue<K>> | readonly Text[] }
/** Catalogues by language, each its own file, fetched when first needed. */
export type Catalogues<K extends string> = Readonly<Record<string, () => Promise<Found<K>>>>
/** Finds a language's catalogue; undefined where there is none. */
export type Source<K extends string> = (lang: string) => Promise<Found<K> | undefined>

type Forms = { readonly other?: unknown } | null | undefined

/** A part of the words: what it has sentences for, and where the other languages are. */
interface Part<K extends string> {
  readonly keys: readonly string[]
  readonly source: Source<K>
}

/**
 * Sentences, in the language there is. An element's own `i18n` wins over the catalogue its language found, which wins over English, so
 * a half-translated catalogue still says everything.
 */
export class Phrases<K extends string> {
  #wanted = 'en'
  readonly #english: Partial<Catalogue<K>>
  readonly #parts: Part<K>[] = []
  /** Another object whenever sentences have come. */
  found: Partial<Catalogue<K>> | null = null
  #own: Partial<Catalogue<K>> = {}

  constructor(english: Partial<Catalogue<K>>, source: Source<K>) {
    this.#english = english
    this.#parts.push({ keys: Object.keys(english), source })
  }

  /** The language that is spoken: what was asked for, as soon as there are words in it. */
  get lang(): string {
    const wanted = this.#wanted
    if (Object.keys(this.#own)[0] || /^en\b/.test(wanted)) return wanted
    return this.found ? wanted : 'en'
  }

  set own(messages: Partial<Catalogue<K>> | null | undefined) {
    this.#own = messages ?? {}
  }

  /** Takes a language tag; calls `then` once its catalogue is there. English stands in until then, and where there is none. */
  use(tag: string, then: () => void): void {
    const wanted = known(tag)
    if (wanted === this.#wanted) return
    this.#wanted = wanted
    this.found = null
    for (const part of this.#parts) this.#fetch(part, then)
  }

  /** The catalogues of a room that comes later; the language there is finds its own at once. */
  protected more(english: Partial<Catalogue<K>>, source: Source<K>, then: () => void): void {
    const part = { keys: Object.keys(english), source }
    this.#parts.push(part)
    this.#fetch(part, then)
  }

  /** What stands in the place of a sentence that isn't here. */
  protected missing(): string {
    return ''
  }

  /** In whatever language there is one. */
  protected find(key: K): Text | undefined {
    const own = this.#own[key]
    // What a page gives may be anything.
    const isText = typeof ((own as Forms)?.other ?? own) === 'string'
    return isText ? own : (this.found?.[key] ?? this.#english[key])
  }

  /** The sentence for `key`. `values.n` picks the plural form and is written in the language's own figures. */
  readonly t = (key: K, values: Values = {}): string => {
    const text = this.find(key)
    if (text === undefined) return this.missing()
    const { lang } = this
    const form =
      typeof text === 'string'
        ? text
        : (text[new Intl.PluralRules(lang).select(values['n'] as number)] ?? text.other)
    // Own forms may be no text either; a value that is text says of itself what it is in every language.
    return `${form}`.replace(/\{(\w+)\}/g, (whole, name: string) =>
      ((values[name] ?? whole) as number).toLocaleString(lang),
    )
  }

  #fetch({ keys, source }: Part<K>, then: () => void): void {
    const wanted = this.#wanted
    const base = wanted.replace(/-.*/, '')
    if (base === 'en') return
    source(base).then(
      (catalogue) => {
        // Another language may have been asked for meanwhile.
        if (!catalogue || wanted !== this.#wanted) return
        const { default: found } = catalogue
        this.found = {
          ...this.found,
          ...(Array.isArray(found) ? named(keys, found) : (found as Partial<Catalogue<K>>)),
        }
        then()
      },
      // The file can't be had: English it is.
      () => {},
    )
  }
}

function named(keys: readonly string[], texts: readonly Text[]): Record<string, Text | undefined> {
  return Object.fromEntries(keys.map((key, i) => [key, texts[i]]))
}

/** The tag in its canonical form, English for anything that isn't one. */
function known(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en'
  } catch {
    return 'en'
  }
}
