import { isRecord, type Kept } from './device.js'

/** What single keys do, in the order of the legend, each with the key it has at first. */
export const COMMANDS = {
  next: 'n',
  macro1: '1',
  macro2: '2',
  macro3: '3',
  macro4: '4',
  macro5: '5',
  macro6: '6',
  nothing: '0',
  message: 'm',
  stop: 's',
  undo: 'u',
  report: 'r',
  peek: 'v',
  cover: 'c',
  grey: 'g',
  hold: 'h',
  back: 'b',
  handUp: 'e',
  practice: 'p',
  queue: 'q',
  appeals: 'a',
  audit: 'l',
  keys: '?',
} as const
export type Command = keyof typeof COMMANDS
export const COMMAND_LIST = Object.keys(COMMANDS) as readonly Command[]

/** Why a key wasn't given to a command. */
export type KeyRefusal = { readonly why: 'unfit' } | { readonly why: 'taken'; readonly by: Command }

/**
 * Which key does what. Single keys get in the way of speech input and of hands that slip, so they can be moved and switched
 * off (WCAG 2.1.4); the device remembers.
 */
export class Keymap {
  readonly #kept: Kept
  #keys: Record<Command, string>
  #on: boolean

  constructor(kept: Kept) {
    this.#kept = kept
    const { on, keys } = remembered(kept.read())
    this.#on = on
    this.#keys = keys
  }

  get on(): boolean {
    return this.#on
  }

  set on(on: boolean) {
    this.#on = on
    this.#keep()
  }

  key(command: Command): string {
    return this.#keys[command]
  }

  /** Undefined while single keys are off. */
  command(key: string): Command | undefined {
    const wanted = fold(key)
    return this.#on ? COMMAND_LIST.find((command) => this.#keys[command] === wanted) : undefined
  }

  /** Gives a command another key, unless that one does something already. */
  move(command: Command, key: string): KeyRefusal | null {
    const wanted = fold(key)
    if (!fit(wanted)) return { why: 'unfit' }
    const by = COMMAND_LIST.find((other) => other !== command && this.#keys[other] === wanted)
    if (by) return { why: 'taken', by }
    this.#keys = { ...this.#keys, [command]: wanted }
    this.#keep()
    return null
  }

  reset(): void {
    this.#keys = { ...COMMANDS }
    this.#keep()
  }

  #keep(): void {
    this.#kept.write({ on: this.#on, keys: this.#keys })
  }
}

const fold = (key: string): string => key.toLowerCase()
/** One visible character; a space presses buttons. */
const fit = (key: string): boolean => /^[^\s\p{C}\p{M}]$/u.test(key)

/** What a device remembers is taken whole or not at all: half of it could leave two commands on one key. */
function remembered(value: unknown): { readonly on: boolean; readonly keys: Record<Command, string> } {
  if (!isRecord(value)) return { on: true, keys: { ...COMMANDS } }
  const stored = isRecord(value['keys']) ? value['keys'] : {}
  const keys: Record<Command, string> = { ...COMMANDS }
  for (const command of COMMAND_LIST) {
    const key = stored[command]
    if (typeof key === 'string' && fit(key)) keys[command] = fold(key)
  }
  const distinct = new Set(Object.values(keys)).size === COMMAND_LIST.length
  return { on: value['on'] !== false, keys: distinct ? keys : { ...COMMANDS } }
}
