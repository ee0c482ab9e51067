import type { TemplateResult } from 'lit'
import type { Desk } from './desk/desk.js'
import type { Command } from './keymap.js'
import type { Words } from './words.js'

/** What every room of the console is drawn from. */
export interface Room {
  readonly desk: Desk
  readonly words: Words
  readonly now: number
  /** Other people's words are blurred now. */
  readonly covered: boolean
  /** Does what a key does. */
  readonly run: (command: Command) => void
  /** The key of a command, for the box beside its words; empty while single keys are off. */
  readonly key: (command: Command) => TemplateResult | ''
  /** What a first press has asked about: the second does it. */
  readonly asked: string | null
  readonly ask: (what: string | null) => void
}
