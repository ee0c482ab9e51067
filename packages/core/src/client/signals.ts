import { readBody } from '../protocol/index.js'
import type { Kept, Log } from './transcript.js'
import type { Signal } from './types.js'

/** The signal that an entry is, if it is one and has a seat. */
export function signalOf({ chat, seat: own }: Log, { offset, seat, body }: Kept): Signal | null {
  const read = readBody(body)
  if ((read?.kind !== 'signal' && read?.kind !== 'consent') || seat < 0) return null
  return { chat, from: seat === own ? 'me' : 'stranger', offset, body: read, refused: null }
}

/** All of a chat that are still held, oldest first. */
export const signalsOf = (log: Log): readonly Signal[] =>
  log.entries.flatMap((entry) => signalOf(log, entry) ?? [])
