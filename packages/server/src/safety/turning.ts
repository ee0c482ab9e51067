import type { Clock, Log } from '../ports/clock.js'
import type { Ledger } from '../ports/ledger.js'
import { REWRAP_MS } from '../rules/lifetimes.js'
import type { KeyRing } from '../session/keys.js'
import { startRounds } from './rounds.js'
import { drawersOf, type Vault } from './vault.js'

/** Often enough that every process knows a root a day before it begins, and a lineage that was added an hour after. */
const EVERY_MS = 60 * 60_000
/** Keys of drawers wrapped anew in one go. */
const BATCH = 200

export interface TurningParts {
  readonly keys: KeyRing
  readonly ledger: Pick<Ledger, 'wrapped' | 'rewrap'>
  readonly vault: Pick<Vault, 'wrapper' | 'rewrap'>
  readonly clock: Clock
  readonly log: Log
}

/**
 * Destroys keys whose time is over. Those that wrap the keys of drawers need a hand: what lies under an old one is wrapped anew
 * first, and the old one goes once a whole look found nothing under it. Whoever has an old copy of the database then has
 * no key to it, also of words that were shredded since.
 */
export async function turnOnce({ keys, ledger, vault, clock }: Omit<TurningParts, 'log'>): Promise<void> {
  keys.turn()
  const old = new Set(keys.caseKeysBefore(clock.now() - REWRAP_MS))
  if (old.size === 0) return
  let isUsed = false
  let due: { readonly drawer: string; readonly from: Uint8Array; readonly to: Uint8Array }[] = []
  for await (const { drawer, key } of drawersOf(ledger)) {
    if (!old.has(vault.wrapper(key))) continue
    isUsed = true
    due.push({ drawer, from: key, to: vault.rewrap(drawer, key) })
    if (due.length < BATCH) continue
    await ledger.rewrap(due)
    due = []
  }
  if (due.length > 0) await ledger.rewrap(due)
  // Somebody may have read an old wrapping a moment ago, so the keys stay for one more round.
  if (!isUsed) keys.forgetCaseKeys([...old])
}

/** Turns now and every hour. @returns stops it */
export const startTurning = (parts: TurningParts): (() => void) =>
  startRounds({ failed: 'keys.not_turned', everyMs: EVERY_MS, work: () => turnOnce(parts) }, parts)
