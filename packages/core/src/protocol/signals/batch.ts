import { filterCandidate, ICE_UFRAG } from './candidate.js'
import { SIGNAL_LIMITS, type SdpFault, type SignalPolicy } from './limits.js'
import { MID } from './attributes.js'

/** A candidate that follows its description: browsers call its parts `sdpMid`, `sdpMLineIndex`, `usernameFragment`. */
export interface Trickle {
  /** Empty: this section has no more. */
  readonly candidate: string
  readonly mid: string
  readonly line?: number
  readonly ufrag?: string
}

/** `data` holds what may pass; `candidates` and `dropped` count what names a way, so not the ends. */
export type FilteredCandidates =
  | { readonly ok: true; readonly data: string; readonly candidates: number; readonly dropped: number }
  | { readonly ok: false; readonly why: SdpFault }

const KEYS = ['candidate', 'mid', 'line', 'ufrag']

/** Reads the candidates of a signal: a JSON list. Never throws; undefined if it is anything else, or has more than it may. */
export function readCandidates(data: string): readonly Trickle[] | undefined {
  const read = parse(data)
  return typeof read === 'string' ? undefined : read
}

/** Leaves out the candidates that may not pass, and writes the others in their one spelling. Never throws. */
export function filterCandidates(data: string, policy: SignalPolicy): FilteredCandidates {
  const read = parse(data)
  if (typeof read === 'string') return { ok: false, why: read }
  const kept: Trickle[] = []
  for (const { candidate: text, mid, line, ufrag } of read) {
    const candidate = filterCandidate(text, policy)
    if (candidate !== undefined)
      kept.push({
        candidate,
        mid,
        ...(line !== undefined && { line }),
        ...(ufrag !== undefined && { ufrag }),
      })
  }
  const clean = JSON.stringify(kept)
  if (clean.length > SIGNAL_LIMITS.batchBytes) return { ok: false, why: 'too_long' }
  return { ok: true, data: clean, candidates: ways(kept), dropped: ways(read) - ways(kept) }
}

const ways = (items: readonly Trickle[]): number => items.filter(({ candidate }) => candidate !== '').length

function parse(data: string): readonly Trickle[] | SdpFault {
  if (data.length > SIGNAL_LIMITS.batchBytes) return 'too_long'
  let value: unknown
  try {
    value = JSON.parse(data)
  } catch {
    return 'ill_formed'
  }
  if (!Array.isArray(value)) return 'ill_formed'
  if (value.length > SIGNAL_LIMITS.candidatesPerSignal) return 'too_many'
  return value.every(isTrickle) ? value : 'ill_formed'
}

function isTrickle(value: unknown): value is Trickle {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  if (!Object.keys(value).every((key) => KEYS.includes(key))) return false
  const { candidate, mid, line, ufrag } = value as Readonly<Record<string, unknown>>
  return (
    typeof candidate === 'string' &&
    candidate.length <= SIGNAL_LIMITS.candidateBytes &&
    typeof mid === 'string' &&
    MID.test(mid) &&
    (line === undefined ||
      (Number.isInteger(line) && Number(line) >= 0 && Number(line) < SIGNAL_LIMITS.media)) &&
    (ufrag === undefined || (typeof ufrag === 'string' && ICE_UFRAG.test(ufrag)))
  )
}
