import { derive } from '../system.js'
import type { Clock } from '../ports/clock.js'

/**
 * The ring of root secrets, and the keys that derive from each. Tokens, stamps and capsules name the key they were made
 * with, so adding a root disturbs nobody: the newest makes, older ones still verify until they are destroyed.
 */
export interface KeyRing {
  /** The key for what begins at `time`: a chat asks with its start and so keeps one key for life, on every node. */
  readonly at: (purpose: Purpose, time: number) => Key
  /** The key for what begins now. */
  readonly current: (purpose: Purpose) => Key
  /** The key that carries this id; `undefined` if it never was in this ring, or was destroyed. */
  readonly byId: (purpose: Purpose, id: string) => Key | undefined
  /**
   * Adds a root that makes all keys from `from` on. On several nodes that share roots, give every node the new root before
   * `from` comes: a node without it could not check what the others make.
   * @param from ms since 1970; default now
   */
  readonly add: (secret: Uint8Array, from?: number) => void
  /**
   * Destroys, for the given purposes, the keys of every root that was replaced before `before`. What they made can't be
   * checked any more: for `stamp` and `capsule` that is how evidence nobody handed in expires. The current root stays.
   */
  readonly destroy: (before: number, purposes?: readonly Purpose[]) => void
}

export const PURPOSES = [
  'session',
  'device',
  'stamp',
  'capsule',
  'prefix',
  'receipt',
  'case',
  'certificate',
] as const
export type Purpose = (typeof PURPOSES)[number]

/** A derived key. `id` says algorithm and root: `h…` is HMAC-SHA-256, `g…` is AES-256-GCM, `e…` the seed of an Ed25519 key. */
export interface Key {
  readonly id: string
  readonly bytes: Uint8Array
}

/** A secret from which keys derive, and since when it makes them (ms since 1970). */
export interface RootSecret {
  readonly secret: Uint8Array
  readonly from: number
}
/** What is left of a root some of whose keys were destroyed: the secret is gone, the other purposes' keys remain. */
export interface RootRemains {
  readonly id: string
  readonly from: number
  readonly keys: Readonly<Partial<Record<Purpose, Uint8Array>>>
}
export type Root = RootSecret | RootRemains

/** Of a root secret; also of every derived key. */
export const KEY_BYTES = 32

/** Why there are no keys to work with. `message` is for the person who starts the server. */
export class KeyError extends Error {
  override readonly name = 'KeyError'
  readonly code: 'keys_short' | 'keys_damaged' | 'keys_exposed' | 'keys_unreachable'
  readonly retryable = false
  constructor(code: KeyError['code'], message: string) {
    super(message)
    this.code = code
  }
}

const ALGORITHM: Readonly<Record<Purpose, string>> = {
  session: 'h',
  device: 'h',
  stamp: 'h',
  capsule: 'g',
  prefix: 'h',
  receipt: 'h',
  case: 'g',
  certificate: 'e',
}

/** The evidence of chats: what `destroy` destroys unless told otherwise. Tokens live longer. */
const EVIDENCE: readonly Purpose[] = ['stamp', 'capsule']

/** The short public name of a root: derived, so every node that has the root calls it the same. */
export const rootId = (secret: Uint8Array): string =>
  Buffer.from(derive(secret, 'stranger-chat root id', 6)).toString('base64url')

/** A root with its keys at hand. */
interface Held {
  readonly root: Root
  readonly id: string
  readonly keys: ReadonlyMap<Purpose, Key>
}

function hold(root: Root): Held {
  const whole = 'secret' in root
  if (whole && root.secret.length < KEY_BYTES) {
    const had = `this one has ${root.secret.length}. Make one with: openssl rand -base64 ${KEY_BYTES}`
    throw new KeyError('keys_short', `A root secret must have at least ${KEY_BYTES} bytes, and ${had}`)
  }
  const id = whole ? rootId(root.secret) : root.id
  const keys = new Map<Purpose, Key>()
  for (const purpose of PURPOSES) {
    const bytes = whole ? derive(root.secret, `stranger-chat ${purpose} key`, KEY_BYTES) : root.keys[purpose]
    if (bytes) keys.set(purpose, { id: ALGORITHM[purpose] + id, bytes })
  }
  return { root, id, keys }
}

function remains({ root, id, keys }: Held, destroyed: readonly Purpose[]): Root {
  const left: Partial<Record<Purpose, Uint8Array>> = {}
  for (const [purpose, key] of keys) if (!destroyed.includes(purpose)) left[purpose] = key.bytes
  return { id, from: root.from, keys: left }
}

/**
 * A ring in memory: from configuration (the same roots on every node), or for tests.
 * @param roots at least one whole secret of 32 bytes or more; of two with the same `from` the later one counts as newer
 * @param save called with all that is left at every change, before it takes effect
 * @throws KeyError `keys_short`
 */
export function createKeyRing(
  roots: readonly Root[],
  clock: Pick<Clock, 'now'>,
  save?: (roots: readonly Root[]) => void,
): KeyRing {
  const oldestFirst = (list: readonly Root[]) => list.map(hold).sort((a, b) => a.root.from - b.root.from)
  let ring = oldestFirst(roots)
  if (!roots.some((root) => 'secret' in root)) {
    throw new KeyError('keys_short', `A key ring needs at least one root secret of ${KEY_BYTES} bytes.`)
  }

  function change(next: readonly Root[]): void {
    const held = oldestFirst(next)
    save?.(next)
    ring = held
  }

  function at(purpose: Purpose, time: number): Key {
    let found: Key | undefined
    for (let i = ring.length - 1; i >= 0; i--) {
      const held = ring[i]
      // Whatever began before every root that is left takes the oldest.
      found = held?.keys.get(purpose) ?? found
      if (found && held && held.root.from <= time) break
    }
    if (!found) throw new KeyError('keys_short', `The key ring has no key left for ${purpose}.`)
    return found
  }

  return {
    at,
    current: (purpose) => at(purpose, clock.now()),
    byId(purpose, id) {
      for (let i = ring.length - 1; i >= 0; i--) {
        const key = ring[i]?.keys.get(purpose)
        if (key?.id === id) return key
      }
      return undefined
    },
    add: (secret, from = clock.now()) => change([...ring.map(({ root }) => root), { secret, from }]),
    destroy(before, purposes = EVIDENCE) {
      // A root is replaced when the next one begins, which for one that is still to come hasn't happened yet.
      const latest = Math.min(before, clock.now())
      const replaced = (i: number) => (ring[i + 1]?.root.from ?? Infinity) <= latest
      const left = ring.map((held, i) => (replaced(i) ? remains(held, purposes) : held.root))
      change(left.filter((root) => 'secret' in root || Object.keys(root.keys).length > 0))
    },
  }
}
