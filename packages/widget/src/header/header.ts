import { html, type TemplateResult } from 'lit'
import { seamState } from '../search/search.js'
import { seam } from '../seam/seam.js'
import type { MessageKey } from '../messages.js'
import type { View } from '../view.js'

function stateWords({ state }: View): MessageKey {
  if (state.phase === 'ended') return 'stateEnded'
  if (state.connection === 'reconnecting') return 'stateReconnecting'
  if (state.phase === 'searching') return 'stateSearching'
  return state.chat?.present === false ? 'stateAway' : 'stateChatting'
}

/** The seam, the state in words, and Block in its one place from the first word to after the last. */
export function header(view: View): TemplateResult {
  const { t } = view.words
  const { flow, state } = view
  const chat = state.chat?.id ?? state.end?.chat
  const blocked = chat !== undefined && flow.blocked === chat
  const armed = flow.armed === 'block'
  return html`
    <header class="header" part="header">
      <div class="column row">
        ${seam(seamState(view))}
        <p class="state" part="title" tabindex="-1" data-calm>${t(stateWords(view))}</p>
        ${
          state.phase === 'searching'
            ? ''
            : html`<button
              type="button"
              class="slim ${armed ? 'danger quiet' : 'bare'}"
              part="button button-block"
              aria-disabled=${blocked}
              @click=${() => flow.block()}
              @blur=${() => flow.armed === 'block' && flow.disarm()}
            >
              ${t(blocked ? 'blocked' : armed ? 'blockReally' : 'block')}
            </button>`
        }
      </div>
    </header>
  `
}
