import { type Driver, load } from '../driver.ts'

type DeepChat = HTMLElement & {
  connect: unknown
  addMessage: (message: { readonly text: string; readonly role: 'user' | 'ai' }) => void
}
let element: DeepChat | undefined
let list: Element | null = null

const show = (): void => {
  element = document.createElement('deep-chat') as DeepChat
  // Answers would come from here, without a network; nobody asks.
  element.connect = { handler: () => {} }
  document.body.append(element)
}

const field = (): HTMLElement | null => element?.shadowRoot?.querySelector('#text-input') ?? null

export const deepChatDriver: Driver = {
  load: async () => {
    await load('/deep-chat/deepChat.bundle.js')
    await customElements.whenDefined('deep-chat')
  },
  show,
  talk: show,
  face: field,
  field,
  say: (text, isMine) => element?.addMessage({ text, role: isMine ? 'user' : 'ai' }),
  newest: () =>
    (list ??= element?.shadowRoot?.querySelector('#messages') ?? null)?.lastElementChild?.lastElementChild ??
    null,
  rows: () => element?.shadowRoot?.querySelectorAll('.message-bubble') ?? [],
}
