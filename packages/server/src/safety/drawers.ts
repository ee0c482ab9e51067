import type { Guard, Ledger, Sealed, Wrapped } from '../ports/ledger.js'
import type { Vault } from './vault.js'

/**
 * In which drawer words of a report lie: in that of its case, unless no key here opens it, because the ones that do are lost or
 * on another machine. Then the report gets a drawer of its own, so that nothing that is handed in is lost meanwhile.
 */
export interface Place extends Wrapped {
  /** What goes with a change that puts words there. */
  readonly keys: readonly Wrapped[]
  readonly guard: Guard
}
export interface DrawerParts {
  readonly ledger: Pick<Ledger, 'key' | 'keysOf' | 'sealed'>
  readonly vault: Vault
}

export async function placeFor(
  { ledger, vault }: DrawerParts,
  caseId: string,
  report: string,
): Promise<Place> {
  const held = await ledger.key(caseId)
  if (held === undefined || vault.opens(caseId, held)) return placeOf(vault, caseId, held)
  return placeOf(vault, report, await ledger.key(report))
}

function placeOf(vault: Vault, drawer: string, held: Uint8Array | undefined): Place {
  const key = held ?? vault.newKey(drawer)
  return {
    ...{ drawer, key, keys: held === undefined ? [{ drawer, key }] : [] },
    guard: { is: 'drawer', drawer, live: held !== undefined },
  }
}

/** Words of reports, opened. */
export interface OpenWords {
  /** Oldest first. */
  readonly of: (
    report: string,
    ...kinds: readonly Sealed['what'][]
  ) => readonly { readonly id: string; readonly at: number; readonly words: unknown }[]
  /** Words of this report were destroyed, or nobody here has the key to them. */
  readonly isGone: (report: string) => boolean
}

/** @param reports of this case, whose words are wanted */
export async function readWords(
  { ledger, vault }: DrawerParts,
  caseId: string,
  reports: readonly string[],
): Promise<OpenWords> {
  const own = await ledger.keysOf(reports)
  const { key, items } = await ledger.sealed(caseId, reports)
  const all: Sealed[] = []
  const opened = new Map<string, Uint8Array>()
  if (key !== undefined && vault.opens(caseId, key)) {
    opened.set(caseId, key)
    all.push(...items)
  }
  for (const wrapped of own) {
    if (!vault.opens(wrapped.drawer, wrapped.key)) continue
    opened.set(wrapped.drawer, wrapped.key)
    all.push(...(await ledger.sealed(wrapped.drawer)).items)
  }
  return {
    of: (report, ...kinds) =>
      all
        .filter((item) => item.of === report && kinds.includes(item.what))
        .map((item) => ({
          id: item.id,
          at: item.at,
          words: vault.open(item.drawer, opened.get(item.drawer) ?? new Uint8Array(0), item),
        })),
    isGone: (report) => !opened.has(caseId) && !opened.has(report),
  }
}
