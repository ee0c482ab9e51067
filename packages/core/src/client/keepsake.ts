import { END_REASONS, type MemberBody, MODES, readBody } from '../protocol/index.js'
import { bool, int, Invalid, list, obj, oneOf, record, type Schema, str, uint } from '../protocol/schema.js'
import { INITIAL, NOT_WRITING, type Seated, type State } from './machine/state.js'
import { EMPTY_OUTBOX, type Item } from './outbox.js'
import { restoreLog, unsentOf } from './restore.js'
import { type Log, pend, TRANSCRIPT } from './transcript.js'
import type { ClientStorage, KeyValue } from './types.js'
import { unarmed } from './words.js'

/** A chat that was kept longer ago than this is ignored and removed (P-KEEP-2). */
const KEEP_MS = 30 * 60_000

// What a page's storage holds can be written by anything in the page: it is checked like a frame.
const word = str(1, 64)
const long = str(1, 2_048)
const words = list(word, 8)
const mode = oneOf(...MODES)
const seat = int(-1, 8)

const line = obj({ conn: uint() }, { token: long })
const stranger = obj(
  { id: word, mode, seat, shared: words, met: bool, startedAt: uint(), capsule: long },
  { language: word, caller: bool },
)
const chat = obj({
  view: stranger,
  ticket: word,
  since: uint(),
  epoch: word,
  over: bool,
  leaving: bool,
  last: uint(),
  items: list(obj({ n: uint(), body: record }), 500),
})
const place = obj(
  { at: uint(), phase: oneOf('idle', 'searching', 'chatting', 'ended') },
  {
    chat,
    since: uint(),
    wish: obj({
      ticket: word,
      mode,
      languages: words,
      interests: words,
      facts: obj({}, { age: uint(), rules: word }),
    }),
    end: obj({ chat: word, reason: oneOf(...END_REASONS, 'you', 'server_lost') }),
  },
)
const entry = obj(
  { offset: uint(), seat, at: uint(), body: record, stamp: word },
  { why: word, said: str(0, 8_000), silent: bool },
)
const unsent = obj({ key: word, text: str(1, 8_000), at: uint(), why: word }, { n: uint() })
const log = obj(
  {
    chat: word,
    epoch: word,
    seat,
    capsule: long,
    cursor: uint(),
    entries: list(entry, TRANSCRIPT.entries),
  },
  { unsent: list(unsent, TRANSCRIPT.unsent) },
)
const lines = obj({ at: uint() }, { current: log, previous: log })

/** Writes down what a reload must not lose, piece by piece as it changes, and reads it back. */
export class Keepsake {
  #device: KeyValue | null
  #session: KeyValue | null
  #prefix: string
  #saved: State = INITIAL

  /** @param prefix separates identities that share a storage */
  constructor(storage: ClientStorage, prefix: string) {
    this.#device = storage.device
    this.#session = storage.session
    this.#prefix = prefix
  }

