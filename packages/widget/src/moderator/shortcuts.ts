import type { Command, Keymap } from './keymap.js'

/** Where single keys are words, not commands. */
const FIELDS = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]'
/** A key that is held this long shows only while it is held; pressed for less, until it is pressed again; ms. */
export const HELD_MS = 400

export interface ShortcutHost {
  readonly element: HTMLElement
  readonly keymap: () => Keymap
  /** Nothing is at hand while a dialog is open. */
  readonly modal: () => boolean
  readonly now: () => number
  readonly run: (command: Command) => void
  /** The key that uncovers was let go after it was held. */
  readonly letGo: () => void
  readonly escape: () => boolean
}

/**
 * Single keys, while the focus is in the console or nowhere. Combinations belong to the browser, and what is typed into a
 * field is a word.
 */
export class Shortcuts {
  readonly #host: ShortcutHost
  #peekedAt: number | null = null

  constructor(host: ShortcutHost) {
    this.#host = host
  }

  connect(): void {
    document.addEventListener('keydown', this.#down)
    document.addEventListener('keyup', this.#up)
  }

  disconnect(): void {
    document.removeEventListener('keydown', this.#down)
    document.removeEventListener('keyup', this.#up)
  }

  readonly #down = (event: KeyboardEvent): void => {
    const { element, modal, now, run, escape } = this.#host
    const keymap = this.#host.keymap()
    const [target] = event.composedPath()
    const ours = event.composedPath().includes(element) || target === document.body
    if (!ours || event.defaultPrevented || event.isComposing || modal()) return
    if (event.key === 'Escape' && !event.repeat && escape()) event.preventDefault()
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (target instanceof Element && target.matches(FIELDS)) return
    const command = keymap.command(event.key)
    if (!command) return
    event.preventDefault()
    if (event.repeat) return
    if (command === 'peek') this.#peekedAt = now()
    run(command)
  }

  readonly #up = (event: KeyboardEvent): void => {
    const { now, letGo } = this.#host
    const keymap = this.#host.keymap()
    if (this.#peekedAt === null || keymap.command(event.key) !== 'peek') return
    if (now() - this.#peekedAt >= HELD_MS) letGo()
    this.#peekedAt = null
  }
}
