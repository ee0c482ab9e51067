import { CHAT } from '../locales/catalogues.js'
import shell from '../locales/shell.js'
import type { MessageKey, Messages } from '../messages.js'
import { type Catalogues, Phrases } from './phrases.js'

/** Languages written from the right; an element in one of them turns by itself unless the page says otherwise. */
const RTL = /^(ar|dv|fa|he|ps|sd|ug|ur|yi)\b/

/** The words of one `<stranger-chat>`. */
export class Localize extends Phrases<MessageKey> {
  readonly #english: Partial<Messages>

  constructor() {
    const english: Partial<Messages> = { ...shell }
    // A room that comes later brings its English along, before its first sentence.
    super(english as Messages, CHAT)
    this.#english = english
  }

  /** The English of a room that has just come, and where its other languages are. */
  add(words: Partial<Messages>, catalogues: Catalogues<MessageKey> = {}, then: () => void = () => {}): void {
    Object.assign(this.#english, words)
    this.more(catalogues, then)
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
