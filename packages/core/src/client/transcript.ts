import {
  type Acked,
  type Body,
  type Entry,
  type MemberBody,
  readBody,
  utf8Length,
} from '../protocol/index.js'
import type { Message } from './types.js'

/** An entry as it is kept: what a report needs, and for a rejected own send what was said and why it was refused. */
export interface Kept {
  readonly offset: number
  readonly seat: number
  readonly at: number
  readonly body: Entry['body']
  readonly stamp: string
  readonly why?: string
  readonly said?: string
  /** A refused own signal or step: no line of the conversation. */
  readonly silent?: boolean
}

/** One chat as this member holds it. */
export interface Log {
  readonly chat: string
  readonly epoch: string
  /** One's own seat. */
  readonly seat: number
  readonly capsule: string
  /** Every entry up to this offset was applied, once and in order. */
  readonly cursor: number
  readonly entries: readonly Kept[]
  readonly bytes: number
  /** For rendering: what is in the log by offset, then one's own sends that aren't yet. */
  readonly messages: readonly Message[]
}

/** The chat of now, or the last one, and the one before it: what may still be reported. */
export interface Transcript {
  readonly current: Log | null
  readonly previous: Log | null
}

export const NO_TRANSCRIPT: Transcript = { current: null, previous: null }

/** P-KEEP-2. */
export const TRANSCRIPT = { entries: 500, bytes: 512 * 1024, unsent: 50 } as const

/** Roughly what an entry takes beside its body: stamp, numbers and keys. */
const ENTRY_BYTES = 96

const NO_MESSAGES: readonly Message[] = []

export function openLog(chat: string, epoch: string, seat: number, capsule: string): Log {
  return { chat, epoch, seat, capsule, cursor: 0, entries: [], bytes: 0, messages: NO_MESSAGES }
}

/** The lines on show. */
export const linesOf = ({ current }: Transcript): readonly Message[] => current?.messages ?? NO_MESSAGES

/** Begins a chat; the one before becomes the previous. */
export const begin = (transcript: Transcript, log: Log): Transcript => ({
  current: log,
  previous: transcript.current,
})

/** Puts a changed log in the place of the current one and keeps the bounds, oldest first to go. */
export function keep(transcript: Transcript, log: Log): Transcript {
  const previous = transcript.previous
  const spare = { entries: TRANSCRIPT.entries - log.entries.length, bytes: TRANSCRIPT.bytes - log.bytes }
  return { current: cut(log, TRANSCRIPT), previous: previous && cut(previous, spare) }
}

function cut(log: Log, max: { readonly entries: number; readonly bytes: number }): Log {
  let first = Math.max(0, log.entries.length - Math.max(0, max.entries))
  let bytes = log.bytes
  for (let i = 0; i < log.entries.length && (i < first || bytes > max.bytes); i++) {
    bytes -= size(log.entries[i])
    first = Math.max(first, i + 1)
  }
  if (first === 0) return log
  const entries = log.entries.slice(first)
  const lowest = entries[0]?.offset ?? Infinity
  const messages = log.messages.filter(({ offset }) => offset === null || offset >= lowest)
  return { ...log, entries, bytes: entries.length === 0 ? 0 : bytes, messages }
}

const size = (kept: Kept | undefined): number =>
  kept ? ENTRY_BYTES + utf8Length(JSON.stringify(kept.body)) + 2 * (kept.said?.length ?? 0) : 0

export interface Applied {
  readonly log: Log
  /** `gap`: entries before it are missing, and nothing was changed. `known`: it was applied before. */
  readonly verdict: 'applied' | 'known' | 'gap'
  /** The line it became, if it is one. */
  readonly message: Message | null
}

/**
 * Applies one entry by the cursor rule: the next offset is taken, a lower one was seen, a higher one is a gap.
 * @param n the own send this entry is, if any
 * @param jump after a snapshot that no longer reaches back, the first entry may lie further on (P-RESUME-5)
 */
export function apply(log: Log, kept: Kept, n: number | null, jump = false): Applied {
  if (kept.offset <= log.cursor) {
    // An own send at a place that holds something else comes from a broken server; it must not wait for ever.
    const after =
      n === null ? log : amend(log, n, n, (message) => ({ ...message, state: 'failed', why: 'unavailable' }))
    return { log: after, verdict: 'known', message: null }
  }
  if (kept.offset > log.cursor + 1 && !jump) return { log, verdict: 'gap', message: null }
  const pending =
    n === null ? undefined : log.messages.findLast((message) => message.offset === null && message.n === n)
  const body = readBody(kept.body)
  const refused = body?.kind === 'void' && kept.seat === log.seat
  const own = refused && pending && kept.said === undefined ? { ...kept, said: pending.text } : kept
  const message = line(log, own, body, n)
  const messages = place(
    body?.kind === 'delete' ? erase(log, body.offset, kept.seat) : log.messages,
    message,
    n,
  )
  return {
    log: {
      ...log,
      cursor: kept.offset,
      entries: [...log.entries, own],
      bytes: log.bytes + size(own),
      messages,
    },
    verdict: 'applied',
    message,
  }
}

