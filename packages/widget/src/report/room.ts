import {
  type Desk,
  type NoticeInput,
  type Reason,
  type Statement,
  StrangerChatError,
} from '@stranger-chat/core'
import { REPORT } from '@stranger-chat/core/api'
import { nothing, type TemplateResult } from 'lit'
import type { Reporting, ReportingHost } from '../controllers/reporting.js'
import type { MessageKey } from '../messages.js'
import type { View } from '../view.js'
import { type Draft, draftOf, previewOf, toggled, whichIs } from './draft.js'
import { type Field, isLong } from './fields.js'
import { noticeDialog } from './notice.js'
import { reportDialog } from './report.js'
import { type Shot, Shots } from './shots.js'
import { decisionWords, statementDialog, statementSheet } from './statement.js'

export { reportStyles as styles } from './report.styles.js'
export { default as words } from '../locales/report/en.js'

/** A form on its way. */
export interface Post {
  readonly sending: boolean
  /** Why it didn't go through, or isn't fit to be sent. */
  readonly failed: string | null
  /** The number it got. */
  readonly done: string | null
}
const UNSENT: Post = { sending: false, failed: null, done: null }

/** What fails most often has words of ours; for the rest the server's do. */
const FAILURES: Readonly<Record<string, MessageKey>> = {
  unreachable: 'unreachable',
  rate_limited: 'rateLimited',
  busy: 'busy',
  unavailable: 'busy',
}

/** Where one reports, reads what was decided about oneself, and appeals. One for each element. */
export class ReportRoom {
  readonly #reporting: Reporting
  readonly #host: ReportingHost
  open: 'report' | 'notice' | 'statement' | null = null
  draft: Draft | null = null
  appeal: Post = UNSENT
  notice: Post = UNSENT
  /** What stands in the forms, by field. It stays when the dialog closes, or when sending fails. */
  readonly #typed = new WeakMap<Desk, Map<string, string>>()
  /** Whether the notice takes the chat along: only when its giver ticked it and could see what that is. */
  alongChat = false
  readonly shots = new Shots()

  constructor(reporting: Reporting, host: ReportingHost) {
    this.#reporting = reporting
    this.#host = host
  }

  /** What the client has for it; null while another client's is still to come. */
  get desk(): Desk | null {
    return this.#reporting.desk
  }

