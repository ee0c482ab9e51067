import type { LeaveRequest, CaseFile, CaseRow, DecideRequest } from '@stranger-chat/core/api'
import type { Answer, ApiError } from '../api.js'
import { type Draft, Drafts, EMPTY, missing, request, withMacro, withNothing } from '../drafts.js'
import { type Macro, offered } from '../macros.js'
import type { Desk } from './desk.js'
import { Gallery } from './gallery.js'
import { type Undo, Undos } from './undos.js'

/** Refusals after which a case is looked at anew: it is another than it was, or no longer on this desk. */
const CHANGED: ReadonlySet<string> = new Set(['stale', 'not_yours'])

/** The case in hand, and the decisions that were just made. */
export class Casework {
  file: CaseFile | null = null
  /** Which of its reports is on the screen. */
  shown = 0
  /** Which folds of which report are open, and which covered words were uncovered. */
  readonly opened = new Set<string>()
  /** When a case came onto the desk by itself, ms since 1970: nobody had asked for it yet. */
  cameAt = 0
  /** The case that was in hand before this one was looked at beside it. */
  from: CaseRow | null = null
  readonly undos = new Undos()
  readonly gallery: Gallery
  readonly #drafts: Drafts
  readonly #desk: Desk
  /** Whose case it is: it isn't the next one's who signs in here. */
  #owner: string | null = null
  #busy = false
  /** Who waits for what is under way. */
  #waiting: (() => void)[] = []
  /** Somebody is on their way out: no other case is taken. */
  #ending = false

  constructor(desk: Desk) {
    this.#desk = desk
    this.gallery = new Gallery(desk)
    this.#drafts = new Drafts(desk.host.prefs.drafts)
  }

  get busy(): boolean {
    return this.#busy
  }

