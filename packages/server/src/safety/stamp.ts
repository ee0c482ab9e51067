import {
  type Body,
  bodyFields,
  type Field,
  packFields,
  STAMP_BYTES,
  stampFields,
} from '@stranger-chat/core/protocol'
import type { ChatRecord, LogEntry } from '../ports/backplane.js'
import type { Key, KeyRing } from '../session/keys.js'
import { sameBytes, sha256, sha256Binary, sha256Text } from '../system.js'

/** Makes and checks stamps (P-STAMP): the server's word that it relayed this body at this place in this chat. */
export interface Stamper {
  /**
   * The stamp of an entry: `key id . 22 characters`. The key is that of the chat's start, so every node makes the same stamp
   * at any time.
   */
  readonly stamp: (chat: StampedChat, entry: StampedEntry) => string
  /**
   * Judges a stamp from the entry alone. `unknown_key`: no key of ours, or a destroyed one, so this evidence has expired.
   * Never throws, whatever the stamp; the body is one that `readBody` let through.
   */
  readonly verify: (chat: Pick<StampedChat, 'id' | 'epoch'>, entry: ClaimedEntry, stamp: string) => Judgement
}

export type StampedChat = Pick<ChatRecord, 'id' | 'epoch' | 'startedAt'>
export type StampedEntry = Pick<LogEntry, 'offset' | 'seat' | 'at' | 'body'>
/** An entry as somebody hands it in: with its body, or with kind and hash of a body that isn't theirs to show. */
export type ClaimedEntry = Pick<LogEntry, 'offset' | 'seat' | 'at'> &
  ({ readonly body: Body } | { readonly kind: string; readonly hash: Uint8Array })
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

  function make(key: Key, chat: string, epoch: string, entry: ClaimedEntry): string {
    const { offset, seat, at } = entry
    const [kind, hash] =
      'body' in entry
        ? [entry.body.kind, hashOf(pack(bodyFields(entry.body)))]
        : [entry.kind, binary(entry.hash)]
    const fields = stampFields({ key: key.id, chat, epoch, offset, seat, kind, at, hash: NO_HASH })
    return `${key.id}.${macOf(key)(pack(fields.slice(0, -1)) + lengthOf(hash) + hash)}`
  }

  return {
    stamp(chat, entry) {
      return make(ring.at('stamp', chat.startedAt), chat.id, chat.epoch, entry)
    },
    verify(chat, entry, stamp) {
      const key = ring.byId('stamp', stamp.slice(0, Math.max(stamp.indexOf('.'), 0)))
      if (!key) return 'unknown_key'
      const genuine = make(key, chat.id, chat.epoch, entry)
      return sameBytes(Buffer.from(stamp), Buffer.from(genuine)) ? 'genuine' : 'forged'
    },
  }
}

/** Bytes as a string of characters below 256: joined for nothing, where each write to a buffer is a call out of JavaScript. */
type Binary = string
type Mac = (message: Binary) => string

const BLOCK_BYTES = 64
const HASH_BYTES = 32
/** Stands in for the hash, the last field, which is at hand as characters. */
const NO_HASH = new Uint8Array(HASH_BYTES)
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
  return (message) => {
    const padded =
      message.length <= MESSAGE_BYTES
        ? inner.subarray(0, BLOCK_BYTES + inner.write(message, BLOCK_BYTES, 'latin1'))
        : Buffer.concat([inner.subarray(0, BLOCK_BYTES), Buffer.from(message, 'latin1')])
    outer.write(sha256Binary(padded), BLOCK_BYTES, 'latin1')
    return cut(sha256Text(outer))
  }
}

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
/** Whole characters in `STAMP_BYTES`; the one after them stands for two bits, so it is one of four. */
const WHOLE = Math.floor((STAMP_BYTES * 8) / 6)
const LAST = 'AQgw'

/** The first `STAMP_BYTES` of a hash that is in base64url already. */
const cut = (hash: string): string =>
  hash.slice(0, WHOLE) + LAST.charAt(BASE64URL.indexOf(hash.charAt(WHOLE)) >> 4)

const ASCII = /^[\0-\x7f]*$/
/** No ASCII, so that bytes go the longer way. */
const BYTES = '\xff'

/** As `packFields`, as characters. */
function pack(fields: readonly Field[]): Binary {
  let packed = ''
  for (const field of fields) packed += typeof field === 'string' ? lengthOf(field) + field : BYTES
  // Where every character is a byte of its own that was it, nearly always.
  return ASCII.test(packed) ? packed : fields.map((field) => lengthOf(binary(field)) + binary(field)).join('')
}

const binary = (field: Field): Binary => Buffer.from(field as string).toString('latin1')

/** Four bytes, big-endian. */
const lengthOf = ({ length }: Binary): Binary =>
  SHORT[length] ??
  String.fromCharCode(length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff)
const SHORT: readonly Binary[] = Array.from(
  { length: 128 },
  (_, length) => `\0\0\0${String.fromCharCode(length)}`,
)

/** Only where a character isn't its own byte in UTF-8 does the hash need a buffer. */
const hashOf = (packed: Binary): Binary =>
  sha256Binary(ASCII.test(packed) ? packed : Buffer.from(packed, 'latin1'))
