import {
  END_REASONS,
  type EndReason,
  type Entry,
  readBody,
  type ServerFrameOf,
} from '../../protocol/index.js'
import {
  acknowledge,
  displace,
  displaces,
  EMPTY_OUTBOX,
  giveUpCounted,
  isHeld,
  rewind,
  settled,
} from '../outbox.js'
import { signalOf } from '../signals.js'
import { abandon, apply, begin, deliver, doubt, openLog } from '../transcript.js'
import type { Chat, End } from '../types.js'
import { unarmed } from '../words.js'
import { missing } from './line.js'
import { finish, flush, move, sayEnd, settleOwn, withLog } from './seat.js'
import { confirm, pong, send } from './speech.js'
import { limitsOf, lineOf, logOf, NOT_WRITING, type Seated, seatOf, type State } from './state.js'
import { cancel, emit, persist, type Turn } from './turn.js'
import { quiet } from './writing.js'

/** A match, the snapshot of a resume, or a chat that isn't wanted any more (P-MATCH-5). */
export function onChat(state: State, turn: Turn, frame: ServerFrameOf<'chat'>): State {
  const isKnown = frame.chat === state.chat?.view.id
  if (isKnown && !state.chat.over) return snapshot(state, turn, state.chat, frame)
  const waiting = state.phase === 'searching' || (state.phase === 'ended' && state.end?.reason === 'no_show')
  if (waiting && !isKnown && frame.ticket === state.wish?.ticket) return match(state, turn, frame)
  // With the present wish in it, since a join behind our back was refused while we sat there.
  sayEnd(state, turn, frame.chat)
  return lineOf(state, { owed: Math.max(0, state.line.owed - 1) })
}

function match(state: State, turn: Turn, frame: ServerFrameOf<'chat'>): State {
  cancel(turn, 'join')
  const stranger = strangerOf(frame)
  const view: Chat = {
    id: frame.chat,
    mode: frame.mode,
    seat: frame.you,
    shared: stranger?.shared ?? [],
    language: stranger?.language ?? null,
    met: frame.met ?? false,
    present: true,
    away: null,
    startedAt: turn.at,
    capsule: frame.capsule,
    caller: frame.polite === false,
    offered: frame.accepted > 0,
  }
  const chat: Seated = {
    view: seenAs(view, stranger, state, turn),
    ticket: frame.ticket,
    since: state.search?.since ?? state.chat?.since ?? turn.at,
    epoch: frame.epoch,
    confirmed: 0,
    unconfirmedBytes: 0,
    jump: !frame.complete,
    shown: frame.offset,
    outbox: { ...EMPTY_OUTBOX, last: frame.accepted },
    attached: true,
    leaving: false,
    over: false,
    writing: NOT_WRITING,
  }
  emit(turn, { type: 'match', value: chat.view })
  const met = confirm(
    {
      ...state,
      phase: 'chatting',
      chat,
      wish: state.wish && unarmed(state.wish),
      transcript: begin(state.transcript, openLog(frame.chat, frame.epoch, frame.you, frame.capsule)),
      search: null,
      end: null,
      error: null,
      challenge: null,
      typing: false,
      unread: 0,
    },
    turn,
  )
  return agree(met, turn, frame)
}

/** Back in the chat. What the server holds must contain what we hold, else it isn't this chat any more (P-RESUME-3). */
function snapshot(state: State, turn: Turn, chat: Seated, frame: ServerFrameOf<'chat'>): State {
  const log = logOf(state)
  if (
    !log ||
    frame.epoch !== chat.epoch ||
    frame.offset < log.cursor ||
    frame.accepted < settled(chat.outbox)
  ) {
    send(state, turn, { type: 'end', chat: frame.chat, reason: 'left' })
    persist(turn)
    return finish(state, turn, 'server_lost')
  }
  const stranger = strangerOf(frame)
  const attached = seatOf(state, {
    view: seenAs(chat.view, stranger, state, turn),
    outbox: rewind(chat.outbox, frame.accepted),
    shown: frame.offset,
    attached: true,
    // Said on a line that fell, it may not have been heard.
    confirmed: 0,
    // Between two lines the old one may have brought all of it since the hello.
    jump: !frame.complete && log.cursor < frame.offset,
  })
  const ready = frame.complete && log.cursor < frame.offset ? attached : letCountedGo(attached)
  return agree(release(ready, turn), turn, frame)
}

