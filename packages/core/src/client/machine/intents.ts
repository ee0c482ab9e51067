import {
  codePoints,
  type ConsentBody,
  LIMITS,
  type MemberBody,
  type SignalBody,
  type Wish,
} from '../../protocol/index.js'
import { clientError } from '../errors.js'
import { add, isOfCall, urge } from '../outbox.js'
import { abandon, forgetWords, NO_TRANSCRIPT, pend, withdraw } from '../transcript.js'
import type { Phase } from '../types.js'
import { dial, hangUp, open, WELCOME_MS } from './line.js'
import { giveUp, search, wishFor } from './search.js'
import { farewell, finish, flush, leave, letGo, move, PURGE_MS, sayEnd, withLog } from './seat.js'
import { complain, send } from './speech.js'
import { limitsOf, lineOf, logOf, type Seated, seatOf, type State } from './state.js'
import { cancel, persist, setTimer, TIMERS, type Turn } from './turn.js'
import { wrote } from './writing.js'

type NewWish = Omit<Wish, 'ticket'>
interface Moves {
  readonly start?: (state: State, turn: Turn, wish: NewWish) => State
  readonly next?: (state: State, turn: Turn, wish: NewWish) => State
  readonly stop?: (state: State, turn: Turn) => State
}

/** What a person's wish does in each phase. What isn't here does nothing. */
const MOVES: Readonly<Record<Phase, Moves>> = {
  idle: { start: search, next: search, stop: rest },
  searching: { stop: giveUp },
  chatting: { next: skip, stop: leave },
  ended: { start: search, next: search, stop: dismiss },
}

export const start = (state: State, turn: Turn, wish: NewWish): State =>
  heed(MOVES[state.phase].start?.(state, turn, wish) ?? state, turn)
export const next = (state: State, turn: Turn, wish: NewWish): State =>
  heed(MOVES[state.phase].next?.(state, turn, wish) ?? state, turn)
export const stop = (state: State, turn: Turn): State =>
  MOVES[state.phase].stop?.({ ...state, error: null }, turn) ?? state

/** A person who asks for something wants the line, even after it was closed for good. */
const heed = (state: State, turn: Turn): State => (state.line.live === null ? dial(state, turn) : state)

/** Ends the chat and goes on searching, in one frame (P-END-3). Without a line the hello does both (P-FENCE-3). */
function skip(state: State, turn: Turn, wish: NewWish): State {
  const { chat } = state
  const log = logOf(state)
  if (!chat || !log) return state
  cancel(turn, 'flush')
  farewell(turn, chat.view.id, 'you')
  // What has left may still be answered; the rest never will be.
  const after = wishFor(withLog(state, abandon(log, 'ended', chat.outbox.sent)), turn, wish)
  sayEnd(after, turn)
  return lineOf(after, { lapsed: false })
}

/** Whoever gives up before there is a line isn't dialled for any longer. */
function rest(state: State, turn: Turn): State {
  return state.line.live === null ? lineOf(hangUp(state, turn), { state: 'offline' }) : state
}

function dismiss(state: State): State {
  return { ...letGo(state), phase: 'idle', chat: null, end: null, unread: 0 }
}

/** Sends a text, if there is a chat to send it to. Whatever is wrong with it is said at once. */
export function say(state: State, turn: Turn, text: string): State {
  const chat = state.chat
  const log = logOf(state)
  const limits = limitsOf(state)
  if (state.phase !== 'chatting' || !chat || !log) return complain(state, turn, clientError('bad_state'))
  if (text === '')
    return complain(state, turn, clientError('bad_state', { message: 'There is nothing to send.' }))
  if (codePoints(text) > limits.textLength) return complain(state, turn, clientError('too_long'))
  if (isFull(state, chat)) return complain(state, turn, clientError('busy'))
  const held = withLog(state, pend(log, chat.outbox.last + 1, text, turn.at))
  return post(wrote({ ...held, error: null, away: false }, turn), turn, { kind: 'text', text })
}