/** Applies one `[n, offset, at, stamp, rejected?]`; `body` is what was sent under that n. */
export function settle(
  log: Log,
  [n, offset, at, stamp, rejected]: Acked,
  body: MemberBody | undefined,
  jump = false,
): Applied {
  if (!body && rejected === undefined && (offset === log.cursor + 1 || (jump && offset > log.cursor))) {
    // Sent before a reload that kept no outbox: the words are gone here, and the place is taken.
    return { log: { ...log, cursor: offset }, verdict: 'applied', message: null }
  }
  const kept: Kept = {
    offset,
    seat: log.seat,
    at,
    body: rejected === undefined && body ? { ...body } : { kind: 'void' },
    stamp,
    ...(rejected === undefined ? {} : { why: rejected }),
    ...(rejected !== undefined && body && SILENT.has(body.kind) ? { silent: true } : {}),
  }
  return apply(log, kept, n, jump)
}

/** Adds an own send that isn't in the log yet. */
export function pend(log: Log, n: number, text: string, at: number): Log {
  const message: Message = {
    key: `${log.chat}:n${n}`,
    chat: log.chat,
    from: 'me',
    kind: 'text',
    text,
    at,
    offset: null,
    n,
    state: 'pending',
    why: null,
  }
  return { ...log, messages: [...log.messages, message] }
}

/** Own sends with a higher n than `above` that can't get into the log any more. */
export const abandon = (log: Log, why: string, above = 0): Log =>
  amend(log, above + 1, Infinity, (message) => ({ ...message, state: 'failed', why }))

/** Marks an own send as relayed without placing it: for a chat that was left before the answer came. */
export const deliver = (log: Log, [n, , at, , rejected]: Acked): Log =>
  amend(log, n, n, (message) =>
    rejected === undefined
      ? { ...message, at, state: 'sent' }
      : { ...message, at, state: 'failed', why: rejected },
  )

/** Own sends that aren't in the log yet and go again under another number, old to new (P-RESUME-7). */
export function renumber(log: Log, moved: ReadonlyMap<number, number>): Log {
  const messages = log.messages.map((message) => {
    const n = message.state === 'pending' && message.n !== null ? moved.get(message.n) : undefined
    return n === undefined ? message : { ...message, n }
  })
  return { ...log, messages }
}

/** Nobody can tell any more what became of this own send, unless it comes back after all (P-RESUME-5). */
export const doubt = (log: Log, n: number): Log =>
  amend(log, n, n, (message) => ({ ...message, state: 'failed', why: 'unknown' }))

/** Changes the pending messages whose n lies between the two, both included. */
function amend(log: Log, from: number, to: number, change: (message: Message) => Message): Log {
  const hit = ({ state, n }: Message) => state === 'pending' && n !== null && n >= from && n <= to
  if (!log.messages.some(hit)) return log
  return { ...log, messages: log.messages.map((message) => (hit(message) ? change(message) : message)) }
}

/** The words go, the place in the log and what is still to be sent stay. */
export const forgetWords = (log: Log): Log => ({
  ...log,
  entries: [],
  bytes: 0,
  messages: log.messages.filter(({ state }) => state === 'pending'),
})

/** Takes one failed message out, to be sent anew. */
export const withdraw = (log: Log, key: string): Log => ({
  ...log,
  messages: log.messages.filter((message) => message.key !== key),
})

/** Behind everything that is in the log, before what isn't; in the place of the own send it was. */
function place(messages: readonly Message[], message: Message | null, n: number | null): readonly Message[] {
  if (!message) return messages
  const at = messages.findLastIndex(({ offset }) => offset !== null) + 1
  const waiting = messages.slice(at)
  return [
    ...messages.slice(0, at),
    message,
    // Words that were in doubt under this number may be others than those that come back.
    ...waiting.filter((other) => n === null || other.n !== n || isOther(other, message)),
  ]
}

const isOther = (line: Message, { text }: Message): boolean => line.state === 'failed' && line.text !== text

/** A member takes back words of its own. The entry stays as evidence; the line becomes a tombstone. */
function erase(log: Log, offset: number, seat: number): readonly Message[] {
  const target = log.entries.find((entry) => entry.offset === offset)
  if (target?.seat !== seat) return log.messages
  return log.messages.map((message): Message =>
    message.offset === offset && message.kind === 'text' ? { ...message, kind: 'void', text: '' } : message,
  )
}

/** Bodies that are no lines of a conversation. */
const SILENT: ReadonlySet<string> = new Set(['signal', 'consent', 'delete'])

/** The line an entry becomes; null for bodies that aren't shown. A kind we don't know is shown as such (P-FRAME-6). */
function line(log: Log, kept: Kept, body: Body | undefined, n: number | null): Message | null {
  if (kept.silent || (body && SILENT.has(body.kind))) return null
  const from = kept.seat === -1 ? 'server' : kept.seat === log.seat ? 'me' : 'stranger'
  const refused = from === 'me' && body?.kind === 'void'
  const base = {
    key: `${log.chat}:${kept.offset}`,
    chat: log.chat,
    from,
    at: kept.at,
    offset: kept.offset,
    n,
    state: refused ? 'failed' : 'sent',
    why: refused ? (kept.why ?? 'denied') : null,
  } as const
  if (refused) return { ...base, kind: kept.said === undefined ? 'void' : 'text', text: kept.said ?? '' }
  if (body?.kind === 'text') return { ...base, kind: 'text', text: body.text }
  if (body?.kind === 'void') return { ...base, kind: 'void', text: '' }
  // Only the server ends a chat: the same body from a member's seat means nothing.
  if (body?.kind === 'end' && from === 'server') return { ...base, kind: 'end', text: body.reason }
  return { ...base, kind: 'unsupported', text: '' }
}
