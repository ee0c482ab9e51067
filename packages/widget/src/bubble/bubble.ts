import { html, nothing, type TemplateResult } from 'lit'
import type { Opening } from '../controllers/opening.js'
import type { Phrases } from '../controllers/phrases.js'
import type { MessageKey } from '../messages.js'
import { seam, type SeamState } from '../seam/seam.js'

/** What a bubble shows of its element. */
export interface BubbleView {
  readonly open: boolean
  readonly dir: string
  /** The page's own name for it. */
  readonly label: string | null
  readonly unread: number
  readonly withoutLauncher: boolean
}

/** And of the conversation, while it is closed; nothing before the panel is there. */
export interface BubblePanel {
  readonly seam: SeamState
  /** What the seam draws, in words. */
  readonly standing: string | null
  readonly onKey: (event: KeyboardEvent) => void
}

/** A launcher in a corner of the window, and the panel: both in the top layer, out of reach of the page's own styles. */
export function bubble(
  { open, dir, label, unread, withoutLauncher }: BubbleView,
  panel: BubblePanel | null,
  { lang, t }: Phrases<MessageKey>,
  opening: Opening,
  intent: () => unknown,
  content: unknown,
): TemplateResult {
  const { seam: state = 'rest', standing, onKey = opening.onKey }: Partial<BubblePanel> = panel ?? {}
  const name = label ?? t('launcher')
  // What can be seen on it is part of what it is called.
  const spoken = [name, standing, unread > 0 && t('newMessages', { n: unread })].filter(Boolean).join(', ')
  const launcher = html`
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
  return html`
    <div class="root corner" popover="manual" lang=${lang} dir=${dir || nothing}>
      ${withoutLauncher ? nothing : launcher}
      <div class="hidden live" aria-live="polite"></div>
      <div class="hidden live" aria-live="polite"></div>
      <div class="hidden live" aria-live="assertive"></div>
    </div>
    <dialog
      class="root frame"
      dir=${dir || nothing}
      popover="manual"
      tabindex="-1"
      lang=${lang}
      aria-label=${label ?? t('label')}
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
