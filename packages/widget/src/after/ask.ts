import { html, nothing, type TemplateResult } from 'lit'
import type { Localize } from '../controllers/localize.js'

/** Asks before a stranger's link opens, with the host it really leads to. */
export function linkDialog(url: URL | null, { t }: Localize, close: () => void): TemplateResult {
  return html`
    <dialog aria-labelledby="link-ask link-host" @close=${close}>
      <p id="link-ask">${t('linkAsk')}</p>
      <p class="host" id="link-host"><bdi dir="ltr">${url?.host ?? nothing}</bdi></p>
      <p class="muted">${t('linkHint')}</p>
      <form class="row" method="dialog">
        <button class="quiet">${t('cancel')}</button>
        <a
          class="button primary"
          href=${url?.href ?? nothing}
          target="_blank"
          rel="noopener noreferrer nofollow ugc"
          @click=${close}
          >${t('linkOpen')}</a
        >
      </form>
    </dialog>
  `
}