/** Says again whether the person looks at the chat, where the server has it otherwise (P-AWAY-2). */
function agree(state: State, turn: Turn, { members, you }: ServerFrameOf<'chat'>): State {
  const told = members.find(({ seat }) => seat === you)?.away ?? false
  return state.phase === 'chatting' && told !== state.away ? pong(state, turn) : state
}

/** What waited for the line goes, and behind it the end if the person has left meanwhile. */
function release(state: State, turn: Turn): State {
  if (!state.chat || isHeld(state.chat.outbox)) return state
  const after = flush(state, turn)
  if (state.chat.leaving) sayEnd(after, turn)
  return after
}

/** What the server counted and doesn't replay can't be settled, nor may it hold up what comes after it (P-RESUME-5). */
function letCountedGo(state: State): State {
  const log = logOf(state)
  if (!log || !state.chat) return state
  const { outbox, lost } = giveUpCounted(state.chat.outbox)
  return seatOf(
    withLog(
      state,
      lost.reduce((after, { n }) => doubt(after, n), log),
    ),
    { outbox },
  )
}

const strangerOf = (frame: ServerFrameOf<'chat'>) =>
  frame.members.find(({ seat, role }) => seat !== frame.you && role === 'stranger')

/** The same chat with the stranger there, or away since now: with a deadline for a line that fell, without for a look away. */
function seenAs(
  view: Chat,
  { present, away = false }: Pick<ServerFrameOf<'presence'>, 'present' | 'away'> = { present: true },
  { server }: State,
  { at }: Turn,
): Chat {
  const isAway = away || !present
  if (view.present === present && (view.away !== null) === isAway) return view
  const graceMs = present ? null : (server?.grace.away ?? 0)
  return { ...view, present, away: isAway ? { since: at, graceMs } : null }
}

export function onPresence(state: State, turn: Turn, frame: ServerFrameOf<'presence'>): State {
  const view = state.chat?.view
  if (!view || state.chat?.over || frame.chat !== view.id || frame.seat === view.seat) return state
  const after = seatOf(state, { view: seenAs(view, frame, state, turn) })
  return after.chat?.view.away ? quiet(after, turn) : after
}

/** One item of the log: the acks it carries go first, then the cursor decides (P-ACK-2, P-RESUME-2). */
export function onEntry(state: State, turn: Turn, frame: Entry, size: number): State {
  const chat = state.chat
  if (!chat) return onLate(state, frame)
  if (chat.over || frame.chat !== chat.view.id) return state
  const settledNow = settleOwn(state, turn, frame.acked ?? [])
  if (!settledNow) return missing(state, turn)
  const { offset, seat, at, body, stamp } = frame
  const n = seat === chat.view.seat ? (frame.n ?? null) : null
  const ready = n === null ? settledNow : makeWay(settledNow, turn, n, body)
  const log = logOf(ready)
  if (!log || !ready.chat) return missing(state, turn)
  const applied = apply(log, { offset, seat, at, body, stamp }, n, ready.chat.jump)
  if (applied.verdict === 'gap') return missing(ready, turn)
  const outbox = n === null ? ready.chat.outbox : acknowledge(ready.chat.outbox, n)
  const taken = seatOf(withLog(ready, applied.log), { outbox })
  if (applied.verdict === 'known') return replayed(taken, turn, chat)
  const now = seatOf(taken, { jump: false, unconfirmedBytes: chat.unconfirmedBytes + size })
  const signal = signalOf(log, { offset, seat, at, body, stamp })
  if (signal) emit(turn, { type: 'signal', value: signal })
  const after = seat === -1 ? onServerEntry(now, turn, body) : onMemberEntry(now, turn, seat, applied.message)
  const told = replayed(after, turn, chat)
  // Sends that made way wait for nothing.
  return ready === settledNow ? told : flush(told, turn)
}

