import type { Chat } from '@stranger-chat/core'
import type { Localize } from '../controllers/localize.js'

const COMMON = ['opener1', 'opener2', 'opener3', 'opener4', 'opener5'] as const
const SHOWN = 3

/** Three first lines: about what both like, then two of the common ones, which differ from chat to chat. */
export function openers(chat: Chat | null, t: Localize['t']): readonly string[] {
  const [interest] = chat?.shared ?? []
  const from = [...(chat?.id ?? '')].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0)
  const common = COMMON.map((_, i) => t(COMMON[(from + i) % COMMON.length] ?? 'opener1'))
  return [...(interest === undefined ? [] : [t('openerInterest', { interest })]), ...common].slice(0, SHOWN)
}
