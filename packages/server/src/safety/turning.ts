import type { Clock, Log } from '../ports/clock.js'
import type { Ledger } from '../ports/ledger.js'
import { REWRAP_MS } from '../rules/lifetimes.js'
import { KeyError, type KeyRing } from '../session/keys.js'
import { startRounds } from './rounds.js'
import { drawersOf, type Vault } from './vault.js'

/** Often enough that every process knows a root a day before it begins, and a lineage that was added an hour after. */
const EVERY_MS = 60 * 60_000
/** A machine that has just started may not know the time yet, and what is destroyed by a wrong one is gone. */
const FIRST_MS = 5 * 60_000
/** Keys of drawers wrapped anew in one go. */
const BATCH = 200

export interface TurningParts {
  readonly keys: KeyRing
  readonly ledger: Pick<Ledger, 'wrapped' | 'rewrap'>
  readonly vault: Pick<Vault, 'wrapper' | 'rewrap' | 'opens'>
  /** Whether the database is still that of these keys: others may have been begun elsewhere meanwhile. */
  readonly isOurs: () => Promise<boolean>
  readonly clock: Clock
  readonly log: Log
}

/**
 * Destroys keys whose time is over. Those that wrap the keys of drawers need a hand: what lies under an old one is wrapped anew
 * first, and the old one goes once a whole look found nothing under it. Whoever has an old copy of the database then has
 * no key to it, also of words that were shredded since.
 */
export async function turnOnce({
  keys,
  ledger,
  vault,
  clock,
}: Omit<TurningParts, 'log' | 'isOurs'>): Promise<void> {
  keys.turn()
  const old = new Set(keys.caseKeysBefore(clock.now() - REWRAP_MS))
  if (old.size === 0) return
  let isUsed = false
  let due: { readonly drawer: string; readonly from: Uint8Array; readonly to: Uint8Array }[] = []
  for await (const { drawer, key } of drawersOf(ledger)) {
    // What is damaged can't be saved by waiting, and must not keep the others' keys.
    if (!old.has(vault.wrapper(key)) || !vault.opens(drawer, key)) continue
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

/** Turns in a moment and every hour. @returns stops it */
export const startTurning = (parts: TurningParts): (() => void) =>
  startRounds(
    {
      failed: 'keys.not_turned',
      firstMs: FIRST_MS,
      everyMs: EVERY_MS,
      async work() {
        try {
          await turnOnce(parts)
        } catch (cause) {
          // Its sentence says which file, and what to do. It holds no secret.
          if (!(cause instanceof KeyError)) throw cause
          parts.log.log('error', 'keys.not_turned', { cause: cause.code, hint: cause.message })
        }
        if (!(await parts.isOurs())) parts.log.log('error', 'keys.foreign')
      },
    },
    parts,
  )
