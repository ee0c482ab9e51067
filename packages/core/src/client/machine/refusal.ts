import { isErrorCode, KEEPS_N, type ServerFrameOf } from '../../protocol/index.js'
import { clientError } from '../errors.js'
import { refuse, repeat } from '../outbox.js'
import { missing } from './line.js'
import { flush } from './seat.js'
import { complain } from './speech.js'
import { limitsOf, seatOf, type State } from './state.js'
import { cancel, emit, persist, setTimer, type Turn } from './turn.js'

/** How long to wait when the server names no time. */
const PAUSE_MS = 1_000
/** Longer than an `end` takes, shorter than a person's patience; joins may come one in 1.5 s. */
const UNSEAT_MS = 2_000

type Refusal = ServerFrameOf<'error'>

/** The server refused one frame; the connection goes on. What it was about decides what is said again. */
export function onError(state: State, turn: Turn, frame: Refusal): State {
  switch (frame.re?.type) {
    case 'send':
      return onSend(state, turn, frame)
    case 'join':
      return onJoin(state, turn, frame)
    case 'solve':
      return complain({ ...state, challenge: state.solving, solving: null }, turn, toError(frame))
    case 'end':
      return onEnd(state, turn, frame)
    // Asked by the media, not by the person: theirs to ask again.
    case 'ice': {
      const { code, retryAfterMs } = toError(frame)
      emit(turn, { type: 'iceRefused', value: { code, retryAfterMs } })
      return state
    }
    // Droppable, and the next one makes up for it.
    case 'typing':
    case 'seen':
    case 'pong':
      return unconfirmed(state)
    default:
      return complain(state, turn, toError(frame))
  }
}

const again = ({ code }: Refusal): boolean => KEEPS_N.has(code) || code === 'gap'
const pause = ({ retryAfterMs }: Refusal): number => retryAfterMs ?? PAUSE_MS

const toError = ({ code, message, retryAfterMs }: Refusal) =>
  isErrorCode(code)
    ? clientError(code, { message, retryAfterMs })
    : { ...clientError('unavailable', { message, retryAfterMs }), retryable: retryAfterMs !== undefined }

/** Back to the refused n, after the pause (P-N-3). A gap means that something before it got lost: back to the first. */
function onSend(state: State, turn: Turn, frame: Refusal): State {
  const chat = state.chat
  if (!chat || chat.over || frame.re?.chat !== chat.view.id) return state
  // It says we don't sit there: what became of the chat is learnt by coming back.
  if (frame.code === 'bad_state') return missing(state, turn)
  if (!again(frame)) return state
  const first = chat.outbox.items[0]?.n
  const n = frame.code === 'gap' ? first : frame.re.n
  if (n === undefined) return state
  const goBack = frame.code === 'gap' ? repeat : refuse
  const outbox = goBack(chat.outbox, n, turn.at + pause(frame), limitsOf(state))
  return complain(flush(unconfirmed(seatOf(state, { outbox })), turn), turn, toError(frame))
}

/** What rode on a refused frame, or on one dropped behind it, may not have been heard: the next frame says it again (P-SEEN-1). */
const unconfirmed = (state: State): State => (state.chat ? seatOf(state, { confirmed: 0 }) : state)

function onJoin(state: State, turn: Turn, frame: Refusal): State {
  const ticket = frame.re?.ticket
  if (state.phase !== 'searching' || (ticket !== undefined && ticket !== state.wish?.ticket)) return state
  // It still sits us in a chat that was matched while we took the wish back; our `end` is on its way.
  if (frame.code === 'bad_state') {
    setTimer(turn, 'join', UNSEAT_MS)
    return state
  }
  if (again(frame)) {
    setTimer(turn, 'join', pause(frame))
    return complain(state, turn, toError(frame))
  }
  cancel(turn, 'join')
  persist(turn)
  return complain({ ...state, phase: 'idle', search: null }, turn, toError(frame))
}

/** An end that was refused for its haste would leave the stranger waiting: it is said again. */
function onEnd(state: State, turn: Turn, frame: Refusal): State {
  if (again(frame)) setTimer(turn, 'end', pause(frame))
  return state
}

/** The pause is over: the haste that caused it is no news any more. */
export const calm = (state: State): State =>
  state.error && (KEEPS_N.has(state.error.code) || state.error.code === 'gap')
    ? { ...state, error: null }
    : state
