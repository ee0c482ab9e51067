import {
  checkBody,
  type ClientFrame,
  type ClientFrameOf,
  CLOSE,
  type CloseReason,
  decodeClient,
  encode,
  type EndReason,
  LIMITS,
  type Mode,
  type ServerFrame,
  type ServerFrameOf,
} from '../protocol/index.js'
import type { System } from '../system.js'
import type { Transport } from '../transports/transport.js'
import { FakeChat, type Sitter } from './chat.js'
import { FakeDesk } from './desk.js'
import { FakeNetwork, type Peer, type PeerEvents } from './network.js'
import { reOf, WELCOME, type Welcome } from './defaults.js'

type Farewell = Partial<Omit<ServerFrameOf<'goodbye'>, 'type' | 'code'>>
type Refusal = Pick<ServerFrameOf<'error'>, 'code' | 'retryAfterMs'>

export interface FakeServerOptions {
  readonly system: System
  /** What the welcome says, where it differs from the defaults. */
  readonly welcome?: Partial<Welcome>
  /** Whether two clients that wait are matched with each other; otherwise a test calls `match`. */
  readonly pairs?: boolean
  /** How long an ack may wait for an entry to ride on, in ms. */
  readonly ackMs?: number
}

/** The scripted stranger's side of a match. */
export interface FakeStranger {
  readonly shared?: readonly string[]
  readonly language?: string
  readonly met?: boolean
}

interface Session {
  readonly token: string
  conn: number
  line: Line | null
  wish: ClientFrameOf<'join'> | null
  chat: FakeChat | null
  sitter: Sitter | null
}
interface Line {
  readonly peer: Peer
  session: Session | null
}

/**
 * A server in a box for tests: real frames, a log with offsets, resume, fencing and acks, and a stranger who does what the
 * test says. Not built: pools, grace, rate limits, stamps that prove anything.
 */
