import type { ChatClient } from '@stranger-chat/core'
import { MESSAGES } from '../chats.ts'
import { type Driver, load } from '../driver.ts'
import { Scripted } from './scripted.ts'

type StrangerChat = HTMLElement & {
  layout: string
  client: ChatClient
  maxMessages: number
}

/** The element with the client that a page would use, and in a conversation one that does what it is told. */
function driver(layout: 'inline' | 'bubble'): Driver {
  const scripted = new Scripted()
  let element: StrangerChat | undefined
  let list: HTMLElement | null = null
  const make = (): StrangerChat => {
    element = document.createElement('stranger-chat') as StrangerChat
    element.layout = layout
    return element
  }
  const find = <T extends HTMLElement>(part: string): T | null =>
    element?.shadowRoot?.querySelector<T>(`[part~=${part}]`) ?? null
  return {
    load: async () => {
      await load('/stranger-chat/stranger-chat.js')
      await customElements.whenDefined('stranger-chat')
    },
    show: () => document.body.append(make()),
    talk: () => {
      const made = make()
      made.client = scripted
      made.maxMessages = MESSAGES
      document.body.append(made)
    },
    ...(layout === 'bubble' ? { launcher: () => find('launcher') } : {}),
    face: () => find(layout === 'bubble' ? 'launcher' : 'button-start'),
    field: () => find<HTMLElement>('composer')?.querySelector('textarea') ?? null,
    say: (text, isMine) => scripted.say(text, isMine),
    newest: () => {
      let at: Element | null = (list ??= find('list'))
      while (at && !at.matches('[part~=message]')) at = at.lastElementChild
      return at
    },
    rows: () => element?.shadowRoot?.querySelectorAll('[part~=message]') ?? [],
  }
}

export const inlineDriver = driver('inline')
export const bubbleDriver = driver('bubble')
