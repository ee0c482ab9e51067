import { svg, html, type TemplateResult } from 'lit'

/**
 * The house's sign: two people and what is between them. `rest` is the logo; `apart` drifts while searching; `drawn`
 * is a chat; `held` is dashed while a line is down or the stranger is away; `parted` is an end.
 */
export type SeamState = 'rest' | 'apart' | 'drawn' | 'held' | 'parted'

// Closed by name: the script build drops the strokes that close what HTML doesn’t know.
const line = svg`
  <path class="dash" d="M16 8H64"></path>
  <path class="half theirs" d="M15 8H40"></path>
  <path class="half mine" d="M65 8H40"></path>
  <circle class="dot theirs" cx="8" cy="8" r="5"></circle>
  <circle class="dot mine" cx="72" cy="8" r="5"></circle>`

/** One drawing in every size and state: CSS moves and colours it. The words beside it say the same. */
export const seam = (state: SeamState, size: 'small' | 'large' = 'small'): TemplateResult => html`
  <svg class="seam ${size}" data-seam=${state} viewBox="0 0 80 16" aria-hidden="true" focusable="false">${line}</svg>
`
