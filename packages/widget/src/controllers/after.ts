import type * as room from '../after/after.js'
import { isSaid } from '../log/rows.js'
import type { MessageKey } from '../messages.js'
import type { Timing } from '../timing.js'
import type { View } from '../view.js'
import type { Localize } from './localize.js'
import type { Source } from './phrases.js'

/** A file that couldn't be had is asked for again after this time at the earliest; in ms. */
const AGAIN_MS = 10_000

/** What comes after the first words, or instead of them: endings, links, refusals, the saved file. */
export type AfterRoom = typeof room

const source: Source<MessageKey> = async (lang) =>
  (await import('../locales/maps/after.js')).default[lang]?.()

interface AfterHost {
  readonly timing: Timing
  readonly words: Localize
  requestUpdate(): void
}

/** Fetches it with the first words, while the line is up: an end doesn't wait for a file. */
export class After {
  readonly #host: AfterHost
  /** Null until it was needed. */
  room: AfterRoom | null = null
  /** On its way. */
  coming: Promise<unknown> | null = null
  #loading: Promise<AfterRoom> | null = null
  #failedAt = -Infinity

  constructor(host: AfterHost) {
    this.#host = host
  }

  /** Without it an end has a plainer sentence, and links are text. */
  expect(): void {
    const { timing } = this.#host
    if (this.room || timing.now() - this.#failedAt < AGAIN_MS) return
    this.load().catch(() => (this.#failedAt = timing.now()))
  }

  /** Gives the person the conversation as a file; false while nothing was said. */
  save(view: View | null): boolean {
    if (!view?.state.messages.some(isSaid)) return false
    if (this.room) this.room.save(view)
    else
      this.load().then(
        ({ save }) => save(view),
        () => {},
      )
    return true
  }

  load(): Promise<AfterRoom> {
    if (this.#loading) return this.#loading
    const { words, requestUpdate } = this.#host
    const loading = import('../after/after.js').then(
      (found) => {
        words.add(found.words, source, requestUpdate)
        this.room = found
        return found
      },
      (error: unknown) => {
        this.#loading = null
        throw error
      },
    )
    this.#loading = loading
    const arrived = (): void => {
      this.coming = null
      requestUpdate()
    }
    this.coming = loading.then(arrived, arrived)
    return loading
  }
}
