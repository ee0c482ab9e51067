import type { System } from '@stranger-chat/core'
import type { AppealRow, AuditRow, CaseRow, Counters, Me } from '@stranger-chat/core/api'
import type { Line } from '../../controllers/announcer.js'
import type { ApiError, Fetch, ModerationApi, PasskeyStep } from '../api.js'
import { Live, type LiveState } from '../live.js'
import { passkey } from '../passkey.js'
import type { Prefs } from '../prefs.js'
import { rights, type Rights } from '../roles.js'
import type { ConsoleKey, Words } from '../words.js'
import { Casework } from './casework.js'
import { Listing, paged } from './listing.js'
import { News } from './news.js'
import { sentence } from './sentence.js'

/** Who is at the desk. `why` is what the sign-in says. */
export type Seat =
  | { readonly at: 'checking' }
  | { readonly at: 'out'; readonly why: 'new' | 'expired' | 'left' | 'unreachable' }
  | { readonly at: 'out'; readonly why: 'refused' | 'forbidden'; readonly error: ApiError }
  | { readonly at: 'in'; readonly me: Me; readonly may: Rights }
export type Place = 'queue' | 'appeals' | 'audit'
/** A sentence at the top, until the next thing is done. */
export interface Notice {
  readonly tone: 'calm' | 'trouble'
  readonly text: (words: Words) => string
}
/** Where the focus goes after the next render. */
export type Spot = 'case' | 'confirm' | 'queue' | 'message' | 'place'

/** What the desk needs of the element around it. */
export interface DeskHost {
  readonly system: Pick<System, 'now' | 'after' | 'unit'>
  readonly fetch: Fetch
  readonly words: Words
  readonly prefs: Prefs
  readonly changed: () => void
  readonly say: (line: Line) => void
  readonly alert: (line: Line) => void
  readonly focus: (spot: Spot) => void
}

/** What a moderator has before them: who they are, the queue, the case in hand, the lists. */
export class Desk {
  seat: Seat = { at: 'checking' }
  place: Place = 'queue'
  notice: Notice | null = null
  counters: Counters | null = null
  line: LiveState = 'off'
  waiting = 0
  /** Whether a passkey may be used here; asked while nobody is signed in. */
  passkeys = false
  /** What the provider is called with whom one can sign in. */
  provider: string | null = null
  busy = false
  /** Whoever is signed in has to say whether somebody else takes their place. */
  asking = false
  readonly queue: Listing<CaseRow>
  readonly appeals: Listing<AppealRow>
  readonly audit: Listing<AuditRow>
  readonly work: Casework
  readonly api: ModerationApi
  readonly host: DeskHost
  readonly #live: Live
  #outage = false
  /** An invitation that wasn't used yet: it works once, so it is kept until it reached the server. */
  #invite: string | undefined
  readonly #news: News

