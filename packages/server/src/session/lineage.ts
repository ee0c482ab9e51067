import { KEY_LIFE, ROOT_MS } from '../rules/lifetimes.js'
import { derive, hmacSha256, publicEd25519, sha256 } from '../system.js'

/**
 * A line of root secrets, each of which follows from the one before, and from none of which the one before can be found. So
 * nodes that were once given the same secret have the same keys for ever without a word between them, and what was
 * destroyed can't be made again from what is left (ADR 0012).
 */
export interface Lineage {
  /** When its first root began, ms since 1970. */
  readonly since: number
  /** The newest root, and since when it makes keys; none once another lineage has taken over. */
  readonly secret: Uint8Array | undefined
  readonly from: number
  /** The seed of certificates: one for as long as the lineage lasts, so that outsiders can know it; none after that. */
  readonly certificate: Uint8Array | undefined
  /** What certificates are checked with: kept and published for good. */
  readonly publicKey: Uint8Array
  /** When another lineage took over, once it has. */
  readonly until?: number
  /** Oldest first. */
  readonly past: readonly PastRoot[]
}
/** What is left of a root that was replaced: its secret is gone, and keys go one by one. */
export interface PastRoot {
  readonly id: string
  readonly from: number
  /** When the next one took over. */
  readonly until: number
  readonly keys: Readonly<Partial<Record<Turning, Uint8Array>>>
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
/** Those of which each root has a key of its own. */
export type Turning = Exclude<Purpose, 'certificate'>
export const TURNING = PURPOSES.filter((purpose) => purpose !== 'certificate')

/** Of a root secret; also of every derived key. */
export const KEY_BYTES = 32
/** Of a root's name. */
const ID_BYTES = 6

/** The short public name of a root: derived, so every node that has the root calls it the same. */
export const rootId = (secret: Uint8Array): string =>
  Buffer.from(derive(secret, 'stranger-chat root id', ID_BYTES)).toString('base64url')

export const keyOf = (secret: Uint8Array, purpose: Purpose): Uint8Array =>
  derive(secret, `stranger-chat ${purpose} key`, KEY_BYTES)

/** The root after this one. */
export const successor = (secret: Uint8Array): Uint8Array => hmacSha256(secret, 'stranger-chat next root')

/** The name of the key that certificates are checked with: anybody can make it from the key. */
export const certificateId = (publicKey: Uint8Array): string =>
  `e${Buffer.from(sha256(publicKey)).toString('base64url', 0, ID_BYTES)}`

/** When the root that began at `from` is replaced: roots begin with a day, but for the first of a lineage. */
export const nextTurn = (from: number): number => (Math.floor(from / ROOT_MS) + 1) * ROOT_MS

export function begin({ secret, from }: { readonly secret: Uint8Array; readonly from: number }): Lineage {
  const certificate = keyOf(secret, 'certificate')
  return { since: from, secret, from, certificate, publicKey: publicEd25519(certificate), past: [] }
}

/**
 * Lets the roots follow that have begun by `now`, and destroys nothing: a clock may be wrong for a moment. The same for whoever
 * asks, however often and from whichever state before.
 * @param end when another lineage takes over
 */
export const advance = (lineage: Lineage, end: number, now: number): Lineage =>
  follow(lineage, end, now, () => true)

/** The same, and drops the keys whose time is over, for good. */
export function turn(lineage: Lineage, end: number, now: number): Lineage {
  const isAlive = (purpose: Turning, until: number): boolean =>
    // Keys of cases go by another way, once nothing lies under them.
    purpose === 'case' || until + KEY_LIFE[purpose] > now
  const turned = follow(lineage, end, now, isAlive)
  const past = turned.past
    .map((root) => ({ ...root, keys: only(root.keys, (purpose) => isAlive(purpose, root.until)) }))
    .filter(hasKeys)
  return end <= now ? { ...turned, past, certificate: undefined, until: end } : { ...turned, past }
}

function follow(
  lineage: Lineage,
  end: number,
  now: number,
  isKept: (purpose: Turning, until: number) => boolean,
): Lineage {
  let { secret, from } = lineage
  const past = [...lineage.past]
  while (secret !== undefined) {
    const until = Math.min(nextTurn(from), end)
    if (until > now) break
    const root = secret
    const kept = TURNING.filter((purpose) => isKept(purpose, until))
    const keys = Object.fromEntries(kept.map((purpose) => [purpose, keyOf(root, purpose)]))
    past.push({ id: rootId(root), from, until, keys })
    secret = until < end ? successor(root) : undefined
    from = until
  }
  return { ...lineage, secret, from, past }
}

/** Without the keys that wrap those of cases, of these earlier roots. */
export const withoutCaseKeys = (lineage: Lineage, roots: ReadonlySet<string>): Lineage => ({
  ...lineage,
  past: lineage.past
    .map((root) => {
      const { case: gone, ...keys } = root.keys
      return gone === undefined || !roots.has(root.id) ? root : { ...root, keys }
    })
    .filter(hasKeys),
})

const hasKeys = ({ keys }: PastRoot): boolean => Object.keys(keys).length > 0

const only = (keys: PastRoot['keys'], isKept: (purpose: Turning) => boolean): PastRoot['keys'] =>
  Object.fromEntries(Object.entries(keys).filter(([purpose]) => isKept(purpose as Turning)))