  /** @param now ms since 1970 */
  save(state: State, now: number): void {
    const saved = this.#saved
    this.#saved = state
    // If another tab was faster, its token is the browser's.
    if (state.keys.device !== saved.keys.device && (this.device() ?? saved.keys.device) === saved.keys.device)
      this.#write(this.#device, 'device', state.keys.device)
    if (state.keys.token !== saved.keys.token || state.line.conn !== saved.line.conn) {
      this.#write(this.#session, 'line', { conn: state.line.conn, token: state.keys.token ?? undefined })
    }
    const { phase, wish, search, chat: seated, end, transcript } = state
    if (phase !== saved.phase || wish !== saved.wish || seated !== saved.chat || end !== saved.end) {
      const kept = seated && stored(seated)
      this.#write(this.#session, 'place', {
        at: now,
        phase,
        // An offer is bound to a connection that a reload takes away.
        wish: wish && unarmed(wish),
        since: search?.since,
        chat: kept,
        end,
      })
    }
    if (transcript !== saved.transcript) {
      const { current, previous } = transcript
      const empty = current === null && previous === null
      this.#write(
        this.#session,
        'words',
        empty ? null : { at: now, current: current && bare(current), previous: previous && bare(previous) },
      )
    }
  }

  /** The browser's device token as it is now. */
  device(): string | null {
    return this.#read(this.#device, 'device', (text) => text, long)
  }

  /** Whether somebody else with this storage connected later. */
  overtook({ line: { conn } }: State): boolean {
    return (this.#read(this.#session, 'line', JSON.parse, line)?.conn ?? 0) > conn
  }

  /** The state as it was kept; whatever is missing, broken or too old is left out. */
  load(now: number): State {
    const device = this.device()
    const kept = this.#read(this.#session, 'line', JSON.parse, line)
    const state: State = {
      ...INITIAL,
      keys: { token: kept?.token ?? null, device },
      line: { ...INITIAL.line, conn: kept?.conn ?? 0 },
    }
    this.#saved = this.#place(state, now)
    return this.#saved
  }

  #place(state: State, now: number): State {
    const where = this.#read(this.#session, 'place', JSON.parse, place)
    const said = this.#read(this.#session, 'words', JSON.parse, lines)
    if (!where || now - where.at > KEEP_MS) {
      this.#write(this.#session, 'place', null)
      this.#write(this.#session, 'words', null)
      return state
    }
    const current = said?.current ? restoreLog(said.current) : null
    const transcript = { current, previous: said?.previous ? restoreLog(said.previous) : null }
    const base: State = { ...state, transcript, wish: where.wish ?? null }
    const { wish, chat: seated, end = null } = where
    if (where.phase === 'searching' && wish) {
      const { ticket, mode: ceiling, interests, languages } = wish
      const since = where.since ?? now
      const search = {
        ticket,
        mode: ceiling,
        since,
        interests,
        languages,
        relaxed: [],
        waiting: null,
        estimateMs: null,
        reason: null,
      }
      return { ...base, phase: 'searching', search }
    }
    if (!seated || !current || current.chat !== seated.view.id) return base
    const { chat: back, log: rest } = seatAgain(seated, current, where.at)
    const present: State = { ...base, chat: back, transcript: { ...transcript, current: rest } }
    if (where.phase === 'chatting' && !back.over) return { ...present, phase: 'chatting' }
    return where.phase === 'ended' && end ? { ...present, phase: 'ended', end } : base
  }

  #read<T>(
    storage: KeyValue | null,
    name: string,
    parse: (text: string) => unknown,
    schema: Schema<T>,
  ): T | null {
    try {
      const text = storage?.get(this.#prefix + name) ?? null
      const value = text === null ? null : schema.check(parse(text))
      return value instanceof Invalid ? null : value
    } catch {
      return null
    }
  }

  #write(storage: KeyValue | null, name: string, value: unknown): void {
    const key = this.#prefix + name
    try {
      if (value === null) storage?.remove(key)
      else storage?.set(key, typeof value === 'string' ? value : JSON.stringify(value, sparse))
    } catch {
      // A storage of the page's own making may fail; the chat goes on without it.
    }
  }
}

/** An absent field is spelt by its absence. */
const sparse = (_key: string, value: unknown): unknown => value ?? undefined

const bare = (held: Log) => {
  const { chat: id, epoch, seat: own, capsule, cursor, entries } = held
  return { chat: id, epoch, seat: own, capsule, cursor, entries, unsent: unsentOf(held) }
}

function stored({ view, ticket, since, epoch, over, leaving, outbox }: Seated) {
  const { id, mode: ceiling, seat: own, shared, language, met, startedAt, capsule, caller } = view
  return {
    view: { id, mode: ceiling, seat: own, shared, language, met, startedAt, capsule, caller },
    ticket,
    since,
    epoch,
    over,
    leaving,
    last: outbox.last,
    items: outbox.items,
  }
}

type Stored = NonNullable<Exclude<ReturnType<typeof chat.check>, Invalid>>

function seatAgain(kept: Stored, log: Log, at: number): { readonly chat: Seated; readonly log: Log } {
  const items: Item[] = []
  let rest = log
  // Of a chat that is over, what hadn't arrived has failed and is kept as that.
  for (const { n, body } of kept.over ? [] : kept.items) {
    const member = readBody(body)
    if (!member || member.kind === 'void' || member.kind === 'end') continue
    items.push({ n, body: member satisfies MemberBody })
    if (member.kind === 'text') rest = pend(rest, n, member.text, at)
  }
  const { view, ticket, since, epoch, over, leaving, last } = kept
  const chat: Seated = {
    view: {
      ...view,
      language: view.language ?? null,
      caller: view.caller ?? false,
      offered: false,
      present: true,
      away: null,
    },
    ticket,
    since,
    epoch,
    confirmed: 0,
    unconfirmedBytes: 0,
    jump: false,
    shown: 0,
    // Whether they had left before the reload isn't known.
    outbox: { ...EMPTY_OUTBOX, last, items, tried: last },
    attached: false,
    leaving,
    over,
    writing: NOT_WRITING,
  }
  return { chat, log: rest }
}
