export { define } from './define.js'
export { StrangerChat } from './stranger-chat.js'
