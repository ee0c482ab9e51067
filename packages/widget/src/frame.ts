import { html, nothing, type TemplateResult } from 'lit'
import { footer } from './composer/footer.js'
import { closing } from './controllers/dialogs.js'
import type { Presenter } from './controllers/presenter.js'
import { gate } from './gate/gate.js'
import { header } from './header/header.js'
import { log, pill } from './log/log.js'
import { shown } from './log/rows.js'
import { stage } from './search/search.js'
import { strip } from './status/strip.js'
import type { View } from './view.js'
import { welcome } from './welcome/welcome.js'

/**
 * Everything inside the shadow root: the room, what lies over it, and the regions that speak. What scripts that record sessions know
 * as "not this" stands at its root, so that no page's replay shows a private conversation.
 */
export function frame(
  host: { readonly label: string | null; readonly dir: string; readonly layout: string },
  parts: Presenter,
  content: TemplateResult,
  closer: unknown,
): TemplateResult {
  const { words, keys, after, asking, reporting, calling } = parts
  const view = parts.view()
  const inBubble = host.layout === 'bubble'
  // There the dialog around it hears them, which may have the focus itself.
  const onKey = inBubble ? nothing : keys.onKey
  // Said once more where a page's styles don't reach; what "auto" comes to is inherited.
  const direction = host.dir === 'auto' ? '' : host.dir || (words.fromRight ? 'rtl' : '')
  return html`
    <section
      class="root panel ${words.serif ? '' : 'sans'} ph-no-capture fs-mask rr-mask"
      part="panel"
      data-private
      data-sentry-mask
      data-hj-suppress
      data-clarity-mask="true"
      data-dd-privacy="mask"
      lang=${words.lang}
      dir=${direction || nothing}
      aria-label=${inBubble ? nothing : (host.label ?? words.t('label'))}
      @keydown=${onKey}
      @keyup=${onKey}
      @keypress=${onKey}
      @close=${closing}
    >
      ${closer} ${content}
      <slot name="footer"></slot>
      <div class="hidden live" aria-live="polite"></div>
      <div class="hidden live" aria-live="polite"></div>
      <div class="hidden live" aria-live="assertive"></div>
      ${(asking.link && after.found?.linkDialog(asking.link, words, asking.close)) ?? nothing} ${reporting.dialog(view)}
      ${(view && calling.room?.dialog(view)) ?? nothing}
    </section>
  `
}

/** The room a person is in. The talk keeps its frame from the search to the end. */
export function room(view: View): TemplateResult {
  const { phase } = view.state
  const { room: calls } = view.calling
  if (calls?.previewing != null && (phase === 'idle' || phase === 'ended'))
    return html`${calls.preview(view)}`
  if (view.flow.gate && (phase === 'idle' || phase === 'ended')) return gate(view)
  return phase === 'idle' ? welcome(view) : talk(view)
}

function talk(view: View): TemplateResult {
  const { phase, messages } = view.state
  const spoken = phase !== 'searching' && messages.some(shown)
  return html`
    <div class="talk ${phase === 'ended' ? 'over' : ''}" data-room="talk">
      ${header(view)} ${view.calling.room?.stage(view) ?? nothing}
      <div class="body">
        ${strip(view)} ${spoken ? log(view) : stage(view)} ${spoken ? pill(view) : nothing}
      </div>
      ${footer(view)}
    </div>
  `
}
