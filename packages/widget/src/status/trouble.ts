import type { Chat } from '@stranger-chat/core'
import { html, nothing, type TemplateResult } from 'lit'
import type { Snapshot } from '../controllers/client.js'
import type { Note } from '../controllers/flow.js'
import type { Localize } from '../controllers/localize.js'
import type { View } from '../view.js'

/** Nobody answered, or nobody could be let in yet: the next try comes by itself. */
const WAITS: ReadonlySet<string> = new Set(['unreachable', 'over_capacity', 'internal'])

/** Whether the line is down for now and heals by itself. */
export const lineDown = ({ connection, error }: Snapshot): boolean =>
  connection === 'reconnecting' || (connection !== 'online' && WAITS.has(error?.code ?? ''))

/** The server can't be reached: when the next try is, and a way to try now, which a full server has not. */
export function unreachable({ state, client, words, now }: View): TemplateResult {
  const { t, time } = words
  const wait = (state.retryAt ?? 0) - now
  const busy = state.error?.code === 'over_capacity'
  return html`
    <p>${t(busy ? 'busy' : 'unreachable')} ${wait > 0 ? t('retryIn', { time: time(wait) }) : nothing}</p>
    ${busy ? nothing : html`<button type="button" class="slim quiet" @click=${() => client.reconnect()}>${t('now')}</button>`}
  `
}

/** The stranger is away: how long their seat is held where their line fell; else nothing ends by it. */
export const awayWords = (
  { since, graceMs }: NonNullable<Chat['away']>,
  { t, time }: Localize,
  now: number,
): string => (graceMs === null ? t('awayWrite') : t('away', { time: time(since + graceMs - now) }))

/** What passes, in words; some of it counts down. */
export const noteWords = ({ key, text, until }: Note, { t, time }: Localize, now: number): string =>
  key ? t(key, { time: time(until - now) }) : text

/** Below the Start button: why nothing goes on. */
export function startStatus(view: View): TemplateResult {
  const { state, flow, words, disabled } = view
  const { note } = flow
  const content = disabled
    ? words.t('disabled')
    : lineDown(state) && flow.connecting
      ? unreachable(view)
      : note
        ? noteWords(note, words, view.now)
        : nothing
  return html`<div class="small under" id="start-status" part="status">${content}</div>`
}
