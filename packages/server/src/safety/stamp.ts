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
import { sameBytes, sha256, sha256Binary } from '../system.js'

/** Makes and checks stamps (P-STAMP): the server's word that it relayed this body at this place in this chat. */
export interface Stamper {
  /**
   * The stamp of an entry: `key id . 22 characters`. The key is that of the chat's start, so every node makes the same stamp
   * at any time. An entry object is stamped once, however many members and acks it goes to; it must not change.
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

/** Holds any usual text; what is longer takes the slow way. */
const SCRATCH_BYTES = 16 * 1024

export function createStamper(ring: KeyRing): Stamper {
  const macs = new WeakMap<Key, Mac>()
  const made = new WeakMap<StampedEntry, { readonly chat: string; readonly stamp: string }>()
  const scratch = Buffer.alloc(SCRATCH_BYTES)
  const hash = Buffer.alloc(32)

  function macOf(key: Key): Mac {
    const known = macs.get(key)
    if (known) return known
    const mac = createMac(key.bytes)
    macs.set(key, mac)
    return mac
  }

  /** As `bodyHash`, without a buffer of its own. */
  function hashBody(body: Body): Uint8Array {
    const fields = bodyFields(body)
    const end = packInto(scratch, 0, fields)
    if (end === undefined) return bodyHash(body)
    hash.write(sha256Binary(scratch.subarray(0, end)), 'latin1')
    // No words stay behind (law 4), not even those of the last message on a quiet server.
    scratch.fill(0, 0, end)
    return hash
  }

  function make(key: Key, chat: string, epoch: string, entry: ClaimedEntry): string {
    const { offset, seat, at } = entry
    const [kind, hash] = 'body' in entry ? [entry.body.kind, hashBody(entry.body)] : [entry.kind, entry.hash]
    return `${key.id}.${macOf(key)(stampFields({ key: key.id, chat, epoch, offset, seat, kind, at, hash }))}`
  }

  return {
    stamp(chat, entry) {
      const known = made.get(entry)
      if (known?.chat === chat.id) return known.stamp
      const stamp = make(ring.at('stamp', chat.startedAt), chat.id, chat.epoch, entry)
      made.set(entry, { chat: chat.id, stamp })
      return stamp
    },
    verify(chat, entry, stamp) {
      const key = ring.byId('stamp', stamp.slice(0, Math.max(stamp.indexOf('.'), 0)))
      if (!key) return 'unknown_key'
      const genuine = make(key, chat.id, chat.epoch, entry)
      return sameBytes(Buffer.from(stamp), Buffer.from(genuine)) ? 'genuine' : 'forged'
    },
  }
}

type Mac = (fields: readonly Field[]) => string

const BLOCK_BYTES = 64
const HASH_BYTES = 32
/** Every field of a stamp at its longest fits. */
const MESSAGE_BYTES = 1024

/**
 * HMAC-SHA-256 over packed fields, cut to a stamp's length, written out as its two hashes: setting up the library's own HMAC
 * anew for every message costs ten times as much (bench/stamp).
 * @param key at most one block, which every derived key is
 */
function createMac(key: Uint8Array): Mac {
  const inner = Buffer.alloc(BLOCK_BYTES + MESSAGE_BYTES, 0x36)
  const outer = Buffer.alloc(BLOCK_BYTES + HASH_BYTES, 0x5c)
  for (const [i, byte] of key.entries()) {
    inner[i] = byte ^ 0x36
    outer[i] = byte ^ 0x5c
  }
  const mac = Buffer.alloc(HASH_BYTES)
  return (fields) => {
    const end = packInto(inner, BLOCK_BYTES, fields)
    const message =
      end === undefined
        ? Buffer.concat([inner.subarray(0, BLOCK_BYTES), packFields(fields)])
        : inner.subarray(0, end)
    outer.write(sha256Binary(message), BLOCK_BYTES, 'latin1')
    mac.write(sha256Binary(outer), 'latin1')
    return mac.toString('base64url', 0, STAMP_BYTES)
  }
}

/** `packFields` into a buffer that is there already. Answers where it ends, or `undefined` if it might not fit. */
function packInto(target: Buffer, start: number, fields: readonly Field[]): number | undefined {
  let at = start
  for (const field of fields) {
    // UTF-8 takes at most three bytes for one unit of a string.
    if (at + 4 + field.length * 3 > target.length) return undefined
    let length = field.length
    if (typeof field === 'string') length = target.write(field, at + 4)
    else target.set(field, at + 4)
    target.writeUInt32BE(length, at)
    at += 4 + length
  }
  return at
}
