import { html, nothing, type TemplateResult } from 'lit'
import { footer } from './composer/footer.js'
import { gate } from './gate/gate.js'
import { header } from './header/header.js'
import { log, pill } from './log/log.js'
import { shown } from './log/rows.js'
import { stage } from './search/search.js'
import { strip } from './status/strip.js'
import type { View } from './view.js'
import { welcome } from './welcome/welcome.js'

/** The room a person is in. The talk keeps its frame from the search to the end. */
export function room(view: View): TemplateResult {
  const { phase } = view.state
  if (view.flow.gate && (phase === 'idle' || phase === 'ended')) return gate(view)
  return phase === 'idle' ? welcome(view) : talk(view)
}

function talk(view: View): TemplateResult {
  const { phase, messages } = view.state
  const spoken = phase !== 'searching' && messages.some(shown)
  return html`
    <div class="talk ${phase === 'ended' ? 'over' : ''}" data-room="talk">
      ${header(view)}
      <div class="body">
        ${strip(view)} ${spoken ? log(view) : stage(view)} ${spoken ? pill(view) : nothing}
      </div>
      ${footer(view)}
    </div>
  `
}
