import type { ServerFrame } from '../protocol/index.js'
import { onAck, onChat, onEntry, onPresence } from './machine/chat.js'
import * as intents from './machine/intents.js'
import * as line from './machine/line.js'
import { calm, onError } from './machine/refusal.js'
import { arm, askIce, onIdle, onQueued, rejoin } from './machine/search.js'
import { flush, sayEnd } from './machine/seat.js'
import { look, pong } from './machine/speech.js'
import { lineOf, type State } from './machine/state.js'
import {
  cancel,
  type Effect,
  emit,
  type Input,
  type Moment,
  setTimer,
  type TimerName,
  type Turn,
} from './machine/turn.js'
import { type ClientName, onOpened, onWelcome } from './machine/welcome.js'
import { onTyping, quiet, tell, write } from './machine/writing.js'

export { INITIAL, type State } from './machine/state.js'
export type { Effect, Emitted, Input, Moment, TimerName, Wake } from './machine/turn.js'
export type { ClientName } from './machine/welcome.js'

type Frames = {
  readonly [T in ServerFrame['type']]: (
    state: State,
    turn: Turn,
    frame: Extract<ServerFrame, { type: T }>,
    input: Extract<Input, { type: 'frame' }>,
  ) => State
}

/** What each frame of the server does, once the socket that brought it is the line. */
const FRAMES: Frames = {
  welcome: (state) => state,
  idle: onIdle,
  queued: onQueued,
  chat: onChat,
  entry: (state, turn, frame, { size }) => onEntry(state, turn, frame, size),
  ack: (state, turn, frame, { size }) => onAck(state, turn, frame, size),
  presence: onPresence,
  typing: onTyping,
  error: onError,
  challenge: ask,
  notice(state, turn, { level, code, text = null, action = null }) {
    emit(turn, { type: 'notice', value: { level, code, text, action } })
    return state
  },
  ice: (state, turn, { policy, servers, relays, ttlMs }) => ({
    ...state,
    ice: { policy, servers, relays, ttlMs, at: turn.at },
  }),
  ping: pong,
  drain(state, turn, { reconnectInMs }) {
    setTimer(turn, 'drain', reconnectInMs)
    return state
  },
  goodbye: (state, turn, frame, { conn }) => line.onGoodbye(state, turn, frame, conn),
}

const TIMERS: { readonly [N in TimerName]: (state: State, turn: Turn) => State } = {
  retry: (state, turn) => (state.line.retryAt === null ? state : line.open(state, turn)),
  welcome: line.onUnwelcome,
  stable: (state) => lineOf(state, { tries: 0 }),
  watchdog: line.onWatchdog,
  probe: line.onProbe,
  drain: (state, turn) =>
    state.line.opening === null && state.line.live !== null ? line.open(state, turn) : state,
  sleep: line.onSleep,
  join: (state, turn) => rejoin(calm(state), turn),
  end(state, turn) {
    if (state.phase === 'searching' || state.chat?.leaving) sayEnd(state, turn)
    return state
  },
  flush: (state, turn) => flush(calm(state), turn),
  writing: tell,
  typing: quiet,
  purge: intents.purge,
}

type Inputs = {
  readonly [T in Input['type']]: (
    state: State,
    turn: Turn,
    input: Extract<Input, { type: T }>,
    client: ClientName,
  ) => State
}

const INPUTS: Inputs = {
  connect: intents.connect,
  resume: intents.resume,
  start: (state, turn, { wish }) => intents.start(state, turn, wish),
  next: (state, turn, { wish }) => intents.next(state, turn, wish),
  stop: intents.stop,
  say: (state, turn, { text }) => intents.say(state, turn, text),
  signal: (state, turn, { body }) => intents.signal(state, turn, body),
  arm: (state, turn, { offer }) => arm(state, turn, offer),
  ice: (state, turn) => askIce(state, turn),
  retry: (state, turn, { key }) => intents.retry(state, turn, key),
  write: (state, turn, { on }) => write(state, turn, on),
  solve: (state, turn, { answer }) => intents.solve(state, turn, answer),
  read: (state) => (state.unread === 0 ? state : { ...state, unread: 0 }),
  clear: intents.clear,
  reconnect: intents.reconnect,
  hide: (state, turn, { hidden }) => line.hide(state, turn, hidden),
  away: (state, turn, { on }) => look(state, turn, on),
  freeze: line.freeze,
  wake: (state, turn, { why }) => line.wake(state, turn, why),
  close: intents.close,
  opened: (state, turn, { conn, device = null }, client) => onOpened(state, turn, conn, device, client),
  frame: onFrame,
  closed: (state, turn, { conn, code }) => line.onClosed(state, turn, conn, code),
  timer: (state, turn, { name }) => TIMERS[name](state, turn),
}

function ask(
  state: State,
  _turn: Turn,
  { challenge, kind, question }: Extract<ServerFrame, { type: 'challenge' }>,
): State {
  return { ...state, challenge: { id: challenge, kind, question: question ?? null }, solving: null }
}

/** Before its welcome a socket may welcome, refuse or challenge us; an abandoned one has nothing to say at all. */
function onFrame(state: State, turn: Turn, input: Extract<Input, { type: 'frame' }>): State {
  const { conn, frame } = input
  const { live, opening } = state.line
  if (conn === opening && frame.type === 'welcome') return onWelcome(state, turn, frame, conn)
  if (conn === opening && frame.type === 'goodbye') return line.onGoodbye(state, turn, frame, conn)
  if (conn === opening && live === null && frame.type === 'challenge') {
    // A person needs longer than a server.
    cancel(turn, 'welcome')
    return ask(state, turn, frame)
  }
  const judged = conn === opening && frame.type === 'error' && frame.re?.type === 'solve'
  if (judged) cancel(turn, 'welcome')
  else if (conn !== live) return state
  const heard = lineOf(state, { heard: turn.at, probing: false })
  return (FRAMES[frame.type] as (...args: [State, Turn, ServerFrame, typeof input]) => State)(
    heard,
    turn,
    frame,
    input,
  )
}

export interface Step {
  readonly state: State
  /** To be done in this order. */
  readonly effects: readonly Effect[]
}

/**
 * One step of the client: pure, so that a simulation can run and repeat it.
 * @param moment the time, a random number and a fresh id; nothing else comes from outside
 */
export function reduce(state: State, input: Input, moment: Moment, client: ClientName): Step {
  const effects: Effect[] = []
  const run = INPUTS[input.type] as (...args: [State, Turn, Input, ClientName]) => State
  return { state: run(state, { ...moment, effects }, input, client), effects }
}
