import '../index.js'
import type { StrangerChat } from '../stranger-chat.js'
import type { Timing } from '../timing.js'
import { StubClient } from './stub-client.js'

export interface Mounted {
  readonly element: StrangerChat
  readonly client: StubClient
  /** Inside the element. Throws when there is nothing. */
  readonly find: <T extends HTMLElement = HTMLElement>(selector: string) => T
  readonly all: (selector: string) => readonly HTMLElement[]
  /** A button by the words on it. */
  readonly button: (words: string) => HTMLButtonElement
  readonly text: () => string
  readonly field: () => HTMLTextAreaElement
  /** After whatever is to be rendered was. */
  readonly rendered: () => Promise<void>
}

const elements: StrangerChat[] = []

/** Puts an element into the page; `unmount` takes all of them out again. */
export async function mount(
  timing: Timing,
  options: Partial<StrangerChat> = {},
  client: StubClient = new StubClient(),
): Promise<Mounted> {
  const element = document.createElement('stranger-chat')
  Object.assign(element, { timing, client, languages: ['en'], ...options })
  document.body.append(element)
  elements.push(element)
  const root = (): ShadowRoot => {
    if (!element.shadowRoot) throw new Error('not rendered')
    return element.shadowRoot
  }
  const all = (selector: string) => [...root().querySelectorAll<HTMLElement>(selector)]
  const find = <T extends HTMLElement = HTMLElement>(selector: string): T => {
    const found = root().querySelector<T>(selector)
    if (!found) throw new Error(`nothing is ${selector} in: ${text()}`)
    return found
  }
  const text = (): string => root().querySelector('.panel')?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
  const button = (words: string): HTMLButtonElement => {
    for (const one of root().querySelectorAll('button')) {
      // Without the key's name in a box beside them.
      const own = [...one.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE)
      const name = one.getAttribute('aria-label') ?? own.map((node) => node.textContent).join('')
      if (name.trim() === words) return one
    }
    throw new Error(`no button says ${words} in: ${text()}`)
  }
  const rendered = async (): Promise<void> => {
    while (!(await element.updateComplete));
  }
  await rendered()
  return {
    element,
    client,
    find,
    all,
    button,
    text,
    rendered,
    field: () => find<HTMLTextAreaElement>('textarea'),
  }
}

export function unmount(): void {
  for (const element of elements.splice(0)) element.remove()
}
