import type { ClientFrameOf, Limits, TextBody } from '@stranger-chat/core/protocol'

/** A text that was read and judged in one go. */
export interface TextSend {
  readonly frame: ClientFrameOf<'send'> & { readonly body: TextBody }
  /** The text as JSON, as it came: nothing in it could be written otherwise. */
  readonly json: string
}

const HEAD = '{"type":"send","chat":"'
const NUMBER = '","n":'
const TEXT = ',"body":{"kind":"text","text":"'
const SEEN = '},"seen":'
/** Numbers of so many digits are exact. */
const DIGITS = 15
/** What in a JSON string stands for something else, must not stand there, or takes counting: escapes, controls, surrogates. */
// oxlint-disable-next-line no-control-regex -- they are what it looks for
const ODD = /[\\\0-\x1f\ud800-\udfff]/

/**
 * Reads a text for one chat as clients write it, key for key: most frames are that, and need neither a parse nor a check of
 * what it made. Nothing for any other frame, broken ones included, which the codec then judges.
 */
export function readText(
  frame: string,
  chat: string,
  { frameBytes, textLength }: Pick<Limits, 'frameBytes' | 'textLength'>,
): TextSend | undefined {
  const afterChat = HEAD.length + chat.length
  // A unit is at most three bytes.
  if (frame.length * 3 > frameBytes || !frame.startsWith(HEAD) || !frame.startsWith(chat, HEAD.length))
    return undefined
  if (!frame.startsWith(NUMBER, afterChat)) return undefined
  const nAt = afterChat + NUMBER.length
  const nEnd = digitsFrom(frame, nAt)
  if (nEnd === nAt || !frame.startsWith(TEXT, nEnd)) return undefined
  const textAt = nEnd + TEXT.length
  const textEnd = frame.indexOf('"', textAt)
  const units = textEnd - textAt
  if (units < 1 || units > textLength) return undefined
  const text = frame.slice(textAt, textEnd)
  if (ODD.test(text)) return undefined
  const n = Number(frame.slice(nAt, nEnd))
  if (n < 1) return undefined
  const body = { kind: 'text', text } as const
  const json = frame.slice(textAt - 1, textEnd + 1)
  const end = textEnd + 1
  if (end + 2 === frame.length && frame.endsWith('}}'))
    return { frame: { type: 'send', chat, n, body }, json }
  if (!frame.startsWith(SEEN, end)) return undefined
  const seenAt = end + SEEN.length
  const seenEnd = digitsFrom(frame, seenAt)
  if (seenEnd === seenAt || seenEnd + 1 !== frame.length || !frame.endsWith('}')) return undefined
  const seen = Number(frame.slice(seenAt, seenEnd))
  return { frame: { type: 'send', chat, n, body, seen }, json }
}

/** Where a natural number that begins at `at` ends; `at` itself if there is none, or one in a form JSON doesn't have. */
function digitsFrom(frame: string, at: number): number {
  let end = at
  for (const last = at + DIGITS; end < last; end++) {
    const digit = frame.charCodeAt(end) - 48
    if (!(digit >= 0 && digit <= 9)) break
  }
  return end > at + 1 && frame.charCodeAt(at) === 48 ? at : end
}
