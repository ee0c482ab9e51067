import type { Message } from '@stranger-chat/core'
import { html, nothing, type TemplateResult } from 'lit'
import type { MessageKey } from '../messages.js'
import type { View } from '../view.js'
import { emojiOnly, type Row } from './rows.js'

const WHY: Readonly<Record<string, MessageKey>> = {
  too_long: 'notSentLong',
  denied: 'notSentDenied',
  ended: 'notSentEnded',
  unknown: 'maybeSent',
}

/** One message, in as few nodes as it takes, since there are many. The voice is told by side, shape and a spoken label, never by colour alone. */
export function row({ message, key, first, last, gap }: Row, view: View): TemplateResult {
  const { words, fresh } = view
  const { t, clock } = words
  const { from, state } = message
  const mine = from === 'me'
  const kind = from === 'server' ? 'system' : mine ? 'me' : 'stranger'
  const name = [kind, state, first ? 'first' : '', last ? 'last' : '', fresh.has(key) ? 'fresh' : ''].join(
    ' ',
  )
  return html`
    ${gap === null ? nothing : html`<div class="gap small muted" role="listitem"><time>${clock(gap)}</time></div>`}
    <div class="message ${name}" part="message message-${kind}" role="listitem" tabindex="-1">
      <div class="line">
        <p class="bubble ${emojiOnly(message.text) ? 'emoji' : ''}" part="text">
          <span class="says" .textContent=${t(mine ? 'saysYou' : 'saysStranger')}></span>${body(message, view)}
        </p>
        <time class="small muted" part="time" .textContent=${clock(message.at)}></time>
      </div>
      ${state === 'failed' ? failed(message, view) : state === 'pending' ? html`<span class="hidden">${t('sending')}</span>` : nothing}
    </div>
  `
}

/** Text nodes only. A link shows what was written; where it leads is asked before it opens. */
function body({ kind, text, from }: Message, { after, words, linkPolicy, askLink }: View): unknown {
  if (kind === 'unsupported') return html`<em>${words.t('unsupported')}</em>`
  const parts =
    linkPolicy === 'text' || !after
      ? text
      : after.pieces(text).map(({ text: shown, href, host }) =>
          href === undefined
            ? shown
            : html`<a
                href=${href}
                tabindex="-1"
                title=${host ?? nothing}
                target="_blank"
                rel="noopener noreferrer nofollow ugc"
                @click=${linkPolicy === 'ask' && from !== 'me' ? askLink : nothing}
                >${shown}</a
              >`,
        )
  // Most are one piece, which needs no place of its own between marks.
  return html`<span class="words" dir="auto">${parts.length === 1 ? parts[0] : parts}</span>`
}

function failed({ key, why }: Message, { words, client, state }: View): TemplateResult {
  const { t } = words
  const again = state.phase === 'chatting' && why !== 'too_long' && why !== 'denied'
  return html`
    <p class="failure small danger">
      ${(why && WHY[why] && t(WHY[why])) || t('notSent')}
      ${
        again
          ? html`<button type="button" class="again" part="button" tabindex="-1" @click=${() => client.retry(key)}>${t('again')}</button>`
          : nothing
      }
    </p>
  `
}
