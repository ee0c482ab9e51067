import en from '../locales/en.js'
import type { MessageKey } from '../messages.js'
import { type Catalogues, Phrases } from './phrases.js'

/** Catalogues that `lang` finds by itself; each is its own file, fetched when first needed. English is built in. */
const CATALOGUES: Catalogues<MessageKey> = {
  id: () => import('../locales/id.js'),
}

/** The words of one `<stranger-chat>`. */
export class Localize extends Phrases<MessageKey> {
  constructor() {
    super(en, CATALOGUES)
  }

  /** A time in words: seconds below a minute and a half, then whole minutes. */
  readonly time = (ms: number): string => {
    const seconds = Math.max(0, Math.ceil(ms / 1000))
    return seconds < 90
      ? this.t('seconds', { n: seconds })
      : this.t('minutes', { n: Math.round(seconds / 60) })
  }
}
