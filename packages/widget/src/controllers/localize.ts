import { CHAT } from '../locales/catalogues.js'
import chat from '../locales/en.js'
import shell from '../locales/shell.js'
import type { MessageKey, Messages } from '../messages.js'
import type { Source } from './phrases.js'
import { Wording } from './wording.js'

/** Languages written from the right; an element in one of them turns by itself unless the page says otherwise. */
const RTL = /^(ar|dv|fa|he|ps|sd|ug|ur|yi)\b/

/** The words of one panel. */
export class Localize extends Wording<MessageKey> {
  readonly #english: Partial<Messages>
  readonly #wanted: () => unknown

  /** @param wanted called where a sentence is wanted that has not come yet: a later room brings it */
  constructor(wanted: () => unknown = () => {}) {
    const english: Partial<Messages> = { ...shell, ...chat }
    // A room that comes later brings its English along, before its first sentence.
    super(english, CHAT)
    this.#english = english
    this.#wanted = wanted
  }

  /** Whether there is a sentence for `key`, in whatever language: a room that comes later brings its own. */
  has(key: MessageKey): boolean {
    return this.find(key) !== undefined
  }

  protected override missing(): string {
    this.#wanted()
    return ''
  }

  /** The English of a room that has just come, and where its other languages are. */
  add(words: Partial<Messages>, source: Source<MessageKey>, then: () => void): void {
    Object.assign(this.#english, words)
    this.more(words, source, then)
  }

  get fromRight(): boolean {
    return RTL.test(this.lang)
  }

  /** A time in words: seconds below a minute and a half, then whole minutes. */
  readonly time = (ms: number): string => {
    const seconds = Math.max(0, Math.ceil(ms / 1000))
    return seconds < 90
      ? this.t('seconds', { n: seconds })
      : this.t('minutes', { n: Math.round(seconds / 60) })
  }
}
