import type { LedgerEvent } from './facts.js'

/** What is walked: a ledger, as far as its events go. */
export interface EventSource {
  /** Events behind `after`, in order, at most `limit`. */
  readonly events: (after: number, limit: number) => Promise<readonly LedgerEvent[]>
}

/** Events read at once: no walk ever holds more of a ledger. */
const PAGE = 1_000

/** A ledger from its first event on, page by page, none empty: up to and with event `last`, or to its end. */
export async function* pagesOf(
  source: EventSource,
  last = Infinity,
): AsyncGenerator<readonly LedgerEvent[], void, void> {
  for (let after = 0; after < last;) {
    const page = await source.events(after, Math.min(PAGE, last - after))
    const end = page.at(-1)
    if (end === undefined) return
    yield page
    after = end.seq
  }
}

/** The same, event by event. Who has seen enough stops, and nothing more is read. */
export async function* eventsOf(source: EventSource): AsyncGenerator<LedgerEvent, void, void> {
  for await (const page of pagesOf(source)) yield* page
}
