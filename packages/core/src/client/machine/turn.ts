import type { ClientFrame, ConsentBody, ServerFrame, SignalBody, Wish } from '../../protocol/index.js'
import type { Chat, ClientError, End, IceRefusal, Message, Notice, Signal } from '../types.js'

/** What happens to the machine: a person's intent, a sign from a socket, a timer. */
export type Input =
  | { readonly type: 'connect' }
  /** Takes up what storage held. */
  | { readonly type: 'resume' }
  | { readonly type: 'start'; readonly wish: Omit<Wish, 'ticket'> }
  | { readonly type: 'next'; readonly wish: Omit<Wish, 'ticket'> }
  | { readonly type: 'stop' }
  | { readonly type: 'say'; readonly text: string }
  | { readonly type: 'signal'; readonly body: SignalBody | ConsentBody }
  | { readonly type: 'arm'; readonly offer: string | null }
  | { readonly type: 'ice' }
  | { readonly type: 'retry'; readonly key: string }
  | { readonly type: 'write'; readonly on: boolean }
  | { readonly type: 'solve'; readonly answer: string }
  | { readonly type: 'read' }
  | { readonly type: 'clear' }
  | { readonly type: 'reconnect' }
  | { readonly type: 'hide'; readonly hidden: boolean }
  | { readonly type: 'away'; readonly on: boolean }
  | { readonly type: 'freeze' }
  | { readonly type: 'wake'; readonly why: Wake }
  | { readonly type: 'close' }
  /** `device`: the token the browser holds by now, which another tab may have put there. */
  | { readonly type: 'opened'; readonly conn: number; readonly device?: string | null }
  /** `size` is the frame's length as it came, for the count of what is unconfirmed. */
  | { readonly type: 'frame'; readonly conn: number; readonly frame: ServerFrame; readonly size: number }
  | { readonly type: 'closed'; readonly conn: number; readonly code: number }
  | { readonly type: 'timer'; readonly name: TimerName }

export type Wake = 'online' | 'visible' | 'restored'

/** Each timer exists once; setting it again moves it. */
export const TIMERS = [
  'retry',
  'welcome',
  'stable',
  'watchdog',
  'probe',
  'drain',
  'sleep',
  'join',
  'end',
  'flush',
  'writing',
  'typing',
  'purge',
] as const
export type TimerName = (typeof TIMERS)[number]

/** What the machine wants done, in this order. */
export type Effect =
  | { readonly type: 'open'; readonly conn: number }
  | { readonly type: 'send'; readonly conn: number; readonly frame: ClientFrame }
  /** Without a code the server holds the seat, as after a fall. */
  | { readonly type: 'close'; readonly conn: number; readonly code?: 1000 }
  | { readonly type: 'terminate'; readonly conn: number }
  /** `at` in ms since 1970; null cancels. */
  | { readonly type: 'timer'; readonly name: TimerName; readonly at: number | null }
  /** Write what changed in what is kept, before anything that follows. */
  | { readonly type: 'persist' }
  | { readonly type: 'emit'; readonly event: Emitted }

export type Emitted =
  | { readonly type: 'match'; readonly value: Chat }
  | { readonly type: 'message'; readonly value: Message }
  | { readonly type: 'signal'; readonly value: Signal }
  | { readonly type: 'iceRefused'; readonly value: IceRefusal }
  | { readonly type: 'end'; readonly value: End }
  | { readonly type: 'notice'; readonly value: Notice }
  | { readonly type: 'error'; readonly value: ClientError }

/** Time, chance and a fresh id come with the input, so that a run can be repeated. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly at: number
  /** Random, at least 0 and less than 1. */
  readonly unit: number
  /** Unguessable; becomes the ticket if this input makes one. */
  readonly id: string
}

/** One step of the machine: its moment, and the effects it gathers. */
export interface Turn extends Moment {
  readonly effects: Effect[]
}

export const setTimer = (turn: Turn, name: TimerName, ms: number): void =>
  void turn.effects.push({ type: 'timer', name, at: turn.at + ms })

export const cancel = (turn: Turn, ...names: readonly TimerName[]): void => {
  for (const name of names) turn.effects.push({ type: 'timer', name, at: null })
}

export const persist = (turn: Turn): void => void turn.effects.push({ type: 'persist' })

export const emit = (turn: Turn, event: Emitted): void => void turn.effects.push({ type: 'emit', event })
