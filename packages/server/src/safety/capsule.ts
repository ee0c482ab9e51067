import { FIELD } from '@stranger-chat/core/protocol'
import type { ChatRecord, MemberRecord } from '../ports/backplane.js'
import type { Clock } from '../ports/clock.js'
import { LONGEST_CHAT_MS, REPORT_WINDOW_MS } from '../rules/lifetimes.js'
import type { Key, KeyRing } from '../session/keys.js'
import { seal, unseal } from '../system.js'

/**
 * Seals and opens capsules (P-CAPSULE): the one proof of who sat in a chat. The server keeps no table of who met whom; the
 * member keeps this blob, which only a server with the key can read, on any node and after a restart.
 */
export interface Capsules {
  /** A fresh capsule for the member in `seat`. It holds from now for the chat's longest life and the report window. */
  readonly seal: (chat: SealedChat, seat: number) => string
  /** Never throws, whatever the string. `unknown_key`: not one of ours, or its key was destroyed. */
  readonly open: (capsule: string) => CapsuleRead
}

export type SealedChat = Pick<ChatRecord, 'id' | 'epoch' | 'startedAt'> & {
  readonly members: readonly Pick<MemberRecord, 'seat' | 'identity' | 'prefixes'>[]
}
export interface Capsule {
  readonly chat: string
  readonly epoch: string
  /** ms since 1970, as is `expires`. */
  readonly startedAt: number
  readonly expires: number
  /** Whose capsule this is. */
  readonly seat: number
  readonly members: readonly CapsuleMember[]
}
export interface CapsuleMember {
  readonly seat: number
  readonly identity: string
  /** Keyed hashes of address prefixes, as `gate/prefix` makes them. */
  readonly prefixes: readonly string[]
}
export type CapsuleRead =
  | { readonly ok: true; readonly capsule: Capsule }
  | { readonly ok: false; readonly problem: 'expired' | 'forged' | 'unknown_key' }

export function createCapsules(
  ring: KeyRing,
  clock: Pick<Clock, 'now'>,
  windowMs: number = REPORT_WINDOW_MS,
): Capsules {
  const about = (key: Key) => `stranger-chat capsule 1.${key.id}`
  const no = (problem: 'expired' | 'forged' | 'unknown_key') => ({ ok: false, problem }) as const

  return {
    seal({ id, epoch, startedAt, members }, seat) {
      const key = ring.at('capsule', startedAt)
      const expires = clock.now() + LONGEST_CHAT_MS + windowMs
      const seats = members.map((member) => [member.seat, member.identity, member.prefixes])
      const plain = Buffer.from(JSON.stringify([id, epoch, startedAt, expires, seat, seats]))
      const capsule = `${key.id}.${Buffer.from(seal(key.bytes, plain, about(key))).toString('base64url')}`
      // Ids and hashes are short and seats few; one that no frame can carry is a slip of ours.
      if (capsule.length > FIELD.token)
        throw new RangeError(`A capsule of ${capsule.length} characters fits no frame.`)
      return capsule
    },
    open(capsule) {
      const dot = capsule.indexOf('.')
      const key = ring.byId('capsule', capsule.slice(0, Math.max(dot, 0)))
      if (!key) return no('unknown_key')
      const text = capsule.slice(dot + 1)
      const sealed = Buffer.from(text, 'base64url')
      // base64url has several spellings of the same bytes, and only one of them is the capsule.
      // oxlint-disable-next-line house/secrets -- both sides are the caller's own words
      if (capsule.length > FIELD.token || sealed.toString('base64url') !== text) return no('forged')
      const plain = unseal(key.bytes, sealed, about(key))
      if (!plain) return no('forged')
      const read = parse(Buffer.from(plain).toString())
      return read.expires <= clock.now() ? no('expired') : { ok: true, capsule: read }
    },
  }
}

type Sealed = [string, string, number, number, number, [number, string, string[]][]]

/** What `seal` wrote: nobody else could have sealed it, so its shape isn't judged again. */
function parse(text: string): Capsule {
  const [chat, epoch, startedAt, expires, seat, seats] = JSON.parse(text) as Sealed
  const members = seats.map(([place, identity, prefixes]) => ({ seat: place, identity, prefixes }))
  return { chat, epoch, startedAt, expires, seat, members }
}
