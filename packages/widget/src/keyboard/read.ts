import { isSafe, type Keys, type Shortcut, SHORTCUTS } from '../controllers/keymap.js'

/** How else people spell a key. */
const NAMES: Readonly<Record<string, string>> = {
  ...{ ctrl: 'Ctrl', control: 'Ctrl', alt: 'Alt', option: 'Alt', shift: 'Shift' },
  ...{ meta: 'Meta', cmd: 'Meta', command: 'Meta' },
  ...{ esc: 'Escape', return: 'Enter', space: ' ', plus: '+' },
  ...{ up: 'ArrowUp', down: 'ArrowDown', left: 'ArrowLeft', right: 'ArrowRight', del: 'Delete' },
}
/** Keys with a name of more than a character, as browsers name them. Tab isn't among them: it leads on. */
const KEYS = [
  ...['Enter', 'Escape', 'Home', 'End', 'Insert', 'Delete', 'Backspace', 'PageUp', 'PageDown'],
  ...['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'],
  ...Array.from({ length: 24 }, (_, i) => `F${i + 1}`),
]
const HELD = ['Ctrl', 'Alt', 'Meta', 'Shift']
/** Heard by the field, where a character is a character. */
const IN_FIELD: ReadonlySet<string> = new Set<Shortcut>(['send', 'newline', 'pageUp', 'pageDown'])
/** Heard in the conversation, where Enter and space press what has the focus. */
const IN_LOG: ReadonlySet<string> = new Set<Shortcut>(['older', 'newer', 'oldest', 'newest'])

const isApple = (): boolean => typeof navigator === 'object' && /^(Mac|iP)/.test(navigator.platform)

/** A key as the keymap spells it; null where it can't be read. */
function spelled(raw: string): string | null {
  // A plus at the end is the key itself.
  const parts = raw.split(/\s*\+\s*(?=[^\s])/).map((part) => {
    const name = part === ' ' ? part : part.trim()
    if (name.toLowerCase() === 'mod') return isApple() ? 'Meta' : 'Ctrl'
    return NAMES[name.toLowerCase()] ?? name
  })
  const key = parts.pop() ?? ''
  if (parts.some((part) => !HELD.includes(part)) || HELD.includes(key)) return null
  const lower = key.toLowerCase()
  const single = [...key].length === 1
  const name = single ? lower : KEYS.find((one) => one.toLowerCase() === lower)
  if (name === undefined) return null
  // Shift makes another character of whatever is no letter.
  const shift = !single || lower !== key.toUpperCase()
  return [...HELD.filter((held) => parts.includes(held) && (shift || held !== 'Shift')), name].join('+')
}

const warned = new Set<string>()

/**
 * A page's keys, over those there are. What can't be read or would get in the way of typing keeps the key it had, of two on one key
 * in the same place the first has it; one warning names them all.
 */
export function readShortcuts(given: unknown): Keys {
  const keys: Record<Shortcut, string | null> = { ...SHORTCUTS }
  const problems: string[] = []
  const entries = typeof given === 'object' && given !== null ? Object.entries(given) : []
  if (entries.length === 0 && (typeof given !== 'object' || Array.isArray(given)))
    problems.push('They are an object, such as { send: "Ctrl+Enter" }.')
  for (const [name, value] of entries) {
    if (!Object.hasOwn(SHORTCUTS, name)) {
      problems.push(`There is no ${name}; there are ${Object.keys(SHORTCUTS).join(', ')}.`)
      continue
    }
    const key = typeof value === 'string' ? spelled(value) : null
    if (value === null || (key !== null && isFit(name, key))) keys[name as Shortcut] = key
    else problems.push(`${name} can't be ${JSON.stringify(value)}${key === null ? '' : `: ${WHY}`}.`)
  }
  const isNamed = (name: Shortcut): boolean => entries.some(([named]) => named === name)
  for (const place of [IN_FIELD, IN_LOG]) {
    const taken = new Map<string, Shortcut>()
    // A key the page gave away is no longer what it was at first.
    const names = ([...place, 'step', 'save'] as Shortcut[]).sort(
      (a, b) => Number(isNamed(b)) - Number(isNamed(a)),
    )
    for (const name of names) {
      const key = keys[name]
      if (key === null) continue
      const by = taken.get(key)
      if (by === undefined) taken.set(key, name)
      else {
        // Whatever else sends, a line can be broken.
        keys[name] = name === 'newline' && key !== 'Enter' ? 'Enter' : null
        if (isNamed(name)) problems.push(`${name} and ${by} are both ${key}: ${by} has it.`)
      }
    }
  }
  const warning = `<stranger-chat> shortcuts: ${problems.join(' ')}`
  if (problems.length > 0 && !warned.has(warning)) {
    warned.add(warning)
    console.warn(warning)
  }
  return keys
}

const WHY = 'it writes, or presses what has the focus'

/** Whether a key may do this without getting in the way. */
const isFit = (name: string, key: string): boolean =>
  IN_FIELD.has(name) ? isSafe(key) : !/^(Shift\+)?(Enter| )$/.test(key)
