import type { CallEnd, CallPhase, CallView } from './types.js'

/** Everything a call knows of its own course. Times are ms since 1970. */
export interface Call extends CallView {
  /** When the present phase has to be over. */
  readonly deadline: number
  /** When the next ICE restart is due, while reconnecting. */
  readonly restartAt: number
}

export type CallInput =
  /** A new call: the number says which. */
  | { readonly type: 'begin'; readonly chat: string; readonly call: number }
  /** There is an offer, ours or theirs. */
  | { readonly type: 'offered' }
  | { readonly type: 'connected' }
  /** Nothing arrives although something should, or ICE says so. */
  | { readonly type: 'stalled' }
  /** It flows again. */
  | { readonly type: 'flowing' }
  /** ICE has given up by itself. */
  | { readonly type: 'failed' }
  /** The network changed while a way is looked for. */
  | { readonly type: 'moved' }
  | { readonly type: 'tick' }
  | { readonly type: 'end'; readonly end: CallEnd }
  /** The chat is gone, or was never of a mode with calls. */
  | { readonly type: 'clear' }

/** A call that isn't connected by then won't be, ms. */
export const CONNECT_MS = 10_000
/**
 * From the first sign of a stall: a moment in case it heals by itself, then a restart every few seconds, as what is broken
 * may come back at any time, then the end.
 */
export const HEAL_MS = 1_000
export const RESTART_EVERY_MS = 4_000
/** A network that changes while a way is looked for: soon, but not for each word of the browser's. */
const MOVED_MS = 2_000
export const RECONNECT_MS = 11_000

export const NO_CALL: Call = {
  chat: null,
  call: 0,
  phase: 'none',
  end: null,
  since: 0,
  deadline: Infinity,
  restartAt: Infinity,
}

export interface CallStep {
  readonly call: Call
  /** An ICE restart is due. */
  readonly restart: boolean
}

type On = { readonly [T in CallInput['type']]?: (call: Call, at: number) => Call }

const phase = (call: Call, next: CallPhase, at: number, deadline = Infinity, restartAt = Infinity): Call => ({
  ...call,
  phase: next,
  end: null,
  since: at,
  deadline,
  restartAt,
})
const over = (call: Call, end: CallEnd, at: number): Call => ({ ...phase(call, 'ended', at), end })
const reconnect = (call: Call, at: number, restartAt: number): Call =>
  phase(call, 'reconnecting', at, at + RECONNECT_MS, restartAt)

/** What moves a call on, in each phase. What isn't here changes nothing; `begin`, `end` and `clear` are for all. */
const MOVES: Readonly<Record<CallPhase, On>> = {
  none: {},
  waiting: {
    offered: (call, at) => phase(call, 'connecting', at, at + CONNECT_MS),
    connected: (call, at) => phase(call, 'live', at),
  },
  connecting: {
    connected: (call, at) => phase(call, 'live', at),
    failed: (call, at) => over(call, 'ice_failed', at),
  },
  live: {
    stalled: (call, at) => reconnect(call, at, at + HEAL_MS),
    failed: (call, at) => reconnect(call, at, at),
  },
  reconnecting: {
    flowing: (call, at) => phase(call, 'live', at),
    failed: (call, at) => ({ ...call, restartAt: Math.min(call.restartAt, at) }),
    moved: (call, at) => ({ ...call, restartAt: Math.min(call.restartAt, at + MOVED_MS) }),
  },
  ended: {},
}

/** One step of a call. Pure: the time comes with the input. */
export function next(call: Call, input: CallInput, at: number): CallStep {
  const after = move(call, input, at)
  if (after.phase !== 'reconnecting' || at < after.restartAt) return { call: after, restart: false }
  return { call: { ...after, restartAt: at + RESTART_EVERY_MS }, restart: true }
}

function move(call: Call, input: CallInput, at: number): Call {
  switch (input.type) {
    case 'begin':
      return phase({ ...NO_CALL, chat: input.chat, call: input.call }, 'waiting', at, at + CONNECT_MS)
    case 'clear':
      return call.phase === 'none' ? call : { ...NO_CALL, since: at }
    case 'end':
      return call.phase === 'none' || call.phase === 'ended' ? call : over(call, input.end, at)
    default:
      if (at >= call.deadline)
        return over(call, call.phase === 'reconnecting' ? 'connection_lost' : 'ice_failed', at)
      return MOVES[call.phase][input.type]?.(call, at) ?? call
  }
}
