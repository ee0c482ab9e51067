import { define } from './define.js'

export { StrangerModerator } from './stranger-moderator.js'
export type { ConsoleMessages } from './words.js'
export { define }

define()
