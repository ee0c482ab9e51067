import type { Mode, Wish } from '@stranger-chat/core/protocol'
import { NEVER, type Perishable } from '../sweep.js'
import type { Issuing } from '../media/issuing.js'
import type { ChatRecord, Queued, Relaxation } from '../ports/backplane.js'
import { nextRelaxation, relaxedAfter, RENEW_MS } from '../rules/relax.js'
import { Arming } from './arming.js'
import { IDLE, queuedText } from './frames.js'
import type { House } from './house.js'
import { mayJoin } from './joining.js'
import { leaveChat } from './leaving.js'
import type { Seat } from './seat.js'
import type { Session } from './session.js'
import { armed, unarmed, type Wanted, wantedOf } from './wanted.js'

/** How many of those a person blocked or was blocked by a ticket carries: the newest (P-MATCH-1). */
const AVOID = 1_000
/** Blocks heard of that may not be in what was read: those of a moment. */
const HEARD = 16
/** Counts below this would tell who is alone here with whom. */
const SHOWN_FROM = 10
const BUSY_MS = 5_000
/** So long before a line moves nobody is matched on it: the match would have to arrive before the new line's hello leaves. */
const CROSSING_MS = 3_000

/** A session's wish to be matched: into the pool, wider by time, and out again (P-MATCH). */
export class Search implements Perishable {
  bucket = NEVER
  readonly #house: House
  readonly #session: Session
  /** The wish. It stays after the match: after a `no_show` it goes in again. */
  #ticket: Wanted | undefined
  #isWaiting = false
  /** Of a wish that may carry an offer, which is none for words alone. */
  #arming: Arming | undefined
  /** Blocks heard of on the way, newest first: the record may have been read just before. */
  #heard: readonly string[] = []
  /** Whom the record named at the last look. */
  #avoid: readonly string[] = []
  /** From then on nobody is matched here. */
  #leavesAt = Infinity
  /** The last `queued`, so that only a change is told. */
  #said = ''
  /** Servers for media; nobody who only writes has any. */
  #issuing: Issuing | undefined

  constructor(house: House, session: Session) {
    this.#house = house
    this.#session = session
  }

  /** What it waits for, if it waits. */
  get waitsFor(): Mode | undefined {
    return this.#isWaiting ? this.#ticket?.mode : undefined
  }

  /** When the wish was made. */
  get since(): number {
    return this.#ticket?.since ?? this.#house.clock.now()
  }

