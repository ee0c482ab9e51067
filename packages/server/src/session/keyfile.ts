import {
  closeSync,
  existsSync,
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
import { basename, dirname, join } from 'node:path'
import type { Clock, Random } from '../ports/clock.js'
import { systemClock } from '../system.js'
import { parseLineage, printLineage } from './keytext.js'
import { checkSecret, inOrder, KEY_BYTES, KeyError, type KeyRing, ringOf, turnAll } from './keys.js'
import { begin, type Lineage } from './lineage.js'

/**
 * The ring on disk: one file for each lineage, whose content follows from its secret and the time. So several processes may
 * write it without asking each other, and copies of it stay the same; a new lineage is a new file that nobody writes over.
 * It lies at a place: a folder, or the path of the first file, which ends in `.json`.
 */

/** The name of the first one in a folder; later ones are `keys.2.json` and so on. */
export const KEY_FILE = 'keys.json'
const ENDING = '.json'
const NUMBER = /^\.(\d{1,4})$/
const DRAFT = /^(.*\.json)\.[A-Za-z0-9_-]{1,64}$/

/** Keys of a year and a month are 80 kB; those of a clock that leapt over many years are some MB until they are forgotten. */
const MAX_FILE_BYTES = 8 * 1024 * 1024
/** What a process that died left half-written holds secrets; after so long nobody is still at it, ms. */
const DRAFT_MS = 10 * 60_000

type Source = Pick<Random, 'id' | 'bytes'>
/** Where the files of one ring are: what is in the folder, and what their names begin with. */
interface Place {
  readonly folder: string
  readonly stem: string
}
interface Filed extends Lineage {
  readonly name: string
  readonly text: string
}

/**
 * Opens the ring. The first call makes the folder (0700) and a file (0600) with one new root; two processes that start at
 * once end up with the same one.
 * @param path the folder, or the first file
 * @throws KeyError when a file is damaged, others can read it, or the folder can't be used
 */
export function openKeyRing(path: string, clock: Pick<Clock, 'now'>, random: Source): KeyRing {
  const place = placeAt(path)
  const { folder } = place
  const first = reachable(folder, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (namesIn(place).length === 0)
      create(join(folder, nameOf(place, 1)), printLineage(fresh(clock.now(), random)), random.id())
    return readAll(place)
  })
  return ringOf(first, clock, (_, change) =>
    reachable(folder, () => {
      const now = clock.now()
      const files = readAll(place)
      const turned = turnAll(files, now).map(change)
      for (const [i, { name, text }] of files.entries()) {
        const one = turned[i]
        if (one === undefined) continue
        const written = printLineage(one)
        if (written.length > MAX_FILE_BYTES)
          throw damaged(join(folder, name), 'there would be far too much in it')
        if (written !== text) replace(join(folder, name), written, random.id())
      }
      removeDrafts(place)
      return turned
    }),
  )
}

/**
 * Begins a new lineage, to which no copy of the ones before leads.
 * @param from ms since 1970: late enough for every process to have read it before
 * @returns the new file's name
 */
export function renewKeys(path: string, from: number, random: Source): string {
  const place = placeAt(path)
  const { folder } = place
  return reachable(folder, () => {
    const text = printLineage(fresh(from, random))
    for (;;) {
      const last = Math.max(1, ...namesIn(place).map((name) => numberIn(place, name)))
      const name = nameOf(place, last + 1)
      // Somebody else's file of that name was first: ours gets the next one.
      if (create(join(folder, name), text, random.id())) return name
    }
  })
}

/** The ring as it is at a place, for looking; none where there are no keys. It can't be turned. @throws KeyError */
export function readKeys(path: string, clock: Pick<Clock, 'now'>): KeyRing | undefined {
  const place = placeAt(path)
  return reachable(place.folder, () => {
    if (!existsSync(place.folder)) return undefined
    return namesIn(place).length === 0 ? undefined : ringOf(readAll(place), clock, (lineages) => lineages)
  })
}

const fresh = (from: number, random: Source): Lineage => begin({ secret: random.bytes(KEY_BYTES), from })

const placeAt = (path: string): Place =>
  path.endsWith(ENDING)
    ? { folder: dirname(path), stem: basename(path, ENDING) }
    : { folder: path, stem: basename(KEY_FILE, ENDING) }

const nameOf = ({ stem }: Place, number: number): string =>
  `${stem}${number === 1 ? '' : `.${number}`}${ENDING}`

/** Which lineage a file holds, counted from 1; NaN for a file that is none of this ring. */
function numberIn({ stem }: Place, name: string): number {
  if (name === stem + ENDING) return 1
  if (!name.startsWith(stem) || !name.endsWith(ENDING)) return NaN
  return Number(NUMBER.exec(name.slice(stem.length, -ENDING.length))?.[1] ?? NaN)
}

const namesIn = (place: Place): readonly string[] =>
  readdirSync(place.folder)
    .filter((name) => numberIn(place, name) > 0)
    .toSorted((a, b) => numberIn(place, a) - numberIn(place, b))

function readAll(place: Place): readonly Filed[] {
  const { folder } = place
  const files = namesIn(place).flatMap((name) => {
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

function removeDrafts(place: Place): void {
  const isOurs = (one: string): boolean => numberIn(place, DRAFT.exec(one)?.[1] ?? '') > 0
  for (const name of readdirSync(place.folder).filter(isOurs)) {
    const path = join(place.folder, name)
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
