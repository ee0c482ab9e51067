import type { Source } from '../controllers/phrases.js'
import type { MessageKey } from '../messages.js'

/**
 * What each language says, cut as the rooms are: a file for each, fetched with the room it belongs to. English comes with the rooms,
 * and whoever speaks it doesn't even load where the others are.
 */
export const CHAT: Source<MessageKey> = async (lang) => (await import('./maps/chat.js')).default[lang]?.()
