import { closePolicy, type ServerFrameOf } from '../../protocol/index.js'
import { BACKOFF, backoff } from '../backoff.js'
import { clientError, closeError } from '../errors.js'
import type { ClientErrorCode } from '../types.js'
import { detach, finish } from './seat.js'
import { complain, pong } from './speech.js'
import { lineOf, type State } from './state.js'
import { cancel, persist, setTimer, type Turn, type Wake } from './turn.js'

/** A socket that hasn't been welcomed by then is given up. */
export const WELCOME_MS = 10_000
/** How much later than the server's ping interval silence becomes suspicious (P-BEAT-2). */
const SILENCE_MARGIN_MS = 10_000
const PROBE_MS = 3_000
/** Hidden for so long and with nothing going on, the client sleeps (P-BACKOFF-2). */
const SLEEP_MS = 5 * 60_000
const SLEEP_RECHECK_MS = 60_000

/** Opens one more socket; a welcomed one goes on working until the new one is welcome. */
export function open(state: State, turn: Turn): State {
  const { line } = state
  const conn = line.conn + 1
  const again = line.state === 'reconnecting' || line.state === 'online'
  cancel(turn, 'retry', 'drain')
  setTimer(turn, 'welcome', WELCOME_MS)
  persist(turn)
  turn.effects.push({ type: 'open', conn })
  return lineOf(state, {
    state: line.live !== null ? 'online' : again ? 'reconnecting' : 'connecting',
    conn,
    opening: conn,
    insists: false,
    asked: null,
    retryAt: null,
    paced: false,
    resting: null,
  })
}

/** Sees to it that there is a line, or one on its way. */
export function dial(state: State, turn: Turn): State {
  const { live, opening, retryAt, paced } = state.line
  return live !== null || opening !== null || (retryAt !== null && paced) ? state : open(state, turn)
}

/** Drops a socket at once, without waiting for it to agree that it is closed, and tries again. */
function redial(state: State, turn: Turn, conn: number, retryAfterMs?: number): State {
  turn.effects.push({ type: 'terminate', conn })
  return fall(state, turn, conn, retryAfterMs)
}

/** What we hold and what the server says don't fit together. Coming back tells, and fetches what is missing (P-RESUME-1). */
export const missing = (state: State, turn: Turn): State =>
  state.line.live === null ? state : redial(state, turn, state.line.live)

/** A socket is gone. */
function fall(state: State, turn: Turn, conn: number, retryAfterMs?: number): State {
  const { live, opening } = state.line
  if (conn === opening) {
    cancel(turn, 'welcome')
    const failed = lineOf(state, { opening: null, tries: state.line.tries + 1 })
    if (live !== null) {
      // Still on the old line: it carries on, and the move is tried again.
      setTimer(turn, 'drain', retryAfterMs ?? backoff(state.line.tries, turn.unit))
      return failed
    }
    // The old one yielded to it and is gone, too.
    const gone = state.line.state === 'online' ? lose(failed, turn) : failed
    return wait({ ...gone, challenge: null, solving: null }, turn, state.line.tries, retryAfterMs)
  }
  if (conn !== live) return state
  const lost = lose(state, turn)
  if (opening !== null) return lost
  return wait(lineOf(lost, { tries: state.line.tries + 1 }), turn, state.line.tries, retryAfterMs)
}

/** Our own newer socket took over, and its welcome is on its way: nothing is lost that anybody has to see (P-DRAIN-1). */
const yielded = (before: State, after: State): State =>
  after.line.opening === null ? after : lineOf({ ...after, hold: before.hold }, { state: before.line.state })

/** The welcomed socket is lost. */
function lose(state: State, turn: Turn): State {
  cancel(turn, 'watchdog', 'probe', 'stable', 'drain')
  return detach(
    lineOf(state, { state: 'reconnecting', live: null, probing: false, joined: null, owed: 0 }),
    turn,
  )
}

function wait(state: State, turn: Turn, tries: number, retryAfterMs?: number): State {
  const ms = Math.max(BACKOFF.floorMs, retryAfterMs ?? backoff(tries, turn.unit))
  setTimer(turn, 'retry', ms)
  return lineOf(state, { retryAt: turn.at + ms, paced: retryAfterMs !== undefined })
}

/** Closed until the person decides. What can't come back ends here; a seat taken by another tab can be taken back. */
function shut(
  state: State,
  turn: Turn,
  code: ClientErrorCode,
  says: Partial<ServerFrameOf<'goodbye'>> = {},
): State {
  const refused = code === 'bad_token' || code === 'banned' || code === 'forbidden' || code === 'origin'
  let after = hangUp(state, turn)
  if (code === 'bad_token') after = { ...after, keys: { token: null, device: null } }
  if (refused) after = finish(after, turn, code === 'bad_token' ? 'server_lost' : 'closed')
  if (after.phase === 'searching' && code !== 'superseded') after = { ...after, phase: 'idle', search: null }
  persist(turn)
  return complain(lineOf({ ...after, hold: null }, { state: 'closed' }), turn, clientError(code, says))
}

