import type { Clock } from '../ports/clock.js'
import {
  advance,
  begin,
  certificateId,
  KEY_BYTES,
  keyOf,
  type Lineage,
  nextTurn,
  PURPOSES,
  type Purpose,
  rootId,
  successor,
  turn,
  withoutCaseKeys,
} from './lineage.js'

export { KEY_BYTES, PURPOSES, type Purpose } from './lineage.js'

/**
 * The ring: one root secret a day, and the keys that derive from each. Tokens, stamps and capsules name the key they were
 * made with, so a new root disturbs nobody: the newest makes, older ones verify until their time is over (ADR 0012).
 */
export interface KeyRing {
  /** The key for what begins at `time`: a chat asks with its start and so keeps one key for life, on every node. */
  readonly at: (purpose: Purpose, time: number) => Key
  /** The key for what begins now. */
  readonly current: (purpose: Purpose) => Key
  /** The key that carries this id; `undefined` if it never was in this ring, or was destroyed. */
  readonly byId: (purpose: Purpose, id: string) => Key | undefined
  /**
   * Destroys what has had its time, on disk too, and takes in what was added there. Asking for keys never destroys any, so
   * somebody has to say it: a server does every hour.
   * @throws KeyError when the ring's files can't be read or written; then nothing changed
   */
  readonly turn: () => void
  /** The ring's lineages, oldest first. */
  readonly lineages: () => readonly RingLineage[]
  /** Ids of the keys for cases whose root was replaced before `before`, ms since 1970. They aren't destroyed by themselves. */
  readonly caseKeysBefore: (before: number) => readonly string[]
  /** Destroys them: nothing may lie under them any more. */
  readonly forgetCaseKeys: (ids: readonly string[]) => void
}

/** A derived key. `id` says algorithm and root: `h…` is HMAC-SHA-256, `g…` is AES-256-GCM, `e…` the seed of an Ed25519 key. */
export interface Key {
  readonly id: string
  readonly bytes: Uint8Array
}

/** What everybody may know of a lineage. */
export interface RingLineage {
  /** The name of its public key. */
  readonly id: string
  /** What its certificates are checked with, 32 bytes. */
  readonly publicKey: Uint8Array
  /** Since when it makes keys, and when it ended, ms since 1970. */
  readonly since: number
  readonly until?: number
}

/**
 * A secret from which all later ones follow, and when it was made (ms since 1970). Both are the same on every server and at
 * every start: another time leads to other keys.
 */
export interface RootSecret {
  readonly secret: Uint8Array
  readonly from: number
}

