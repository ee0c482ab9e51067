import {
  type Ice,
  LIMITS,
  type Limits,
  type Mode,
  type ServerFrameOf,
  type Wish,
} from '../../protocol/index.js'
import { type Outbox } from '../outbox.js'
import { NO_TRANSCRIPT, type Transcript } from '../transcript.js'
import type { Chat, Challenge, ClientError, Connection, End, Phase, Search } from '../types.js'

/** Everything the client knows. Plain data: it can be compared, stored and replayed. */
export interface State {
  readonly phase: Phase
  readonly line: Line
  readonly keys: Keys
  /** What the last welcome said; null before the first. */
  readonly server: Server | null
  /** The last servers and credentials for media, and when they came. */
  readonly ice: (Ice & { readonly at: number }) | null
  /** The present wish: its ticket is current while searching and in the chat it led to. */
  readonly wish: Wish | null
  readonly search: Search | null
  readonly chat: Seated | null
  readonly transcript: Transcript
  readonly end: End | null
  /** The stranger is writing. */
  readonly typing: boolean
  readonly unread: number
  readonly challenge: Challenge | null
  /** The challenge whose answer is being judged: a wrong answer asks it again. */
  readonly solving: Challenge | null
  readonly error: ClientError | null
  readonly hold: { readonly since: number; readonly graceMs: number } | null
  /** Since when the page is hidden. */
  readonly hidden: number | null
  /** The person isn't looking at the chat; the stranger is told, unlike of a hidden page (P-AWAY). */
  readonly away: boolean
}

/** The connection: at most one welcomed socket, and one on its way. A socket is named by its `conn`. */
export interface Line {
  readonly state: Connection
  /** The highest number used; raised before each connect (P-FENCE-4). */
  readonly conn: number
  readonly live: number | null
  readonly opening: number | null
  /** The person asked for the socket on its way: a seat taken meanwhile is taken back, once. */
  readonly insists: boolean
  /** The chat that the hello of the opening socket named to resume. */
  readonly asked: string | null
  /** The ticket whose join rode behind that hello. */
  readonly joined: string | null
  /** The server said `idle` to a ticket we still wish for. */
  readonly lapsed: boolean
  /** Answers `idle` still to come for tickets taken back. */
  readonly owed: number
  /** Failed tries since the line was last stable. */
  readonly tries: number
  /** When the last frame came. */
  readonly heard: number
  /** Waiting for a sign of life. */
  readonly probing: boolean
  readonly retryAt: number | null
  /** The server set the wait, so coming online doesn't cut it short. */
  readonly paced: boolean
  readonly resting: 'asleep' | 'frozen' | null
}

export interface Keys {
  readonly token: string | null
  readonly device: string | null
}

export type Server = Pick<ServerFrameOf<'welcome'>, 'caps' | 'limits' | 'ping' | 'grace' | 'gates'> & {
  readonly hours: string | null
  readonly modes: readonly Mode[]
  readonly direct: boolean
}

/** A seat in the current chat, or in the one that just ended. */
export interface Seated {
  readonly view: Chat
  readonly ticket: string
  /** When the wish was made that led here: after a no-show the search goes on at its old age. */
  readonly since: number
  readonly epoch: string
  /** The highest offset the server was told that we hold. */
  readonly confirmed: number
  /** Size of what came since. */
  readonly unconfirmedBytes: number
  /** The log didn't reach back to us: the next entry may lie further on. */
  readonly jump: boolean
  /** The newest entry there was at the last snapshot: the replay ends with it. */
  readonly shown: number
  readonly outbox: Outbox
  /** The snapshot of the present connection was read: sends may go out. */
  readonly attached: boolean
  /** We said `end`, and the end entry is still to come. */
  readonly leaving: boolean
  readonly over: boolean
  readonly writing: Writing
}

/** What the stranger was told of our own typing. */
export interface Writing {
  readonly on: boolean
  readonly told: boolean
  /** When a typing frame last left. */
  readonly toldAt: number
  /** Typing ends by itself then. */
  readonly until: number
}

export const NOT_WRITING: Writing = { on: false, told: false, toldAt: -Infinity, until: 0 }

const OFFLINE: Line = {
  state: 'offline',
  conn: 0,
  live: null,
  opening: null,
  insists: false,
  asked: null,
  joined: null,
  lapsed: false,
  owed: 0,
  tries: 0,
  heard: 0,
  probing: false,
  retryAt: null,
  paced: false,
  resting: null,
}

export const INITIAL: State = {
  phase: 'idle',
  line: OFFLINE,
  keys: { token: null, device: null },
  server: null,
  ice: null,
  wish: null,
  search: null,
  chat: null,
  transcript: NO_TRANSCRIPT,
  end: null,
  typing: false,
  unread: 0,
  challenge: null,
  solving: null,
  error: null,
  hold: null,
  hidden: null,
  away: false,
}

export const limitsOf = (state: State): Limits => state.server?.limits ?? LIMITS

export const lineOf = (state: State, change: Partial<Line>): State => ({
  ...state,
  line: { ...state.line, ...change },
})

/** Changes the seat, if there is one. */
export const seatOf = (state: State, change: Partial<Seated>): State =>
  state.chat ? { ...state, chat: { ...state.chat, ...change } } : state

/** The chat's log, as long as it is the current one. */
export const logOf = (state: State) =>
  state.chat && state.transcript.current?.chat === state.chat.view.id ? state.transcript.current : null
