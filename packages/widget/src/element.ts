export { StrangerChat } from './stranger-chat.js'
export type { StrangerChatEventMap, StrangerChatEvents } from './events.js'
export type { Messages } from './messages.js'
export type { LinkPolicy } from './view.js'
