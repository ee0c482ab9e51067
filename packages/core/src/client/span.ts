import type { EvidenceEntry } from '../api/report.js'
import { type Limits, utf8Length } from '../protocol/index.js'
import type { Kept } from './transcript.js'

/** The entries that a report hands in: contiguous, since only neighbours prove that nothing was cut out between them (P-STAMP-4). */
export interface Span {
  readonly entries: readonly Kept[]
  /** How many entries of the chat that are still held stay out. */
  readonly left: number
  /**
   * Why: `limit` (more than a report may hold), `gap` (entries in between never arrived here), `signal` (a call's signals
   * go as hashes, and this platform can't make them).
   */
  readonly why: 'limit' | 'gap' | 'signal' | null
}

/** What a report takes beside its entries: capsule, note with every character escaped, and the offsets of the picked. */
const ENVELOPE_BYTES = 16 * 1024

/** Bodies that aren't a reporter's to show: they go as kind and hash. */
export const HASHED = 'signal'

/** As long as a hash is in base64url. */
const SOME_HASH = 'x'.repeat(43)

/**
 * Cuts the span out of a log: all of it if it may be, else what lies around the picked entries, the far end cut first.
 * @param picked offsets; unknown ones are ignored. Without any, the newest entries count as such
 * @param hashes whether this platform can make hashes
 */
export function spanOf(
  log: readonly Kept[],
  picked: ReadonlySet<number>,
  limits: Pick<Limits, 'reportEntries' | 'reportBytes'>,
  hashes: boolean,
): Span {
  const { run, why } = runAround(log, picked, hashes)
  let first = 0
  let last = run.length
  const low = run.findIndex(({ offset }) => picked.has(offset))
  const inner = low < 0 ? run.length : low
  const outer = run.findLastIndex(({ offset }) => picked.has(offset))
  const high = outer < 0 ? run.length : outer + 1
  const sizes = run.map(size)
  let bytes = sizes.reduce((sum, one) => sum + one, ENVELOPE_BYTES)
  while (last > first && (last - first > limits.reportEntries || bytes > limits.reportBytes)) {
    // Below 0 the picked ones themselves are too many: the newer ones stay.
    const head = Math.max(0, inner - first)
    if (last - high > head) bytes -= sizes[--last] ?? 0
    else bytes -= sizes[first++] ?? 0
  }
  const entries = run.slice(first, last)
  const left = log.length - entries.length
  return { entries, left, why: left === 0 ? null : entries.length < run.length ? 'limit' : why }
}

/** The run of neighbours that holds the most picked entries; the newest among equals. */
function runAround(log: readonly Kept[], picked: ReadonlySet<number>, hashes: boolean) {
  let why: Span['why'] = null
  let best: Kept[] = []
  let run: Kept[] = []
  let most = 0
  let count = 0
  for (const entry of log) {
    const unprovable = !hashes && entry.body['kind'] === HASHED
    const before = run.at(-1)
    if (unprovable || (before && entry.offset !== before.offset + 1)) {
      why = unprovable ? 'signal' : (why ?? 'gap')
      run = []
      count = 0
    }
    if (unprovable) continue
    run.push(entry)
    if (picked.has(entry.offset)) count++
    if (count >= most) {
      best = run
      most = count
    }
  }
  return { run: best, why }
}

const size = (entry: Kept): number => utf8Length(JSON.stringify(evidenceOf(entry, SOME_HASH))) + 1

/** An entry as it is handed in. */
export function evidenceOf({ offset, seat, at, body, stamp }: Kept, hash: string | null): EvidenceEntry {
  const place = { offset, seat, at, stamp }
  return hash === null || body['kind'] !== HASHED ? { ...place, body } : { ...place, kind: HASHED, hash }
}
