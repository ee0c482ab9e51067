import type { ClientFrame } from '../../protocol/index.js'
import type { ClientError } from '../types.js'
import { logOf, seatOf, type State } from './state.js'
import { emit, persist, type Turn } from './turn.js'

/** Sends on the welcomed socket. With none, nothing: whatever matters is said again after the welcome. */
export function send(state: State, turn: Turn, frame: ClientFrame): void {
  if (state.line.live !== null) turn.effects.push({ type: 'send', conn: state.line.live, frame })
}

interface Held {
  readonly seen?: number
}

/**
 * Sends a frame that names the chat, and with it how far we hold the log (P-SEEN-1). What is confirmed is stored first:
 * the server may forget it from then on.
 */
export function mention(state: State, turn: Turn, make: (held: Held) => ClientFrame): State {
  const cursor = logOf(state)?.cursor ?? 0
  if (state.line.live === null) return state
  if (!state.chat || cursor <= state.chat.confirmed) {
    send(state, turn, make({}))
    return state
  }
  persist(turn)
  send(state, turn, make({ seen: cursor }))
  return seatOf(state, { confirmed: cursor, unconfirmedBytes: 0 })
}

/** Says how far we hold the log, whether or not there is news (P-MATCH-4, P-SEEN-2). */
export function confirm(state: State, turn: Turn): State {
  const log = logOf(state)
  if (!log || state.line.live === null) return state
  persist(turn)
  send(state, turn, { type: 'seen', chat: log.chat, offset: log.cursor })
  return seatOf(state, { confirmed: log.cursor, unconfirmedBytes: 0 })
}

/** Answers a ping, or tells unasked that the page hid or showed, that the person looks away, or asks whether anybody is there. */
export function pong(state: State, turn: Turn): State {
  const hidden = state.hidden !== null
  const chat = state.chat && !state.chat.over ? state.chat.view.id : null
  if (chat === null) {
    send(state, turn, { type: 'pong', hidden })
    return state
  }
  return mention(state, turn, (held) => ({ type: 'pong', chat, ...held, hidden, away: state.away }))
}

/** The person looks away from the chat, or back at it (P-AWAY-1). */
export function look(state: State, turn: Turn, away: boolean): State {
  if (away === state.away) return state
  const after = { ...state, away }
  return after.phase === 'chatting' ? pong(after, turn) : after
}

/** Shows an error; the event comes once as long as it stays the same. */
export function complain(state: State, turn: Turn, error: ClientError): State {
  if (state.error?.code !== error.code) emit(turn, { type: 'error', value: error })
  return { ...state, error }
}
