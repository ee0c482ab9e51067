import {
  type AppealRequest,
  appealRequest,
  decisionsRequest,
  type NoticeRequest,
  noticeRequest,
  type ReportRequest,
  reportRequest,
  type ReportStatus,
  type Statement,
  statusRequest,
} from '../api/report.js'
import type { FetchLike } from '../client/post.js'
import { Invalid, obj, type Schema, str } from '../protocol/schema.js'

const blockRequest = obj({ capsule: str(1, 2_048) })

interface Answer {
  readonly status: number
  readonly body?: unknown
}

/**
 * The moderators' side of a pretended server: takes what the client posts under `/v1`, refuses what no server would take,
 * and answers as the test says. Stamps and capsules aren't judged.
 */
export class FakeDesk {
  readonly blocks: string[] = []
  readonly reports: ReportRequest[] = []
  readonly notices: NoticeRequest[] = []
  readonly appeals: AppealRequest[] = []
  /** What became of reports, by their number: `CASE-1`, `CASE-2`, … in the order they came. */
  readonly states = new Map<string, Omit<ReportStatus, 'number'>>()
  /** What was decided about whoever asks, newest first. */
  decisions: Statement[] = []
  /** Every path that was posted to, in order. */
  readonly asked: string[] = []
  /** The next request is answered like this; `null` lets it fall. */
  next: Answer | null | undefined
  readonly #gone: (capsule: string) => void
  #handed = 0

  /** @param gone hears of each capsule that was blocked or reported */
  constructor(gone: (capsule: string) => void = () => {}) {
    this.#gone = gone
  }

  readonly fetch: FetchLike = (url, { body }) => {
    const path = url.replace(/^https?:\/\/[^/]+/, '')
    this.asked.push(path)
    const { next } = this
    this.next = undefined
    if (next === null) return Promise.reject(new TypeError('Failed to fetch'))
    const { status, body: said } = next ?? this.#answer(path, JSON.parse(body))
    return Promise.resolve({ ok: status < 300, status, json: () => Promise.resolve(said) })
  }

  #answer(path: string, value: unknown): Answer {
    switch (path) {
      case '/v1/blocks':
        return take(blockRequest, value, ({ capsule }) => {
          this.blocks.push(capsule)
          this.#gone(capsule)
        })
      case '/v1/reports':
        return take(reportRequest, value, (report) => {
          this.reports.push(report)
          this.#gone(report.capsule)
          const { pictures } = report
          return { ...this.#receipt(), ...(pictures && { pictures: pictures.length }) }
        })
      case '/v1/notices':
        return take(noticeRequest, value, (notice) => {
          this.notices.push(notice)
          return this.#receipt()
        })
      case '/v1/reports/status':
        return take(statusRequest, value, ({ receipts }) => ({
          reports: receipts.map((receipt) => {
            const number = receipt.replace('receipt', 'CASE')
            return { number, ...(this.states.get(number) ?? { state: 'open' }) }
          }),
        }))
      case '/v1/decisions':
        return take(decisionsRequest, value, () => ({ decisions: this.decisions }))
      case '/v1/appeals':
        return take(appealRequest, value, (appeal) => {
          this.appeals.push(appeal)
          this.decisions = this.decisions.map((one) =>
            one.action === appeal.action ? { ...one, appeal: 'filed' } : one,
          )
        })
      default:
        return { status: 404 }
    }
  }

  #receipt() {
    const n = ++this.#handed
    return { number: `CASE-${n}`, receipt: `receipt-${n}` }
  }
}

function take<T>(schema: Schema<T>, value: unknown, then: (request: T) => unknown): Answer {
  const checked = schema.check(value)
  if (checked instanceof Invalid)
    return { status: 400, body: { code: 'ill_formed', message: `${checked.at} ${checked.why}` } }
  const body = then(checked)
  return body === undefined ? { status: 204 } : { status: 200, body }
}
