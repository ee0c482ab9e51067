import { html, type TemplateResult } from 'lit'
import type { Room } from '../room.js'

/** Somebody's words, blurred until they are asked for while the cover is on; to a screen reader they aren't there until then. */
export function cover(
  words: TemplateResult,
  id: string,
  { covered, desk, words: { t } }: Room,
): TemplateResult {
  const { opened } = desk.work
  if (!covered || opened.has(id)) return words
  return html`<span class="covered"
    ><span class="blur" aria-hidden="true" inert>${words}</span
    ><button
      class="uncover"
      @click=${(event: Event) => {
        following(event.currentTarget)?.focus()
        opened.add(id)
        desk.host.changed()
      }}
    >
      ${t('uncover')}
    </button></span
  >`
}

/** Whoever uncovers one after the other by keyboard stays where they are. */
function following(button: EventTarget | null): HTMLElement | undefined {
  const root = button instanceof Element ? button.getRootNode() : null
  if (!(root instanceof ShadowRoot)) return undefined
  const all = [...root.querySelectorAll<HTMLElement>('.uncover')]
  return all[all.findIndex((one) => one === button) + 1]
}
