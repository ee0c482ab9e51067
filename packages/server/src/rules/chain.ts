import { canonical, packFields } from '@stranger-chat/core/protocol'
import type { Fact, LedgerEvent } from './facts.js'
import { type EventSource, pagesOf } from './walk.js'

/**
 * The ledger's hash chain: each event's hash covers what it says and the hash before it, so that nothing can be changed,
 * dropped, swapped or inserted behind a head that somebody keeps elsewhere.
 */

/** SHA-256 in base64url: 43 characters. */
export type Sha256 = (bytes: Uint8Array) => string

/** Where a chain ends. */
export interface Head {
  readonly seq: number
  readonly hash: string
}

/** The head of an empty chain: 32 zero bytes. */
export const EMPTY_HEAD: Head = { seq: 0, hash: 'A'.repeat(43) }

/** Keeps these hashes apart from any others. */
const LABEL = 'stranger-chat ledger 1'

/** The hash of an event: over its fields, each with its length, so that no two events share an encoding. */
const hashOf = (event: Omit<LedgerEvent, 'hash'>, sha256: Sha256): string =>
  sha256(
    packFields([
      LABEL,
      String(event.seq),
      String(event.at),
      event.actor,
      event.fact.type,
      canonical(event.fact),
      event.before,
    ]),
  )

/** Facts as the events that follow `head`. Time never runs back, whatever the clock of a node says. */
export function link(
  facts: readonly Fact[],
  by: { readonly actor: string; readonly at: number },
  head: Head & { readonly at: number },
  sha256: Sha256,
): readonly LedgerEvent[] {
  const at = Math.max(head.at, by.at)
  let { seq, hash: before } = head
  return facts.map((fact) => {
    const event = { seq: ++seq, at, actor: by.actor, fact, before }
    const hash = hashOf(event, sha256)
    before = hash
    return { ...event, hash }
  })
}

export type Verified =
  | { readonly ok: true; readonly head: Head }
  /** The first seq at which the chain isn't what was written. */
  | { readonly ok: false; readonly seq: number }

/** Whether these events follow `from` unbroken, and where they lead. That none is missing at the end only a kept head can tell. */
export function verifyChain(events: readonly LedgerEvent[], from: Head, sha256: Sha256): Verified {
  let { seq, hash } = from
  let at = 0
  for (const event of events) {
    seq++
    const follows = event.seq === seq && event.before === hash && event.at >= at
    if (!follows || hashOf(event, sha256) !== event.hash) return { ok: false, seq }
    ;({ hash, at } = event)
  }
  return { ok: true, head: { seq, hash } }
}

/** The same for a whole ledger, from its first event to its head. More may be written meanwhile. */
export async function verifyLedger(
  ledger: EventSource & { readonly head: () => Promise<Head> },
  sha256: Sha256,
): Promise<Verified> {
  const end = await ledger.head()
  let head = EMPTY_HEAD
  for await (const page of pagesOf(ledger, end.seq)) {
    const found = verifyChain(page, head, sha256)
    if (!found.ok) return found
    head = found.head
  }
  if (head.seq < end.seq) return { ok: false, seq: head.seq + 1 }
  return head.hash === end.hash ? { ok: true, head } : { ok: false, seq: end.seq }
}
