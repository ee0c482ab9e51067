import type { Reason, Report, ReportPreview } from '@stranger-chat/core'
import { REASONS, REPORT } from '@stranger-chat/core/api'
import { html, nothing, type TemplateResult } from 'lit'
import type { MessageKey } from '../messages.js'
import type { View } from '../view.js'
import type { Draft } from './draft.js'
import { entries } from './entries.js'
import { count, isLong } from './fields.js'
import { help } from './help.js'
import { pictures } from './pictures.js'
import type { ReportRoom } from './room.js'

const REASON_WORDS: Readonly<Record<Reason, MessageKey>> = {
  underage: 'reasonUnderage',
  crisis: 'reasonCrisis',
  sexual: 'reasonSexual',
  threat: 'reasonThreat',
  harassment: 'reasonHarassment',
  hate: 'reasonHate',
  scam: 'reasonScam',
  spam: 'reasonSpam',
  other: 'reasonOther',
}
const HINTS: Readonly<Partial<Record<Reason, MessageKey>>> = {
  underage: 'reasonUnderageHint',
  crisis: 'reasonCrisisHint',
}
const LEFT: Readonly<Record<NonNullable<ReportPreview['why']>, MessageKey>> = {
  limit: 'evidenceLimit',
  gap: 'evidenceGap',
  signal: 'evidenceSignal',
}

/** Three sheets after each other: what happened, what will be sent, what happens now. */
export function reportDialog(
  view: View,
  room: ReportRoom,
  draft: Draft,
  preview: ReportPreview | null,
): TemplateResult {
  return html`
    <dialog class="desk" part="dialog" aria-labelledby="desk-title" @close=${room.shut}>
      ${
        draft.done
          ? done(view, draft, draft.done)
          : draft.reason === null
            ? reasons(view, room, draft)
            : evidence(view, room, draft, draft.reason, preview)
      }
    </dialog>
  `
}

const title = (text: string): TemplateResult =>
  html`<h2 class="voice" id="desk-title" tabindex="-1" autofocus data-focus data-calm>${text}</h2>`

function reasons(view: View, room: ReportRoom, draft: Draft): TemplateResult {
  const { t } = view.words
  const reason = (one: Reason) => {
    const hint = HINTS[one]
    return html`<li>
      <button type="button" class="reason quiet" part="button" @click=${() => room.choose(one)}>
        <span>${t(REASON_WORDS[one])}</span>
        ${hint ? html`<span class="small muted">${t(hint)}</span>` : nothing}
      </button>
    </li>`
  }
  return html`
    <div class="pages">
      ${title(t('reportTitle'))}
      <p class="muted">${t('reportLead')}</p>
      ${about(view, room, draft)}
      <ul class="reasons">${REASONS.map(reason)}</ul>
      <p class="small">
        <button type="button" class="plain muted" part="button" @click=${room.giveNotice}>${t('noticeLink')}</button>
      </p>
    </div>
    <form class="row" method="dialog"><button class="quiet" part="button">${t('cancel')}</button></form>
  `
}

/** Two chats can still be reported: which one is meant. */
function about(
  { state, words, reporting }: View,
  room: ReportRoom,
  draft: Draft,
): TemplateResult | typeof nothing {
  const { t, clock } = words
  const held = [room.desk?.preview('current'), room.desk?.preview('previous')]
  const chats = held.filter((chat) => chat != null)
  if (chats.length < 2) return nothing
  const name = (i: number) => t(i > 0 ? 'chatBefore' : state.phase === 'chatting' ? 'chatThis' : 'chatLast')
  return html`
    <fieldset class="which">
      <legend class="hidden">${t('reportAbout')}</legend>
      ${chats.map(({ chat, entries: [first] }, i) => {
        const at = first ? html` <span class="muted">${clock(first.at)}</span>` : nothing
        return html`<label class="option">
          <input
            type="radio"
            name="which"
            .checked=${chat === draft.chat}
            ?disabled=${reporting.has(chat)}
            @change=${() => room.about(chat)}
          /><span>${name(i)}${at}</span>
        </label>`
      })}
    </fieldset>
  `
}

/** What will be sent, to the last word. */
function evidence(
  view: View,
  room: ReportRoom,
  draft: Draft,
  reason: Reason,
  preview: ReportPreview | null,
): TemplateResult {
  const { words, state } = view
  const { t } = words
  const live = state.phase === 'chatting' && state.chat?.id === draft.chat
  const long = isLong(draft.note, REPORT.note)
  const ready = preview !== null && !draft.sending
  const send = (event: Event): void => {
    if (!ready) return
    const dialog = (event.target as HTMLElement).closest('dialog')
    if (long) dialog?.querySelector<HTMLElement>('#report-note')?.focus()
    void room.send()
  }
  return html`
    <div class="pages">
      ${title(t(REASON_WORDS[reason]))} ${reason === 'crisis' ? help(view) : nothing}
      ${
        preview === null
          ? html`<p role="alert">${t('reportGone')}</p>`
          : html`
            <h3>${t('evidenceTitle')}</h3>
            ${preview.entries.length === 0 ? html`<p class="muted">${t('evidenceNone')}</p>` : entries(view, room, draft, preview)}
            ${preview.why === null ? nothing : html`<p class="small muted">${t(LEFT[preview.why], { n: preview.left })}</p>`}
            ${pictures(view, room, draft)}
            <div class="field">
              <label for="report-note">${t('note')}</label>
              <textarea
                id="report-note"
                part="input"
                rows="2"
                dir="auto"
                aria-describedby="report-note-count"
                aria-invalid=${long}
                .value=${draft.note}
                @input=${(event: Event) => room.change({ note: (event.target as HTMLTextAreaElement).value })}
              ></textarea>
              ${count(view, 'report-note', draft.note, REPORT.note)}
            </div>
            <p class="small">${t(live ? 'reportBlocks' : 'reportBlocksToo')}</p>
          `
      }
    </div>
    <div class="row">
      <p class="small danger" role="alert">${draft.failed ?? nothing}</p>
      <button type="button" class="quiet" part="button" @click=${room.back}>${t('back')}</button>
      <button
        type="button"
        class="primary"
        part="button"
        aria-disabled=${!ready || long}
        @click=${send}
      >
        ${t(draft.sending ? 'sendingNow' : 'reportSend')}
      </button>
    </div>
  `
}

function done(view: View, { unkept }: Draft, { number, reason }: Report): TemplateResult {
  const { t } = view.words
  return html`
    <div class="pages">
      ${title(t('reportDone', { number }))} ${reason === 'crisis' ? help(view) : nothing}
      <ul class="next">
        <li>${t('reportDoneTold')}</li>
        <li>${t('reportDoneMet')}</li>
        <li>${t('reportDoneRead')}</li>
        ${unkept > 0 ? html`<li>${t('reportDonePictures', { n: unkept })}</li>` : nothing}
        <li>${t(view.forgetful ? 'reportDoneForgetful' : 'reportDoneNews')}</li>
      </ul>
    </div>
    <form class="row" method="dialog"><button class="primary" part="button">${t('close')}</button></form>
  `
}
