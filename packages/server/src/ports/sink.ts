import type { LedgerEvent } from '../rules/facts.js'

/**
 * Something elsewhere that wants to know what moderation did: a webhook, a queue of another tool, an authority's inbox. It
 * reads the ledger from where it stood, in order. No event holds words or addresses; whoever needs evidence asks for it at the
 * console, where that is written down.
 */
export interface ReportSink {
  /** Where it stands is kept under this name: another name begins anew. At most 64 characters. */
  readonly name: string
  /**
   * Takes some events, oldest first. Rejecting means "later": the same come again, so each may come twice; `seq` tells.
   * @param signal aborts when it takes too long
   */
  readonly take: (events: readonly LedgerEvent[], signal: AbortSignal) => Promise<void>
}
