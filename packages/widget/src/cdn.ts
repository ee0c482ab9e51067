import { define } from './define.js'
import { StrangerChat } from './stranger-chat.js'

// Two lines are enough: the script's own origin is the server, unless the element names another.
StrangerChat.defaultServer = new URL(import.meta.url).origin
define()
