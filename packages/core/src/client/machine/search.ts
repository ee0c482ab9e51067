import type { ServerFrameOf, Wish } from '../../protocol/index.js'
import { clientError } from '../errors.js'
import { unarmed } from '../words.js'
import { dial } from './line.js'
import { letGo } from './seat.js'
import { complain, send } from './speech.js'
import { lineOf, type State } from './state.js'
import { cancel, persist, setTimer, type Turn } from './turn.js'

/** How long the server has to say more after an unexplained `idle` before a fresh ticket is tried. */
const LAPSED_MS = 2_000

/** A new wish with a new ticket. */
export function wishFor(state: State, turn: Turn, wish: Omit<Wish, 'ticket'>): State {
  cancel(turn, 'join')
  const { mode, languages, interests } = wish
  return {
    ...letGo(state),
    phase: 'searching',
    wish: { ticket: turn.id, ...wish },
    search: {
      ticket: turn.id,
      mode,
      since: turn.at,
      interests,
      languages,
      relaxed: [],
      waiting: null,
      estimateMs: null,
      reason: null,
    },
    chat: null,
    end: null,
    typing: false,
    unread: 0,
    hold: null,
    error: null,
  }
}

export function search(state: State, turn: Turn, wish: Omit<Wish, 'ticket'>): State {
  const after = wishFor(state, turn, wish)
  persist(turn)
  return after.line.live === null ? dial(after, turn) : join(after, turn)
}

export function join(state: State, turn: Turn): State {
  if (!state.wish) return state
  send(state, turn, { type: 'join', ...state.wish })
  return lineOf(state, { lapsed: false })
}

/** Makes an offer part of the wish that waits, or takes it out again (P-CALL-5). */
export function arm(state: State, turn: Turn, offer: string | null): State {
  if (state.phase !== 'searching' || !state.wish) return state
  const after = { ...state, wish: { ...unarmed(state.wish), ...(offer === null ? {} : { offer }) } }
  return state.line.live === null ? after : join(after, turn)
}

export function askIce(state: State, turn: Turn): State {
  send(state, turn, { type: 'ice' })
  return state
}

/** Takes the wish back. If a match crosses it, the server's `chat` is answered with `end` (P-MATCH-5). */
export function giveUp(state: State, turn: Turn): State {
  cancel(turn, 'join')
  persist(turn)
  const ticket = state.wish?.ticket
  // A challenge asked before the welcome stands before anything else.
  const challenge = state.line.live === null ? state.challenge : null
  const idle: State = { ...state, phase: 'idle', search: null, challenge }
  return ticket === undefined ? idle : takeBack(idle, turn, ticket)
}

export function takeBack(state: State, turn: Turn, ticket: string): State {
  if (state.line.live === null) return state
  send(state, turn, { type: 'leave', ticket })
  return lineOf(state, { owed: state.line.owed + 1 })
}

export function onQueued(state: State, turn: Turn, frame: ServerFrameOf<'queued'>): State {
  const { phase, wish, chat, end } = state
  const mine = wish?.ticket === frame.ticket
  // The other one never came: the server put us back, at our old age (P-MATCH-4).
  const back = mine && phase === 'ended' && end?.reason === 'no_show' && chat?.ticket === frame.ticket
  if (!mine || (phase !== 'searching' && !back)) return takeBack(state, turn, frame.ticket)
  cancel(turn, 'join')
  const search = {
    ticket: frame.ticket,
    mode: wish.mode,
    since: state.search?.since ?? chat?.since ?? turn.at,
    interests: wish.interests,
    languages: wish.languages,
    relaxed: frame.relaxed,
    waiting: frame.waiting ?? null,
    estimateMs: frame.estimateMs ?? null,
    reason: frame.reason ?? null,
  }
  const searching: State = { ...state, phase: 'searching', search, error: null }
  return lineOf(back ? { ...searching, chat: null, end: null } : searching, { lapsed: false })
}

/** No ticket and no chat, says the server. That may answer a `leave`, precede a `queued`, or be the end of the ticket. */
export function onIdle(state: State, turn: Turn, frame: ServerFrameOf<'idle'>): State {
  if (state.line.owed > 0) return lineOf(state, { owed: state.line.owed - 1 })
  if (state.phase !== 'searching') return state
  if (frame.reason !== undefined) {
    cancel(turn, 'join')
    persist(turn)
    return complain({ ...state, phase: 'idle', search: null }, turn, clientError('unavailable'))
  }
  setTimer(turn, 'join', LAPSED_MS)
  return lineOf(state, { lapsed: true })
}

/** Time to join again: after a refusal with the same ticket, after one that lapsed with a fresh one. */
export function rejoin(state: State, turn: Turn): State {
  if (state.phase !== 'searching' || !state.wish || !state.search) return state
  if (!state.line.lapsed) return join(state, turn)
  const ticket = turn.id
  persist(turn)
  return join({ ...state, wish: { ...state.wish, ticket }, search: { ...state.search, ticket } }, turn)
}
