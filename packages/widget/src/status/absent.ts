import { html, type TemplateResult } from 'lit'
import type { Phrases } from '../controllers/phrases.js'
import type { MessageKey } from '../messages.js'

/** In the place of what couldn't be fetched, and there would be nothing without it. */
export const absent = ({ t }: Phrases<MessageKey>, again: () => unknown): TemplateResult => html`
  <div class="root absent" role="alert" dir="auto">
    <p>${t('loadFailed')}</p>
    <button type="button" part="button" @click=${again}>${t('tryAgain')}</button>
  </div>
`
