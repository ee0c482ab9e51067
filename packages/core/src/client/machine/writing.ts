import type { ServerFrameOf } from '../../protocol/index.js'
import { mention } from './speech.js'
import { NOT_WRITING, seatOf, type State } from './state.js'
import { cancel, setTimer, type Turn } from './turn.js'

/** At most one typing frame in this time (P-TYPING-1). */
const EVERY_MS = 1_000
/** Said again after this time while it goes on, well before the reader lets it expire. */
const REFRESH_MS = 3_000
/** Without another keystroke it is over. */
const IDLE_MS = 5_000
/** The stranger's typing expires after this. */
const EXPIRES_MS = 6_000

/** The person writes, or stopped. */
export function write(state: State, turn: Turn, on: boolean): State {
  if (state.phase !== 'chatting' || !state.chat) return state
  const writing = { ...state.chat.writing, on, until: turn.at + IDLE_MS }
  return tell(seatOf(state, { writing }), turn)
}

/** Tells the stranger what has changed, no more often than allowed, and looks again when it must. */
export function tell(state: State, turn: Turn): State {
  const chat = state.chat
  if (state.phase !== 'chatting' || !chat) return state
  const on = chat.writing.on && turn.at < chat.writing.until
  const writing = { ...chat.writing, on }
  const { told, toldAt, until } = writing
  const due = on ? !told || turn.at - toldAt >= REFRESH_MS : told
  if (!due || !chat.attached || state.line.live === null) {
    if (on) setTimer(turn, 'writing', until - turn.at)
    else cancel(turn, 'writing')
    return seatOf(state, { writing })
  }
  if (turn.at - toldAt < EVERY_MS) {
    setTimer(turn, 'writing', toldAt + EVERY_MS - turn.at)
    return seatOf(state, { writing })
  }
  if (on) setTimer(turn, 'writing', until - turn.at)
  else cancel(turn, 'writing')
  const after = seatOf(state, { writing: { ...writing, told: on, toldAt: turn.at } })
  return mention(after, turn, (held) => ({ type: 'typing', chat: chat.view.id, on, ...held }))
}

/** A message says by itself that typing is over. */
export function wrote(state: State, turn: Turn): State {
  cancel(turn, 'writing')
  return state.chat
    ? seatOf(state, { writing: { ...NOT_WRITING, toldAt: state.chat.writing.toldAt } })
    : state
}

export function onTyping(state: State, turn: Turn, frame: ServerFrameOf<'typing'>): State {
  if (state.phase !== 'chatting' || frame.chat !== state.chat?.view.id || frame.seat === state.chat.view.seat)
    return state
  if (!frame.on) return quiet(state, turn)
  setTimer(turn, 'typing', EXPIRES_MS)
  return state.typing ? state : { ...state, typing: true }
}

/** The stranger isn't writing (any more). */
export function quiet(state: State, turn: Turn): State {
  if (!state.typing) return state
  cancel(turn, 'typing')
  return { ...state, typing: false }
}
