import { html, nothing, type TemplateResult } from 'lit'
import { seamState } from '../search/search.js'
import { seam } from '../seam/seam.js'
import type { MessageKey } from '../messages.js'
import type { View } from '../view.js'

/** The state of the talk, in words. */
export function stateWords({ state }: View): MessageKey {
  if (state.phase === 'ended') return 'stateEnded'
  if (state.connection === 'reconnecting') return 'stateReconnecting'
  if (state.phase === 'searching') return 'stateSearching'
  return state.chat?.away ? 'stateAway' : 'stateChatting'
}

/** The seam, the state in words, and Report and Block in their one place from the first word to after the last. */
export function header(view: View): TemplateResult {
  const { t } = view.words
  const { state } = view
  return html`
    <header class="header" part="header">
      <div class="column row">
        ${seam(seamState(view))}
        <p class="state" part="title" tabindex="-1" data-calm>${t(stateWords(view))}</p>
        ${view.attention.room?.switch(view) ?? nothing}
        ${state.phase === 'searching' ? last(view, 'report') : [report(view), block(view)]}
        <slot name="header-actions"></slot>
      </div>
    </header>
  `
}

const here = ({ state }: View): string | undefined => state.chat?.id ?? state.end?.chat

function report(view: View): TemplateResult {
  const { reporting, words } = view
  const made = reporting.has(here(view))
  return html`<button
    type="button"
    class="slim bare"
    part="button button-report"
    aria-disabled=${made}
    aria-haspopup="dialog"
    @click=${() => reporting.open()}
  >
    ${words.t(made ? 'reported' : 'report')}
  </button>`
}

function block(view: View): TemplateResult {
  const { flow, words } = view
  const chat = here(view)
  const blocked = chat !== undefined && (flow.blocked === chat || view.reporting.has(chat))
  const armed = flow.armed === 'block'
  return html`<button
    type="button"
    class="slim ${armed ? 'danger quiet' : 'bare'}"
    part="button button-block"
    aria-disabled=${blocked}
    @click=${() => flow.block()}
    @blur=${() => flow.armed === 'block' && flow.disarm()}
  >
    ${words.t(blocked ? 'blocked' : armed ? 'blockReally' : 'block')}
  </button>`
}

/** Where nobody is there, the stranger who was can still be reported. */
export function last(
  { reporting, words: { t } }: View,
  shown: MessageKey = 'reportLast',
): TemplateResult | typeof nothing {
  if (reporting.last === null || reporting.has(reporting.last)) return nothing
  return html`<button
    type="button"
    class="slim bare"
    part="button button-report"
    aria-haspopup="dialog"
    aria-label=${t('reportLast')}
    @click=${() => reporting.open()}
  >
    ${t(shown)}
  </button>`
}
