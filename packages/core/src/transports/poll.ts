import type { FetchLike } from '../client/post.js'
import type { System } from '../system.js'
import {
  type ClientFrame,
  type ClientFrameOf,
  POLL,
  type PollAnswer,
  decodeServer,
  readPollAnswer,
  type ServerFrame,
  SUBPROTOCOL,
  utf8Length,
} from '../protocol/index.js'
import type { Link, LinkEvents, Transport } from './transport.js'

const ABNORMAL = 1006
/** A poll that was broken off after at least this time met something that doesn't wait as long as we do. */
const PATIENCE_MS = 2_000
/** Somebody who is asked to come back later does so after this, ms, at the latest. */
const PUT_OFF_MS = 10_000
/** Escapes and the hello need room beside the frames. */
const FRAMES_BYTES = POLL.bodyBytes / 2
/** What a browser sends after the page is gone. */
const FAREWELL_BYTES = 60 * 1024

/**
 * A transport over long polls (P-POLL), for networks that let no WebSocket through.
 * @param url the server's address of polls, http or https
 */
export const pollTransport =
  (url: string, fetch: FetchLike, system: System): Transport =>
  (events) =>
    new PollLink(url, fetch, system, events)

type Hello = ClientFrameOf<'hello'>
/** What `fetch` answers; headers are there where a page may read them. */
type Reply = Awaited<ReturnType<FetchLike>> & {
  readonly headers?: { readonly get: (name: string) => string | null }
}

interface Flight {
  readonly seq: number
  /** The client frames that are taken when this poll is answered. */
  readonly upTo: number
  readonly at: number
  readonly abort: () => void
}

/** One line: at most one poll that is held, and one on its way that ends it. */
class PollLink implements Link {
  readonly #url: string
  readonly #fetch: FetchLike
  readonly #system: System
  readonly #events: LinkEvents
  readonly #line: string
  readonly #flights = new Set<Flight>()
  #hello: Hello | undefined
  /** Where the client stands in its chat. */
  #resume: Hello['resume']
  /** The last wish, and whether the server may still need it: a line that moves has to enter it again. */
  #wish: ClientFrameOf<'join'> | undefined
  #waits = false
  /** Frames not yet known to be taken, after `#sent` that are. */
  #queue: string[] = []
  #sent = 0
  #got = 0
  #seq = 0
  #since = 0
  #state: string | undefined
  #hold: number = POLL.holdMs
  #failures = 0
  /** The newest frame has been in a poll. */
  #said = 0
  #isDue = false
  /** The server asked to come back later. */
  #isPutOff = false
  #isOver = false

