import { type ClientFrame, LIMITS, type ServerFrameOf } from '../protocol/index.js'

export type Welcome = Omit<ServerFrameOf<'welcome'>, 'type' | 'token' | 'device' | 'resumed'>

/** What a pretended server says to everybody, unless told otherwise. */
export const WELCOME: Welcome = {
  version: 1,
  caps: ['text'],
  limits: LIMITS,
  ping: { interval: 25_000, timeout: 20_000 },
  grace: { away: 30_000, hidden: 120_000 },
  gates: [],
}

/** What a refusal is about. */
export function reOf(frame: ClientFrame) {
  const { type } = frame
  if (frame.type === 'send') return { type, chat: frame.chat, n: frame.n }
  if (frame.type === 'join') return { type, ticket: frame.ticket }
  return frame.type === 'end' ? { type, chat: frame.chat } : { type }
}
