import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Clock, Random } from '../ports/clock.js'
import { systemClock } from '../system.js'
import { parseLineage, printLineage } from './keytext.js'
import { checkSecret, inOrder, KEY_BYTES, KeyError, type KeyRing, ringOf, turnAll } from './keys.js'
import { begin, type Lineage } from './lineage.js'

/**
 * The ring in the data folder: one file for each lineage, whose content follows from its secret and the time. So several
 * processes may write it without asking each other, and a new lineage is a new file that nobody writes over.
 */

/** The name of the first one; later ones are `keys.2.json` and so on. */
export const KEY_FILE = 'keys.json'
const NAME = /^keys(?:\.(\d{1,4}))?\.json$/
const DRAFT = /^keys(?:\.\d{1,4})?\.json\.[A-Za-z0-9_-]{1,64}$/

/** Keys of a year and a month are 80 kB; those of a clock that leapt over many years are some MB until they are forgotten. */
const MAX_FILE_BYTES = 8 * 1024 * 1024
/** What a process that died left half-written holds secrets; after so long nobody is still at it, ms. */
const DRAFT_MS = 10 * 60_000

type Place = Pick<Random, 'id' | 'bytes'>
interface Filed extends Lineage {
  readonly name: string
  readonly text: string
}

/**
 * Opens the ring. The first call makes the folder (0700) and a file (0600) with one new root; two processes that start at
 * once end up with the same one.
 * @throws KeyError when a file is damaged, others can read it, or the folder can't be used
 */
export function openKeyRing(folder: string, clock: Pick<Clock, 'now'>, random: Place): KeyRing {
  const first = reachable(folder, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (namesIn(folder).length === 0)
      create(join(folder, KEY_FILE), printLineage(fresh(clock.now(), random)), random.id())
    return readAll(folder)
  })
  return ringOf(first, clock, (_, change) =>
    reachable(folder, () => {
      const now = clock.now()
      const files = readAll(folder)
      const turned = turnAll(files, now).map(change)
      for (const [i, { name, text }] of files.entries()) {
        const one = turned[i]
        if (one === undefined) continue
        const written = printLineage(one)
        if (written.length > MAX_FILE_BYTES)
          throw damaged(join(folder, name), 'there would be far too much in it')
        if (written !== text) replace(join(folder, name), written, random.id())
      }
      removeDrafts(folder)
      return turned
    }),
  )
}

/**
 * Begins a new lineage, to which no copy of the ones before leads.
 * @param from ms since 1970: late enough for every process to have read it before
 * @returns the new file's name
 */
export function renewKeys(folder: string, from: number, random: Place): string {
  return reachable(folder, () => {
    const text = printLineage(fresh(from, random))
    for (;;) {
      const last = Math.max(1, ...namesIn(folder).map(numberOf))
      const name = `keys.${last + 1}.json`
      // Somebody else's file of that name was first: ours gets the next one.
      if (create(join(folder, name), text, random.id())) return name
    }
  })
}

/** The ring as it is in the folder, for looking; none where there are no keys. It can't be turned. @throws KeyError */
export function readKeys(folder: string, clock: Pick<Clock, 'now'>): KeyRing | undefined {
  return reachable(folder, () =>
    namesIn(folder).length === 0 ? undefined : ringOf(readAll(folder), clock, (lineages) => lineages),
  )
}

const fresh = (from: number, random: Place): Lineage => begin({ secret: random.bytes(KEY_BYTES), from })

/** Which lineage a file holds, counted from 1. */
const numberOf = (name: string): number => Number(NAME.exec(name)?.[1] ?? 1)

const namesIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => NAME.test(name))
    .toSorted((a, b) => numberOf(a) - numberOf(b))

function readAll(folder: string): readonly Filed[] {
  const files = namesIn(folder).flatMap((name) => {
    const path = join(folder, name)
    const text = read(path)
    if (text === undefined) return []
    const lineage = parseLineage(text)
    if (typeof lineage === 'string') throw damaged(path, lineage)
    if (lineage.secret !== undefined) checkSecret(lineage.secret)
    return [{ ...lineage, name, text }]
  })
  if (!files.some(({ secret }) => secret !== undefined))
    throw new KeyError('keys_damaged', `There is no file in ${folder} with keys for today. ${RESTORE}`)
  return inOrder(files)
}

/** Turns the file system's own errors into one that names the folder. */
function reachable<T>(folder: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof KeyError) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new KeyError('keys_unreachable', `The keys in ${folder} can't be read or written: ${why}`)
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

/** Nobody ever sees half a file: it gets its name when it is complete. @returns false if another process was first */
function create(path: string, text: string, unique: string): boolean {
  const draft = `${path}.${unique}`
  writeWhole(draft, text)
  try {
    linkSync(draft, path)
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    // Some file systems know no links; there the last of several first starts wins.
    renameSync(draft, path)
  } finally {
    rmSync(draft, { force: true })
  }
  return true
}

function replace(path: string, text: string, unique: string): void {
  const draft = `${path}.${unique}`
  writeWhole(draft, text)
  renameSync(draft, path)
}

function removeDrafts(folder: string): void {
  for (const name of readdirSync(folder).filter((one) => DRAFT.test(one))) {
    const path = join(folder, name)
    // By the file system's own clock, whichever ours is.
    if (systemClock.now() - statSync(path).mtimeMs > DRAFT_MS) rmSync(path, { force: true })
  }
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code

const RESTORE =
  'Restore it from a backup. Or move it away and start again with new keys: everybody then counts as new, and what was ' +
  'handed in or said before can no longer be read or reported.'

const damaged = (path: string, why: string): KeyError =>
  new KeyError('keys_damaged', `The keys in ${path} are damaged: ${why}. ${RESTORE}`)
