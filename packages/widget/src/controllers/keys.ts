import { composing } from './composing.js'
import type { Keymap } from './keymap.js'

/** What the guard asks before it takes a key. The last three say whether there was something to do. */
export interface KeyHandler {
  readonly keymap: Keymap
  /** A dialog is open: the browser closes it by itself. */
  readonly modal: boolean
  escape(): boolean
  step(): boolean
  save(): boolean
}

/** Keys a host page may still need while the focus is in here. */
const HOSTS = /^(Tab|F\d+)$/

/** What moves, deletes, undoes and copies with Ctrl, Cmd or Alt: a page that is an editor itself has these as well. */
const EDITS = /^([acvxyz]|Arrow\w+|Backspace|Delete|Home|End)$/i

/**
 * Typing inside a shadow root looks to the host page like keys pressed on its own page, so its shortcuts would fire. Plain
 * keys, and in a field those that edit, stop at the panel's edge; other combinations, Tab and an Esc that had nothing to do
 * go on, and so does whatever is pressed in what the page put into a slot.
 */
export class Keys {
  readonly #handler: KeyHandler
  #escTaken = false

  constructor(handler: KeyHandler) {
    this.#handler = handler
  }

  readonly onKey = (event: KeyboardEvent): void => {
    if (slotted(event)) return
    if (event.key === 'Escape') return this.#esc(event)
    if (event.type === 'keydown' && this.#took(event)) event.preventDefault()
    // What did something in here does nothing out there.
    const stays = event.defaultPrevented || (plain(event) && !HOSTS.test(event.key)) || edits(event)
    if (stays) event.stopPropagation()
  }

  #took(event: KeyboardEvent): boolean {
    const handler = this.#handler
    const { keymap } = handler
    if (event.repeat || event.defaultPrevented || composing(event) || handler.modal) return false
    return (keymap.hears('step', event) && handler.step()) || (keymap.hears('save', event) && handler.save())
  }

  #esc(event: KeyboardEvent): void {
    if (event.type === 'keydown') {
      if (composing(event)) return
      if (this.#handler.modal) {
        this.#escTaken = true
        event.stopPropagation()
        return
      }
      // Held down it would run through all the steps.
      if (!event.repeat) this.#escTaken = this.#handler.escape()
      if (this.#escTaken) event.preventDefault()
    }
    if (this.#escTaken) event.stopPropagation()
  }
}

/** AltGr writes characters, though it looks like Ctrl+Alt. */
const plain = (event: KeyboardEvent): boolean =>
  event.getModifierState('AltGraph') || !(event.ctrlKey || event.metaKey || event.altKey)

/** Pressed in something of the page's own. */
const slotted = ({ target, currentTarget }: Event): boolean =>
  (target as Node).getRootNode() !== (currentTarget as Node).getRootNode()

/** A combination that changes a field, or where one is in it. */
function edits({ target, key, code }: KeyboardEvent): boolean {
  if (!(target as Element).matches('textarea, input:not([type=radio], [type=checkbox])')) return false
  // On a keyboard of other letters the place of the key counts.
  return EDITS.test(key.charCodeAt(0) > 127 ? code.replace(/^Key/, '') : key)
}