/** Why there are no keys to work with. `message` is for the person who starts the server. */
export class KeyError extends Error {
  override readonly name = 'KeyError'
  readonly code:
    | 'keys_short'
    | 'keys_undated'
    | 'keys_damaged'
    | 'keys_exposed'
    | 'keys_unreachable'
    | 'keys_foreign'
    | 'keys_missing'
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

/** @throws KeyError `keys_short` */
export function checkSecret(secret: Uint8Array): void {
  if (secret.length >= KEY_BYTES) return
  const had = `this one has ${secret.length}. Make one with: openssl rand -base64 ${KEY_BYTES}`
  throw new KeyError('keys_short', `A root secret must have at least ${KEY_BYTES} bytes, and ${had}`)
}

/** 2020 in ms, older than any root of ours: what is before is a slip, such as seconds for milliseconds. */
const EARLIEST = 1_577_836_800_000
function checkTime(from: number): void {
  if (Number.isSafeInteger(from) && from >= EARLIEST) return
  throw new KeyError(
    'keys_undated',
    'A root secret needs the time it was made, in whole milliseconds since 1970, the same on every server and at every start.',
  )
}

/**
 * A ring in memory: from configuration (the same roots on every node), or for tests. Of several roots, each ends the line of
 * the one before it.
 * @throws KeyError `keys_short`, `keys_undated`
 */
export function createKeyRing(roots: readonly RootSecret[], clock: Pick<Clock, 'now'>): KeyRing {
  if (roots.length === 0)
    throw new KeyError('keys_short', `A key ring needs at least one root secret of ${KEY_BYTES} bytes.`)
  for (const { secret, from } of roots) {
    checkSecret(secret)
    checkTime(from)
  }
  return ringOf(inOrder(roots.map(begin)), clock, (lineages, change) => lineages.map(change))
}

/** Brings the lineages up to date: each ends where the next begins. */
const eachOf =
  (how: typeof turn) =>
  (lineages: readonly Lineage[], now: number): readonly Lineage[] =>
    lineages.map((one, i) => how(one, lineages[i + 1]?.since ?? Infinity, now))
export const turnAll = eachOf(turn)
const advanceAll = eachOf(advance)

export const inOrder = <L extends Lineage>(lineages: readonly L[]): readonly L[] =>
  lineages.toSorted((a, b) => a.since - b.since)

/** A root with its keys at hand. */
interface Held {
  readonly from: number
  readonly keys: ReadonlyMap<Purpose, Key>
}

type Change = (one: Lineage) => Lineage

/** @param settle makes a change to the lineages, which were turned just now, and returns those that hold from then on */
export function ringOf(
  beginning: readonly Lineage[],
  clock: Pick<Clock, 'now'>,
  settle: (lineages: readonly Lineage[], change: Change) => readonly Lineage[],
): KeyRing {
  let lineages = beginning
  let ring: readonly Held[] = []
  let known: ReadonlyMap<string, Key> = new Map()
  /** When the root that was announced has begun, so that the one after it has to be. */
  let stale = 0
  hold(advanceAll(lineages, clock.now()))

  function hold(turned: readonly Lineage[]): void {
    lineages = turned
    ring = turned.flatMap((one, i) => heldOf(one, turned[i + 1]?.since ?? Infinity))
    known = new Map(
      ring.flatMap(({ keys }) => [...keys].map(([purpose, key]) => [`${purpose} ${key.id}`, key] as const)),
    )
    stale = Math.min(...turned.map((one) => (one.secret === undefined ? Infinity : nextTurn(one.from))))
  }

  /** Time makes roots, whether anybody asks for a turn or not. */
  function upToDate(): void {
    if (clock.now() >= stale) hold(advanceAll(lineages, clock.now()))
  }

  function at(purpose: Purpose, time: number): Key {
    upToDate()
    let found: Key | undefined
    for (let i = ring.length - 1; i >= 0; i--) {
      const held = ring[i]
      // Whatever began before every root that is left takes the oldest.
      found = held?.keys.get(purpose) ?? found
      if (found && held && held.from <= time) break
    }
    if (!found) throw new KeyError('keys_short', `The key ring has no key left for ${purpose}.`)
    return found
  }

  const change = (how: Change): void => hold(settle(turnAll(lineages, clock.now()), how))
  return {
    at,
    current: (purpose) => at(purpose, clock.now()),
    byId(purpose, id) {
      upToDate()
      return known.get(`${purpose} ${id}`)
    },
    turn: () => change((one) => one),
    lineages: () =>
      lineages.map(({ publicKey, since, until }) => ({
        ...{ id: certificateId(publicKey), publicKey, since },
        ...(until === undefined ? {} : { until }),
      })),
    caseKeysBefore: (before) =>
      lineages.flatMap(({ past }) =>
        past
          .filter(({ until, keys }) => until < before && keys.case !== undefined)
          .map(({ id }) => ALGORITHM.case + id),
      ),
    forgetCaseKeys(ids) {
      const roots = new Set(ids.map((id) => id.slice(ALGORITHM.case.length)))
      change((one) => withoutCaseKeys(one, roots))
    },
  }
}

/** All roots of a lineage that have keys, and the next one before its time: another node's clock may be ahead. */
function heldOf(one: Lineage, end: number): readonly Held[] {
  const { secret, from, certificate, publicKey, past } = one
  const own = (root: Uint8Array, begins: number): Held => {
    const id = rootId(root)
    const keys = new Map<Purpose, Key>()
    for (const purpose of PURPOSES) {
      const key = { id: ALGORITHM[purpose] + id, bytes: keyOf(root, purpose) }
      if (purpose !== 'certificate') keys.set(purpose, key)
      else if (certificate !== undefined)
        keys.set(purpose, { id: certificateId(publicKey), bytes: certificate })
    }
    return { from: begins, keys }
  }
  const before = past.map(({ id, from: began, keys }) => ({
    from: began,
    keys: new Map(
      PURPOSES.flatMap((purpose) => {
        const bytes = keys[purpose as keyof typeof keys]
        return bytes === undefined ? [] : [[purpose, { id: ALGORITHM[purpose] + id, bytes }] as const]
      }),
    ),
  }))
  if (secret === undefined) return before
  const next = nextTurn(from)
  return [...before, own(secret, from), ...(next < end ? [own(successor(secret), next)] : [])]
}