  /** Opens the report of a chat, where the last one of the same chat stopped. */
  report(chat: string): void {
    if (this.draft?.chat !== chat || this.draft.done) this.draft = draftOf(chat)
    this.#show('report')
    const most = this.#host.client?.state.limits.get().reportPictures ?? 0
    void this.shots.ask(chat, this.#reporting.pictures, most).then(() => this.#host.requestUpdate())
  }

  /** The dialog closed, by whatever way. */
  readonly shut = (): void => {
    if (this.open === 'statement') this.#reporting.known()
    if (this.draft?.done) this.draft = null
    if (this.notice.done !== null) this.notice = UNSENT
    this.alongChat = false
    this.shots.drop()
    this.#show(null)
  }

  typed(id: string): string {
    return (this.desk && this.#typed.get(this.desk)?.get(id)) ?? ''
  }

  readonly type = ({ target }: Event): void => {
    const { desk } = this
    const { id, value } = target as Field
    if (desk) this.#typed.set(desk, (this.#typed.get(desk) ?? new Map<string, string>()).set(id, value))
    this.#host.requestUpdate()
  }

  readonly takeAlong = (along: boolean): void => this.#set({ alongChat: along })
  readonly giveNotice = (): void => this.#show('notice')
  readonly read = (): void => this.#show('statement')
  readonly back = (): void => (this.open === 'notice' ? this.#show('report') : this.change({ reason: null }))

  choose(reason: Reason): void {
    this.change({ reason, failed: null })
  }

  pick(offset: number): void {
    if (this.draft) this.change({ picked: toggled(this.draft.picked, offset) })
  }

  /** Another chat than the one it began with: what was picked belonged to that one. */
  about(chat: string): void {
    if (this.draft && this.draft.chat !== chat)
      this.change({ chat, picked: new Set(), at: null, pictures: new WeakSet() })
  }

  /** Uncovers a picture, or covers it again. */
  look(shot: Shot): void {
    this.shots.turn(shot)
    this.#host.requestUpdate()
  }

  /** A picture goes along, or doesn't. */
  take({ blob }: Shot): void {
    const chosen = this.draft?.pictures
    if (chosen && !chosen.delete(blob)) chosen.add(blob)
    this.#host.requestUpdate()
  }

  change(change: Partial<Draft>): void {
    if (!this.draft) return
    this.draft = { ...this.draft, ...change }
    this.#host.requestUpdate()
  }

  async send(): Promise<void> {
    const { draft, desk } = this
    if (!draft || !desk || draft.sending || draft.reason === null) return
    const { chat: id, reason, picked, note } = draft
    if (whichIs(desk, id) === null) return
    if (isLong(note, REPORT.note)) return this.change({ failed: this.#host.words.t('tooLong') })
    this.change({ sending: true, failed: null })
    try {
      const pictures = await this.#pictures(draft)
      // Another chat may have begun meanwhile.
      const chat = whichIs(desk, id)
      if (chat === null) return this.change({ sending: false })
      const done = await desk.report({
        ...{ reason, chat, picked: [...picked].sort((a, b) => a - b), note },
        ...(pictures.length > 0 && { pictures }),
      })
      const unkept = pictures.length - (done.pictures ?? pictures.length)
      this.change({ sending: false, done, unkept })
      this.shots.drop()
      this.#reporting.made(done)
    } catch (error) {
      this.change({ sending: false, failed: this.#why(error) })
    }
  }

  async sendAppeal(action: string, text: string): Promise<void> {
    const { desk } = this
    if (!desk || this.appeal.sending) return
    const { t } = this.#host.words
    const failed = text.trim() === '' ? t('appealEmpty') : isLong(text, REPORT.appeal) ? t('tooLong') : null
    this.#set({ appeal: { ...UNSENT, sending: failed === null, failed } })
    if (failed !== null) return
    try {
      await desk.appeal(action, text)
      this.#typed.delete(desk)
      this.#reporting.appealed(action)
      this.#set({ appeal: UNSENT })
    } catch (error) {
      this.#set({ appeal: { ...UNSENT, failed: this.#why(error) } })
    }
  }

  async sendNotice(input: NoticeInput, wrong: string | null): Promise<void> {
    const { desk } = this
    if (!desk || this.notice.sending) return
    this.#set({ notice: { ...UNSENT, sending: wrong === null, failed: wrong } })
    if (wrong !== null) return
    try {
      const { number } = await desk.notice(input)
      this.#typed.delete(desk)
      this.#set({ notice: { ...UNSENT, done: number } })
    } catch (error) {
      this.#set({ notice: { ...UNSENT, failed: this.#why(error) } })
    }
  }

  /** What is open, over everything else. */
  dialog(view: View): TemplateResult | typeof nothing {
    const { news } = this.#reporting
    if (this.open === 'report' && this.draft)
      return reportDialog(view, this, this.draft, previewOf(this.desk, this.draft))
    if (this.open === 'notice') return noticeDialog(view, this)
    if (this.open === 'statement' && news) return statementDialog(view, this, news)
    return nothing
  }

  /** In the place of the room, where a decision shut the person out. */
  sheet(view: View, statement: Statement, retry: () => void): TemplateResult {
    return statementSheet(view, this, statement, retry)
  }

  /** One line about it, and the way to the rest. */
  summary(statement: Statement): string {
    const { t, date } = this.#host.words
    const { until, appeal } = statement
    const what = t(decisionWords(statement))
    return until === undefined || appeal === 'overturned'
      ? what
      : `${what} ${t('stopBannedUntil', { time: date(until) })}`
  }

  get readWords(): string {
    return this.#host.words.t('statementRead')
  }

  #pictures(draft: Draft): Promise<readonly Uint8Array[]> {
    const chosen = this.shots.of(draft).filter(({ blob }) => draft.pictures.has(blob))
    return Promise.all(chosen.map(async ({ blob }) => new Uint8Array(await blob.arrayBuffer())))
  }

  #why(error: unknown): string {
    const { t } = this.#host.words
    if (!(error instanceof StrangerChatError)) return t('notLost')
    const { code, message, retryable } = error
    const key = FAILURES[code]
    const why = key ? t(key) : message
    return retryable ? `${why} ${t('notLost')}` : why
  }

  #show(open: ReportRoom['open']): void {
    this.#set({ open })
  }

  #set(change: Partial<Pick<ReportRoom, 'open' | 'appeal' | 'notice' | 'alongChat'>>): void {
    Object.assign(this, change)
    this.#host.requestUpdate()
  }
}
