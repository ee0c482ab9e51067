import assert from 'node:assert/strict'
import type { ActionKind, Reason } from '@stranger-chat/core/api'
import type { Change, Ledger, Written } from '../../ports/ledger.js'
import type { CaseFact, Fact } from '../../rules/facts.js'
import { weightOf } from '../../rules/priority.js'
import type { Runner } from '../runner.js'

/** An empty ledger, as two processes have it; one that only one process can have is both. */
export interface LedgerUnderTest {
  readonly ledger: Ledger
  readonly other: Ledger
  readonly close: () => Promise<void>
}
export type MakeLedger = () => Promise<LedgerUnderTest>

export interface Stage {
  /** One test on a ledger of its own, closed afterwards whatever happened. */
  readonly withLedger: (what: string, test: (ledger: Ledger, other: Ledger) => Promise<void>) => unknown
}

export const createStage = (make: MakeLedger, { it }: Runner): Stage => ({
  withLedger: (what, test) =>
    it(what, async () => {
      const { ledger, other, close } = await make()
      try {
        await test(ledger, other)
      } finally {
        await close()
      }
    }),
})

/** Writes facts that nothing stands against. */
export async function wrote(
  ledger: Ledger,
  facts: readonly Fact[],
  rest: Partial<Omit<Change, 'facts'>> = {},
): Promise<Written> {
  const answer = await ledger.write({ at: 1_000, actor: '@member', facts, ...rest })
  assert.equal(answer.kind, 'written')
  return answer as Written
}

/** What somebody nobody knows weighs. */
export const UNKNOWN = weightOf({ right: 0, wrong: 0 })

export const opened = (
  id: string,
  { subject = `of-${id}`, reason = 'spam' as Reason, practice = false } = {},
): Fact => ({
  type: 'case.opened',
  case: id,
  subject,
  reason,
  ...(practice && { practice: true as const }),
})

export const filed = (
  id: string,
  report: string,
  {
    reason = 'spam' as Reason,
    chat = `chat-${report}`,
    reporter = `by-${report}`,
    by = 0,
    weight = UNKNOWN,
    entries = 3,
  } = {},
): Fact => ({
  ...{ type: 'report.filed', case: id, report, reason, chat, reporter, by, of: 1 - by, weight, entries },
})

export const applied = (
  id: string,
  action: string,
  { subject = `of-${id}`, kind = 'ban' as ActionKind, until = undefined as number | undefined } = {},
): Extract<CaseFact, { readonly type: 'action.applied' }> => ({
  ...{ type: 'action.applied', case: id, action, subject, kind },
  ...{ policies: ['spam', 'fraud'], ground: 'terms', automated: false },
  ...(until !== undefined && { until }),
})

export const decided = (id: string, acted = false): Fact => ({
  ...{ type: 'case.decided', case: id, acted, policies: [] },
})

/** Every page of a list, one after the other. */
export async function pages<T>(
  ask: (after: string | undefined) => Promise<{ readonly rows: readonly T[]; readonly next?: string }>,
): Promise<readonly (readonly T[])[]> {
  const found: (readonly T[])[] = []
  let next: string | undefined
  do {
    const page = await ask(next)
    found.push(page.rows)
    next = page.next
    assert.ok(found.length < 1_000, 'the pages never end')
  } while (next !== undefined)
  return found
}

export const ids = (rows: readonly { readonly id: string }[]): readonly string[] => rows.map(({ id }) => id)
