import { html, type TemplateResult } from 'lit'

/** Marks that turn what is on the screen around, or that nobody sees: a moderator should see that they are there. */
const HIDDEN = /([\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+)/u
/** In an emoji the joiner is part of the picture. */
const JOINED = /^\u200d$/

const name = (mark: string): string =>
  [...mark]
    .map((one) => `U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`)
    .join(' ')

/** Somebody's words as plain text: isolated, nothing in them live, and what is invisible named. */
export const theirs = (text: string): TemplateResult => {
  const pieces = text.split(HIDDEN)
  return html`<bdi class="theirs" dir="auto">${pieces.map((piece, i) =>
    i % 2 === 0 || JOINED.test(piece) ? piece : html`<span class="mark">${name(piece)}</span>`,
  )}</bdi>`
}
