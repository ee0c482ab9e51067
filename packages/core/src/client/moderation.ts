import {
  type AppealRequest,
  decisionsAnswer,
  type NoticeRequest,
  noticeRequest,
  REPORT,
  reportAnswer,
  type ReportRequest,
  type Statement,
  statusAnswer,
} from '../api/report.js'
import { codePoints, type Limits, LIMITS } from '../protocol/index.js'
import { Invalid, type Schema } from '../protocol/schema.js'
import type { System } from '../system.js'
import { clientError, StrangerChatError } from './errors.js'
import { evidence } from './evidence.js'
import type { State } from './machine.js'
import { picturesIn } from './pictures.js'
import { type FetchLike, post } from './post.js'
import { Receipts } from './receipts.js'
import { type Span, spanOf } from './span.js'
import { type Log, openLog } from './transcript.js'
import type { Desk, KeyValue, NoticeInput, Report, ReportInput, ReportPreview, WhichChat } from './types.js'
import { tidy } from './words.js'

export interface ModerationParts {
  /** The server's address, without a slash at the end. */
  readonly base: string
  readonly fetch: () => FetchLike | undefined
  /** Null once the client was closed. */
  readonly state: () => State | null
  /** Where receipts are kept, if anywhere, and under which name. */
  readonly storage: KeyValue | null
  readonly key: string
  readonly system: Pick<System, 'now' | 'sha256'>
  /** Leaves the chat there is. */
  readonly leave: () => void
}

/** Whatever goes to the moderators, and what comes back from them: all of it by HTTP, so that it needs no line. */
export class Moderation implements Desk {
  readonly #parts: ModerationParts
  readonly #receipts: Receipts

  constructor(parts: ModerationParts) {
    this.#parts = parts
    this.#receipts = new Receipts(parts.storage, parts.key)
  }

  async block(): Promise<void> {
    const log = this.#log('current')
    if (!log) throw new StrangerChatError(clientError('bad_state'))
    await this.#post('blocks', { capsule: log.capsule })
    this.#leave(log.chat)
  }

  preview(which: WhichChat = 'current', picked: readonly number[] = []): ReportPreview | null {
    const log = this.#parts.state() && this.#log(which)
    if (!log) return null
    const { entries, left, why } = this.#span(log, picked)
    return { chat: log.chat, entries: entries.map((entry) => shown(entry, log.seat)), left, why }
  }

  async report(input: ReportInput): Promise<Report> {
    const { reason, chat = 'current', picked = [], note = '' } = input
    const log = this.#log(chat)
    if (!log) throw new StrangerChatError(clientError('bad_state'))
    const words = fit(note, REPORT.note)
    const pictures = picturesIn(input, this.#limits)
    const span = this.#span(log, picked)
    const within = span.entries.map(({ offset }) => offset).filter((offset) => picked.includes(offset))
    const request: ReportRequest = {
      capsule: log.capsule,
      reason,
      entries: await evidence(span.entries, this.#parts.system.sha256),
      ...(within.length > 0 && { picked: within }),
      ...(words !== '' && { note: words }),
      ...(pictures.length > 0 && { pictures }),
    }
    const report = await this.#hand('reports', request, log.chat, reason)
    this.#leave(log.chat)
    return report
  }

  reports(): readonly Report[] {
    return this.#receipts.list()
  }

  forget(number: string): void {
    this.#receipts.forget(number)
  }

  async statuses(maxAgeMs = 0): Promise<readonly Report[]> {
    const { system } = this.#parts
    const receipts = this.#receipts
    const asked = receipts.open(system.now() - maxAgeMs)
    if (asked.length > 0) {
      const request = { receipts: asked.map(({ receipt }) => receipt) }
      const { reports } = await this.#post('reports/status', request, statusAnswer)
      receipts.told(reports, system.now())
    }
    return receipts.list()
  }

  async decisions(): Promise<readonly Statement[]> {
    return (await this.#post('decisions', { device: this.#device() }, decisionsAnswer)).decisions
  }

  async appeal(action: string, text: string): Promise<void> {
    const words = fit(text, REPORT.appeal)
    if (words === '') throw new StrangerChatError(clientError('bad_state'))
    const request: AppealRequest = { device: this.#device(), action, text: words }
    await this.#post('appeals', request)
  }

  async notice({ chat, text, ...more }: NoticeInput): Promise<Report> {
    const log = chat ? this.#log(chat) : null
    const request: NoticeRequest = {
      ...more,
      text: tidy(text),
      ...(log && {
        capsule: log.capsule,
        entries: await evidence(this.#span(log, []).entries, this.#parts.system.sha256),
      }),
    }
    const checked = noticeRequest.check(request)
    if (checked instanceof Invalid)
      throw new StrangerChatError(clientError('denied', { message: `${checked.at} ${checked.why}.` }))
    return this.#hand('notices', checked, log?.chat ?? '', 'notice')
  }

  /** Posts, and keeps the receipt. */
  async #hand(
    path: string,
    request: ReportRequest | NoticeRequest,
    chat: string,
    reason: Report['reason'],
  ): Promise<Report> {
    const { pictures, ...answer } = await this.#post(path, request, reportAnswer, true)
    const report: Report = { ...answer, chat, reason, at: this.#parts.system.now(), state: 'open' }
    this.#receipts.add(report)
    return pictures === undefined ? report : { ...report, pictures }
  }

  #post<T = void>(
    path: string,
    request: object,
    answer: Schema<T> | null = null,
    outlive = false,
  ): Promise<T> {
    const { fetch: find, base } = this.#parts
    const fetch = this.#state && find()
    if (!fetch) throw new StrangerChatError(clientError('bad_state'))
    return post(fetch, `${base}/v1/${path}`, request, answer, outlive)
  }

  /** Where the words were cleared or have been kept for long enough, the capsule still says who was met. */
  #log(which: WhichChat): Log | null {
    const { chat, transcript } = this.#state
    if (which === 'previous') return transcript.previous
    if (transcript.current || !chat) return transcript.current
    const { id, seat, capsule } = chat.view
    return openLog(id, chat.epoch, seat, capsule)
  }

  get #state(): State {
    const state = this.#parts.state()
    if (!state) throw new StrangerChatError(clientError('closed'))
    return state
  }

  #span(log: Log, picked: readonly number[]): Span {
    return spanOf(log.entries, new Set(picked), this.#limits, this.#parts.system.sha256 !== undefined)
  }

  get #limits(): Limits {
    return this.#state.server?.limits ?? LIMITS
  }

  #device(): string {
    const { device } = this.#state.keys
    if (device === null) throw new StrangerChatError(clientError('bad_state'))
    return device
  }

  /** The server ends the chat; with the line down the person is out of it all the same. */
  #leave(chat: string | undefined): void {
    const now = this.#parts.state()
    if (now?.phase === 'chatting' && now.chat?.view.id === chat) this.#parts.leave()
  }
}

const shown = ({ offset, seat, at, body }: Log['entries'][number], own: number) => ({
  offset,
  from: seat === -1 ? ('server' as const) : seat === own ? ('me' as const) : ('stranger' as const),
  at,
  kind: String(body['kind']),
  text: typeof body['text'] === 'string' ? body['text'] : null,
})

function fit(text: string, most: number): string {
  const words = tidy(text)
  if (codePoints(words) > most) throw new StrangerChatError(clientError('too_long'))
  return words
}