  set busy(busy: boolean) {
    this.#busy = busy
    if (!busy) for (const go of this.#waiting.splice(0)) go()
  }

  get draft(): Draft {
    if (!this.file) return EMPTY
    const { case: id, nobody } = this.file.row
    const draft = this.#drafts.get(id)
    // What was chosen before it was known to be about nobody can't be done.
    return nobody && draft.choice !== 'none' ? EMPTY : draft
  }

  get macros(): readonly Macro[] {
    if (!this.file || this.file.row.nobody) return []
    const { row, reports } = this.file
    return offered([row.reason, ...reports.map(({ reason }) => reason)], this.#desk.may)
  }

  /** What others reported of them goes on the screen, one after the other. */
  show(index: number): void {
    const count = this.file?.reports.length ?? 0
    this.shown = count === 0 ? 0 : (index + count) % count
    this.#changed()
  }

  /** The first one is the one in hand already: another is picked by name, or this one is put back. */
  next = (): Promise<void> => this.#first(() => this.#desk.api.next())
  practice = (): Promise<void> => this.#first(() => this.#desk.api.practice())
  open = (id: string): Promise<void> => this.#take(() => this.#desk.api.open(id))

  /** Another case, for what it says about this one. */
  async look(id: string): Promise<void> {
    const from = this.file?.row
    await this.open(id)
    if (from && from.case !== id && this.file?.row.case === id) this.from = from
    this.#changed()
  }

  back = (): Promise<void> => (this.from ? this.open(this.from.case) : Promise.resolve())

  /** The hold on a case runs out; opening it again renews that, and what happened to it meanwhile shows. */
  async again(): Promise<void> {
    if (!this.file || this.busy) return
    await this.#reopen(this.file.row.case)
  }

  /** After a lost session: the same person finds their case where they left it. */
  async resume(moderator: string): Promise<void> {
    const { file } = this
    if (this.#owner !== null && this.#owner !== moderator) this.forget()
    this.#owner = moderator
    if (file && this.file) await this.#reopen(file.row.case)
  }

  /** Nothing of the last moderator stays for the next. */
  forget(): void {
    this.#put(null)
    this.#drafts.clear()
    this.undos.clear()
    this.#owner = null
  }

  /** @param request for whom it is put back, if not for anybody */
  async leave(request: LeaveRequest = {}): Promise<void> {
    if (!this.file || this.busy) return
    const { number } = this.file.row
    const error = await this.#giveBack(this.file, request)
    if (error) return this.#desk.failed(error)
    if (request.for) this.#desk.tell('calm', 'handedUp', { number })
    await this.#desk.queue.refresh()
  }

  /** What a moderator does last: after what is under way, and with nothing in hand that would stay locked behind them. */
  async end<T>(last: () => Promise<Answer<T>>): Promise<Answer<T>> {
    this.#ending = true
    while (this.busy) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    const error = this.file && (await this.#giveBack(this.file))
    const answer = error ? { ok: false as const, error } : await last()
    this.#ending = false
    return answer
  }

  macro(macro: Macro): void {
    this.edit(withMacro(this.draft, macro))
    this.#desk.host.focus('confirm')
  }

  nothing(): void {
    this.edit(withNothing(this.draft))
    this.#desk.host.focus('confirm')
  }

  edit(changes: Partial<Draft>): void {
    if (!this.file) return
    this.#drafts.set(this.file.row.case, { ...this.draft, ...changes })
    this.#changed()
  }

  async decide(): Promise<void> {
    const { file, draft } = this
    if (!file || this.busy) return
    const lacks = missing(draft)
    if (lacks) return this.#desk.tell('trouble', `${lacks}First`)
    this.busy = true
    this.#changed()
    const decision: DecideRequest = request(draft, file.version)
    const answer = await this.#desk.api.decide(file.row.case, decision)
    this.busy = false
    if (answer.ok) await this.#decided({ file, draft, ...answer.value })
    else if (CHANGED.has(answer.error.code)) await this.#stale(file)
    else if (answer.error.code === 'taken') this.#lost('error_taken')
    else {
      if (answer.error.code === 'nobody') await this.#reopen(file.row.case)
      this.#desk.failed(answer.error)
    }
  }

  /** Takes a decision back, the last one if none is named, and puts the case on the desk again as it was. */
  async undo(which: Undo | undefined = this.undos.last): Promise<void> {
    if (!which || this.busy) return
    const { row } = which.file
    this.busy = true
    this.#changed()
    const answer = await this.#desk.api.undo(row.case, which.version)
    if (!answer.ok) {
      this.busy = false
      // It won't be otherwise a second later.
      if (answer.error.status === 409) this.undos.drop(which)
      return this.#desk.failed(answer.error)
    }
    this.undos.drop(which)
    this.#drafts.set(row.case, which.draft)
    const other = this.file?.row
    if (other && other.case !== row.case) await this.#desk.api.leave(other.case)
    this.busy = false
    this.#put(null)
    await this.#reopen(row.case, 'undone')
    void this.#desk.queue.refresh()
  }

  async hold(): Promise<void> {
    const { file } = this
    if (!file || this.busy || !this.#desk.may.hold || file.row.practice) return
    this.busy = true
    const hold = !file.row.held
    const answer = await this.#desk.api.hold(file.row.case, hold)
    this.busy = false
    if (!answer.ok) return this.#desk.failed(answer.error)
    // Placing it is an event of the case: the version a decision names is another one now.
    await this.#reopen(file.row.case)
    this.#desk.tell('calm', hold ? 'held' : 'released')
  }

  async #first(ask: () => Promise<Answer<CaseFile | null>>): Promise<void> {
    if (this.file) this.#desk.tell('calm', 'decideFirst')
    else await this.#take(ask)
  }

  /** One case at a time: what was in hand goes back, unless it was just decided. */
  async #take(ask: () => Promise<Answer<CaseFile | null>>, decided = false): Promise<void> {
    if (this.busy || this.#ending || !this.#desk.may.open) return
    this.busy = true
    this.#desk.notice = null
    this.#changed()
    const before = this.file?.row
    const answer = await ask()
    this.busy = false
    if (answer.ok) {
      if (before && !decided && before.case !== answer.value?.row.case) void this.#desk.api.leave(before.case)
      this.#put(answer.value)
      if (decided) this.cameAt = this.#desk.host.system.now()
      if (!answer.value) this.#desk.host.say(() => this.#desk.host.words.t('queueEmpty'))
    } else {
      if (decided) this.#put(null)
      this.#desk.failed(answer.error)
    }
    await this.#desk.queue.refresh()
  }

  async #decided(undo: Undo): Promise<void> {
    const { row } = undo.file
    this.#drafts.delete(row.case)
    this.undos.add(undo)
    const { host } = this.#desk
    const left = undo.undoUntil - host.system.now()
    host.say(() => {
      const { t, seconds } = host.words
      const line = t('decidedUndo', { number: row.number, time: seconds(left) })
      return undo.unseen ? `${line} ${t('unseen', { n: undo.unseen })}` : line
    })
    if (row.practice || this.#ending || this.#desk.host.prefs.stop) {
      this.#put(null)
      await this.#desk.queue.refresh()
    } else await this.#take(() => this.#desk.api.next(), true)
  }

  /** @returns why it is still here; a case that is no longer this one's is back already */
  async #giveBack({ row }: CaseFile, request: LeaveRequest = {}): Promise<ApiError | null> {
    this.busy = true
    this.#changed()
    const answer = await this.#desk.api.leave(row.case, request)
    this.busy = false
    if (!answer.ok && answer.error.status !== 404) {
      this.#changed()
      return answer.error
    }
    this.#put(null)
    return null
  }

  async #stale(file: CaseFile): Promise<void> {
    const before = file.reports.length
    await this.#reopen(file.row.case)
    const n = (this.file?.reports.length ?? before) - before
    if (this.file) this.#desk.tell('trouble', n > 0 ? 'staleReports' : 'stale', { n })
  }

  async #reopen(id: string, why?: 'undone'): Promise<void> {
    this.busy = true
    this.#changed()
    const answer = await this.#desk.api.open(id)
    this.busy = false
    if (answer.ok) {
      if (this.file?.row.case === id) this.file = answer.value
      else this.#put(answer.value)
      if (why) this.#desk.tell('calm', why, { number: answer.value.row.number })
    } else if (answer.error.status === 409) this.#lost('error_taken')
    else if (answer.error.status === 404) this.#lost('error_gone')
    else this.#desk.failed(answer.error)
    this.#changed()
  }

  #lost(why: 'error_taken' | 'error_gone'): void {
    this.#put(null)
    this.#desk.tell('trouble', why)
    void this.#desk.queue.refresh()
  }

  #put(file: CaseFile | null): void {
    this.file = file
    this.from = null
    this.shown = 0
    this.opened.clear()
    this.gallery.clear()
    if (file) this.#desk.place = 'queue'
    this.#desk.host.focus(file ? 'case' : 'queue')
    this.#changed()
  }

  #changed(): void {
    this.#desk.host.changed()
  }
}
