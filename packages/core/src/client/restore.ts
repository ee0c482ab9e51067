import { apply, type Kept, type Log, TRANSCRIPT } from './transcript.js'
import type { Message } from './types.js'

/** Words that never got into the log, as they are kept: whoever said them should know, also after a reload. */
export interface Unsent {
  readonly key: string
  readonly text: string
  readonly at: number
  readonly why: string
  readonly n?: number
}

export const unsentOf = ({ messages }: Log): readonly Unsent[] =>
  messages
    .flatMap(({ key, text, at, why, n, state, offset }) =>
      state === 'failed' && offset === null && text !== ''
        ? [{ key, text, at, why: why ?? 'unknown', ...(n !== null && { n }) }]
        : [],
    )
    .slice(-TRANSCRIPT.unsent)

/** Rebuilds a log from what storage held. */
export function restoreLog({
  unsent = [],
  ...stored
}: Omit<Log, 'bytes' | 'messages' | 'entries'> & {
  readonly entries: readonly Kept[]
  readonly unsent?: readonly Unsent[]
}): Log {
  let log: Log = { ...stored, cursor: 0, entries: [], bytes: 0, messages: [] }
  for (const entry of stored.entries) log = apply(log, entry, null, true).log
  const failed = unsent.map(({ key, text, at, why, n = null }): Message => ({
    ...{ key, chat: log.chat, from: 'me', kind: 'text', text, at, offset: null, n },
    ...{ state: 'failed', why },
  }))
  return { ...log, cursor: Math.max(log.cursor, stored.cursor), messages: [...log.messages, ...failed] }
}
