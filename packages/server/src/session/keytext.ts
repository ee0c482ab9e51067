import { KEY_BYTES, type Lineage, type PastRoot, rootId, TURNING } from './lineage.js'

/** A lineage as text. Whole secrets are written with their id as well, so that a slip of the hand is noticed. */
export function printLineage({ since, until, secret, from, certificate, publicKey, past }: Lineage): string {
  const value = {
    version: 2,
    since,
    ...(until === undefined ? {} : { until }),
    ...(secret === undefined ? {} : { id: rootId(secret), secret: base64url(secret) }),
    from,
    ...(certificate === undefined ? {} : { certificate: base64url(certificate) }),
    publicKey: base64url(publicKey),
    past: past.map(({ keys, ...root }) => ({
      ...root,
      keys: Object.fromEntries(
        TURNING.flatMap((purpose) => {
          const key = keys[purpose]
          return key === undefined ? [] : [[purpose, base64url(key)]]
        }),
      ),
    })),
  }
  return `${JSON.stringify(value, null, 1)}\n`
}

/** @returns what is wrong with it, for a sentence, if it is no lineage */
export function parseLineage(text: string): Lineage | string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return "it isn't JSON"
  }
  if (!isRecord(value) || value['version'] !== 2) return 'it holds no keys of this version'
  const { since, until, id, secret, from, certificate, publicKey, past } = value
  if (!isTime(since) || !isTime(from) || !(until === undefined || isTime(until)))
    return "its times can't be read"
  const seed = certificate === undefined ? undefined : bytesOf(certificate)
  const shown = bytesOf(publicKey)
  if (shown?.length !== KEY_BYTES || (certificate !== undefined && seed?.length !== KEY_BYTES))
    return "the keys of certificates can't be read"
  const root = secret === undefined ? undefined : bytesOf(secret)
  if ((secret ?? id) !== undefined && root === undefined) return "its secret can't be read"
  // Too short a secret isn't damage but somebody's choice, and the ring has its own sentence for it.
  if (root !== undefined && root.length >= KEY_BYTES && rootId(root) !== id)
    return "its secret isn't the one that was written"
  if (!Array.isArray(past)) return 'it holds no list of earlier roots'
  const roots: PastRoot[] = []
  for (const [i, raw] of past.entries()) {
    const one = pastOf(raw)
    if (one === undefined) return `earlier root ${i + 1} can't be read`
    roots.push(one)
  }
  const ended = until === undefined ? {} : { until }
  return { since, ...ended, secret: root, from, certificate: seed, publicKey: shown, past: roots }
}

function pastOf(raw: unknown): PastRoot | undefined {
  if (!isRecord(raw)) return undefined
  const { id, from, until, keys } = raw
  if (typeof id !== 'string' || !/^[A-Za-z0-9_-]{8}$/.test(id)) return undefined
  if (!isTime(from) || !isTime(until) || !isRecord(keys)) return undefined
  const left: Partial<Record<(typeof TURNING)[number], Uint8Array>> = {}
  for (const purpose of TURNING) {
    if (keys[purpose] === undefined) continue
    const bytes = bytesOf(keys[purpose])
    if (bytes?.length !== KEY_BYTES) return undefined
    left[purpose] = bytes
  }
  return { id, from, until, keys: left }
}

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
const bytesOf = (text: unknown): Uint8Array | undefined =>
  typeof text === 'string' ? new Uint8Array(Buffer.from(text, 'base64url')) : undefined
const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
