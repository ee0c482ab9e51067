import type { Facts } from './facts.ts'
import { attributeValue, propertyValue } from './values.ts'

/** How the preview shows the element: nothing of it gets into the snippet. */
export interface View {
  readonly scene:
    | 'live'
    | 'gate'
    | 'searching'
    | 'lonely'
    | 'matched'
    | 'chatting'
    | 'typing'
    | 'away'
    | 'reconnecting'
    | 'ended'
    | 'report'
    | 'reported'
    | 'banned'
    | 'unreachable'
  readonly width: 'free' | '320' | '768' | '1280'
  readonly scheme: 'auto' | 'light' | 'dark'
  readonly words: 'own' | 'pseudo'
  readonly form: 'script' | 'npm'
}

/** The first of each is where one begins. */
export const VIEWS: { readonly [K in keyof View]: readonly [View[K], ...View[K][]] } = {
  scene: [
    ...(['live', 'gate', 'searching', 'lonely', 'matched', 'chatting', 'typing', 'away'] as const),
    ...(['reconnecting', 'ended', 'report', 'reported', 'banned', 'unreachable'] as const),
  ],
  width: ['free', '320', '768', '1280'],
  scheme: ['auto', 'light', 'dark'],
  words: ['own', 'pseudo'],
  form: ['script', 'npm'],
}

export type Scene = View['scene']

/** All that was chosen. What isn't in the maps is left at its default. */
export interface State {
  readonly attributes: ReadonlyMap<string, string>
  readonly properties: ReadonlyMap<string, string>
  readonly view: View
}

const FIRST: View = { scene: 'live', width: 'free', scheme: 'auto', words: 'own', form: 'script' }
export const START: State = { attributes: new Map(), properties: new Map(), view: FIRST }

/** Longer than any choice can be; what is over is somebody else's idea. */
const LONGEST = 20_000

const isView = (name: string): name is keyof View => Object.hasOwn(VIEWS, name)

/** The state as an address's hash: only what differs from the defaults, always in the same order. */
export function print({ attributes, properties, view }: State, facts: Facts): string {
  const pairs: [string, string][] = []
  for (const [list, chosen] of [
    [facts.attributes, attributes],
    [facts.properties, properties],
  ] as const)
    for (const { name } of list) {
      const value = chosen.get(name)
      if (value) pairs.push([name, value])
    }
  for (const name of Object.keys(VIEWS))
    if (isView(name) && view[name] !== FIRST[name]) pairs.push([`~${name}`, view[name]])
  return pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
}

/** Reads a hash that anybody may have written: what isn't a choice of ours is left out. */
export function parse(hash: string, facts: Facts): State {
  const asked = new Map<string, string>()
  if (hash.length <= LONGEST)
    for (const part of hash.replace(/^#/, '').split('&')) {
      const at = part.indexOf('=')
      if (at < 0) continue
      const value = decoded(part.slice(at + 1))
      if (value !== null) asked.set(part.slice(0, at), value)
    }
  const view: { -readonly [K in keyof View]: string } = { ...FIRST }
  for (const [name, words] of Object.entries(VIEWS)) {
    const word = words.find((one) => one === asked.get(`~${name}`))
    if (word !== undefined && isView(name)) view[name] = word
  }
  return {
    attributes: sieve(facts.attributes, asked, attributeValue),
    properties: sieve(facts.properties, asked, propertyValue),
    view: view as View,
  }
}

function sieve<T extends { readonly name: string }>(
  list: readonly T[],
  asked: ReadonlyMap<string, string>,
  valueOf: (one: T, raw: string) => string | null,
): Map<string, string> {
  const found = new Map<string, string>()
  for (const one of list) {
    const value = valueOf(one, asked.get(one.name) ?? '')
    if (value) found.set(one.name, value)
  }
  return found
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
