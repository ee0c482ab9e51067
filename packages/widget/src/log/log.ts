import { html, nothing, type TemplateResult } from 'lit'
import { guard } from 'lit/directives/guard.js'
import { matchSentence } from '../search/search.js'
import type { Keymap } from '../controllers/keymap.js'
import type { View } from '../view.js'
import { row } from './message.js'
import { packed } from './packed.js'
import { type Row, rows } from './rows.js'

/**
 * The conversation. `role=log` says what it is, `aria-live=off` keeps screen readers from reading all of it again at
 * every message: the announcer speaks. Keys walk through the messages.
 */
export function log(view: View): TemplateResult {
  const { state, words, stick, after, keymap, maxMessages, fresh, linkPolicy } = view
  const { t } = words
  const ended = state.phase === 'ended'
  return html`
    <div
      class="log"
      part="log"
      role="log"
      aria-live="off"
      aria-label=${t('log')}
      tabindex="0"
      @scroll=${stick.onScroll}
      @keydown=${(event: KeyboardEvent) => walk(event, keymap)}
      @focusout=${leave}
    >
      <div class="column">
        <p class="voice house">${matchSentence(view)}</p>
        ${guard(
          [
            state.messages,
            words.lang,
            words.found,
            words.t('you'),
            maxMessages,
            linkPolicy,
            fresh,
            ended,
            after,
          ],
          () => {
            const list = rows(state.messages, maxMessages)
            return html`<div class="list" part="list" role="list">
            ${packed(list, (one) => drawn(one, view))}
          </div>`
          },
        )}
        ${
          ended
            ? html`<div class="house end">
              <p class="voice">${after?.endSentence(view) ?? t('stateEnded')}</p>
              <div class="row">${after?.endButtons(view) ?? nothing}</div>
            </div>`
            : nothing
        }
      </div>
    </div>
  `
}

/** Drawn again only when something of it is another: with every message that comes, nearly all of them stay as they are. */
function drawn(one: Row, view: View): unknown {
  const { message, key, first, last, gap } = one
  const { words, fresh, client, after, linkPolicy, state } = view
  const over = state.phase === 'ended'
  return guard(
    [
      message,
      first,
      last,
      gap,
      fresh.has(key),
      words.lang,
      words.found,
      words.t('you'),
      linkPolicy,
      client,
      after,
      over,
    ],
    () => row(one, view),
  )
}

/** Over the list's end while the person reads further up. */
export function pill({ stick, words }: View): TemplateResult | typeof nothing {
  if (stick.stuck) return nothing
  const { t } = words
  return html`<button
    type="button"
    class="pill slim"
    part="pill button"
    aria-label=${stick.missed > 0 ? nothing : t('toBottom')}
    @click=${stick.jump}
  >
    ${stick.missed > 0 ? t('newMessages', { n: stick.missed }) : nothing}<span aria-hidden="true">↓</span>
  </button>`
}

/** Keys move from message to message; everything else is the browser's. */
function walk(event: KeyboardEvent, keymap: Keymap): void {
  const scroller = event.currentTarget as HTMLElement
  const target = event.target as HTMLElement
  const message = target.closest<HTMLElement>('.message')
  if (event.key === 'Tab') return stop(scroller, message)
  if (!message && target !== scroller) return
  const items = [...scroller.querySelectorAll<HTMLElement>('.message')]
  const at = message ? items.indexOf(message) : items.length
  const to = keymap.hears('older', event)
    ? at - 1
    : keymap.hears('newer', event)
      ? at + 1
      : keymap.hears('oldest', event)
        ? 0
        : keymap.hears('newest', event)
          ? items.length - 1
          : -1
  const item = items[to]
  if (!item) return
  event.preventDefault()
  item.focus()
}

/**
 * The conversation is one stop for Tab. From a message Tab leads to what can be pressed in it, then on, past all the others; Shift and
 * Tab lead out the other way.
 */
function stop(scroller: HTMLElement, message: Element | null): void {
  scroller.tabIndex = message ? -1 : 0
  for (const one of scroller.querySelectorAll<HTMLElement>('.message :is(a, button)'))
    one.tabIndex = message?.contains(one) ? 0 : -1
}

function leave({ currentTarget, relatedTarget }: FocusEvent): void {
  const scroller = currentTarget as HTMLElement
  if (!scroller.contains(relatedTarget as Node | null)) stop(scroller, null)
}
