import {
  CEILING,
  type ConsentBody,
  filterCandidates,
  filterSdp,
  hasPicture,
  type Limits,
  type MemberBody,
  type Mode,
  reaches,
  type Rejection,
  type SdpFault,
  SIGNAL_LIMITS,
  type SignalBody,
  type SignalPolicy,
  type VoidBody,
} from '@stranger-chat/core/protocol'

/** What `state` may say: these texts, and no other spelling of them. */
const STATES: ReadonlySet<string> = new Set(
  [true, false].flatMap((audio) => [true, false].map((video) => JSON.stringify({ audio, video }))),
)
const HANGUP = /^[a-z_]{0,32}$/

/** What a call may have at once comes back within this time: a long call mends itself often, and a loop is stopped (P-CALL-4). */
const REFILL_MS = 60_000

/** What judging one member's signals needs to know of the place. */
export interface Ground {
  readonly mode: Mode
  readonly policy: SignalPolicy
  readonly limits: Pick<Limits, 'callDescriptions' | 'callCandidates'>
}

interface Verdict {
  readonly why?: Rejection
  readonly candidates: number
}
const passes = (candidates = 0): Verdict => ({ candidates })
const refused = (why: Rejection): Verdict => ({ why, candidates: 0 })

/**
 * Judges one member's signals in one chat (P-CALL-3, P-CALL-4, P-CONSENT-3). A signal passes as it is or not at all: what the
 * filter would have to change was not written by a client that runs it. So no signal has room for an address that may not
 * pass, nor for words that no plugin and no moderator would see.
 *
 * It counts from when its member sat down here: after a reconnect the call begins anew for it, which the bound on
 * connections makes expensive enough.
 */
export class Referee {
  readonly #ground: Ground
  /** The newest call this member spoke of, and how full its buckets were when. */
  #call = 0
  #descriptions = 0
  #candidates = 0
  #at = 0

  constructor(ground: Ground) {
    this.#ground = ground
  }

  /** @returns why it may not pass, if it may not. Counts nothing: that is done when the log has it. */
  judge(body: SignalBody | ConsentBody, now: number): Rejection | undefined {
    const { mode } = this.#ground
    if (mode === 'text') return 'bad_state'
    if (body.call < this.#call && !takesBack(body)) return 'bad_state'
    if (body.kind === 'consent')
      return takesBack(body) || reaches(CEILING[mode], body.step) ? undefined : 'bad_state'
    return this.#weigh(body, now).why
  }

  /** It stands in the log. */
  note(body: MemberBody | VoidBody | { readonly kind: 'end' }, now: number): void {
    if (body.kind !== 'signal' && body.kind !== 'consent') return
    this.#drain(now)
    if (body.call > this.#call) [this.#call, this.#descriptions, this.#candidates] = [body.call, 0, 0]
    if (body.kind === 'consent') return
    if (isDescription(body)) this.#descriptions++
    this.#candidates += candidatesIn(body)
  }

  #drain(now: number): void {
    const { callDescriptions, callCandidates } = this.#ground.limits
    // The clock may step back; nothing is given for that.
    const passed = Math.max(0, now - this.#at)
    this.#at = now
    this.#descriptions = Math.max(0, this.#descriptions - (passed * callDescriptions) / REFILL_MS)
    this.#candidates = Math.max(0, this.#candidates - (passed * callCandidates) / REFILL_MS)
  }

  #weigh(body: SignalBody, now: number): Verdict {
    switch (body.signal) {
      case 'offer':
      case 'answer':
        return this.#within(body, this.#description(body.data), now)
      case 'candidate':
        return this.#within(body, this.#trickle(body.data), now)
      case 'state':
        return STATES.has(body.data) ? passes() : refused('denied')
      case 'restart':
        return body.data === '' ? passes() : refused('denied')
      case 'hangup':
        return HANGUP.test(body.data) ? passes() : refused('denied')
    }
  }

  #description(data: string): Verdict {
    const read = filterSdp(data, this.#ground.policy)
    if (!read.ok) return refused(rejectionOf(read.why))
    const isFit = read.dropped === 0 && read.sdp === data && isWithin(this.#ground.mode, data)
    return isFit ? passes(read.candidates) : refused('denied')
  }

  #trickle(data: string): Verdict {
    const read = filterCandidates(data, this.#ground.policy)
    if (!read.ok) return refused(rejectionOf(read.why))
    return read.dropped === 0 && read.data === data ? passes(read.candidates) : refused('denied')
  }

  /** One more of these must still fit into the call. */
  #within(body: SignalBody, verdict: Verdict, now: number): Verdict {
    if (verdict.why !== undefined) return verdict
    this.#drain(now)
    const { callDescriptions, callCandidates } = this.#ground.limits
    const isNew = body.call > this.#call
    const descriptions = (isNew ? 0 : this.#descriptions) + (isDescription(body) ? 1 : 0)
    const candidates = (isNew ? 0 : this.#candidates) + verdict.candidates
    return descriptions <= callDescriptions && candidates <= callCandidates ? verdict : refused('denied')
  }
}

/**
 * What only takes back, ends or mends, and shows nobody anything: it passes whatever else holds, so that nobody is kept in a
 * call, or seen in one, against their will (P-CALL-2, P-CONSENT-1). Its form is judged all the same.
 */
export const takesBack = (body: MemberBody): boolean =>
  body.kind === 'consent' ? !body.on : body.kind === 'signal' && HARMLESS.has(body.signal)
const HARMLESS: ReadonlySet<SignalBody['signal']> = new Set(['state', 'restart', 'hangup'])

const isDescription = ({ signal }: SignalBody): boolean => signal === 'offer' || signal === 'answer'

/** Too much of it, or anything else that is wrong with it (P-CALL-3, P-CALL-4). */
const rejectionOf = (why: SdpFault): Rejection =>
  why === 'too_long' || why === 'too_many' ? 'too_long' : 'denied'

/** Of a signal that has passed, so it is in form. */
function candidatesIn({ signal, data }: SignalBody): number {
  if (signal === 'candidate') return data.split('"candidate":"candidate:').length - 1
  return signal === 'offer' || signal === 'answer' ? data.split('\r\na=candidate:').length - 1 : 0
}

/** No picture's section in a chat of mode voice (P-CALL-4). */
const isWithin = (mode: Mode, sdp: string): boolean => mode === 'video' || !hasPicture(sdp)

/** A wish's offer as it may go into a log, or nothing (P-CALL-5). */
export function offerIn(data: string | undefined, mode: Mode, policy: SignalPolicy): string | undefined {
  if (data === undefined || mode === 'text' || data.length > SIGNAL_LIMITS.sdpBytes) return undefined
  const read = filterSdp(data, policy)
  return read.ok && read.dropped === 0 && read.sdp === data && isWithin(mode, data) ? data : undefined
}
