import type { Message } from '@stranger-chat/core'
import { freshKeys } from './rows.js'

/** Which rows have just come, and may rise. */
export class Fresh {
  #messages: readonly Message[] = []
  keys: ReadonlySet<string> = new Set()

  /** What another client brings along is no news. */
  begin(messages: readonly Message[]): void {
    this.#messages = messages
  }

  changed(messages: readonly Message[]): void {
    this.keys = freshKeys(this.#messages, messages, this.keys)
    this.#messages = messages
  }
}
