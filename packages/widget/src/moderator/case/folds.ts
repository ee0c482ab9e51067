import type { ShownEntry } from '@stranger-chat/core/api'

/** So many entries before and after a picked one are context; farther ones can wait. */
const BEFORE = 3
const AFTER = 4
/** A fold of fewer isn't worth a button. */
const LEAST = 4

export type Stretch =
  | { readonly kind: 'entries'; readonly entries: readonly ShownEntry[] }
  | { readonly kind: 'fold'; readonly from: number; readonly entries: readonly ShownEntry[] }

/** A span as stretches: what was picked with its context, and what lies between, which can be unfolded. */
export function stretches(entries: readonly ShownEntry[]): readonly Stretch[] {
  const picked = entries.flatMap(({ picked }, i) => (picked ? [i] : []))
  if (picked.length === 0) return entries.length > 0 ? [{ kind: 'entries', entries }] : []
  const near = entries.map(() => false)
  for (const at of picked) near.fill(true, Math.max(0, at - BEFORE), at + AFTER + 1)
  const found: Stretch[] = []
  let from = 0
  while (from < entries.length) {
    let to = from
    while (to < entries.length && near[to] === near[from]) to++
    const part = entries.slice(from, to)
    found.push(
      near[from] || part.length < LEAST
        ? { kind: 'entries', entries: part }
        : { kind: 'fold', from: part[0]?.offset ?? 0, entries: part },
    )
    from = to
  }
  return found
}
