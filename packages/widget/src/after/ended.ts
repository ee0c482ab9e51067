import type { End } from '@stranger-chat/core'
import { html, nothing, type TemplateResult } from 'lit'
import type { MessageKey } from '../messages.js'
import type { View } from '../view.js'
import { copyAll } from './copy.js'

const SENTENCES: Readonly<Record<End['reason'], MessageKey>> = {
  left: 'endLeft',
  lost: 'endLost',
  no_show: 'endNoShow',
  idle: 'endIdle',
  closed: 'endClosed',
  you: 'endYou',
  server_lost: 'endServerLost',
}

/** How it ended, in one sentence; said aloud as well. */
export function endSentence({ state, flow, reporting, words }: View): string {
  const { t } = words
  const { end } = state
  if (end && reporting.has(end.chat)) return t('reportedDone')
  if (end && flow.blocked === end.chat) return t('blockedDone')
  const reason = end?.reason ?? 'you'
  const said = state.messages.some((message) => message.kind === 'text')
  if (!said && reason === 'left') return t('endLeftEarly')
  if (!said && reason === 'you') return t('endYouEarly')
  return t(SENTENCES[reason])
}

/** What can be done with a chat that is over; "New chat" and "Block" keep the places they had. */
export function endButtons(view: View): TemplateResult {
  const { words, state, flow, save, clear } = view
  const { t } = words
  const kept = state.messages.length > 0
  return html`
    ${
      kept
        ? html`
          <button type="button" class="slim quiet" part="button" title=${t('saveHint')} @click=${save}>${t('save')}</button>
          <button type="button" class="slim quiet" part="button" @click=${() => copyAll(view)}>${t('copy')}</button>
          <button type="button" class="slim quiet" part="button" @click=${clear}>${t('clear')}</button>
        `
        : nothing
    }
    <button type="button" class="slim quiet" part="button" @click=${() => flow.stop()}>${t('edit')}</button>
    <slot name="ended"></slot>
  `
}
