import {
  type Acked,
  CLOSE,
  type ClientFrame,
  type CloseReason,
  encode,
  type ErrorCode,
  ERRORS,
  FIELD,
  isWellFormed,
  type ServerFrameOf,
} from '@stranger-chat/core/protocol'
import type { LogEntry } from '../ports/backplane.js'
import type { StampedChat, Stamper } from '../safety/stamp.js'

/** Frames as text. Those of every message are written by hand: `JSON.stringify` sees only the body. */

export const PING = encode({ type: 'ping' })

/** Entries as text, without what is for one member only. Written once for all members, who are served one after the other. */
export class EntryTexts {
  readonly #stamper: Stamper
  #entry: LogEntry | undefined
  #text = ''

  constructor(stamper: Stamper) {
    this.#stamper = stamper
  }

  of(chat: StampedChat, entry: LogEntry): string {
    if (entry === this.#entry) return this.#text
    const { offset, seat, at, body } = entry
    const stamp = this.#stamper.stamp(chat, entry)
    // Ids and stamps are the server's own and need no escaping.
    this.#text = `{"type":"entry","chat":"${chat.id}","offset":${offset},"seat":${seat},"at":${at},"body":${JSON.stringify(body)},"stamp":"${stamp}"}`
    this.#entry = entry
    return this.#text
  }
}

/** The same entry for its author in a replay (`n`), or with the acks that ride on it (P-LOG-3). */
export function entryFor(text: string, acked: readonly Acked[], n?: number): string {
  if (acked.length === 0 && n === undefined) return text
  const own = n === undefined ? '' : `,"n":${n}`
  const acks = acked.length === 0 ? '' : `,"acked":${JSON.stringify(acked)}`
  return `${text.slice(0, -1)}${own}${acks}}`
}

export const typingText = (chat: string, seat: number, on: boolean): string =>
  `{"type":"typing","chat":"${chat}","seat":${seat},"on":${on}}`

export const presenceText = (chat: string, seat: number, present: boolean): string =>
  `{"type":"presence","chat":"${chat}","seat":${seat},"present":${present}}`

/** What a refusal is about. */
type About = ServerFrameOf<'error'>['re']

/** @param message instead of the code's own sentence */
export function errorText(code: ErrorCode, re: About, more: { readonly message?: string; readonly retryAfterMs?: number } = {}): string {
  const { message = ERRORS[code].message, retryAfterMs } = more
  return encode({
    type: 'error',
    code,
    message: asSentence(message),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(re === undefined ? {} : { re }),
  })
}

/** Names the frame a refusal is about, with no more of it than its ids. */
export function about(frame: ClientFrame): NonNullable<About> {
  const { type } = frame
  if (type === 'send') return { type, chat: frame.chat, n: frame.n }
  if (type === 'join' || type === 'leave') return { type, ticket: frame.ticket }
  return 'chat' in frame && frame.chat !== undefined ? { type, chat: frame.chat } : { type }
}

/** What a goodbye may carry beside its code. `reason` is a finer word than the code's own, such as `origin` or `banned`. */
export interface Farewell {
  readonly reason?: string
  readonly message?: string
  readonly retryAfterMs?: number
  readonly until?: number
  readonly conn?: number
}

export const goodbyeText = (close: CloseReason, { reason = close, message, ...more }: Farewell): string =>
  encode({
    type: 'goodbye',
    code: CLOSE[close],
    reason,
    ...(message === undefined ? {} : { message: asSentence(message) }),
    ...more,
  })

/** A plugin's or operator's words in the form a client accepts: well-formed, at most `FIELD.sentence` characters. */
export function asSentence(text: string): string {
  const points = [...text.slice(0, 2 * FIELD.sentence)].slice(0, FIELD.sentence)
  return points.map((point) => (isWellFormed(point) ? point : '\uFFFD')).join('')
}
