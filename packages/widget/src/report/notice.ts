import { REPORT } from '@stranger-chat/core/api'
import { html, nothing, type TemplateResult } from 'lit'
import type { MessageKey } from '../messages.js'
import type { View } from '../view.js'
import { draftOf, previewOf, whichIs } from './draft.js'
import { readOnly } from './entries.js'
import { count, isLong } from './fields.js'
import type { ReportRoom } from './room.js'

/** Fewer words than this name no place and no reason (DSA art. 16). */
const SHORTEST = 20
/** How long each may be; in characters. */
const MOST = { text: REPORT.notice, law: 500, name: 200, email: 255 } as const
type Name = keyof typeof MOST
const NAMES = ['text', 'law', 'name', 'email'] as const satisfies readonly Name[]
const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,190}$/

/** Illegal content, beside the rules of the place: a way of its own, with a receipt of its own. */
export function noticeDialog(view: View, room: ReportRoom): TemplateResult {
  const { t } = view.words
  const { done, failed, sending } = room.notice
  return html`
    <dialog class="desk" part="dialog" aria-labelledby="desk-title" @close=${room.shut}>
      ${
        done === null
          ? html`<form id="notice" class="pages" novalidate @submit=${(event: Event) => submit(event, view, room)}>
              ${title(t('noticeTitle'))}
              <p class="muted">${t('noticeLead')}</p>
              ${field(view, room, 'text', 'noticeText')} ${field(view, room, 'law', 'noticeLaw')}
              ${field(view, room, 'name', 'noticeName')} ${field(view, room, 'email', 'noticeEmail')}
              ${
                room.draft && whichIs(room.desk, room.draft.chat)
                  ? along(view, room, room.draft.chat)
                  : nothing
              }
            </form>
            <div class="row">
              <p class="small danger" role="alert">${failed ?? nothing}</p>
              <button type="button" class="quiet" part="button" @click=${room.back}>${t('back')}</button>
              <button class="primary" part="button" form="notice" aria-disabled=${sending}>
                ${t(sending ? 'sendingNow' : 'noticeSend')}
              </button>
            </div>`
          : html`<div class="pages">${title(t('noticeDone', { number: done }))}</div>
              <form class="row" method="dialog"><button class="primary" part="button">${t('close')}</button></form>`
      }
    </dialog>
  `
}

/** The chat as it would go along, in whole, once that was ticked. */
function along(view: View, room: ReportRoom, chat: string): TemplateResult {
  const { t } = view.words
  const preview = room.alongChat ? previewOf(room.desk, draftOf(chat)) : null
  return html`
    <label class="option"
      ><input
        type="checkbox"
        name="chat"
        .checked=${room.alongChat}
        @change=${(event: Event) => room.takeAlong((event.target as HTMLInputElement).checked)}
      />${t('noticeChat')}</label
    >
    ${
      preview === null
        ? nothing
        : preview.entries.length === 0
          ? html`<p class="muted">${t('evidenceNone')}</p>`
          : readOnly(view, preview)
    }
  `
}

const title = (text: string): TemplateResult =>
  html`<h2 class="voice" id="desk-title" tabindex="-1" autofocus data-focus data-calm>${text}</h2>`

function field(view: View, room: ReportRoom, name: Name, label: MessageKey): TemplateResult {
  const id = `notice-${name}`
  const typed = room.typed(id)
  const told = `${id}-count`
  const long = isLong(typed, MOST[name])
  return html`<div class="field">
    <label for=${id}>${view.words.t(label)}</label>
    ${
      name === 'text'
        ? html`<textarea
            id=${id}
            part="input"
            name=${name}
            rows="4"
            dir="auto"
            aria-describedby=${told}
            aria-invalid=${long}
            .value=${typed}
            @input=${room.type}
          ></textarea>`
        : html`<input
            id=${id}
            part="input"
            name=${name}
            dir="auto"
            autocomplete="off"
            aria-describedby=${told}
            aria-invalid=${long}
            .value=${typed}
            @input=${room.type}
          />`
    }
    ${count(view, id, typed, MOST[name])}
  </div>`
}

function submit(event: Event, { words }: View, room: ReportRoom): void {
  event.preventDefault()
  const form = event.target as HTMLFormElement
  const data = new FormData(form)
  const said = (name: Name): string => {
    const value = data.get(name)
    return typeof value === 'string' ? value.trim() : ''
  }
  const [text, law, name, email] = [said('text'), said('law'), said('name'), said('email')]
  const chat = data.has('chat') && room.draft ? whichIs(room.desk, room.draft.chat) : null
  const long = NAMES.find((name) => isLong(said(name), MOST[name]))
  const unfit = [...text].length < SHORTEST ? 'text' : email !== '' && !EMAIL.test(email) ? 'email' : null
  const wrong = long ?? unfit
  if (wrong) form.querySelector<HTMLElement>(`[name=${wrong}]`)?.focus()
  const input = {
    text,
    ...(law !== '' && { law }),
    ...(name !== '' && { name }),
    ...(email !== '' && { email }),
    ...(chat && { chat }),
  }
  const why = wrong && words.t(long ? 'tooLong' : wrong === 'text' ? 'noticeShort' : 'noticeEmailWrong')
  void room.sendNotice(input, why)
}