/** Once the replay has told what had arrived, or has told all it can, what waited for that goes. */
function replayed(state: State, turn: Turn, before: Seated): State {
  const log = logOf(state)
  if (!isHeld(before.outbox) || !state.chat || !log) return state
  return release(log.cursor < state.chat.shown ? state : letCountedGo(state), turn)
}

/** An entry of a chat that was left: own words in it arrived, unless another tab's have their number. */
function onLate(state: State, { chat, seat, n, at, body, offset, stamp, acked = [] }: Entry): State {
  const log = state.transcript.current
  if (log?.chat !== chat) return state
  const settledNow = acked.reduce(deliver, log)
  // Behind the end nothing gets into a log any more (P-END-1).
  if (seat === -1 && readBody(body)?.kind === 'end') return withLog(state, abandon(settledNow, 'ended'))
  if (seat !== log.seat || n === undefined) return withLog(state, settledNow)
  const own = log.messages.find((message) => message.n === n && message.state === 'pending')
  const isOurs = own?.text === body['text']
  return withLog(
    state,
    isOurs
      ? deliver(settledNow, [n, offset, at, stamp])
      : deliver(settledNow, [n, offset, at, stamp, 'ended']),
  )
}

/** Another tab of this session has said this under a number that we had given out as well (P-RESUME-7). */
function makeWay(state: State, turn: Turn, n: number, body: Entry['body']): State {
  const outbox = state.chat?.outbox
  return outbox && displaces(outbox, n, body) ? move(state, turn, displace(outbox, n)) : state
}

function onMemberEntry(
  state: State,
  turn: Turn,
  seat: number,
  message: ReturnType<typeof apply>['message'],
): State {
  if (seat === state.chat?.view.seat) return due(state, turn)
  const after = due(quiet(state, turn), turn)
  if (!message || message.kind === 'void') return after
  emit(turn, { type: 'message', value: message })
  return { ...after, unread: after.unread + 1 }
}

function onServerEntry(state: State, turn: Turn, body: Entry['body']): State {
  const end = readBody(body)
  if (end?.kind !== 'end') return due(state, turn)
  // At once, so that the server may forget the log (P-SEEN-2, P-GRACE-3).
  return finish(confirm(state, turn), turn, reasonOf(end, state.chat?.view.seat))
}

function reasonOf(
  end: { readonly reason: string; readonly by?: number },
  own: number | undefined,
): End['reason'] {
  if (end.by !== undefined && end.by === own) return 'you'
  return END_REASONS.find((known): known is EndReason => known === end.reason) ?? 'closed'
}

/** With much unconfirmed, a lone `seen` lets the server trim its log (P-SEEN-2). */
function due(state: State, turn: Turn): State {
  const { chat } = state
  const log = logOf(state)
  const { seenEntries, seenBytes } = limitsOf(state)
  if (!chat || !log) return state
  return log.cursor - chat.confirmed >= seenEntries || chat.unconfirmedBytes >= seenBytes
    ? confirm(state, turn)
    : state
}

export function onAck(state: State, turn: Turn, frame: ServerFrameOf<'ack'>, size: number): State {
  const chat = state.chat
  const log = state.transcript.current
  if (!chat && log?.chat === frame.chat) return withLog(state, frame.acked.reduce(deliver, log))
  if (!chat || chat.over || frame.chat !== chat.view.id) return state
  const settledNow = settleOwn(state, turn, frame.acked)
  if (!settledNow) return missing(state, turn)
  const after = due(seatOf(settledNow, { unconfirmedBytes: chat.unconfirmedBytes + size }), turn)
  return replayed(after, turn, chat)
}
