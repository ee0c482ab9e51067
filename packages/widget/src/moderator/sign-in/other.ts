import type { Me } from '@stranger-chat/core/api'
import { html, type TemplateResult } from 'lit'
import type { Room } from '../room.js'

/** A link was opened where somebody is signed in: whatever they did after it would stand in the log under another name. */
export const other = ({ name }: Me, { desk, words: { t } }: Room): TemplateResult => html`
  <dialog
    class="ask"
    aria-labelledby="other-title"
    aria-describedby="other-why"
    @close=${() => void desk.answer(false)}
  >
    <h3 id="other-title" class="voice">${t('otherTitle', { name })}</h3>
    <p id="other-why">${t('otherWhy')}</p>
    <div class="row">
      <button class="primary" autofocus @click=${() => void desk.answer(false)}>${t('otherStay', { name })}</button>
      <button class="quiet" @click=${() => void desk.answer(true)}>${t('otherGo')}</button>
    </div>
  </dialog>
`
