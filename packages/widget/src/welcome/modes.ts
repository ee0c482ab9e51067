import type { Mode } from '@stranger-chat/core'
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import type { MessageKey } from '../messages.js'
import type { View } from '../view.js'

const NAMES: Readonly<Record<Mode, MessageKey>> = { text: 'modeText', voice: 'modeVoice', video: 'modeVideo' }

/** How to talk, where there is a choice. Why there is none in this browser is said where it was looked for. */
export function modesField(view: View): TemplateResult | typeof nothing {
  const { calling, words } = view
  const { offered, mode, refused, choose, room } = calling
  const { t } = words
  // Its words come by themselves, and not while the server is gone: a choice without names is none.
  if (offered.length < 2 || t('modes') === '') return nothing
  return html`
    <fieldset class="modes" aria-describedby="modes-hint">
      <legend>${t('modes')}</legend>
      <div class="options">
        ${offered.map(
          (one) => html`
            <label class="option">
              <input type="radio" name="mode" value=${one} .checked=${live(one === mode)} @change=${() => choose(one)} />
              ${t(NAMES[one])}
            </label>
          `,
        )}
      </div>
      <div id="modes-hint" class="small muted">${room?.hint(view, refused, mode) ?? nothing}</div>
    </fieldset>
  `
}