  constructor(url: string, fetch: FetchLike, system: System, events: LinkEvents) {
    this.#url = url
    this.#fetch = fetch
    this.#system = system
    this.#events = events
    this.#line = system.id()
    system.after(0, () => {
      if (!this.#isOver) events.opened()
    })
  }

  send(text: string): void {
    if (this.#isOver) return
    const frame = JSON.parse(text) as ClientFrame
    if (frame.type === 'hello') {
      this.#hello = frame
      this.#resume = frame.resume
    } else this.#queue.push(text)
    if (frame.type === 'send') this.#state = undefined
    const wish = frame.type === 'join' ? frame : frame.type === 'end' ? frame.next : undefined
    if (wish) this.#wish = { ...wish, type: 'join' }
    if (wish) this.#waits = true
    else if (frame.type === 'leave') this.#waits = false
    if (this.#isDue) return
    this.#isDue = true
    // What is said at once leaves together.
    this.#system.after(0, () => {
      this.#isDue = false
      if (this.#said < this.#sent + this.#queue.length || this.#seq === 0) this.#poll()
    })
  }

  close(code?: number): void {
    if (this.#isOver) return
    this.terminate()
    if (code === undefined || !this.#hello) return
    const { body } = this.#body({ close: code })
    void this.#post(body, { keepalive: utf8Length(body) < FAREWELL_BYTES }).catch(() => {})
  }

  terminate(): void {
    this.#isOver = true
    for (const { abort } of this.#flights) abort()
    this.#flights.clear()
  }

  #end(code: number): void {
    this.terminate()
    this.#events.closed(code)
  }

  #post(body: string, more: { readonly signal?: AbortController['signal']; readonly keepalive?: boolean }) {
    const headers = { 'content-type': 'application/json' }
    // A browser's own fetch refuses to be a method of anything else.
    const fetch = this.#fetch
    return fetch(this.#url, { method: 'POST', headers, body, ...more })
  }

  #body(more: object): { readonly body: string; readonly upTo: number } {
    const frames: string[] = []
    let room = FRAMES_BYTES
    for (const text of this.#queue) {
      room -= utf8Length(text)
      if (frames.length === POLL.frames || (room < 0 && frames.length > 0)) break
      frames.push(text)
    }
    const body = JSON.stringify({
      protocol: SUBPROTOCOL,
      line: this.#line,
      seq: ++this.#seq,
      sent: this.#sent,
      got: this.#got,
      hello: { ...this.#hello, resume: this.#resume },
      frames,
      hold: this.#hold,
      state: this.#state,
      wish: this.#waits ? this.#wish : undefined,
      ...more,
    })
    return { body, upTo: this.#sent + frames.length }
  }

  #poll(): void {
    if (this.#isOver || this.#isPutOff || this.#flights.size > 1) return
    if (this.#seq === POLL.polls) return this.#end(ABNORMAL)
    const { body, upTo } = this.#body({})
    const control = new AbortController()
    const flight = { seq: this.#seq, upTo, at: this.#system.now(), abort: () => control.abort() }
    this.#said = upTo
    this.#flights.add(flight)
    this.#post(body, { signal: control.signal })
      .then(async (res) => {
        const answer = await res.json().catch(() => null)
        return { ok: res.ok, answer: readPollAnswer(answer), waitMs: putOff(res) }
      })
      .catch(() => ({ ok: false, answer: null, waitMs: 0 }))
      .then(({ ok, answer, waitMs }) => {
        if (!this.#flights.delete(flight)) return
        if (ok && answer) this.#answered(flight, answer)
        else if (answer?.closed) this.#refused(answer, answer.closed.code)
        else this.#failed(flight, waitMs)
      })
      .catch((error: unknown) => {
        this.#end(ABNORMAL)
        // A listener's fault is the page's to see.
        throw error
      })
  }

  #answered({ seq, upTo }: Flight, answer: PollAnswer): void {
    const { since, at, frames, state, closed } = answer
    this.#failures = 0
    // A newer poll is answered: an older one that isn't never will be.
    for (const older of this.#flights) if (older.seq < seq) this.#drop(older)
    if (upTo > this.#sent) {
      this.#queue.splice(0, upTo - this.#sent)
      this.#sent = upTo
    }
    if (since < this.#since) return this.#goOn()
    // The line has moved to another node, which counts anew.
    if (since > this.#since) this.#got = at
    this.#since = since
    this.#state = state ?? this.#state
    for (const [i, text] of frames.entries()) {
      if (at + i !== this.#got || this.#isOver) continue
      this.#got++
      this.#hear(text)
    }
    if (this.#isOver) return
    if (closed) this.#end(closed.code)
    else this.#goOn()
  }

  #refused({ frames }: PollAnswer, code: number): void {
    for (const text of frames) if (!this.#isOver) this.#events.text(text)
    if (!this.#isOver) this.#end(code)
  }

  /** A poll was lost. What it brought is in the next one, and what its answer brought as well. */
  #failed({ at, seq }: Flight, waitMs: number): void {
    if (seq < this.#seq) return
    const lived = this.#system.now() - at
    // Something between us and the server waits less than we do: from now on so do we, as long as we can.
    if (lived >= PATIENCE_MS && this.#hold > PATIENCE_MS)
      this.#hold = Math.max(PATIENCE_MS, Math.floor(lived * 0.7))
    else if (++this.#failures > 1) return this.#end(ABNORMAL)
    if (this.#since === 0) return this.#end(ABNORMAL)
    if (waitMs === 0) return this.#poll()
    this.#isPutOff = true
    this.#system.after(waitMs, () => {
      this.#isPutOff = false
      this.#poll()
    })
  }

  #drop(flight: Flight): void {
    this.#flights.delete(flight)
    flight.abort()
  }

  #goOn(): void {
    if (this.#flights.size === 0 || this.#said < this.#sent + this.#queue.length) this.#poll()
  }

  /** Takes notes of what another node would have to know to go on, and tells. */
  #hear(text: string): void {
    const read = decodeServer(text)
    // What can't be read is judged above us.
    if (read.ok) this.#note(read.frame)
    if (!this.#isOver) this.#events.text(text)
  }

  #note(frame: ServerFrame): void {
    const resume = this.#resume
    if (frame.type === 'welcome') {
      // The line moved and its chat was not there: the client comes back by itself, and is told so.
      if (this.#since > 1 && resume && !frame.resumed) return this.#end(ABNORMAL)
      if (!frame.resumed) this.#resume = undefined
      if (this.#hello) this.#hello = { ...this.#hello, token: frame.token, device: frame.device }
    } else if (frame.type === 'chat') {
      this.#waits = false
      const { chat, epoch } = frame
      if (resume?.chat !== chat) this.#resume = { chat, epoch, offset: 0 }
    } else if (frame.type === 'queued') this.#waits = true
    else if (frame.type === 'idle' || (frame.type === 'error' && frame.re?.type === 'join'))
      this.#waits = false
    else if ((frame.type === 'entry' || frame.type === 'ack') && frame.chat === resume?.chat) {
      const offset = frame.type === 'entry' ? frame.offset : (frame.acked.at(-1)?.[1] ?? 0)
      const isEnd = frame.type === 'entry' && frame.body['kind'] === 'end'
      this.#resume = isEnd ? undefined : { ...resume, offset: Math.max(resume.offset, offset) }
    }
  }
}

/** After how many ms a refused poll may be repeated: what the server or a proxy says, within reason (P-POLL-8). */
function putOff({ status, headers }: Reply): number {
  if (status !== 429 && status !== 503) return 0
  const seconds = Number(headers?.get('retry-after') ?? 0)
  return seconds > 0 ? Math.min(PUT_OFF_MS, seconds * 1_000) : 0
}
