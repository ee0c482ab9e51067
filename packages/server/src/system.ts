import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  hash,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
  timingSafeEqual,
} from 'node:crypto'
import type { Clock, Random } from './ports/clock.js'

/** The package's only clock, randomness and cryptography: everything else takes them as arguments, or calls these by name. */

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, fn) {
    // Unreferenced: open sockets keep a server alive, a heartbeat alone never should.
    const timer = setTimeout(fn, ms).unref()
    return () => clearTimeout(timer)
  },
}

/** Resolves in the next turn of the event loop, after sockets were read. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

/** Resolves after so many ms, and keeps the process running until then. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))

/** Keeps the process running although nothing is open, until the returned function is called. */
export const stayAlive = (): (() => void) => {
  const timer = setInterval(() => undefined, 60_000)
  return () => clearInterval(timer)
}

/** Seconds since some moment, whatever is done to the clock on the wall: for measuring. */
export const seconds = (): number => performance.now() / 1_000

/** Tells, every so many ms, by how many seconds the event loop came too late for it. @returns ends it */
export function watchLateness(everyMs: number, tell: (seconds: number) => void): () => void {
  let due = performance.now() + everyMs
  const timer = setInterval(() => {
    const now = performance.now()
    tell(Math.max(0, now - due) / 1_000)
    due = now + everyMs
  }, everyMs).unref()
  return () => clearInterval(timer)
}

/** `2026-01-31T12:00:00.000Z`. */
export const isoTime = (ms: number): string => new Date(ms).toISOString()

/** When a day such as `2026-01-31` begins (UTC), ms since 1970; NaN for what is none. */
export const dayTime = (day: string): number => Date.parse(`${day}T00:00:00.000Z`)

const ID_BYTES = 16
/** Random bytes are fetched for so many ids at once: each fetch costs as much as the bytes. */
const IDS = 64
let pool: Buffer = Buffer.alloc(0)
let used = 0

/** 22 characters that nobody can guess. */
function randomId(): string {
  if (used >= pool.length) {
    pool = randomBytes(IDS * ID_BYTES)
    used = 0
  }
  const from = used
  used += ID_BYTES
  const id = pool.toString('base64url', from, used)
  // What was handed out isn't left lying here.
  pool.fill(0, from, used)
  return id
}

export const systemRandom: Random = {
  id: randomId,
  unit: () => Math.random(),
  bytes: (length) => randomBytes(length),
}

/** SHA-256 of bytes or of a string's UTF-8: 32 bytes. */
export const sha256 = (data: Uint8Array | string): Uint8Array => hash('sha256', data, 'buffer')

/** The same as a string of 32 characters below 256: a third of the cost, since no buffer is made. For the hot path. */
export const sha256Binary = (data: Uint8Array | string): string => hash('sha256', data, 'binary')

/** The same in base64url. */
export const sha256Text = (data: Uint8Array): string => hash('sha256', data, 'base64url')

/** SHA-1 in hexadecimal. For the names by which Redis knows scripts, and nothing that has to be safe. */
export const sha1Hex = (text: string): string => hash('sha1', text, 'hex')

/** SHA-1 in base64. For the WebSocket handshake, whose answer proves no more than that it was read. */
export const sha1Base64 = (text: string): string => hash('sha1', text, 'base64')

/** Keys as the library wants them. Handed over as bytes a key is first tried as something else, which costs as much as the MAC. */
const secretKeys = new WeakMap<Uint8Array, KeyObject>()

function secretKey(key: Uint8Array): KeyObject {
  const known = secretKeys.get(key)
  if (known !== undefined) return known
  const made = createSecretKey(key)
  secretKeys.set(key, made)
  return made
}

/** HMAC-SHA-256: 32 bytes. @param key never written to afterwards */
export const hmacSha256 = (key: Uint8Array, data: Uint8Array | string): Uint8Array =>
  createHmac('sha256', secretKey(key)).update(data).digest()

/** HMAC-SHA-1: 20 bytes. For TURN credentials alone, whose form is older than we are. */
export const hmacSha1 = (key: Uint8Array | string, data: Uint8Array | string): Uint8Array =>
  createHmac('sha1', key).update(data).digest()

/** MD5: 16 bytes. TURN makes its keys with it, and nothing else here does. */
export const md5 = (data: string): Uint8Array => hash('md5', data, 'buffer')

/** HKDF-SHA-256 without salt; `label` keeps the derived keys apart. */
export const derive = (secret: Uint8Array, label: string, length: number): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, '', label, length))

/** Whether two byte strings are equal, in a time that doesn't depend on where they differ. */
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && timingSafeEqual(a, b)

const NONCE = 12
const TAG = 16

/** AES-256-GCM under a fresh nonce: nonce, sealed bytes, tag. `about` is covered but not carried. @param key never written to afterwards */
export function seal(key: Uint8Array, plain: Uint8Array, about: string): Uint8Array {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', secretKey(key), nonce, { authTagLength: TAG })
  cipher.setAAD(Buffer.from(about))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** What `seal` sealed; `undefined` if a single bit, the key or `about` differs. */
export function unseal(key: Uint8Array, sealed: Uint8Array, about: string): Uint8Array | undefined {
  if (sealed.length < NONCE + TAG) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), { authTagLength: TAG })
  decipher.setAAD(Buffer.from(about))
  decipher.setAuthTag(sealed.subarray(-TAG))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()])
  } catch {
    return undefined
  }
}

/** What stands before the 32 bytes of an Ed25519 private key in its usual wrapping (RFC 8410). */
const ED25519_DER = Buffer.from('302e020100300506032b657004220420', 'hex')

const ed25519 = (seed: Uint8Array) =>
  createPrivateKey({ key: Buffer.concat([ED25519_DER, seed]), format: 'der', type: 'pkcs8' })

/** A signature under the Ed25519 key that grows from a seed of 32 bytes. */
export const signEd25519 = (seed: Uint8Array, data: Uint8Array): Uint8Array => sign(null, data, ed25519(seed))

/** The public key to check it with, 32 bytes. */
export function publicEd25519(seed: Uint8Array): Uint8Array {
  const { x = '' } = createPublicKey(ed25519(seed)).export({ format: 'jwk' })
  return Buffer.from(x, 'base64url')
}
