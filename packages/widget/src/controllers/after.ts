import type * as room from '../after/after.js'
import { isSaid } from '../log/rows.js'
import type { MessageKey } from '../messages.js'
import type { View } from '../view.js'
import { Fetched, type FetchedHost } from './fetched.js'
import type { Localize } from './localize.js'
import type { Source } from './phrases.js'

/** What comes after the first words, or instead of them: endings, links, refusals, the saved file. */
export type AfterRoom = typeof room

const source: Source<MessageKey> = async (lang) =>
  (await import('../locales/maps/after.js')).default[lang]?.()

interface AfterHost extends FetchedHost {
  readonly words: Localize
}

/**
 * Fetched with the first words, while the line is up: an end doesn't wait for a file. Without it an end has a plainer sentence, and
 * links are text.
 */
export class After extends Fetched<AfterRoom> {
  constructor(host: AfterHost) {
    super(host, async () => {
      const found = await import('../after/after.js')
      host.words.add(found.words, source, () => host.requestUpdate())
      return found
    })
  }

  /** Gives the person the conversation as a file; false while nothing was said. */
  save(view: View | null): boolean {
    if (!view?.state.messages.some(isSaid)) return false
    if (this.found) this.found.save(view)
    else void this.load().then((found) => found?.save(view))
    return true
  }
}
