import { html, nothing, type TemplateResult } from 'lit'
import type { View } from '../view.js'
import { awayWords, lineDown, noteWords, unreachable } from './trouble.js'

/**
 * The line that comes and goes under the header. It lies over the conversation's upper end, so nothing below it jumps.
 * A lost line outranks an absent stranger, who outranks what passes.
 */
export function strip(view: View): TemplateResult | typeof nothing {
  const content = text(view)
  if (content === nothing) return nothing
  return html`<div class="strip small" part="status"><div class="column row">${content}</div></div>`
}

function text(view: View): TemplateResult | typeof nothing {
  const { state, flow, words, now, client } = view
  const { t, time } = words
  if (state.phase === 'chatting' && state.hold) {
    const rest = state.hold.since + state.hold.graceMs - now
    return html`
      <p>${rest > 0 ? t('hold', { time: time(rest) }) : t('holdOver')}</p>
      <button type="button" class="slim quiet" @click=${() => client.reconnect()}>${t('now')}</button>
    `
  }
  if (lineDown(state)) return unreachable(view)
  if (state.phase === 'chatting' && state.chat?.away)
    return html`<p>${awayWords(state.chat.away, words, now)}</p>`
  const { note } = flow
  const news = decision(view)
  if (!note) return news === nothing && state.phase === 'ended' ? outcome(view) : news
  return html`<p dir="auto">${noteWords(note, words, now)}</p>`
}

/** What was decided about the person, until they have read it. */
export function decision({ reporting }: View): TemplateResult | typeof nothing {
  const { room, news } = reporting
  if (!room || !news) return nothing
  return html`
    <p dir="auto">${room.summary(news)}</p>
    <button type="button" class="slim quiet" part="button" aria-haspopup="dialog" @click=${room.read}>
      ${room.readWords}
    </button>
  `
}

/** What became of a report, until they have read it. Never in the middle of a chat. */
export function outcome({ reporting, words }: View): TemplateResult | typeof nothing {
  const { t } = words
  const report = reporting.outcome
  if (!report) return nothing
  const { number, state } = report
  return html`
    <p>${t(state === 'acted' ? 'reportActed' : 'reportNotActed', { number })}</p>
    <button type="button" class="slim bare" aria-label=${t('dismiss')} @click=${() => reporting.forget(number)}>
      <span aria-hidden="true">×</span>
    </button>
  `
}
