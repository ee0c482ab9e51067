import {
  checkBody,
  type ClientFrameOf,
  type ErrorCode,
  type MemberBody,
  type Rejection,
  type SignalBody,
  type ConsentBody,
} from '@stranger-chat/core/protocol'
import { Referee, takesBack } from '../media/signals.js'
import type { Appended } from '../ports/backplane.js'
import { Challenge } from './challenge.js'
import { about } from './frames.js'
import type { House } from './house.js'
import type { Seat } from './seat.js'
import type { Session } from './session.js'
import { readText } from './shorthand.js'
import { banByRule } from './ruling.js'

/** How long a client waits before it tries again what there was no room for, or what a challenge stands before. */
const BUSY_MS = 1_000
const CHALLENGED_MS = 5_000

type Send = ClientFrameOf<'send'>

/** A member's sends: how fast, in which order, and what becomes of each (P-N). */
export class Sends {
  readonly #house: House
  readonly #session: Session
  readonly #seat: Seat
  /** The `n` that was refused for now; until it comes again higher ones count as nothing. 0 for none. */
  #held = 0
  /** The highest `n` consumed. A repeat of it is answered again and holds nothing up (P-N-1). */
  #taken: number
  #texts = 0
  #signals = 0
  /** Judges signals; there is none before the first. */
  #referee: Referee | undefined
  #isNoted = false
  /** The body that was judged as it was read. */
  #judged: MemberBody | undefined

  /** @param taken the highest `n` consumed so far */
  constructor(house: House, session: Session, seat: Seat, taken: number) {
    this.#house = house
    this.#session = session
    this.#seat = seat
    this.#taken = taken
  }

  /** Reads a text for this chat in one go with its judgement; anything else is the codec's. */
  read(text: string): Send | undefined {
    const known = readText(text, this.#seat.chat, this.#house.limits)
    if (known === undefined) return undefined
    const { frame, json } = known
    this.#judged = frame.body
    this.#house.writer.know(frame.body, json)
    return frame
  }

  send(frame: Send): void | Promise<void> {
    if (this.#held > 0 && frame.n > this.#held) return
    if (frame.n === this.#held) this.#held = 0
    const { caps, limits, plugins } = this.#house
    const body = frame.body === this.#judged ? this.#judged : checkBody(frame.body, caps, limits)
    this.#judged = undefined
    const kind = frame.body['kind']
    const isCall = kind === 'signal' || kind === 'consent'
    // A call without its signals would fail, and whoever takes a step back isn't kept waiting: words alone are slowed down.
    const wait = this.#wait(kind === 'signal') || (isCall ? 0 : this.#session.standing.waits())
    if (wait > 0) return this.hold(frame, 'rate_limited', wait)
    // Whoever may not speak may still take back, hang up and be silent; no plugin is asked about that either.
    const isJudged = typeof body !== 'string' && !takesBack(body)
    const refusal = isJudged ? this.#session.standing.refusesWords(body) : undefined
    if (refusal !== undefined) {
      this.#session.notice('warn', 'denied', refusal)
      return this.#append(frame, 'denied')
    }
    if (typeof body !== 'string' && (body.kind === 'signal' || body.kind === 'consent')) {
      const why = this.#judge(frame.n, body)
      if (why !== undefined) return this.#append(frame, why)
    }
    if (plugins.judges.send && isJudged) return this.#ask(frame, body)
    return this.#append(frame, body)
  }

  /** Refuses a send that may succeed later: it keeps its `n` (P-N-3). */
  hold(frame: Send, code: ErrorCode, retryAfterMs: number): void {
    if (this.#held > 0 && frame.n > this.#held) return
    if (frame.n > this.#taken) this.#held = frame.n
    this.#session.error(code, about(frame), { retryAfterMs })
  }

  #wait(isSignal: boolean): number {
    const { clock, paces } = this.#house
    const now = clock.now()
    const pace = isSignal ? paces.signals : paces.sends
    const mark = isSignal ? this.#signals : this.#texts
    const wait = pace.wait(mark, now)
    if (wait > 0) return wait
    if (isSignal) this.#signals = pace.spend(mark, now)
    else this.#texts = pace.spend(mark, now)
    return 0
  }

  /** Why a signal may not pass (P-CALL-3). A repeat was judged when it came first, and is answered as it was then. */
  #judge(n: number, body: SignalBody | ConsentBody): Rejection | undefined {
    if (n <= this.#taken) return undefined
    const { media, limits, log, clock } = this.#house
    this.#referee ??= new Referee({ mode: this.#seat.mode, policy: media.policy, limits })
    const why = this.#referee.judge(body, clock.now())
    if (why === undefined) return undefined
    media.refuse()
    // Once for a member and chat: whoever sends many of them gets no log of their own.
    if (!this.#isNoted)
      log.log('info', 'signal.refused', { what: body.kind === 'signal' ? body.signal : body.kind, why })
    this.#isNoted = true
    return why
  }

  #append(frame: Send, body: MemberBody | Rejection): void | Promise<void> {
    const { chat, n, seen } = frame
    const { sid, conn } = this.#session.claimant
    const send = seen === undefined ? { sid, conn, chat, n, body } : { sid, conn, chat, n, body, seen }
    const answers = this.#house.backplane.chats.append([send])
    if (answers instanceof Promise) return answers.then(([answer]) => this.#take(frame, answer))
    this.#take(frame, answers[0])
  }

  #take(frame: Send, answer: Appended | undefined): void {
    switch (answer?.kind) {
      case 'appended':
        this.#taken = Math.max(this.#taken, frame.n)
        this.#house.counts.entries[answer.entry.body.kind]++
        this.#seat.confirmed = true
        if (answer.entry.body.kind === 'text') this.#seat.spoke()
        else this.#referee?.note(answer.entry.body, this.#house.clock.now())
        return this.#seat.entry(answer.entry, true)
      case 'duplicate':
        return answer.entry === undefined ? undefined : this.#seat.repeated(answer.entry)
      case 'gap':
        return this.#session.error('gap', about(frame))
      case 'busy':
        return this.hold(frame, 'busy', BUSY_MS)
      case 'fenced':
        return this.#session.superseded(answer.conn)
      case 'ended':
      case 'unknown':
      case undefined:
        this.#session.error('bad_state', about(frame))
    }
  }

  async #ask(frame: Send, body: MemberBody): Promise<void> {
    const verdict = await this.#house.plugins.send(this.#session.visitor, body, frame.chat)
    switch (verdict.verdict) {
      case 'allow':
        return this.#append(frame, body)
      case 'reject':
        this.#session.notice('warn', 'denied', verdict.message)
        return this.#append(frame, 'denied')
      case 'challenge': {
        const { connection } = this.#session
        // The client sends it again while it is unsolved; one challenge at a time is enough.
        if (connection !== undefined && connection.challenge === undefined)
          new Challenge(this.#house, connection, verdict, () => undefined)
        return this.hold(frame, 'unavailable', CHALLENGED_MS)
      }
      case 'end':
        this.#session.notice('warn', 'closed', verdict.message)
        return this.#seat.end('closed')
      case 'ban':
        return banByRule(this.#house, this.#session.identity, verdict)
    }
  }
}
