import { FIELD, LIMITS } from './limits.js'
import { CLIENT_SCHEMAS, type ClientFrame } from './client-messages.js'
import { SERVER_SCHEMAS, type ServerFrame } from './server-messages.js'
import { Invalid, type Schema } from './schema.js'

/**
 * What became of a text frame. `too_big` and `not_frame` are a broken peer (close 4413, 4400); `unknown_type` is a newer
 * one (P-FRAME-5); `invalid` names the field at fault, never its value.
 */
export type Decoded<F> =
  | { readonly ok: true; readonly frame: F }
  | { readonly ok: false; readonly problem: 'too_big' | 'not_frame' }
  | { readonly ok: false; readonly problem: 'unknown_type'; readonly type: string }
  | {
      readonly ok: false
      readonly problem: 'invalid'
      readonly type: string
      readonly at: string
      readonly why: string
    }

const TOO_BIG = { ok: false, problem: 'too_big' } as const
const NOT_FRAME = { ok: false, problem: 'not_frame' } as const

function decode<F>(
  schemas: Readonly<Record<string, Schema<unknown>>>,
  text: string,
  maxBytes: number,
): Decoded<F> {
  if (isOver(text, maxBytes)) return TOO_BIG
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return NOT_FRAME
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return NOT_FRAME
  const type = (value as { readonly type?: unknown }).type
  if (typeof type !== 'string') return NOT_FRAME
  if (!Object.hasOwn(schemas, type))
    return { ok: false, problem: 'unknown_type', type: type.slice(0, FIELD.id) }
  const frame = schemas[type]?.check(value)
  if (frame instanceof Invalid) return { ok: false, problem: 'invalid', type, at: frame.at, why: frame.why }
  return { ok: true, frame: frame as F }
}

/**
 * Reads a client's frame. Never throws, whatever the bytes (P-FRAME-3).
 * @param maxBytes the server's `limits.frameBytes`; measured as UTF-8 before the parse
 */
export const decodeClient = (text: string, maxBytes: number = LIMITS.frameBytes): Decoded<ClientFrame> =>
  decode(CLIENT_SCHEMAS, text, maxBytes)

/** Reads a server's frame. Never throws. A server's frame may be larger than a client's: a replayed entry carries acks. */
export const decodeServer = (text: string, maxBytes: number = 4 * LIMITS.frameBytes): Decoded<ServerFrame> =>
  decode(SERVER_SCHEMAS, text, maxBytes)

/** One frame as JSON text. Frames are built `type` first, and `JSON.stringify` keeps that order (P-FRAME-2). */
export const encode = (frame: ClientFrame | ServerFrame): string => JSON.stringify(frame)

/** A unit is one to three bytes, so that most frames are settled without counting. */
const isOver = (text: string, maxBytes: number): boolean =>
  text.length > maxBytes || (text.length * 3 > maxBytes && utf8Length(text) > maxBytes)

/** Length of the text as UTF-8 bytes, without encoding it. */
export function utf8Length(text: string): number {
  let bytes = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) continue
    // A surrogate pair is four bytes for two units, so each half adds one; a lone half becomes U+FFFD, three bytes.
    bytes += unit < 0x800 || isPairHalf(text, i, unit) ? 1 : 2
  }
  return bytes
}

function isPairHalf(text: string, i: number, unit: number): boolean {
  if (unit < 0xd800 || unit > 0xdfff) return false
  const other = unit < 0xdc00 ? text.charCodeAt(i + 1) : text.charCodeAt(i - 1)
  return unit < 0xdc00 ? other >= 0xdc00 && other <= 0xdfff : other >= 0xd800 && other <= 0xdbff
}
