import { html, nothing, type TemplateResult } from 'lit'
import type { Opening } from '../controllers/opening.js'
import type { Phrases } from '../controllers/phrases.js'
import type { MessageKey } from '../messages.js'
import { seam, type SeamState } from '../seam/seam.js'

/** What a bubble shows of the conversation while it is closed. */
export interface BubbleView {
  readonly open: boolean
  readonly dir: string
  /** The page's own name for it. */
  readonly label: string | null
  readonly unread: number
  readonly seam: SeamState
  /** What the seam draws, in words. */
  readonly standing: string | null
  readonly withoutLauncher: boolean
}

/** A launcher in a corner of the window, and the panel: both in the top layer, out of reach of the page's own styles. */
export function bubble(
  view: BubbleView,
  words: Phrases<MessageKey>,
  opening: Opening,
  intent: () => unknown,
  onKey: (event: KeyboardEvent) => void,
  content: unknown,
): TemplateResult {
  return html`
    <div class="root corner" popover="manual" lang=${words.lang} dir=${view.dir || nothing}>
      ${view.withoutLauncher ? nothing : launcher(view, words, opening, intent)}
      <div class="hidden live" aria-live="polite"></div>
      <div class="hidden live" aria-live="polite"></div>
      <div class="hidden live" aria-live="assertive"></div>
    </div>
    <dialog
      class="root frame"
      dir=${view.dir || nothing}
      popover="manual"
      tabindex="-1"
      lang=${words.lang}
      aria-label=${view.label ?? words.t('label')}
      @cancel=${opening.onCancel}
      @close=${opening.onClosed}
      @toggle=${opening.onClosed}
      @keydown=${onKey}
      @keyup=${onKey}
      @keypress=${onKey}
    >
      ${content}
    </dialog>
  `
}

function launcher(
  { open, label, unread, seam: state, standing }: BubbleView,
  words: Phrases<MessageKey>,
  opening: Opening,
  intent: () => unknown,
): TemplateResult {
  const name = label ?? words.t('launcher')
  // What can be seen on it is part of what it is called.
  const spoken = [name, standing, unread > 0 && words.t('newMessages', { n: unread })]
    .filter(Boolean)
    .join(', ')
  return html`
    <slot
      name="launcher"
      @click=${({ detail }: MouseEvent) => opening.toggle(detail === 0 ? 'keyboard' : 'user')}
      @pointerover=${intent}
      @focusin=${intent}
    >
      <button type="button" class="launcher" part="launcher" aria-haspopup="dialog" aria-expanded=${open} aria-label=${spoken}>
        ${seam(state)}${state === 'rest' ? html`<span>${name}</span>` : nothing}
        ${unread > 0 ? html`<span class="badge" part="badge" aria-hidden="true">${badge(unread)}</span>` : nothing}
      </button>
    </slot>
  `
}

const MOST = 99
const badge = (n: number): string => (n > MOST ? `${MOST}+` : String(n))

/** Closes the panel; stands first in it, so that it is found where the panel begins. */
export const closer = ({ t }: Phrases<MessageKey>, opening: Opening): TemplateResult => html`
  <button
    type="button"
    class="close"
    part="button button-close"
    aria-label=${t('close')}
    @click=${({ detail }: MouseEvent) => opening.close(detail === 0 ? 'keyboard' : 'user')}
  >
    <span aria-hidden="true">×</span>
  </button>
`