export class FakeServer {
  readonly network: FakeNetwork
  /** What clients connect through. */
  readonly transport: Transport
  /** What clients post, and are answered, under `/v1`: pass `desk.fetch` to them. */
  readonly desk = new FakeDesk((capsule) => this.#part(capsule))
  /** Every frame that came in, in order. */
  readonly received: ClientFrame[] = []
  /** Every chat there was, the newest last. */
  readonly chats: FakeChat[] = []
  readonly #options: FakeServerOptions
  readonly #sessions = new Map<string, Session>()
  #refusals: { readonly type: string; readonly refusal: Refusal }[] = []
  #door: Omit<ServerFrameOf<'goodbye'>, 'type'> | null = null
  #count = 0

  constructor(options: FakeServerOptions) {
    this.#options = options
    this.network = new FakeNetwork(options.system)
    this.transport = this.network.transport((peer) => this.#accept(peer))
  }

  /** Matches whoever waits with a scripted stranger. Throws when nobody waits. */
  match({ shared = [], language, met = false }: FakeStranger = {}): FakeChat {
    const session = [...this.#sessions.values()].find(({ wish, line }) => wish && line)
    if (!session) throw new Error('Nobody is waiting for a match.')
    return this.#seat([session], { shared: [...shared], ...(language !== undefined && { language }) }, met)
  }

  /** Tells every client that waits how its search goes. */
  queue(news: Partial<Omit<ServerFrameOf<'queued'>, 'type' | 'ticket'>>): void {
    for (const { wish, line } of this.#sessions.values()) {
      if (wish && line) this.#send(line, { type: 'queued', ticket: wish.ticket, relaxed: [], ...news })
    }
  }

  /** Any frame, to every client. */
  send(frame: ServerFrame): void {
    for (const { line } of this.#sessions.values()) if (line) this.#send(line, frame)
  }

  /** Says goodbye to every client and closes. */
  goodbye(reason: CloseReason, more: Farewell = {}): void {
    for (const { line } of this.#sessions.values())
      if (line) this.#close(line, { code: CLOSE[reason], reason, ...more })
  }

  /** From now on everybody who says hello is turned away like this; null lets them in again. */
  turnAway(reason: CloseReason | null, more: Farewell = {}): void {
    this.#door = reason && { code: CLOSE[reason], reason, ...more }
  }

  /** The next frame of this type is refused. */
  refuse(type: 'send' | 'join' | 'end', refusal: Refusal): void {
    this.#refusals.push({ type, refusal })
  }

  /** Forgets every chat, as after a crash. */
  forget(): void {
    for (const session of this.#sessions.values()) session.chat = session.sitter = null
  }

  /** The frames of one type that came in. */
  heard<T extends ClientFrame['type']>(type: T): ClientFrameOf<T>[] {
    return this.received.filter((frame): frame is ClientFrameOf<T> => frame.type === type)
  }

  /** The two of this capsule never meet again. */
  #part(capsule: string): void {
    this.chats.find(({ id }) => capsule.startsWith(`capsule.${id}.`))?.end('left')
  }

  #accept(peer: Peer): PeerEvents {
    const line: Line = { peer, session: null }
    return {
      text: (text) => {
        const decoded = decodeClient(text)
        if (!decoded.ok) return this.#close(line, { code: CLOSE.bad_frame, reason: 'bad_frame' })
        this.received.push(decoded.frame)
        if (decoded.frame.type === 'hello') return this.#hello(line, decoded.frame)
        if (line.session?.line === line) this.#take(line.session, line, decoded.frame)
      },
      closed: () => {
        const { session } = line
        if (session?.line !== line) return
        session.line = null
        if (session.sitter) {
          session.sitter.send = null
          if (!session.chat?.log.ended) session.chat?.presence(session.sitter, false)
        }
      },
    }
  }

  #hello(line: Line, { conn, token, resume }: ClientFrameOf<'hello'>): void {
    if (this.#door) return this.#close(line, this.#door)
    const session = this.#sessions.get(token ?? '') ?? this.#newSession()
    if (conn <= session.conn)
      return this.#close(line, { code: CLOSE.superseded, reason: 'superseded', conn: session.conn })
    if (session.line) this.#close(session.line, { code: CLOSE.superseded, reason: 'superseded', conn })
    Object.assign(session, { conn, line })
    line.session = session
    const { chat, sitter } = session
    const known =
      chat &&
      sitter &&
      resume?.chat === chat.id &&
      resume.epoch === chat.log.epoch &&
      resume.offset <= chat.log.top
    if (chat && sitter && !known) this.#leave(session, 'left')
    const { token: named } = session
    this.#send(line, {
      type: 'welcome',
      ...WELCOME,
      ...this.#options.welcome,
      token: named,
      device: `device-${named}`,
      resumed: known === true,
    })
    if (!known) return
    sitter.send = (frame) => this.#send(line, frame)
    sitter.present = true
    chat.log.confirm(sitter.seat, resume.offset)
    chat.snapshot(sitter, resume.offset)
    if (!chat.log.ended) chat.presence(sitter, true)
  }

  #newSession(): Session {
    const token = `token-${++this.#count}`
    const session = { token, conn: 0, line: null, wish: null, chat: null, sitter: null }
    this.#sessions.set(token, session)
    return session
  }

  #take(session: Session, line: Line, frame: ClientFrame): void {
    const refused = this.#refusals.find(({ type }) => type === frame.type)
    if (refused) {
      this.#refusals = this.#refusals.filter((other) => other !== refused)
      return this.#send(line, { type: 'error', message: '', ...refused.refusal, re: reOf(frame) })
    }
    if ('chat' in frame && frame.chat !== session.chat?.id) return
    const { chat, sitter } = session
    if (chat && sitter) chat.heed(sitter, frame)
    switch (frame.type) {
      case 'join':
        return this.#join(session, line, frame)
      case 'leave':
        if (session.wish?.ticket === frame.ticket) session.wish = null
        return this.#send(line, { type: 'idle' })
      case 'send':
        return chat && sitter ? this.#append(chat, sitter, line, frame) : undefined
      case 'typing':
        return sitter
          ? chat?.tell({ type: 'typing', chat: chat.id, seat: sitter.seat, on: frame.on }, sitter)
          : undefined
      case 'seen':
        return sitter ? chat?.log.confirm(sitter.seat, frame.offset) : undefined
      case 'end':
        this.#leave(session, 'left')
        return frame.next ? this.#join(session, line, { type: 'join', ...frame.next }) : undefined
      case 'bye':
        return this.#leave(session, 'left')
      default:
        return
    }
  }

