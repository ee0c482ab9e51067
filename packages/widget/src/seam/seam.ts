import { svg, html, type TemplateResult } from 'lit'

/**
 * The house's sign: two people and what is between them. `rest` is the logo; `apart` drifts while searching; `drawn`
 * is a chat; `held` is dashed while a line is down or the stranger is away; `parted` is an end.
 */
export type SeamState = 'rest' | 'apart' | 'drawn' | 'held' | 'parted'

const line = svg`
  <g class="dash"><path d="M16 8H64" /></g>
  <g class="half theirs"><path d="M15 8H40" /></g>
  <g class="half mine"><path d="M65 8H40" /></g>
  <g class="dot theirs"><circle cx="8" cy="8" r="5" /></g>
  <g class="dot mine"><circle cx="72" cy="8" r="5" /></g>`

/** One drawing in every size and state: CSS moves and colours it. The words beside it say the same. */
export const seam = (state: SeamState, size: 'small' | 'large' = 'small'): TemplateResult => html`
  <svg class="seam ${size}" data-seam=${state} viewBox="0 0 80 16" aria-hidden="true" focusable="false">${line}</svg>
`
