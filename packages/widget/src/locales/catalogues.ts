import type { Catalogues } from '../controllers/phrases.js'
import type { MessageKey } from '../messages.js'

type Part = Catalogues<MessageKey>

/** What each language says, cut as the rooms are: a file for each, fetched with the room it belongs to. English comes with the rooms. */
export const CHAT: Part = {
  id: () => import('./id.js'),
}
export const AFTER: Part = {
  id: () => import('./after/id.js'),
}
export const REPORT: Part = {
  id: () => import('./report/id.js'),
}
export const CALLS: Part = {
  id: () => import('./calls/id.js'),
}
