import type { StrangerChat } from '@stranger-chat/widget/element.js'
import { facts } from './built.ts'
import { pseudoWords } from './pseudo.ts'
import { stage, type Staged } from './scenes.ts'
import { parse, type State } from './state.ts'

/**
 * The page in the frame: a site with the element on it. It is told what to show as a hash, and reads it as carefully as if it came
 * from a stranger.
 */

export interface Order {
  readonly hash: string
  /** Talk to the server the element names, not to the stranger in the page. */
  readonly real: boolean
}

const place = document.querySelector('#place')
const sheet = new CSSStyleSheet()
sheet.replaceSync('stranger-chat {}')
document.adoptedStyleSheets = [sheet]
const words = pseudoWords()

let element: StrangerChat | null = null
let staged: Staged | null = null
/** What can't be changed on an element that lives: who it talks to, and where it begins. */
let begun = ''

addEventListener('message', ({ data, source, origin }: MessageEvent<unknown>) => {
  if (source !== parent || origin !== location.origin || !isOrder(data)) return
  void show(parse(data.hash, facts), data.real)
})
parent.postMessage('ready', location.origin)

const isOrder = (data: unknown): data is Order =>
  typeof data === 'object' &&
  data !== null &&
  'hash' in data &&
  typeof data.hash === 'string' &&
  'real' in data

async function show(state: State, real: boolean): Promise<void> {
  const { scene, scheme, words: whose } = state.view
  document.documentElement.dataset['scheme'] = scheme
  document.documentElement.dataset['layout'] = state.attributes.get('layout') ?? ''
  dress(state)
  const beginning = real ? `real ${state.attributes.get('server') ?? ''}` : scene
  if (element && beginning === begun) return set(element, state, whose)
  begun = beginning
  element?.remove()
  staged?.rehearsal.close()
  const play = (staged = real ? null : stage(scene))
  const chat = (element = document.createElement('stranger-chat'))
  if (play) chat.client = play.rehearsal.client
  set(chat, state, whose)
  place?.append(chat)
  await customElements.whenDefined('stranger-chat')
  await chat.updateComplete
  // Something else may have been asked for meanwhile, which plays by itself.
  if (element === chat) await play?.play(chat)
}

function set(chat: StrangerChat, { attributes }: State, whose: State['view']['words']): void {
  for (const { name, kind } of facts.attributes) {
    const value = attributes.get(name)
    if (value === undefined) chat.removeAttribute(name)
    else if (chat.getAttribute(name) !== value) chat.setAttribute(name, kind === 'switch' ? '' : value)
  }
  chat.i18n = whose === 'pseudo' ? words : null
}

/** Set one by one, never as text of a sheet: a value can be wrong, and can't be more than a value. */
function dress({ properties }: State): void {
  const [rule] = sheet.cssRules
  if (!(rule instanceof CSSStyleRule)) return
  for (const { name } of facts.properties) {
    const value = properties.get(name)
    if (value === undefined) rule.style.removeProperty(name)
    else rule.style.setProperty(name, value)
  }
}
