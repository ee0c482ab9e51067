import { define } from './define.js'
import { StrangerModerator } from './stranger-moderator.js'

// The page at /moderate is two lines: the server is where the script came from, unless the element names another.
StrangerModerator.defaultServer = new URL('.', import.meta.url).href
define()
