/** What the guard asks before it takes Esc. */
export interface EscHandler {
  /** A dialog is open: the browser closes it by itself. */
  readonly modal: () => boolean
  /** Whether there was something to do. */
  readonly escape: () => boolean
}

/** Keys a host page may still need while the focus is in here. */
const HOSTS = /^(Tab|F\d+)$/

/**
 * Typing inside a shadow root looks to the host page like keys pressed on its own page, so its one-key shortcuts would
 * fire. Plain keys stop at the panel's edge; combinations, Tab and an Esc that had nothing to do go on.
 */
export class Keys {
  readonly #handler: EscHandler
  #escTaken = false

  constructor(handler: EscHandler) {
    this.#handler = handler
  }

  readonly onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') this.#esc(event)
    else if (plain(event) && !HOSTS.test(event.key)) event.stopPropagation()
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
