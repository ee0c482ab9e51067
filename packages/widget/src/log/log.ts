import { html, nothing, type TemplateResult } from 'lit'
import { guard } from 'lit/directives/guard.js'
import { matchSentence } from '../search/search.js'
import type { View } from '../view.js'
import { row } from './message.js'
import { packed } from './packed.js'
import { type Row, rows } from './rows.js'

/**
 * The conversation. `role=log` says what it is, `aria-live=off` keeps screen readers from reading all of it again at
 * every message: the announcer speaks. Arrow keys walk through the messages.
 */
export function log(view: View): TemplateResult {
  const { state, words, stick, after, maxMessages, fresh, linkPolicy } = view
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
      @keydown=${walk}
    >
      <div class="column">
        <p class="voice house">${matchSentence(view)}</p>
        ${guard(
          [state.messages, words.lang, words.t('you'), maxMessages, linkPolicy, fresh, ended, after],
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
    [message, first, last, gap, fresh.has(key), words.lang, words.t('you'), linkPolicy, client, after, over],
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

/** Up, Down, Home and End move from message to message; everything else is the browser's. */
function walk(event: KeyboardEvent): void {
  const scroller = event.currentTarget as HTMLElement
  const items = [...scroller.querySelectorAll<HTMLElement>('.message')]
  const target = event.target as HTMLElement
  const at = items.findIndex((item) => item === target)
  if (at < 0 && target !== scroller) return
  const to =
    event.key === 'ArrowUp'
      ? (at < 0 ? items.length : at) - 1
      : event.key === 'ArrowDown'
        ? at + 1
        : event.key === 'Home'
          ? 0
          : event.key === 'End'
            ? items.length - 1
            : -1
  if (to < 0 || to >= items.length || (at < 0 && event.key === 'ArrowDown')) return
  event.preventDefault()
  items[to]?.focus()
}
