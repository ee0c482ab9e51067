import { html, nothing, type TemplateResult } from 'lit'
import { roomFor } from '../composer/count.js'
import { roomWords, tightness } from '../composer/footer.js'
import type { View } from '../view.js'

export type Field = HTMLInputElement | HTMLTextAreaElement

/**
 * How much fits into a field, in words, where that matters; its id is the field's and `-count`. A field holds whatever was pasted and isn't
 * sent while that is too long: what a browser cuts off it cuts off without a word.
 */
export const count = (
  { words }: View,
  id: string,
  text: string,
  most: number,
): TemplateResult | typeof nothing => {
  const rest = roomFor(text, most)
  return tightness(rest) > 0
    ? html`<p class="small ${rest < 0 ? 'danger' : 'muted'}" id="${id}-count">${roomWords(rest, words.t)}</p>`
    : nothing
}

export const isLong = (text: string, most: number): boolean => roomFor(text, most) < 0
