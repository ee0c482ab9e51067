import { define } from './define.js'
import { StrangerChat } from './stranger-chat.js'

// Two lines are enough: the server is where the script came from, unless the element names another.
StrangerChat.defaultServer = new URL('.', import.meta.url).href
define()