/** Sends a call's signal or step. The ladder and the call judge what may be said; here it only has to have a chat. */
export function signal(state: State, turn: Turn, body: SignalBody | ConsentBody): State {
  const { chat } = state
  if (state.phase !== 'chatting' || !chat) return state
  if (isFull(state, chat, true)) return complain(state, turn, clientError('busy'))
  // Stored before it leaves, like words, whose numbers it may have taken.
  return flush(move(state, turn, urge(chat.outbox, body)), turn)
}

/** Words and what a call says are counted apart: neither takes the other's room. */
const isFull = (state: State, { outbox }: Seated, ofCall = false): boolean =>
  outbox.items.filter(({ body }) => isOfCall(body) === ofCall).length >=
  Math.min(limitsOf(state).outbox, LIMITS.outbox)

function post(state: State, turn: Turn, body: MemberBody): State {
  const { chat } = state
  if (!chat) return state
  // Stored before it leaves: after a reload it is sent again under the same n, not twice.
  persist(turn)
  return flush(seatOf(state, { outbox: add(chat.outbox, body) }), turn)
}

/** A failed message goes again as a new one, but never to anybody else. */
export function retry(state: State, turn: Turn, key: string): State {
  const log = logOf(state)
  const failed = log?.messages.find(
    (message) => message.key === key && message.state === 'failed' && message.text !== '',
  )
  if (!log || !failed || state.phase !== 'chatting') return state
  const after = say(state, turn, failed.text)
  const now = logOf(after)
  return now && now !== log ? withLog(after, withdraw(now, key)) : after
}

export function solve(state: State, turn: Turn, answer: string): State {
  const { challenge, line } = state
  // Asked before the welcome, it is answered before the welcome.
  const conn = line.live ?? line.opening
  if (!challenge || conn === null) return state
  turn.effects.push({ type: 'send', conn, frame: { type: 'solve', challenge: challenge.id, answer } })
  if (line.live === null) setTimer(turn, 'welcome', WELCOME_MS)
  return { ...state, challenge: null, solving: challenge }
}

/** Forgets what was said. In a live chat the place in the log stays, or the next entry would be a gap. */
export function clear(state: State, turn: Turn): State {
  persist(turn)
  const log = logOf(state)
  if (!log || state.chat?.over !== false) return { ...state, transcript: NO_TRANSCRIPT, unread: 0 }
  return { ...state, transcript: { current: forgetWords(log), previous: null }, unread: 0 }
}

/** Half an hour after an end: what isn't of the present chat goes (P-KEEP-2). */
export function purge(state: State, turn: Turn): State {
  persist(turn)
  const current = state.chat?.over === false ? state.transcript.current : null
  return { ...state, transcript: { current, previous: null } }
}

/** Now, whatever the wait: the person asked. */
export const reconnect = (state: State, turn: Turn): State =>
  state.line.live === null && state.line.opening === null
    ? lineOf(open(state, turn), { insists: true })
    : state

export const connect = (state: State, turn: Turn): State => dial(state, turn)

/** After a reload: back into the search or the chat. An ended one is only shown, for as long as it may be kept. */
export function resume(state: State, turn: Turn): State {
  if (state.phase !== 'idle' && state.phase !== 'ended') return dial(state, turn)
  setTimer(turn, 'purge', PURGE_MS)
  return state.chat?.leaving ? dial(state, turn) : state
}

/** Says bye and lets everything go (P-GRACE-1: no grace after a bye). */
export function close(state: State, turn: Turn): State {
  send(state, turn, { type: 'bye' })
  const gone = hangUp(state, turn, 1000)
  const after = finish(gone, turn, 'you')
  cancel(turn, ...TIMERS)
  persist(turn)
  const idle: State = after.phase === 'searching' ? { ...after, phase: 'idle', search: null } : after
  return lineOf({ ...idle, hold: null }, { state: 'closed', resting: null })
}
