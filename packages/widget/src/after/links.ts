/** A stretch of a message: plain, or a link with the place it really leads to. */
export interface Piece {
  readonly text: string
  readonly href?: string
  readonly host?: string
}

/** More than these in one message stay plain text. */
const MAX_LINKS = 20
/** Ends at white space, quotes, brackets of markup, CJK punctuation and invisible direction marks. One class, so linear. */
const CANDIDATE =
  /\bhttps?:\/\/[^\s<>"'`\\^{|}\u2018-\u201f\u3000-\u3002\u3008-\u3011\uff01\uff08\uff09\uff0c\uff1f\u200b-\u200f\u202a-\u202e\u2060-\u2069]+/giu
const TRAILING = /[.,;:!?…]$/u

/** Splits a text into plain pieces and links. Only http and https with a plain address become links. */
export function pieces(text: string): readonly Piece[] {
  const found: Piece[] = []
  let from = 0
  let links = 0
  for (const match of text.matchAll(CANDIDATE)) {
    if (links === MAX_LINKS) break
    const raw = trimmed(match[0])
    const url = address(raw)
    if (!url) continue
    links++
    if (match.index > from) found.push({ text: text.slice(from, match.index) })
    found.push({ text: raw, href: url.href, host: url.host })
    from = match.index + raw.length
  }
  if (from < text.length) found.push({ text: text.slice(from) })
  return found
}

/** Without the sentence's own punctuation, and without a bracket that was opened before the link. */
function trimmed(raw: string): string {
  let end = raw.length
  for (; end > 0; end--) {
    const last = raw.slice(end - 1, end)
    if (TRAILING.test(last)) continue
    if (BRACKETS[last] !== undefined && count(raw, end, last) > count(raw, end, BRACKETS[last])) continue
    break
  }
  return raw.slice(0, end)
}

const BRACKETS: Readonly<Record<string, string>> = { ')': '(', ']': '[' }
const count = (raw: string, end: number, letter: string): number => raw.slice(0, end).split(letter).length

/** `https://bank.example@elsewhere.example` shows one place and leads to another: it stays text. */
function address(raw: string): URL | null {
  if (!URL.canParse(raw)) return null
  const url = new URL(raw)
  const web = url.protocol === 'https:' || url.protocol === 'http:'
  return web && url.username === '' && url.password === '' && url.hostname.includes('.') ? url : null
}
