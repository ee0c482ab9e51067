import type { Message } from '@stranger-chat/core'
import type { Localize } from '../controllers/localize.js'
import { download } from '../download.js'
import { isSaid } from '../log/rows.js'
import type { View } from '../view.js'

/** The transcript as plain text, one message after another, for the person's own keeping. */
export function transcript(
  messages: readonly Message[],
  { t, clock }: Pick<Localize, 't' | 'clock'>,
): string {
  return messages
    .filter(isSaid)
    .map(({ at, from, text }) => `[${clock(at)}] ${t(from === 'me' ? 'you' : 'stranger')}: ${text}\n`)
    .join('')
}

/** `stranger-chat-2026-11-22.txt` from the day the chat was on. */
export const fileName = (at: number): string =>
  `stranger-chat-${new Intl.DateTimeFormat('sv', { dateStyle: 'short' }).format(at)}.txt`

/** Gives the person the conversation as a file, and says so. */
export function save({ state, words, now, flow }: View): void {
  download(transcript(state.messages, words), fileName(now))
  flow.tell('saved')
}