  #join(session: Session, line: Line, wish: ClientFrameOf<'join'>): void {
    session.wish = wish
    const waiting = [...this.#sessions.values()].filter((other) => other.wish && other.line)
    const [first, second] = waiting
    if (this.#options.pairs === true && first && second) this.#seat([first, second], { shared: [] }, false)
    else this.#send(line, { type: 'queued', ticket: wish.ticket, relaxed: [], waiting: waiting.length })
  }

  #seat(
    sessions: readonly Session[],
    other: { readonly shared: string[]; readonly language?: string },
    met: boolean,
  ): FakeChat {
    const id = `chat-${String(++this.#count).padStart(6, '0')}`
    const seats = sessions.length === 1 ? [sessions[0], null] : sessions
    const sitters = seats.map((session, seat): Sitter => {
      const line = session?.line
      return {
        seat,
        ticket: session?.wish?.ticket ?? '',
        member: { seat, role: 'stranger', present: true, ...other },
        present: true,
        send: line ? (frame) => this.#send(line, frame) : null,
        cursor: 0,
        unacked: [],
      }
    })
    const mode: Mode = sessions[0]?.wish?.mode ?? 'text'
    const chat = new FakeChat(id, mode, sitters, this.#options.system, met)
    this.chats.push(chat)
    sessions.forEach((session, seat) => Object.assign(session, { wish: null, chat, sitter: sitters[seat] }))
    for (const sitter of sitters) chat.snapshot(sitter, 0)
    return chat
  }

  #append(chat: FakeChat, sitter: Sitter, line: Line, { n, body }: ClientFrameOf<'send'>): void {
    const last = chat.log.accepted(sitter.seat)
    const re = { type: 'send', chat: chat.id, n }
    if (n > last + 1) return this.#send(line, { type: 'error', code: 'gap', message: '', re })
    const known = chat.log.own(sitter.seat, n)
    if (n <= last) {
      if (known) chat.again(sitter, known)
    } else if (chat.log.ended) {
      return this.#send(line, { type: 'error', code: 'bad_state', message: '', re })
    } else {
      const checked = checkBody(
        body,
        this.#options.welcome?.caps ?? WELCOME.caps,
        this.#options.welcome?.limits ?? LIMITS,
      )
      const rejected = typeof checked === 'string' ? { rejected: checked } : {}
      chat.append(sitter.seat, typeof checked === 'string' ? { kind: 'void' } : checked, { n, ...rejected })
    }
    this.#options.system.after(this.#options.ackMs ?? 0, () => chat.acknowledge(sitter))
  }

  #leave(session: Session, reason: EndReason): void {
    const { chat, sitter } = session
    if (!chat || !sitter) return
    chat.end(reason, sitter.seat)
    session.chat = session.sitter = null
  }

  #send({ peer }: Line, frame: ServerFrame): void {
    peer.send(encode(frame))
  }

  #close(line: Line, goodbye: Omit<ServerFrameOf<'goodbye'>, 'type'>): void {
    this.#send(line, { type: 'goodbye', ...goodbye })
    line.peer.close(goodbye.code)
    if (line.session?.line === line) line.session.line = null
    line.session = null
  }
}
