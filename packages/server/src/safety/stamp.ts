import {
  type Body,
  bodyFields,
  chatFields,
  entryFields,
  packFields,
  STAMP_BYTES,
} from '@stranger-chat/core/protocol'
import type { ChatRecord, LogEntry } from '../ports/backplane.js'
import type { Key, KeyRing } from '../session/keys.js'
import { sameBytes, sha256, sha256Binary, sha256Text } from '../system.js'

/** Makes and checks stamps (P-STAMP): the server's word that it relayed this body at this place in this chat. */
export interface Stamper {
  /** Stamps the entries of one chat. The key is that of the chat's start, so every node makes the same stamps at any time. */
  readonly of: (chat: StampedChat) => ChatStamper
  /**
   * Judges a stamp from the entry alone. `unknown_key`: no key of ours, or a destroyed one, so this evidence has expired.
   * Never throws, whatever the stamp; the body is one that `readBody` let through.
   */
  readonly verify: (chat: Pick<StampedChat, 'id' | 'epoch'>, entry: ClaimedEntry, stamp: string) => Judgement
}

/** The stamp of an entry: `key id . 22 characters`. `fields` are those of its body, for whoever has them at hand. */
export type ChatStamper = (entry: StampedEntry, fields?: readonly string[]) => string
export type StampedChat = Pick<ChatRecord, 'id' | 'epoch' | 'startedAt'>
export type StampedEntry = Pick<LogEntry, 'offset' | 'seat' | 'at' | 'body'>
/** An entry as somebody hands it in: with its body, or with kind and hash of a body that isn't theirs to show. */
export type ClaimedEntry = Pick<LogEntry, 'offset' | 'seat' | 'at'> &
  ({ readonly body: Body } | { readonly kind: string; readonly hash: Uint8Array })
type Placed = Pick<LogEntry, 'offset' | 'seat' | 'at'>
export type Judgement = 'genuine' | 'forged' | 'unknown_key'

/** SHA-256 over the body's fields, 32 bytes (P-STAMP-3). */
export const bodyHash = (body: Body): Uint8Array => sha256(packFields(bodyFields(body)))

export function createStamper(ring: KeyRing): Stamper {
  const macs = new WeakMap<Key, Mac>()

  function macOf(key: Key): Mac {
    const known = macs.get(key)
    if (known) return known
    const mac = createMac(key.bytes)
    macs.set(key, mac)
    return mac
  }

  /** What all stamps of a chat begin with is packed once. */
  function stampsOf(key: Key, chat: Pick<StampedChat, 'id' | 'epoch'>) {
    const mac = macOf(key)
    const start = `${key.id}.`
    const head = pack(chatFields({ key: key.id, chat: chat.id, epoch: chat.epoch }))
    return (entry: Placed, kind: string, hash: Binary): string => {
      return start + mac(head + placeOf(entry, kind) + lengthOf(hash) + hash)
    }
  }

  return {
    of(chat) {
      const stamp = stampsOf(ring.at('stamp', chat.startedAt), chat)
      return (entry, fields = bodyFields(entry.body)) => stamp(entry, entry.body.kind, hashOf(fields))
    },
    verify(chat, entry, stamp) {
      const key = ring.byId('stamp', stamp.slice(0, Math.max(stamp.indexOf('.'), 0)))
      if (!key) return 'unknown_key'
      const again = stampsOf(key, chat)
      const genuine =
        'body' in entry
          ? again(entry, entry.body.kind, hashOf(bodyFields(entry.body)))
          : again(entry, entry.kind, Buffer.from(entry.hash).toString('latin1'))
      return sameBytes(Buffer.from(stamp), Buffer.from(genuine)) ? 'genuine' : 'forged'
    },
  }
}

/** Bytes as a string of characters below 256: joined for nothing, where each write to a buffer is a call out of JavaScript. */
type Binary = string
type Mac = (message: Binary) => string

const BLOCK_BYTES = 64
const HASH_BYTES = 32
/** Every field of a stamp at its longest fits. */
const MESSAGE_BYTES = 1024