  async join(wish: Wish): Promise<void> {
    const { clock, paces, gates, media, plugins } = this.#house
    if (this.#isWaiting && this.#arming?.takes(wish, clock.now()) === true) return this.#arm(wish)
    const wait = paces.joins.take(this.#session.identity, clock.now())
    if (wait > 0) return this.refuse(wish, wait)
    const denial = this.#session.standing.refusesWish(wish.mode)
    if (denial !== undefined)
      return this.#session.error('denied', { type: 'join', ticket: wish.ticket }, denial)
    const refusal = gates.refuse(wish.facts)
    if (refusal !== undefined) return this.#deny(wish, refusal)
    const modes = media.modes()
    if (!modes.includes(wish.mode)) {
      const message = `This place offers ${modes.join(', ')} only.`
      return this.#session.error('unsupported', { type: 'join', ticket: wish.ticket }, { message })
    }
    const judge = { again: () => this.join(wish), deny: (message: string) => this.#deny(wish, message) }
    if (plugins.judges.join && !(await mayJoin(this.#house, this.#session, wish, judge))) return
    const avoid = await this.#avoided()
    if (avoid === undefined) {
      const re = { type: 'join', ticket: wish.ticket } as const
      return this.#session.error('unavailable', re, { retryAfterMs: BUSY_MS })
    }
    if (this.#session.connection === undefined) return
    this.#ticket = wantedOf(this.#house, this.#session, wish)
    if (wish.mode !== 'text') (this.#arming ??= new Arming()).begin(wish)
    else this.#arming = undefined
    this.#said = ''
    this.#isWaiting = true
    if (this.#isLeaving) this.stop()
    if (wish.mode !== 'text') this.#ice.offer(wish.ticket)
    if (this.#isWaiting) return this.#enter(avoid)
  }

  /** The wish that waits has another offer. It was judged when it came first; only whom they must not meet is asked anew. */
  #arm({ ticket, offer }: Wish): Promise<void> {
    this.#ticket = this.#ticket && armed(this.#ticket, offer, this.#house.media)
    this.#said = ''
    this.#ice.offer(ticket)
    return this.#renew()
  }

  /** The client asks for servers for media, which are there for whoever looks for such a chat or is in one (P-ICE-2). */
  askIce(seat: Seat | undefined): void {
    const isLooking = this.#isWaiting && this.#ticket?.mode !== 'text'
    const isTalking = seat !== undefined && !seat.isOver && seat.mode !== 'text'
    // Whoever talks needn't write: that they still want servers says that they are there (P-END-2).
    if (isTalking) seat.stir()
    if (isLooking || isTalking) this.#ice.ask()
    else this.#session.error('bad_state', { type: 'ice' })
  }

  get #ice(): Issuing {
    const { prefixes } = this.#session
    return (this.#issuing ??= this.#house.media.issuing((frame) => this.#session.say(frame), prefixes[0]))
  }

  refuse(wish: Pick<Wish, 'ticket'>, retryAfterMs: number): void {
    this.#session.error('rate_limited', { type: 'join', ticket: wish.ticket }, { retryAfterMs })
  }

  /** Takes a wish back. The answer is `idle`, or the `chat` that was faster (P-MATCH-5). */
  async leave(ticket: string): Promise<void> {
    if (this.#ticket?.id === ticket) this.stop()
    const answer = await this.#house.backplane.tickets.leave(this.#session.claimant, ticket)
    if (answer.kind === 'matched') this.#session.matched(answer.chat)
    else if (answer.kind === 'fenced') this.#session.superseded(answer.conn)
    else this.#session.say(IDLE)
  }

  /** The line fell: nobody is matched with somebody who isn't there. */
  async suspend(): Promise<void> {
    if (!this.#isWaiting || this.#ticket === undefined) return
    this.stop()
    const answer = await this.#house.backplane.tickets.leave(this.#session.claimant, this.#ticket.id)
    if (answer.kind === 'matched') this.#session.matched(answer.chat)
  }

  /** The other one never came: the same ticket goes in again, at its old age (P-MATCH-4). */
  again(ticket: string): void {
    if (this.#ticket?.id !== ticket) return
    this.#isWaiting = true
    this.#said = ''
    this.look()
  }

  /** Somebody was blocked. A hint: what decides is the record, which is read before each look. */
  avoid(identity: string): void {
    if (!this.#heard.includes(identity)) this.#heard = [identity, ...this.#heard].slice(0, HEARD)
    this.look()
  }

  /** Looks again, if it waits. */
  look(): void {
    if (this.#isWaiting) this.#session.run(this.#renew())
  }

  /** The line moves in so many ms. What is still wished for then comes again behind its hello (P-DRAIN-1). */
  moves(inMs: number): void {
    this.#leavesAt = this.#house.clock.now() + inMs - CROSSING_MS
    this.look()
  }

  /**
   * Somebody was found, says a push: a hint, which may be of a chat long over (P-RESUME-4). Asked at once, with the walls of the last look, which are as old as a renewal at most:
   * whoever was found may be gone in a moment, and then there would be nothing left to tell of.
   */
  found(): void {
    if (this.#isWaiting) this.#session.run(this.#enter(this.#avoid))
  }

  /** Waits no more, for whatever reason. An offer is used once, and kept by whoever waits alone (P-CALL-5). */
  stop(): void {
    this.#isWaiting = false
    this.#said = ''
    this.#ticket = this.#ticket && unarmed(this.#ticket)
    this.#house.wheel.clear(this)
  }

  /** The wheel: time to look wider, or to look again. */
  expire(): void {
    this.look()
  }

  /**
   * Whoever looks has just read who is a wall for them, and a block is one for both. So it holds although the ticket that is
   * found was made before it, and although nobody heard of it (P-MATCH-1).
   */
  async #renew(): Promise<void> {
    if (this.#isLeaving) return this.suspend()
    const avoid = await this.#avoided()
    if (!this.#isWaiting) return
    if (avoid !== undefined) return this.#enter(avoid)
    this.#house.wheel.set(this, RENEW_MS)
  }

  async #enter(avoid: readonly string[]): Promise<void> {
    const { backplane, clock, relax, trace } = this.#house
    const ticket = this.#ticket
    if (ticket === undefined) return
    this.#avoid = avoid
    const askedAt = clock.now()
    const relaxed = relaxedAfter(askedAt - ticket.since, ticket, relax)
    const entering = { ...ticket, relaxed, avoid: this.#walls(avoid) }
    const answer = await trace('match', () => backplane.tickets.enter(entering))
    if (!this.#isWaiting)
      return this.#overtaken(ticket.id, answer.kind === 'matched' ? answer.chat : undefined)
    // Another wish took its place meanwhile: that asked after this, and its answer is the newer one.
    if (this.#ticket?.id !== ticket.id) return
    switch (answer.kind) {
      case 'queued':
        return this.#queued(ticket, askedAt, relaxed, avoid, answer)
      case 'matched':
        return this.#matched(answer.chat)
      case 'fenced':
        return this.#session.superseded(answer.conn)
      case 'unknown':
        this.stop()
        return this.#session.say(IDLE)
      case 'in_chat':
        if (this.#session.seatIn(answer.chat) === undefined) {
          // A chat of before that this wish doesn't ask for (P-FENCE-3).
          await leaveChat(backplane.chats, { ...this.#session.claimant, chat: answer.chat })
          return this.look()
        }
        this.stop()
        return this.#session.error('bad_state', { type: 'join', ticket: ticket.id })
      case 'busy':
        this.stop()
        this.#session.error('busy', { type: 'join', ticket: ticket.id }, { retryAfterMs: BUSY_MS })
    }
  }

  /** Left or fallen meanwhile: that asked after this, and yet this may have gone in after it (P-GRACE-2). */
  async #overtaken(ticket: string, met: ChatRecord | undefined): Promise<void> {
    const { backplane, registry } = this.#house
    const { claimant, sid, seat } = this.#session
    if (registry.get(sid) !== this.#session || seat?.isOver === false) return
    if (met !== undefined) return this.#session.matched(met)
    const answer = await backplane.tickets.leave(claimant, ticket)
    if (answer.kind === 'matched') this.#session.matched(answer.chat)
  }

  #queued(
    ticket: Wanted,
    askedAt: number,
    relaxed: readonly Relaxation[],
    avoid: readonly string[],
    { since, waiting, onlyYou, offered }: Queued,
  ): void | Promise<void> {
    // There was no room for its offer; one that came meanwhile is still to be seen.
    if (!offered && this.#ticket === ticket) this.#ticket = unarmed(ticket)
    if (since !== ticket.since) {
      // An earlier connection made this wish: what has given way since then does so at once (P-GRACE-2).
      this.#ticket = { ...(this.#ticket ?? ticket), since }
      return this.#enter(avoid)
    }
    const { clock, relax, wheel } = this.#house
    const given = relaxed.filter((what) => what === 'trust' || ticket[what].length > 0)
    const frame = queuedText(ticket.id, given, waiting < SHOWN_FROM ? undefined : waiting, onlyYou)
    if (frame !== this.#said) this.#session.say(frame)
    this.#said = frame
    // From when it was asked: what gave way while the answer was on its way was not asked for yet.
    const next = nextRelaxation(askedAt - ticket.since, ticket, relax) ?? RENEW_MS
    const at = Math.min(askedAt + Math.min(RENEW_MS, next), this.#leavesAt)
    wheel.set(this, Math.max(0, at - clock.now()))
  }

  async #matched(chat: ChatRecord): Promise<void> {
    const { claimant, sid } = this.#session
    this.#session.matched(chat)
    const own = chat.members.find((member) => member.sid === sid)
    if (own?.present !== false || !this.#session.isConnected) return
    await this.#house.backplane.chats.attach({ ...claimant, chat: chat.id, offset: chat.top })
  }

  get #isLeaving(): boolean {
    return this.#house.clock.now() >= this.#leavesAt
  }

  /** Whom this person must never meet. Without that nobody is matched. */
  async #avoided(): Promise<readonly string[] | undefined> {
    try {
      return await this.#house.blocks.around(this.#session.identity, AVOID)
    } catch {
      this.#house.log.log('error', 'store.failed')
      return undefined
    }
  }

  /** What the record knows, and what was heard of since it was read. */
  #walls(avoid: readonly string[]): readonly string[] {
    const news = this.#heard.filter((identity) => !avoid.includes(identity))
    return news.length === 0 ? avoid : [...news, ...avoid].slice(0, AVOID)
  }

  #deny(wish: Wish, message: string): void {
    this.#session.error('denied', { type: 'join', ticket: wish.ticket }, { message })
  }
}
