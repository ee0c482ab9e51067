import { type Acked } from '../../protocol/index.js'
import { acknowledge, due, isHeld, type Moved } from '../outbox.js'
import { abandon, keep, type Log, renumber, settle } from '../transcript.js'
import type { End } from '../types.js'
import { mention, pong, send } from './speech.js'
import { limitsOf, lineOf, logOf, NOT_WRITING, seatOf, type State, type Seated } from './state.js'
import { cancel, emit, persist, setTimer, type Turn } from './turn.js'

/** After this time an ended chat's words are gone from memory and storage (P-KEEP-2). */
export const PURGE_MS = 30 * 60_000

export const withLog = (state: State, log: Log): State => ({
  ...state,
  transcript: keep(state.transcript, log),
})

/** Lets out what the outbox may send now. */
export function flush(state: State, turn: Turn): State {
  const chat = state.chat
  if (!chat || chat.over || !chat.attached || state.line.live === null) return state
  const { outbox, items, next } = due(chat.outbox, turn.at, limitsOf(state))
  if (next === null) cancel(turn, 'flush')
  else setTimer(turn, 'flush', next - turn.at)
  let after = seatOf(state, { outbox })
  for (const { n, body } of items) {
    after = mention(after, turn, (held) => ({
      type: 'send',
      chat: chat.view.id,
      n,
      body: { ...body },
      ...held,
    }))
  }
  // Words that waited say nothing of where the person is by now (P-AWAY-3).
  return state.away && items.some(({ body }) => body.kind === 'text') ? pong(after, turn) : after
}

/** Takes over an outbox whose sends got other numbers. */
export function move(state: State, turn: Turn, { outbox, moved }: Moved): State {
  const log = logOf(state)
  if (!log) return state
  // Stored before they leave, so that a reload repeats them under these numbers.
  persist(turn)
  return withLog(seatOf(state, { outbox }), renumber(log, moved))
}

/** Applies own entries in their order (P-ACK-2). Null: something before them is missing. */
export function settleOwn(state: State, turn: Turn, acked: readonly Acked[]): State | null {
  let after = state
  for (const ack of acked) {
    const log = logOf(after)
    const outbox = after.chat?.outbox
    if (!log || !outbox) return after
    const jump = after.chat?.jump ?? false
    const [n, offset, , , refused = null] = ack
    const body = outbox.items.find((item) => item.n === n)?.body
    const applied = settle(log, ack, body, jump)
    if (applied.verdict === 'gap') return null
    if (applied.verdict === 'applied' && (body?.kind === 'signal' || body?.kind === 'consent'))
      emit(turn, { type: 'signal', value: { chat: log.chat, from: 'me', offset, body, refused } })
    after = seatOf(withLog(after, applied.log), {
      outbox: acknowledge(outbox, ack[0]),
      jump: jump && applied.verdict === 'known',
    })
  }
  return after
}

/** Tells once that the chat is over for the person, and starts the time its words may stay. */
export function farewell(turn: Turn, chat: string, reason: End['reason']): End {
  const end: End = { chat, reason }
  cancel(turn, 'writing', 'typing')
  setTimer(turn, 'purge', PURGE_MS)
  persist(turn)
  emit(turn, { type: 'end', value: end })
  return end
}

/** Ends the chat here, once. If the person ended it and was told so, only what hung in the air is settled. */
export function finish(state: State, turn: Turn, reason: End['reason']): State {
  const chat = state.chat
  if (!chat || chat.over) return state
  cancel(turn, 'flush', 'end')
  persist(turn)
  const log = logOf(state)
  const settled = log ? withLog(state, settleUnsent(log, chat, reason)) : state
  const after = seatOf(
    { ...settled, typing: false, hold: null },
    { over: true, leaving: false, writing: NOT_WRITING },
  )
  return state.phase === 'chatting'
    ? { ...after, phase: 'ended', end: farewell(turn, chat.view.id, reason) }
    : after
}

/** Without the server's log nobody knows what became of words that had left (P-RESUME-3). */
const settleUnsent = (log: Log, { outbox }: Seated, reason: End['reason']): Log =>
  abandon(abandon(log, 'ended', reason === 'server_lost' ? outbox.tried : 0), 'unknown')

/** Leaves by one's own will; the seat stays until the server's end entry, so that last words are settled. */
export function leave(state: State, turn: Turn): State {
  const chat = state.chat
  if (!chat) return state
  const end = farewell(turn, chat.view.id, 'you')
  const after = seatOf(
    { ...state, phase: 'ended', end, typing: false, hold: null },
    { leaving: true, writing: NOT_WRITING },
  )
  // An end now would cut off what still waits for the replay; it is said behind that.
  if (chat.attached && !isHeld(chat.outbox)) sayEnd(after, turn)
  return after
}

/** Says `end`, and in the same frame the next wish if there is one (P-END-3). Said again it changes nothing. */
export function sayEnd(state: State, turn: Turn, chat = state.transcript.current?.chat): void {
  if (chat === undefined) return
  const next = state.phase === 'searching' ? state.wish : null
  send(
    state,
    turn,
    next ? { type: 'end', chat, reason: 'skip', next } : { type: 'end', chat, reason: 'left' },
  )
}

/** The line fell: nothing is on its way any more, and nothing is known of the stranger. */
export function detach(state: State, turn: Turn): State {
  cancel(turn, 'flush', 'writing', 'typing', 'join', 'end')
  const { chat } = state
  const hold =
    state.phase === 'chatting'
      ? (state.hold ?? {
          since: turn.at,
          graceMs: state.server?.grace[state.hidden === null ? 'away' : 'hidden'] ?? 0,
        })
      : null
  const after: State = { ...state, typing: false, challenge: null, solving: null, hold }
  if (chat) return seatOf(after, { writing: NOT_WRITING })
  return letGo(lineOf(after, { live: null }))
}

/** Words of a chat that was left are answered on the same line or never. */
export function letGo(state: State): State {
  const log = state.transcript.current
  return log && state.line.live === null ? withLog(state, abandon(log, 'ended')) : state
}
