import type { readShortcuts } from '../keyboard/read.js'
import { Fetched, type FetchedHost } from './fetched.js'

/** What keys do, each with the key it has at first; null for those that have none. The README's table is held to this one. */
export const SHORTCUTS = {
  send: 'Enter',
  newline: 'Shift+Enter',
  step: 'Escape',
  older: 'ArrowUp',
  newer: 'ArrowDown',
  oldest: 'Home',
  newest: 'End',
  pageUp: 'PageUp',
  pageDown: 'PageDown',
  save: null,
} as const
export type Shortcut = keyof typeof SHORTCUTS
/** A page's own keys: `Ctrl+Enter`, `Alt+K`; null switches one off. What isn't named keeps its key. */
export type Shortcuts = Readonly<Partial<Record<Shortcut, string | null>>>
export type Keys = Readonly<Record<Shortcut, string | null>>

/** What was pressed, as it is spelled in a keymap: `Ctrl+Alt+Meta+Shift+` and the key, a letter in lower case. */
export function chord(event: KeyboardEvent): string {
  const { key, ctrlKey, altKey, metaKey, shiftKey } = event
  const lower = key.toLowerCase()
  const single = [...key].length === 1
  // AltGr writes characters, though it looks like Ctrl+Alt; what Shift makes of a key that is no letter is another character.
  const combined = !event.getModifierState('AltGraph')
  const shifted = shiftKey && !(single && lower === key.toUpperCase())
  const held = [combined && ctrlKey && 'Ctrl', combined && altKey && 'Alt', metaKey && 'Meta']
  return [...held, shifted && 'Shift', single ? lower : key].filter(Boolean).join('+')
}

/** Keys that write nothing, so that they may act while somebody types (WCAG 2.1.4); all others need more than Shift. */
const SAFE = /(^|\+)(Ctrl|Alt|Meta)\+|^(Shift\+)?(Enter|Escape|Page(Up|Down)|F\d+)$/
export const isSafe = (key: string): boolean => SAFE.test(key)

/** Which key does what in one element. */
export class Keymap {
  #given: Shortcuts | null = null
  #isRead = true
  readonly #reader: Fetched<typeof readShortcuts>
  keys: Keys = SHORTCUTS

  constructor(host: FetchedHost) {
    this.#reader = new Fetched(host, async () => (await import('../keyboard/read.js')).readShortcuts)
  }

  /** The reader, on its way. */
  get coming(): Promise<unknown> | null {
    return this.#reader.coming
  }

  /**
   * Takes what a page says, before every render: as it is spelled at once, so that no key does in between what it no longer
   * should, and with care as soon as the reader is there.
   */
  use(given: Shortcuts | null): void {
    if (!same(given, this.#given)) {
      this.#given = given
      this.#isRead = !given
      this.keys = { ...SHORTCUTS, ...given }
      if (given) void this.#reader.load()
    }
    if (this.#isRead || !this.#reader.found) return
    this.#isRead = true
    this.keys = this.#reader.found(given)
  }

  /** Whether this key is `name`'s. A single character is heard in the conversation alone, where nobody types. */
  hears(name: Shortcut, event: KeyboardEvent): boolean {
    const key = this.keys[name]
    return (
      key !== null &&
      key === chord(event) &&
      (isSafe(key) || (event.composedPath()[0] as Element).closest('.log') !== null)
    )
  }
}

/** A page that writes its keys into a template gives a new object at each of its renders. */
function same(one: Shortcuts | null, other: Shortcuts | null): boolean {
  if (!one || !other) return one === other
  const names = Object.keys({ ...one, ...other }) as Shortcut[]
  return names.every((name) => one[name] === other[name])
}
