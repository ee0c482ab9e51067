/**
 * The exact bytes a stamp covers (P-STAMP-2). Layout only: keys and MACs are the server's.
 *
 * Every field is a four-byte big-endian length and that many bytes, so no two lists of fields share an encoding.
 * Numbers are decimal ASCII, text is UTF-8, the hash is raw.
 */

/** What a stamp says of an entry. `hash` is SHA-256 over `bodyFields`, 32 bytes. */
export interface Stamped {
  readonly key: string
  readonly chat: string
  readonly epoch: string
  readonly offset: number
  readonly seat: number
  readonly kind: string
  readonly at: number
  readonly hash: Uint8Array
}

export type Field = string | Uint8Array

/** Keeps stamps apart from anything else the same key might ever sign. */
const STAMP_LABEL = 'stranger-chat stamp 1'
const BODY_LABEL = 'stranger-chat body 1'

/** Bytes kept of the MAC; 128 bits leave a forger nothing to guess within a key's life. */
export const STAMP_BYTES = 16

export const stampFields = (s: Stamped): readonly Field[] => [...chatFields(s), ...entryFields(s), s.hash]

/** The first of them, which the stamps of a chat share. */
export const chatFields = ({
  key,
  chat,
  epoch,
}: Pick<Stamped, 'key' | 'chat' | 'epoch'>): readonly string[] => [STAMP_LABEL, key, chat, epoch]

/** Those that tell its entries apart, but for the hash. */
export const entryFields = ({
  offset,
  seat,
  kind,
  at,
}: Pick<Stamped, 'offset' | 'seat' | 'kind' | 'at'>): readonly string[] => [
  String(offset),
  String(seat),
  kind,
  String(at),
]

/** The fields a body's hash covers: each key but `kind`, in code unit order, with its canonical JSON. */
export function bodyFields(body: Readonly<Record<string, unknown>>): readonly string[] {
  const fields = [BODY_LABEL]
  const keys = Object.keys(body)
  // One key beside `kind`, as most bodies have, is in order by itself.
  for (const key of keys.length > 2 ? keys.sort() : keys) {
    if (key === 'kind' || body[key] === undefined) continue
    fields.push(key, canonical(body[key]))
  }
  return fields
}

/** JSON with sorted keys and no spaces. Bodies hold strings, integers, booleans, lists and objects only. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const object = value as Readonly<Record<string, unknown>>
  const keys = Object.keys(object).filter((key) => object[key] !== undefined)
  return `{${keys
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(object[key])}`)
    .join(',')}}`
}

const utf8 = new TextEncoder()

/** Packs fields into one array of bytes. */
export function packFields(fields: readonly Field[]): Uint8Array<ArrayBuffer> {
  const parts = fields.map((field) => (typeof field === 'string' ? utf8.encode(field) : field))
  const packed = new Uint8Array(parts.reduce((sum, part) => sum + 4 + part.length, 0))
  const view = new DataView(packed.buffer)
  let at = 0
  for (const part of parts) {
    view.setUint32(at, part.length)
    packed.set(part, at + 4)
    at += 4 + part.length
  }
  return packed
}