/** Lets every socket go. @param code 1000 after a bye; without it the server holds the seat */
export function hangUp(state: State, turn: Turn, code?: 1000): State {
  const { live, opening } = state.line
  if (live !== null) turn.effects.push({ type: 'close', conn: live, ...(code && { code }) })
  if (opening !== null) turn.effects.push({ type: 'terminate', conn: opening })
  cancel(turn, 'retry', 'welcome')
  // Online without a line: the old one yielded to one that goes now.
  const after = state.line.state === 'online' ? lose(state, turn) : state
  return lineOf(after, { opening: null, retryAt: null, paced: false })
}

export function onGoodbye(state: State, turn: Turn, frame: ServerFrameOf<'goodbye'>, conn: number): State {
  const code = closeError(frame.code, frame.reason)
  const known = lineOf(state, { conn: Math.max(state.line.conn, frame.conn ?? 0) })
  // It was our own newer socket that took over, and it may have fallen since.
  const isOwn = state.line.opening !== null || (frame.conn !== undefined && frame.conn <= state.line.conn)
  if (code === 'superseded' && conn === state.line.live && isOwn)
    return yielded(state, redial(known, turn, conn))
  if (code === 'superseded' && conn === state.line.opening && state.line.insists) {
    turn.effects.push({ type: 'terminate', conn })
    return open(lineOf(known, { opening: null }), turn)
  }
  if (closePolicy(frame.code) === 'stop') return shut(known, turn, code, frame)
  const after = code === 'token_expired' ? { ...known, keys: { ...known.keys, token: null } } : known
  const fallen = redial(after, turn, conn, frame.retryAfterMs)
  return conn === state.line.opening ? complain(fallen, turn, clientError(code, frame)) : fallen
}

export function onClosed(state: State, turn: Turn, conn: number, code: number): State {
  const { live, opening } = state.line
  if (conn !== live && conn !== opening) return state
  const isOver = closePolicy(code) === 'stop'
  if (isOver && !(conn === live && opening !== null)) return shut(state, turn, closeError(code, ''))
  const fallen = fall(state, turn, conn)
  if (isOver) return yielded(state, fallen)
  return conn === opening && live === null ? complain(fallen, turn, clientError('unreachable')) : fallen
}

/** Nobody answered the door. */
export function onUnwelcome(state: State, turn: Turn): State {
  const { live, opening } = state.line
  if (opening === null) return state
  const fallen = redial(state, turn, opening)
  return live === null ? complain(fallen, turn, clientError('unreachable')) : fallen
}

/** Silence is judged by timestamps, since timers of hidden pages sleep. */
const silent = (state: State, at: number): boolean => at - state.line.heard >= patience(state)
const patience = (state: State): number => (state.server?.ping.interval ?? 0) + SILENCE_MARGIN_MS

/** @param ms until the next look, by default as long as silence may last from now */
export const watch = (state: State, turn: Turn): void =>
  setTimer(turn, 'watchdog', state.line.heard + patience(state) - turn.at)

export function onWatchdog(state: State, turn: Turn): State {
  if (state.line.live === null) return state
  if (silent(state, turn.at)) return probe(state, turn)
  watch(state, turn)
  return state
}

function probe(state: State, turn: Turn): State {
  if (state.line.probing) return state
  setTimer(turn, 'probe', PROBE_MS)
  return lineOf(pong(state, turn), { probing: true })
}

export function onProbe(state: State, turn: Turn): State {
  const { live, probing } = state.line
  if (live === null) return state
  if (probing) return redial(state, turn, live)
  watch(state, turn)
  return state
}

/** The page is back, or the network: don't wait, don't trust. */
export function wake(state: State, turn: Turn, why: Wake): State {
  const { line } = state
  if (line.resting !== null) return open(state, turn)
  if (line.live === null) return line.retryAt !== null && !line.paced ? open(state, turn) : state
  return why === 'online' || silent(state, turn.at) ? probe(state, turn) : state
}

export function hide(state: State, turn: Turn, hidden: boolean): State {
  if (hidden === (state.hidden !== null)) return state
  if (hidden) {
    setTimer(turn, 'sleep', SLEEP_MS)
    persist(turn)
    return pong({ ...state, hidden: turn.at }, turn)
  }
  cancel(turn, 'sleep')
  const shown = wake({ ...state, hidden: null }, turn, 'visible')
  return shown.line.probing ? shown : pong(shown, turn)
}

export function onSleep(state: State, turn: Turn): State {
  if (state.hidden === null) return state
  const resting = state.phase === 'idle' || (state.phase === 'ended' && state.chat?.leaving !== true)
  if (!resting || isOff(state)) {
    setTimer(turn, 'sleep', SLEEP_RECHECK_MS)
    return state
  }
  return lineOf(hangUp(state, turn), { state: 'offline', resting: 'asleep' })
}

/** The page goes away, perhaps for good: store everything, and let go so that the browser may keep the page. */
export function freeze(state: State, turn: Turn): State {
  persist(turn)
  return isOff(state) ? state : lineOf(hangUp(state, turn), { state: 'reconnecting', resting: 'frozen' })
}

const isOff = ({ line }: State): boolean =>
  line.live === null && line.opening === null && line.retryAt === null
