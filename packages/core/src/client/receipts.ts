import { REASONS } from '../api/reasons.js'
import { type ReportStatus, REPORT } from '../api/report.js'
import { just, Invalid, list, obj, oneOf, pattern, str, uint } from '../protocol/schema.js'
import type { KeyValue, Report } from './types.js'

/** After the longest time in which a decision may still be appealed there is no more news of a report. */
const KEEP_MS = 210 * 24 * 60 * 60_000

// What a page's storage holds can be written by anything in the page: it is checked like a frame.
const word = str(1, 64)
const kept = obj({
  // Another version's receipts are left alone until the first one of ours takes their place.
  v: just('1'),
  asked: uint(),
  reports: list(
    obj({
      number: word,
      receipt: pattern(/^[A-Za-z0-9_.-]{1,2048}$/, 'a token of at most 2,048 characters'),
      chat: str(0, 64),
      reason: oneOf(...REASONS, 'notice'),
      at: uint(),
      state: oneOf('open', 'acted', 'not_acted'),
    }),
    REPORT.receipts,
  ),
})
interface Held {
  /** When the server was last asked about them, ms since 1970; 0 for never. */
  readonly asked: number
  /** Newest first. */
  readonly reports: readonly Report[]
}
const NONE: Held = { asked: 0, reports: [] }

/** The receipts of reports made in this browser, so that it can be asked later what became of them. */
export class Receipts {
  readonly #storage: KeyValue | null
  readonly #key: string
  /** Where there is no storage they live as long as the client. */
  #memory: Held = NONE

  /** @param key the name under which they are kept */
  constructor(storage: KeyValue | null, key: string) {
    this.#storage = storage
    this.#key = key
  }

  list(): readonly Report[] {
    return this.#read().reports
  }

  /** Those whose end isn't known, unless that was asked after `since`. */
  open(since: number): readonly Report[] {
    const { asked, reports } = this.#read()
    return asked > since ? [] : reports.filter(({ state }) => state === 'open')
  }

  /** The oldest make room. The same chat again, with the same number, takes the place of the first. */
  add(report: Report): void {
    const { asked, reports } = this.#read()
    const same = (one: Report) => one.number === report.number && one.chat === report.chat
    const others = reports.filter((one) => !same(one) && report.at - one.at < KEEP_MS)
    this.#write({ asked, reports: [report, ...others].slice(0, REPORT.receipts) })
  }

  told(statuses: readonly ReportStatus[], now: number): void {
    const states = new Map(statuses.map(({ number, state }) => [number, state]))
    const reports = this.#read().reports.map((one) => ({
      ...one,
      state: states.get(one.number) ?? one.state,
    }))
    this.#write({ asked: now, reports })
  }

  forget(gone: string): void {
    const { asked, reports } = this.#read()
    this.#write({ asked, reports: reports.filter(({ number }) => number !== gone) })
  }

  /** Read each time: another tab may have reported as well. */
  #read(): Held {
    if (!this.#storage) return this.#memory
    try {
      const text = this.#storage.get(this.#key)
      const value = text === null ? NONE : kept.check(JSON.parse(text))
      return value instanceof Invalid ? NONE : value
    } catch {
      return NONE
    }
  }

  #write(held: Held): void {
    this.#memory = held
    try {
      if (held.reports.length === 0) this.#storage?.remove(this.#key)
      else this.#storage?.set(this.#key, JSON.stringify({ v: '1', ...held }))
    } catch {
      // A storage of the page's own making may fail; the report was made all the same.
    }
  }
}
