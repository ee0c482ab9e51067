import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Clock, Random } from '../ports/clock.js'
import {
  createKeyRing,
  KEY_BYTES,
  KeyError,
  type KeyRing,
  PURPOSES,
  type Purpose,
  type Root,
  rootId,
} from './keys.js'

/** The file's name in the data folder. */
export const KEY_FILE = 'keys.json'

/** A ring holds a handful of roots; a larger file is not ours. */
const MAX_FILE_BYTES = 256 * 1024

/**
 * The ring in the data folder. The first call makes the folder (0700) and a file (0600) with one new root; two processes
 * that start at once end up with the same one.
 * @throws KeyError when the file is damaged, others can read it, or the folder can't be used
 */
export function openKeyRing(
  folder: string,
  clock: Pick<Clock, 'now'>,
  random: Pick<Random, 'id' | 'bytes'>,
): KeyRing {
  const path = join(folder, KEY_FILE)
  return reachable(path, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    let text = read(path)
    if (text === undefined) {
      create(path, print([{ secret: random.bytes(KEY_BYTES), from: clock.now() }]), random.id())
      text = read(path) ?? ''
    }
    return createKeyRing(parse(text, path), clock, (roots) =>
      reachable(path, () => replace(path, print(roots), random.id())),
    )
  })
}

/** Turns the file system's own errors into one that names the file. */
function reachable<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof KeyError) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new KeyError('keys_unreachable', `The keys in ${path} can't be read or written: ${why}`)
  }
}

/** The file's text, `undefined` if there is none. */
function read(path: string): string | undefined {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
  try {
    const { mode, size } = fstatSync(file)
    // Windows has no such bits; the folder's own list decides there.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new KeyError(
        'keys_exposed',
        `Other users of this machine can read the keys in ${path} (mode ${(mode & 0o777).toString(8)}). Close it with: chmod 600 ${path}`,
      )
    }
    if (size > MAX_FILE_BYTES) throw damaged(path, 'it is far too large')
    return readFileSync(file, 'utf8')
  } finally {
    closeSync(file)
  }
}

function writeWhole(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600)
  try {
    writeFileSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Nobody ever sees half a file: it gets its name when it is complete, unless another process was first. */
function create(path: string, text: string, unique: string): void {
  const draft = `${path}.${unique}`
  writeWhole(draft, text)
  try {
    linkSync(draft, path)
  } catch (error) {
    if (isCode(error, 'EEXIST')) return
    // Some file systems know no links; there the last of several first starts wins.
    renameSync(draft, path)
  } finally {
    rmSync(draft, { force: true })
  }
}

function replace(path: string, text: string, unique: string): void {
  const draft = `${path}.${unique}`
  writeWhole(draft, text)
  renameSync(draft, path)
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64url'))

/** A whole root is written with its id as well, so that a slip of the hand in the secret is noticed. */
function print(roots: readonly Root[]): string {
  const list = roots.map((root) =>
    'secret' in root
      ? { id: rootId(root.secret), from: root.from, secret: base64url(root.secret) }
      : {
          id: root.id,
          from: root.from,
          keys: Object.fromEntries(Object.entries(root.keys).map(([p, k]) => [p, base64url(k)])),
        },
  )
  return `${JSON.stringify({ version: 1, roots: list }, null, 2)}\n`
}

const damaged = (path: string, why: string): KeyError =>
  new KeyError(
    'keys_damaged',
    `The keys in ${path} are damaged: ${why}. Restore the file from a backup. Or move it away and start again with new keys: ` +
      'everybody then counts as new, and what was said before can no longer be reported.',
  )

function parse(text: string, path: string): readonly Root[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw damaged(path, "it isn't JSON")
  }
  if (
    !isRecord(value) ||
    value['version'] !== 1 ||
    !Array.isArray(value['roots']) ||
    value['roots'].length === 0
  ) {
    throw damaged(path, 'it holds no list of roots')
  }
  return value['roots'].map((raw: unknown, i) => {
    const root = parseRoot(raw)
    if (!root) throw damaged(path, `root ${i + 1} can't be read`)
    return root
  })
}

function parseRoot(raw: unknown): Root | undefined {
  if (!isRecord(raw)) return undefined
  const { id, from, secret, keys } = raw
  if (
    typeof id !== 'string' ||
    !/^[A-Za-z0-9_-]{8}$/.test(id) ||
    typeof from !== 'number' ||
    !Number.isFinite(from)
  )
    return undefined
  if (typeof secret === 'string') {
    const bytes = bytesOf(secret)
    // Too short a secret isn't damage but somebody's choice, and the ring has its own sentence for it.
    if (bytes.length < KEY_BYTES) return { secret: bytes, from }
    return rootId(bytes) === id ? { secret: bytes, from } : undefined
  }
  if (!isRecord(keys)) return undefined
  const left: Partial<Record<Purpose, Uint8Array>> = {}
  for (const purpose of PURPOSES) {
    const text = keys[purpose]
    if (text === undefined) continue
    const bytes = typeof text === 'string' ? bytesOf(text) : undefined
    if (bytes?.length !== KEY_BYTES) return undefined
    left[purpose] = bytes
  }
  return { id, from, keys: left }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