/**
 * HMAC-SHA-256, cut to a stamp's length, written out as its two hashes: setting up the library's own HMAC anew for every
 * message costs ten times as much (bench/stamp).
 * @param key at most one block, which every derived key is
 */
function createMac(key: Uint8Array): Mac {
  const inner = Buffer.alloc(BLOCK_BYTES + MESSAGE_BYTES, 0x36)
  const outer = Buffer.alloc(BLOCK_BYTES + HASH_BYTES, 0x5c)
  for (const [i, byte] of key.entries()) {
    inner[i] = byte ^ 0x36
    outer[i] = byte ^ 0x5c
  }
  /** Beginnings of `inner` by the length of the message behind the key: those of a server's stamps differ by a few digits. */
  const views: Buffer[] = []
  const padded = (message: Binary): Buffer => {
    const { length } = message
    if (length > MESSAGE_BYTES)
      return Buffer.concat([inner.subarray(0, BLOCK_BYTES), Buffer.from(message, 'latin1')])
    inner.write(message, BLOCK_BYTES, 'latin1')
    return (views[length] ??= inner.subarray(0, BLOCK_BYTES + length))
  }
  return (message) => {
    outer.write(sha256Binary(padded(message)), BLOCK_BYTES, 'latin1')
    return cut(sha256Text(outer))
  }
}

/** As `pack(entryFields(…))`, for less: numbers need no look at their characters. */
function placeOf({ offset, seat, at }: Placed, kind: string): Binary {
  if (!isAscii(kind)) return pack(entryFields({ offset, seat, kind, at }))
  return withLength(String(offset)) + withLength(String(seat)) + withLength(kind) + withLength(String(at))
}

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
/** Whole characters in `STAMP_BYTES`; the one after them stands for two bits, so it is one of four. */
const WHOLE = Math.floor((STAMP_BYTES * 8) / 6)
const LAST = 'AQgw'

/** The first `STAMP_BYTES` of a hash that is in base64url already. */
const cut = (hash: string): string =>
  hash.slice(0, WHOLE) + LAST.charAt(BASE64URL.indexOf(hash.charAt(WHOLE)) >> 4)

/** Counting is faster than looking, by a factor of twenty for a long text. */
const isAscii = (text: string): boolean => Buffer.byteLength(text) === text.length

/** As `packFields`, as characters. */
function pack(fields: readonly string[]): Binary {
  const packed = join(fields)
  // Where every character is a byte of its own that was it, nearly always.
  return isAscii(packed) ? packed : join(fields.map((field) => Buffer.from(field).toString('latin1')))
}

function join(fields: readonly Binary[]): Binary {
  let joined = ''
  for (const field of fields) joined += withLength(field)
  return joined
}

/** SHA-256 over packed fields. Only where a character isn't its own byte in UTF-8 does it need a buffer. */
function hashOf(fields: readonly string[]): Binary {
  if (isText(fields)) return hashOfText(fields)
  const joined = join(fields)
  return sha256Binary(isAscii(joined) ? joined : packFields(fields))
}

function hashOfText(fields: readonly [string, string, string]): Binary {
  const json = fields[2]
  if (!isAscii(json)) return sha256Binary(packFields(fields))
  const joined = TEXT + withLength(json)
  // A length from 128 on isn't ASCII, though what follows it is.
  return sha256Binary(json.length < SHORT.length ? joined : Buffer.from(joined, 'latin1'))
}

function withLength(field: Binary): Binary {
  return lengthOf(field) + field
}

/** Four bytes, big-endian. */
const lengthOf = ({ length }: Binary): Binary =>
  SHORT[length] ??
  String.fromCharCode(length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff)
const SHORT: readonly Binary[] = Array.from(
  { length: 128 },
  (_, length) => `\0\0\0${String.fromCharCode(length)}`,
)

/** The fields of a text, as nearly all are, begin alike. */
const [LABEL = '', TEXT_KEY = ''] = bodyFields({ text: '' })
const TEXT = join([LABEL, TEXT_KEY])
const isText = (fields: readonly string[]): fields is readonly [string, string, string] =>
  fields.length === 3 && fields[1] === TEXT_KEY
