import { system } from '@stranger-chat/core'
import type { Facts } from './facts.ts'
import { parse, print, START, type State, type View } from './state.ts'
import { attributeValue, propertyValue } from './values.ts'

/** A browser writes its address bar reluctantly: not at every step of a colour that is dragged. */
const ADDRESS_MS = 250

/** All that is chosen, and who wants to know. The address has it as well, so that it can be shared and gone back to. */
export class Desk {
  readonly facts: Facts
  state: State
  /** The server that a link brought along, if one did: not of the owner's own choosing. */
  brought: string | undefined
  readonly #readers = new Set<() => void>()
  #isWriting = false

  constructor(facts: Facts) {
    this.facts = facts
    this.state = this.#read()
    addEventListener('hashchange', () => {
      if (location.hash.slice(1) !== print(this.state, facts)) this.#take(this.#read())
    })
  }

  /** Calls now, and after every change. */
  follow(reader: () => void): void {
    this.#readers.add(reader)
    reader()
  }

  /** False when it can't be: nothing has changed then. */
  setAttribute(name: string, raw: string): boolean {
    const attribute = this.facts.attributes.find((one) => one.name === name)
    const value = attribute ? attributeValue(attribute, raw) : null
    if (value === null) return false
    this.#take({ ...this.state, attributes: changed(this.state.attributes, name, value) })
    return true
  }

  setProperty(name: string, raw: string): boolean {
    const property = this.facts.properties.find((one) => one.name === name)
    const value = property ? propertyValue(property, raw) : null
    if (!property || value === null || (value !== '' && !isUnderstood(property, value))) return false
    this.#take({ ...this.state, properties: changed(this.state.properties, name, value) })
    return true
  }

  setView(view: Partial<View>): void {
    this.#take({ ...this.state, view: { ...this.state.view, ...view } })
  }

  reset(): void {
    this.#take(START)
  }

  /** The address of this page with what is chosen now. */
  get link(): string {
    const hash = print(this.state, this.facts)
    return `${location.href.replace(/#.*$/, '')}${hash === '' ? '' : `#${hash}`}`
  }

  #read(): State {
    const state = parse(location.hash, this.facts)
    this.brought = state.attributes.get('server')
    const understood = this.facts.properties.filter((one) =>
      isUnderstood(one, state.properties.get(one.name) ?? one.initial),
    )
    const names = new Set(understood.map(({ name }) => name))
    return { ...state, properties: new Map([...state.properties].filter(([name]) => names.has(name))) }
  }

  #take(state: State): void {
    this.state = state
    for (const reader of this.#readers) reader()
    if (this.#isWriting) return
    this.#isWriting = true
    system.after(ADDRESS_MS, () => {
      this.#isWriting = false
      history.replaceState(null, '', this.link)
    })
  }
}

function changed(map: ReadonlyMap<string, string>, name: string, value: string): ReadonlyMap<string, string> {
  const next = new Map(map)
  if (value === '') next.delete(name)
  else next.set(name, value)
  return next
}

const USED_AS = {
  colour: 'color',
  length: 'width',
  time: 'transition-duration',
  font: 'font-family',
} as const

/** Whether the browser makes something of it: a custom property takes anything, and then shows nothing. */
const isUnderstood = ({ kind }: Facts['properties'][number], value: string): boolean =>
  CSS.supports(USED_AS[kind], value)
