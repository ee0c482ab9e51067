import type { EvidenceEntry } from '@stranger-chat/core/api'
import { type Body, readBody } from '@stranger-chat/core/protocol'
import type { Capsule } from './capsule.js'
import type { Stamper } from './stamp.js'

/**
 * Judges a span that a member hands in (P-REPORT): nothing of it was kept here, and nothing is believed but stamps. What a
 * true span proves: this server relayed these bodies, from these seats, at these times, in this order, with nothing cut out
 * between its first and its last. What it doesn't: who a person is, and anything before, after or outside the chat.
 */
export interface SpanEntry {
  readonly offset: number
  readonly seat: number
  readonly at: number
  readonly stamp: string
  readonly body?: Body
  /** Instead of a body that isn't the member's to show: its kind and hash (32 bytes, base64url). */
  readonly kind?: string
  readonly hash?: string
}
export type SpanRead =
  | { readonly ok: true; readonly entries: readonly SpanEntry[] }
  | { readonly ok: false; readonly problem: SpanProblem; readonly offset: number }
export type SpanProblem = 'gap' | 'backwards' | 'stranger' | 'malformed' | 'forged' | 'expired'

/** Words are handed in whole; what sets up a call never is (P-REPORT-2). */
const BY_HASH: ReadonlySet<string> = new Set(['signal'])

/** @param capsule the member's own, opened; the span must be of its chat */
export function readSpan(
  stamper: Pick<Stamper, 'verify'>,
  { chat, epoch, members }: Pick<Capsule, 'chat' | 'epoch' | 'members'>,
  claimed: readonly EvidenceEntry[],
): SpanRead {
  const seats = new Set([-1, ...members.map(({ seat }) => seat)])
  const entries: SpanEntry[] = []
  let before: EvidenceEntry | undefined
  for (const one of claimed) {
    const no = (problem: SpanProblem): SpanRead => ({ ok: false, problem, offset: one.offset })
    if (before !== undefined && one.offset !== before.offset + 1) return no('gap')
    if (before !== undefined && one.at < before.at) return no('backwards')
    if (!seats.has(one.seat)) return no('stranger')
    const entry = entryOf(one)
    if (entry === undefined) return no('malformed')
    const { body, kind = '', hash = '' } = entry
    const shown = body === undefined ? { kind, hash: Buffer.from(hash, 'base64url') } : { body }
    const { offset, seat, at, stamp } = one
    const judgement = stamper.verify({ id: chat, epoch }, { offset, seat, at, ...shown }, stamp)
    if (judgement !== 'genuine') return no(judgement === 'unknown_key' ? 'expired' : 'forged')
    entries.push(entry)
    before = one
  }
  return { ok: true, entries }
}

/** A body, or kind and hash, and never both. */
function entryOf({ offset, seat, at, stamp, body: raw, kind, hash }: EvidenceEntry): SpanEntry | undefined {
  const place = { offset, seat, at, stamp }
  if (raw !== undefined) {
    const body = readBody(raw)
    if (body === undefined || BY_HASH.has(body.kind) || kind !== undefined || hash !== undefined)
      return undefined
    return { ...place, body }
  }
  if (kind === undefined || hash === undefined || !BY_HASH.has(kind)) return undefined
  return { ...place, kind, hash }
}
