import type { ChatClient, Desk, Report, Statement } from '@stranger-chat/core'
import { nothing, type TemplateResult } from 'lit'
import { adopt } from '../adopt.js'
import type { MessageKey } from '../messages.js'
import type { StrangerChatEvents } from '../events.js'
import type { ReportRoom } from '../report/room.js'
import type { View } from '../view.js'
import { Fetched, type FetchedHost } from './fetched.js'
import type { Flow } from './flow.js'
import type { Localize } from './localize.js'
import type { Source } from './phrases.js'

/** What reporting needs of the element. */
export interface ReportingHost extends FetchedHost {
  readonly client: ChatClient | null
  readonly words: Localize
  readonly shadowRoot: ShadowRoot | null
  readonly flow: Pick<Flow, 'tell'>
  /** Says a line aloud. */
  speak(line: () => string): void
  emit(type: 'sc-report', detail: StrangerChatEvents['sc-report']): unknown
}

/**
 * What the person saw in the last seconds of that chat's call: JPEG, each at most 64 KiB and 320 pixels a side, best three at most.
 * The same picture is the same Blob, however often it is asked for: by that a choice is known again.
 */
export type PictureSource = (chat: string) => Promise<readonly Blob[]>

/** What became of a report is asked at most this often; in ms. */
const ASK_MS = 60 * 60_000

const source: Source<MessageKey> = async (lang) =>
  (await import('../locales/maps/report.js')).default[lang]?.()

/** Reports and decisions, as far as everybody needs them; the room where one makes a report comes when it is first needed. */
export class Reporting {
  readonly #host: ReportingHost
  readonly #room: Fetched<ReportRoom>
  /** The client's own part of it; null until it was needed. */
  desk: Desk | null = null
  /** What was decided about the person, when the server has just said so and it wasn't read yet. */
  news: Statement | null = null
  /** What shut the person out. */
  ban: Statement | null = null
  /** The chat that can still be reported from outside it. */
  last: string | null = null
  /** Asked whenever a report opens on a server that takes pictures; a call sets it. */
  pictures: PictureSource | null = null
  #reports: readonly Report[] = []
  readonly #known = new Set<string>()

