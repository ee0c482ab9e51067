import {
  bodyFields,
  CLOSE,
  type ClientFrame,
  type CloseReason,
  encode,
  type ErrorCode,
  ERRORS,
  FIELD,
  isWellFormed,
  type Member,
  type ServerFrameOf,
  type TextBody,
} from '@stranger-chat/core/protocol'
import type { ChatRecord, LogEntry, MemberRecord, Relaxation } from '../ports/backplane.js'
import type { ChatStamper, StampedChat, Stamper } from '../safety/stamp.js'

/** Frames as text. Those of every message are written by hand: `JSON.stringify` sees only the body. */

export const PING = encode({ type: 'ping' })
export const IDLE = encode({ type: 'idle' })

/** What the entries of a chat share: how each begins, and their stamps. */
export interface Letterhead {
  readonly open: string
  readonly stamp: ChatStamper
}

/** An entry as members get it: its stamp, and its text up to where what is for one member only may follow. */
export interface Written {
  readonly stamp: string
  readonly open: string
}

/**
 * Writes entries. Stamp and text are made once for all members, who are served one after the other: so the last one is
 * remembered, and a table of all isn't needed.
 */
export class EntryWriter {
  readonly #stamper: Stamper
  /** The last chat's: its members take their seats one after the other, and share it. */
  #head: { readonly chat: StampedChat; readonly made: Letterhead } | undefined
  #entry: LogEntry | undefined
  #written: Written = { stamp: '', open: '' }
  #body: object | undefined
  #json = ''

  constructor(stamper: Stamper) {
    this.#stamper = stamper
  }

  head(chat: StampedChat): Letterhead {
    const last = this.#head
    if (last?.chat.id === chat.id && last.chat.epoch === chat.epoch && last.chat.startedAt === chat.startedAt)
      return last.made
    const made = { open: `{"type":"entry","chat":"${chat.id}","offset":`, stamp: this.#stamper.of(chat) }
    this.#head = { chat: { id: chat.id, epoch: chat.epoch, startedAt: chat.startedAt }, made }
    return made
  }

  /** Of a body that is about to be written: its text as JSON, which came that way. */
  know(body: TextBody, json: string): void {
    this.#body = body
    this.#json = json
  }

  write(head: Letterhead, entry: LogEntry): Written {
    if (entry === this.#entry) return this.#written
    const { offset, seat, at, body } = entry
    const fields = body.kind === 'text' ? [BODY, 'text', this.#jsonOf(body)] : bodyFields(body)
    const stamp = head.stamp(entry, fields)
    // Ids and stamps are the server's own and need no escaping.
    const open = `${head.open}${offset},"seat":${seat},"at":${at},"body":${bodyText(body.kind, fields)},"stamp":"${stamp}"`
    this.#entry = entry
    return (this.#written = { stamp, open })
  }

  #jsonOf(body: TextBody): string {
    return body === this.#body ? this.#json : JSON.stringify(body.text)
  }
}

/** What the fields of every body begin with. */
const [BODY = ''] = bodyFields({})

/** A body's JSON, from the fields its stamp covers: a label, then each key with its value as JSON. Keys need no escaping. */
function bodyText(kind: string, fields: readonly string[]): string {
  let text = `{"kind":"${kind}"`
  for (let i = 1; i < fields.length; i += 2) text += `,"${fields[i]}":${fields[i + 1]}`
  return `${text}}`
}

/**
 * The rest of an entry for one member (P-LOG-3).
 * @param acked acks that ride on it, as `ackText` writes them, with commas between
 * @param n its number, for its author in a replay
 */
export const closeEntry = (open: string, acked: string, n?: number): string =>
  `${open}${n === undefined ? '' : `,"n":${n}`}${acked === '' ? '' : `,"acked":[${acked}]`}}`

export const ackText = ({ n = 0, offset, at, rejected }: LogEntry, stamp: string): string =>
  rejected === undefined
    ? `[${n},${offset},${at},"${stamp}"]`
    : `[${n},${offset},${at},"${stamp}","${rejected}"]`

export const acksText = (chat: string, acked: string): string =>
  `{"type":"ack","chat":"${chat}","acked":[${acked}]}`

export const typingText = (chat: string, seat: number, on: boolean): string =>
  `{"type":"typing","chat":"${chat}","seat":${seat},"on":${on}}`

export const presenceText = (chat: string, seat: number, present: boolean, away = false): string =>
  `{"type":"presence","chat":"${chat}","seat":${seat},"present":${present}${away ? ',"away":true' : ''}}`

/** What the client learns of a member. Identity, session and prefixes stay here. */
const memberOf = ({ seat, role, present, away, shared, language }: MemberRecord): Member => ({
  seat,
  role,
  present,
  ...(present && away ? { away } : {}),
  shared,
  ...(language === undefined ? {} : { language }),
})

/** The snapshot of a chat as one of its members gets it (P-RESUME-1). `complete`: the log reaches back to where the client is. */
export function chatText(
  { id, epoch, top, mode, met, members }: ChatRecord,
  own: {
    readonly seat: number
    readonly ticket: string
    readonly complete: boolean
    readonly capsule: string
  },
): string {
  return encode({
    type: 'chat',
    chat: id,
    ticket: own.ticket,
    epoch,
    offset: top,
    accepted: members.find(({ seat }) => seat === own.seat)?.accepted ?? 0,
    complete: own.complete,
    mode,
    you: own.seat,
    members: members.map(memberOf),
    capsule: own.capsule,
    ...(mode === 'text' ? {} : { polite: own.seat > 0 }),
    ...(met ? { met } : {}),
  })
}

export const drainText = (reconnectInMs: number): string => encode({ type: 'drain', reconnectInMs })

/** @param waiting how many, if that may be told */
export const queuedText = (
  ticket: string,
  relaxed: readonly Relaxation[],
  waiting: number | undefined,
  onlyYou: boolean,
): string =>
  encode({
    type: 'queued',
    ticket,
    relaxed,
    ...(waiting === undefined ? {} : { waiting }),
    ...(onlyYou ? { reason: 'only_you' } : {}),
  })

/** What a refusal is about. */
export type About = ServerFrameOf<'error'>['re']
/** What it may say beside the code. `message` stands instead of the code's own sentence. */
export interface Refusal {
  readonly message?: string
  readonly retryAfterMs?: number
}

export function errorText(code: ErrorCode, re: About, more: Refusal = {}): string {
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

export const goodbyeText = (
  close: CloseReason,
  { reason = close, message, conn, ...more }: Farewell,
): string =>
  encode({
    type: 'goodbye',
    code: CLOSE[close],
    reason,
    ...(message === undefined ? {} : { message: asSentence(message) }),
    ...more,
    // A line that moves between nodes has turns within its conn (P-POLL-6); clients count whole ones.
    ...(conn === undefined ? {} : { conn: Math.floor(conn) }),
  })

/** A plugin's or operator's words in the form a client accepts: well-formed, at most `FIELD.sentence` characters. */
export function asSentence(text: string): string {
  const points = [...text.slice(0, 2 * FIELD.sentence)].slice(0, FIELD.sentence)
  return points.map((point) => (isWellFormed(point) ? point : '\uFFFD')).join('')
}
