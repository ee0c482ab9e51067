import {
  type Acked,
  CLOSE,
  type ClientFrame,
  type Decoded,
  readBody,
  type ServerFrame,
  type ServerFrameOf,
} from '@stranger-chat/core/protocol'
import type { Ledger } from './ledger.js'

const MEMBER_KINDS = new Set(['text', 'signal', 'consent', 'delete', 'void'])
const CODES: ReadonlySet<number> = new Set(Object.values(CLOSE))

/** A chat as one line has heard of it. */
interface Place {
  readonly you: number
  cursor: number
  /** The log doesn't reach back to the cursor: the next entry may be any (P-RESUME-5). */
  mayJump: boolean
  lastAt: number
  isOver: boolean
  readonly unacked: Set<number>
}

/** Judges every frame of one line by what holds always; the checks judge the rest. */
export class Watch {
  readonly #ledger: Ledger
  readonly #places = new Map<string, Place>()
  /** Own entries that were acked, by chat and n. */
  readonly #acks = new Map<string, Acked>()
  #resume: { readonly chat: string; readonly offset: number } | undefined
  #goodbye: number | undefined

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  ackOf(chat: string, n: number): Acked | undefined {
    return this.#acks.get(`${chat} ${n}`)
  }

  /** The highest offset up to which this line heard everything. */
  cursor(chat: string): number {
    return this.#places.get(chat)?.cursor ?? 0
  }

  said(frame: ClientFrame): void {
    if (frame.type === 'hello') this.#resume = frame.resume
    if (frame.type === 'send') this.#places.get(frame.chat)?.unacked.add(frame.n)
  }

  /** @param text the message as it came, for what the decoded frame doesn't show */
  heard(read: Decoded<ServerFrame>, text: string): void {
    const judge = this.#ledger.judge.bind(this.#ledger)
    judge(
      'P-FRAME-2',
      /^\s*\{\s*"type"\s*:/.test(text),
      'an object whose first key is type',
      text.slice(0, 40),
    )
    if (!read.ok) {
      const why = 'at' in read ? `${read.type}: ${read.at} ${read.why}` : read.problem
      judge('P-FRAME-2', read.problem === 'unknown_type', 'a frame of the schema', why)
      return
    }
    const { frame } = read
    judge('P-FRAME-2', true, '', '')
    if (frame.type === 'chat') return this.#seat(frame)
    if (frame.type === 'goodbye') {
      judge('P-CLOSE-3', CODES.has(frame.code), 'one of the listed codes', `${frame.code}`)
      this.#goodbye = frame.code
      return
    }
    if (!('chat' in frame)) return
    const place = this.#places.get(frame.chat)
    if (
      !judge('P-FRAME-8', place !== undefined, 'no word about a chat nobody here is in', text.slice(0, 100))
    )
      return
    if (place === undefined) return
    if (frame.type === 'ack') this.#apply(place, frame.chat, frame.acked)
    if (frame.type === 'entry') this.#entry(place, frame)
    if (frame.type === 'typing')
      judge(
        'P-TYPING-1',
        frame.seat !== place.you,
        "typing of the other's seat",
        `typing of seat ${frame.seat}`,
      )
  }

  /** The server closed the line, with a code of its own. */
  closed(code: number): void {
    const said = this.#goodbye === undefined ? 'no goodbye' : `goodbye with ${this.#goodbye}`
    if (code >= 4000)
      this.#ledger.judge('P-CLOSE-1', this.#goodbye === code, `goodbye with ${code} before the close`, said)
  }

  #seat({ chat, you, complete }: ServerFrameOf<'chat'>): void {
    if (this.#places.has(chat)) return
    const cursor = this.#resume?.chat === chat ? this.#resume.offset : 0
    const place = { you, cursor, mayJump: !complete, lastAt: 0, isOver: false, unacked: new Set<number>() }
    this.#places.set(chat, place)
  }

  #apply(place: Place, chat: string, acked: readonly Acked[]): void {
    for (const ack of acked) {
      const [n, offset, at, stamp] = ack
      place.unacked.delete(n)
      this.#acks.set(`${chat} ${n}`, ack)
      this.#ledger.write(chat, offset, { at, stamp, seat: place.you })
      if (offset <= place.cursor) continue
      this.#follow(place, offset)
    }
  }

  #entry(place: Place, entry: ServerFrameOf<'entry'>): void {
    const judge = this.#ledger.judge.bind(this.#ledger)
    const { chat, offset, seat, at, body, stamp, n } = entry
    this.#apply(place, chat, entry.acked ?? [])
    this.#ledger.write(chat, offset, { at, stamp, seat, body })
    if (!judge('P-RESUME-2', offset > place.cursor, `entry ${offset} once`, 'it came again')) return
    judge('P-END-1', !place.isOver, 'nothing behind the end', `entry ${offset}`)
    this.#follow(place, offset)
    judge('P-LOG-2', at >= place.lastAt, `a time from ${place.lastAt} on`, `${at}`)
    place.lastAt = Math.max(place.lastAt, at)
    const kind = String(body['kind'])
    if (seat === place.you && kind !== 'end') {
      judge('P-ACK-1', n !== undefined, 'own entries as acks, or with their n in a replay', `entry ${offset}`)
      if (n !== undefined) place.unacked.delete(n)
    } else if (kind !== 'end') {
      judge('P-LOG-3', n === undefined, 'n for its author only', `entry ${offset} of seat ${seat} with n`)
    }
    judge(
      'P-LOG-5',
      seat >= 0 ? MEMBER_KINDS.has(kind) : !MEMBER_KINDS.has(kind),
      'the seat of its kind',
      `${kind} of seat ${seat}`,
    )
    judge(
      'P-BODY-1',
      readBody(body) !== undefined,
      'a body of a listed kind',
      JSON.stringify(body).slice(0, 100),
    )
    if (kind === 'end') place.isOver = true
  }

  /** The next position: one more than the last, or own sends are missing (P-ACK-2), or anything (P-LOG-1). */
  #follow(place: Place, offset: number): void {
    const missing = offset - place.cursor - 1
    const isOwn = missing > 0 && missing <= place.unacked.size
    const isRight = missing === 0 || place.mayJump
    const instead = `offset ${offset} after ${place.cursor}`
    this.#ledger.judge(
      isOwn ? 'P-ACK-2' : 'P-LOG-1',
      isRight,
      isOwn ? 'all own entries before it acked' : `offset ${place.cursor + 1}`,
      instead,
    )
    if (isRight) this.#ledger.judge('P-ACK-2', true, '', '')
    place.mayJump = false
    place.cursor = offset
  }
}
