/** What the guard asks before it takes Esc. */
export interface EscHandler {
  /** A dialog is open: the browser closes it by itself. */
  readonly modal: () => boolean
  /** Whether there was something to do. */
  readonly escape: () => boolean
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
  readonly #handler: EscHandler
  #escTaken = false

  constructor(handler: EscHandler) {
    this.#handler = handler
  }

  readonly onKey = (event: KeyboardEvent): void => {
    if (slotted(event)) return
    if (event.key === 'Escape') this.#esc(event)
    else if ((plain(event) && !HOSTS.test(event.key)) || edits(event)) event.stopPropagation()
  }

  #esc(event: KeyboardEvent): void {
    if (event.type === 'keydown') {
      // oxlint-disable-next-line typescript/no-deprecated -- the only mark of an IME's key that every browser sets
      if (event.isComposing || event.keyCode === 229) return
      if (this.#handler.modal()) {
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