  constructor(api: ModerationApi, host: DeskHost) {
    this.api = api
    this.host = host
    this.#news = new News(host)
    const { changed } = host
    const failed = (error: ApiError) => this.failed(error)
    this.queue = new Listing(
      async (next) => {
        const page = await api.queue(next)
        if (page.ok) this.waiting = page.value.waiting
        return paged(page, ({ cases }) => cases)
      },
      () => {
        this.#news.hear(this.queue.items)
        changed()
      },
      failed,
    )
    this.appeals = new Listing(
      async (next) => paged(await api.appeals(next), ({ appeals }) => appeals),
      changed,
      failed,
    )
    this.audit = new Listing(
      async (next) => paged(await api.audit(next), ({ events }) => events),
      changed,
      failed,
    )
    this.work = new Casework(this)
    this.#live = new Live(`${api.base}/live`, host.fetch, host.system, {
      counters: (now) => {
        this.counters = now
        changed()
      },
      queue: () => void this.queue.refresh(),
      state: (state) => {
        if (state === 'waiting' || state === 'on') this.#broken(state === 'waiting')
        if (state === 'refused') void this.#stillIn()
        this.line = state
        changed()
      },
    })
  }

  get may(): Rights {
    return this.seat.at === 'in' ? this.seat.may : rights('auditor')
  }

  /** Who is here? An invitation lets in whoever it names, unless somebody is in already: they are asked first. */
  async enter(invite = this.#invite): Promise<void> {
    this.#invite = invite
    this.busy = true
    this.host.changed()
    const here = await this.api.me()
    const none = !here.ok && here.error.code !== 'unreachable'
    const answer = none && invite !== undefined ? await this.api.signIn(invite) : here
    this.busy = false
    this.asking = here.ok && invite !== undefined
    if (answer !== here && (answer.ok || answer.error.code !== 'unreachable')) this.#invite = undefined
    if (!answer.ok) await this.#turnedAway(answer.error, answer !== here)
    else if (this.asking && this.#is(answer.value)) this.host.changed()
    else await this.#seated(answer.value)
  }

  /** What whoever is signed in says to a link: they go, with nothing locked behind them, or it isn't used. */
  async answer(go: boolean): Promise<void> {
    const invite = this.#invite
    this.#invite = undefined
    this.asking = false
    this.host.changed()
    if (!go || invite === undefined) return
    this.busy = true
    const answer = await this.work.end(() => this.api.signIn(invite))
    this.busy = false
    if (answer.ok) await this.#succeeded(answer.value)
    else this.failed(answer.error)
  }

  /** A tab that comes back may have lost its session, or it is somebody else's, who came in by another tab. */
  async look(): Promise<void> {
    if (this.seat.at === 'out') return await this.enter()
    if (this.seat.at !== 'in' || this.busy || this.asking) return
    const answer = await this.api.me()
    if (answer.ok && !this.#is(answer.value)) await this.#succeeded(answer.value)
    else if (!answer.ok && answer.error.status === 401) await this.#turnedAway(answer.error, false)
  }

  async passkey(step: PasskeyStep): Promise<void> {
    if (this.busy) return
    this.busy = true
    this.host.changed()
    const outcome = await passkey(this.api, step)
    this.busy = false
    if (outcome === 'done') {
      if (step === 'register') this.tell('calm', 'passkeyAdded')
      await this.enter()
    } else if (outcome !== 'cancelled') {
      if (step === 'signin') await this.#turnedAway(outcome, true)
      else this.failed(outcome)
    }
    this.host.changed()
  }

  async signOut(): Promise<void> {
    if (this.busy) return
    this.busy = true
    this.host.changed()
    const answer = await this.work.end(() => this.api.signOut())
    this.busy = false
    if (!answer.ok && answer.error.status !== 401) return this.failed(answer.error)
    this.#vacate()
    await this.#out({ at: 'out', why: 'left' })
  }

  /** The element left the page, or comes back. */
  stop(): void {
    this.#live.stop()
    this.#news.stop()
  }

  go(place: Place): void {
    this.place = place
    this.notice = null
    if (place === 'appeals') void this.appeals.refresh()
    if (place === 'audit') void this.audit.refresh()
    this.host.focus('place')
    this.host.changed()
  }

  async decideAppeal(action: string, overturn: boolean): Promise<void> {
    if (this.busy) return
    this.busy = true
    this.host.changed()
    const answer = await this.api.decideAppeal(action, overturn)
    this.busy = false
    if (answer.ok) this.tell('calm', overturn ? 'overturned' : 'upheld')
    else this.failed(answer.error)
    await this.appeals.refresh()
  }

  tell(tone: Notice['tone'], key: ConsoleKey, values: Readonly<Record<string, string | number>> = {}): void {
    const text = (words: Words) => words.t(key, values)
    this.notice = { tone, text }
    this.host[tone === 'calm' ? 'say' : 'alert'](() => text(this.host.words))
    this.host.changed()
  }

  /** What went wrong, in words. A session that is over keeps everything that was typed. */
  failed(error: ApiError): void {
    if (error.status === 401) {
      void this.#out({ at: 'out', why: 'expired' })
      return
    }
    const text = (words: Words) => sentence(error, words)
    this.notice = { tone: 'trouble', text }
    this.host.alert(() => text(this.host.words))
    this.host.changed()
  }

  /** An outage is said once, and its end; after it everything may be another. */
  #broken(broken: boolean): void {
    if (broken === this.#outage) return
    this.#outage = broken
    this.host.say(() => this.host.words.t(broken ? 'lineOff' : 'lineOn'))
    if (!broken) void this.#refresh()
  }

  /** The live line was refused: is it the line or the whole session? */
  async #stillIn(): Promise<void> {
    const answer = await this.api.me()
    if (!answer.ok) await this.#turnedAway(answer.error, false)
  }

  async #seated(me: Me): Promise<void> {
    const before = this.seat
    this.seat = { at: 'in', me, may: rights(me.role) }
    // A page that opens isn't somebody who came in by a button.
    if (before.at === 'out') this.host.focus('place')
    this.host.changed()
    this.#live.start()
    await Promise.all([this.#refresh(), this.work.resume(me.moderator)])
  }

  #is(me: Me): boolean {
    return this.seat.at === 'in' && this.seat.me.moderator === me.moderator
  }

  /** Nothing of theirs stays for the next. */
  #vacate(): void {
    this.work.forget()
    this.appeals.clear()
    this.audit.clear()
    this.place = 'queue'
  }

  /** Somebody else is here now, and told under which name they act. */
  async #succeeded(me: Me): Promise<void> {
    this.#vacate()
    this.#live.stop()
    await this.#seated(me)
    this.host.focus('place')
    this.tell('calm', 'signedInAs', { name: me.name })
  }

  async #refresh(): Promise<void> {
    const [now] = await Promise.all([this.api.counters(), this.queue.refresh()])
    if (now.ok) this.counters = now.value
    if (this.place !== 'queue') await this[this.place].refresh()
    this.host.changed()
  }

  async #turnedAway(error: ApiError, asked: boolean): Promise<void> {
    if (error.code === 'unreachable') await this.#out({ at: 'out', why: 'unreachable' })
    else if (asked) await this.#out({ at: 'out', why: 'refused', error })
    else if (error.status === 401) await this.#out({ at: 'out', why: this.#news.known ? 'expired' : 'new' })
    else await this.#out({ at: 'out', why: 'forbidden', error })
  }

  async #out(seat: Seat): Promise<void> {
    this.seat = seat
    this.notice = null
    this.stop()
    this.host.changed()
    const ways = await this.api.ways()
    this.passkeys = ways.ok && ways.value.passkeys
    this.provider = (ways.ok && ways.value.oidc) || null
    this.host.changed()
  }
}
