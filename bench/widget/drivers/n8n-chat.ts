import { type Driver, load } from '../driver.ts'

interface App {
  readonly config: { readonly globalProperties: { readonly $chat: { readonly messages: { value: Said[] } } } }
}
interface Said {
  readonly id: string
  readonly text: string
  readonly sender: 'user' | 'bot'
}
let createChat: (options: object) => App
let app: App | undefined
let list: Element | null = null

const show = (): void => {
  // What would ask its server first, or greet, is left out: 1,000 rows are to be ours, and the network nobody's.
  app = createChat({ webhookUrl: '/nowhere', loadPreviousSession: false, initialMessages: [] })
}

const launcher = (): HTMLElement | null => document.querySelector<HTMLElement>('.chat-window-toggle')

export const n8nChatDriver: Driver = {
  load: async () => {
    const style = document.createElement('link')
    Object.assign(style, { rel: 'stylesheet', href: '/n8n-chat/style.css' })
    document.head.append(style)
    createChat = (await load('/n8n-chat/chat.bundle.es.js'))['createChat'] as typeof createChat
  },
  show,
  talk: show,
  launcher,
  face: launcher,
  field: () => document.querySelector<HTMLElement>('.n8n-chat textarea'),
  // By the way of its own answers, past the request for one.
  say: (text, isMine) =>
    app?.config.globalProperties.$chat.messages.value.push({
      id: text,
      text,
      sender: isMine ? 'user' : 'bot',
    }),
  newest: () => (list ??= document.querySelector('.chat-messages-list'))?.lastElementChild ?? null,
  rows: () => document.querySelectorAll('.chat-message'),
}
