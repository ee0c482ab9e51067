import { interestList, languageList } from '../welcome/wishes.js'
import type { Line } from './announcer.js'
import type { Localize } from './localize.js'

interface WishesHost {
  interests: readonly string[]
  languages: readonly string[] | null
}

/** What the person looks for: the element's own properties, which the page sets first and the person changes. */
export class Wishes {
  readonly #host: WishesHost
  readonly #words: Localize
  readonly #say: (line: Line) => void

  constructor(host: WishesHost, words: Localize, say: (line: Line) => void) {
    this.#host = host
    this.#words = words
    this.#say = say
  }

  get now() {
    const { interests, languages } = this.#host
    return { interests: interestList(interests), languages: languageList(languages ?? navigator.languages) }
  }

  /** With the ways to change them. */
  get view() {
    const { setInterests, setLanguages } = this
    return { ...this.now, setInterests, setLanguages }
  }

  readonly setInterests = (interests: readonly string[]): void => {
    const before = this.#host.interests
    this.#host.interests = interests
    const added = interests.find((interest) => !before.includes(interest))
    const removed = before.find((interest) => !interests.includes(interest))
    const interest = added ?? removed
    if (interest === undefined) return
    this.#say(() => this.#words.t(added === undefined ? 'interestRemoved' : 'interestAdded', { interest }))
  }

  readonly setLanguages = (languages: readonly string[]): void => {
    this.#host.languages = languages
  }
}