  constructor(host: ReportingHost) {
    this.#host = host
    this.#room = new Fetched(host, async () => {
      const { ReportRoom: Room, styles, words } = await import('../report/room.js')
      adopt(host.shadowRoot, [styles])
      host.words.add(words, source, () => host.requestUpdate())
      return new Room(this, host)
    })
  }

  /** Null until it was needed. */
  get room(): ReportRoom | null {
    return this.#room.found
  }

  /** A dialog of the room is open. */
  get modal(): boolean {
    return this.room?.open != null
  }

  /** What lies over the room on screen. */
  dialog(view: View | null): TemplateResult | typeof nothing {
    return view && this.room ? this.room.dialog(view) : nothing
  }

  /** What stands in its place where a decision shut the person out, once that is known. */
  sheet(view: View | null): TemplateResult | null {
    const { room, ban } = this
    if (view?.state.error?.code !== 'banned' || !room || !ban) return null
    return room.sheet(view, ban, () => view.client.reconnect())
  }

  has(chat: string | undefined): boolean {
    return this.#reports.some((report) => report.chat === chat)
  }

  /** The newest report with an end, until the person has read it. */
  get outcome(): Report | null {
    return this.#reports.find(({ state }) => state !== 'open') ?? null
  }

  /** Another client, or none: its reports are asked after, if there are any. */
  begin(): void {
    const { client } = this.#host
    this.news = null
    this.ban = null
    this.room?.shut()
    this.desk = null
    this.#read()
    if (!client) return
    if (client.hasReports()) this.#ask().catch(ignore)
    if (client.state.connection.get() === 'closed' && client.state.error.get()?.code === 'banned')
      this.judged(null)
  }

  /** The phase is another: what can be reported may be, too. */
  moved(): void {
    this.last = this.#host.client?.state.reportable.get() ?? null
  }

  forget(number: string): void {
    this.desk?.forget(number)
    this.#read()
  }

  /** There is something to report now: the room is fetched while the line is up. */
  expect(): void {
    this.#load().catch(ignore)
  }

  /** Opens the report of the chat there is or was. */
  open(): void {
    const chat = this.#host.client?.state.reportable.get() ?? null
    if (chat === null) {
      // It was there when the button was drawn.
      if (this.last !== null) this.#host.flow.tell('reportGone')
      this.last = null
      return
    }
    if (this.has(chat)) return
    this.#load().then(
      (room) => {
        // It may have been reported before this page was loaded, and the client may be another one by now.
        if (this.desk && !this.has(chat)) room.report(chat)
      },
      () => this.#host.flow.tell('reportUnopened'),
    )
  }

  /**
   * Something was decided about the person: what, and why.
   * @param action which decision, as far as that was said
   * @param otherwise for when nothing can be learnt
   * @param again somebody looked at it again: it is news once more
   */
  judged(action: string | null, otherwise: () => void = ignore, again = false): void {
    const { client } = this.#host
    if (again && action !== null) this.#known.delete(action)
    if (again && this.news?.action === action) this.news = null
    // A server reminds at every welcome.
    if (!client || (action !== null && (this.#known.has(action) || this.news?.action === action))) return
    const decided = client.desk().then((desk) => desk.decisions())
    Promise.all([decided, this.#load()]).then(([decisions, room]) => {
      if (client !== this.#host.client) return
      const shut = client.state.connection.get() === 'closed'
      const meant = shut ? holding(decisions) : decisions.find((one) => one.action === action)
      const statement = meant ?? decisions[0] ?? null
      if (shut) this.ban = statement
      else this.news = statement
      // A line that was closed for it has been said by then.
      if (!statement) otherwise()
      else if (!shut) this.#host.speak(() => room.summary(statement))
      this.#host.requestUpdate()
    }, otherwise)
  }

  /** The line is up again: what shut the person out was taken back, which is worth a word, or its time is over. */
  freed(): void {
    const { ban } = this
    this.ban = null
    if (!ban) return
    const granted = ({ action, appeal }: Statement): boolean =>
      action === ban.action && appeal === 'overturned'
    this.desk
      ?.decisions()
      .then((decisions) => decisions.some(granted) && this.judged(ban.action, ignore, true))
      .catch(ignore)
  }

  /** The news were read. */
  known(): void {
    if (this.news) this.#known.add(this.news.action)
    this.news = null
  }

  /** An appeal against it is on its way. */
  appealed(action: string): void {
    const filed = (one: Statement | null): Statement | null =>
      one?.action === action ? { ...one, appeal: 'filed' } : one
    this.news = filed(this.news)
    this.ban = filed(this.ban)
  }

  /** What became of the reports made here. */
  async #ask(): Promise<void> {
    const desk = await this.#reach()
    if (!this.#reports.some(({ state }) => state === 'open')) return
    await desk?.statuses(ASK_MS)
    this.#read()
  }

  /** The desk of the client there is; null when there is another one by now, or none. */
  async #reach(): Promise<Desk | null> {
    const { client } = this.#host
    const desk = (await client?.desk()) ?? null
    if (client !== this.#host.client) return null
    if (desk !== this.desk) {
      this.desk = desk
      this.#read()
    }
    return desk
  }

  /** The room, with a desk in it. */
  async #load(): Promise<ReportRoom> {
    const [room] = await Promise.all([this.#room.load(), this.#reach()])
    if (!room) throw new Error('No room for reports.')
    return room
  }

  /** Reads again what the client keeps. */
  readonly #read = (): void => {
    this.#reports = this.desk?.reports() ?? []
    this.moved()
    this.#host.requestUpdate()
  }

  /** The room made one. */
  made(report: Report): void {
    this.#read()
    this.#host.emit('sc-report', { chat: report.chat, reason: report.reason })
  }
}

/**
 * The ban that keeps somebody out longest. Where one is in force it is this one, since the others end before it: no clock is
 * asked, for the one here may be wrong. Where all were taken back, the newest says so.
 */
function holding(decisions: readonly Statement[]): Statement | undefined {
  const bans = decisions.filter(({ kind }) => kind === 'ban')
  const [longest = bans[0]] = bans
    .filter(({ appeal }) => appeal !== 'overturned')
    .sort((a, b) => (b.until ?? Infinity) - (a.until ?? Infinity) || 0)
  return longest
}

function ignore(): void {}
