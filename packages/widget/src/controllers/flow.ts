import type { ChatClient, ClientError, StartOptions } from '@stranger-chat/core'
import { type Answers, facts, missing, NO_ANSWERS } from '../gate/answers.js'
import type { MessageKey } from '../messages.js'
import type { Timing } from '../timing.js'
import { DISARM_MS, nextStep, STALE_PRESS_MS, type Step } from './steps.js'

/** What the flow needs of the element. */
export interface FlowHost {
  readonly timing: Timing
  readonly client: ChatClient | null
  readonly element: { readonly disabled: boolean }
  /** Esc presses Stop here: it has no panel to close. */
  readonly escEnds: boolean
  /** The person's wishes, without facts. */
  wish(): StartOptions
  /** Whether a wish can go out as it is; if not, what is missing was put before the person. */
  prepared(options: StartOptions): boolean
  handOver(): void
  say(key: MessageKey): void
  /** Says aloud what passes above the conversation. */
  sayNote(note: Note): void
  requestUpdate(): void
}

/** A passing line above the conversation. With `until` it counts down and goes by itself. */
export interface Note {
  readonly key: MessageKey | null
  /** The server's own words, where there is no sentence of ours. */
  readonly text: string
  readonly until: number
  readonly counts: boolean
}

const NOTE_MS = 6_000
/** Trouble with the line itself has its own place in every room. */
const LINE: ReadonlySet<string> = new Set([
  'unreachable',
  'internal',
  'token_expired',
  'over_capacity',
  'aborted',
])

/** Where the person stands in the element, beside what the client knows: gate, wishes, presses that ask "Really?". */
export class Flow {
  readonly #host: FlowHost
  answers: Answers = NO_ANSWERS
  /** The gate is on screen. */
  gate = false
  /** Start was pressed with answers missing: say which. */
  asked = false
  /** Start was pressed; the server hasn't said yet what it asks. */
  connecting = false
  armed: 'stop' | 'block' | null = null
  /** The chat whose stranger was blocked. */
  blocked: string | null = null
  widened = false
  /** The client came with a chat or a search, after a reload say: its wish and answers are its own. */
  resumed = false
  /** When the present search was begun by the person, ms since 1970; "Search wider" doesn't reset it. */
  since: number | null = null
  note: Note | null = null
  #disarm: (() => void) | null = null
  #unnote: (() => void) | null = null
  #endedByThem = -Infinity
  #gateChoice: StartOptions = {}

  constructor(host: FlowHost) {
    this.#host = host
  }

  /** Asks what the server asks, shows the gate if there is one, then looks for a stranger. Errors are states. */
  async start(options: StartOptions = {}): Promise<void> {
    const { client } = this.#host
    if (!client || this.#host.element.disabled || this.connecting) return
    const phase = client.state.phase.get()
    if (phase === 'searching' || phase === 'chatting') return
    if (client.state.gates.get() === null) {
      this.connecting = true
      this.#host.requestUpdate()
      await client.connect().catch(ignore)
      // Given up meanwhile, or the client is another by now.
      if (!this.connecting || client !== this.#host.client) return
      this.connecting = false
    }
    this.#host.requestUpdate()
    const gates = client.state.gates.get()
    if (gates === null) return
    this.#gateChoice = options
    if (!this.resumed && missing(gates, this.answers) !== null) {
      this.asked = this.gate
      this.gate = true
      return
    }
    this.gate = false
    this.asked = false
    if (this.#host.prepared(options)) this.#search(client, options)
  }

  /** Start, pressed at the gate, or where one gets ready for a call. */
  pass(more: StartOptions = {}): void {
    void this.start({ ...this.#gateChoice, ...more })
  }

  answer(answers: Partial<Answers>): void {
    this.answers = { ...this.answers, ...answers }
    this.#host.requestUpdate()
  }

  closeGate(): void {
    this.gate = false
    this.asked = false
    this.#host.requestUpdate()
  }

  next(options: StartOptions = {}): void {
    const { client } = this.#host
    if (!client || this.#host.element.disabled) return
    if (client.state.phase.get() !== 'chatting') {
      void this.start(options)
      return
    }
    this.#begin()
    client.next(this.#wish(client, options)).catch(ignore)
  }

  stop(): void {
    this.connecting = false
    this.#disarmNow()
    const { client } = this.#host
    if (client?.state.phase.get() === 'ended') this.#host.handOver()
    client?.stop()
    if (client?.state.phase.get() === 'idle') this.resumed = false
    this.#host.requestUpdate()
  }

  /** The search goes on for anyone; how long it has lasted is kept. */
  widen(): void {
    const { client } = this.#host
    if (client?.state.phase.get() !== 'searching') return
    const { since } = this
    client.stop()
    this.#search(client, { interests: [] })
    this.since = since
    this.widened = true
    this.#host.say('widened')
  }

  /** What the button beside the composer and Esc do now; null when they do nothing. */
  get step(): Step | null {
    return nextStep(this.#host.client?.state.phase.get() ?? 'idle', this.armed === 'stop')
  }

  /** Takes the next step. False when there was none, so that Esc goes on to the host page. */
  take(): boolean {
    const { step } = this
    if (step === null) return false
    if (step === 'arm') this.#arm('stop', this.#host.escEnds ? 'reallySpoken' : 'reallyPressed')
    else if (step === 'again') {
      if (this.#host.timing.now() - this.#endedByThem >= STALE_PRESS_MS) this.next()
    } else this.stop()
    return true
  }

  /** Takes back whatever asks "Really?"; false when nothing does. */
  calm(): boolean {
    if (this.armed === null) return false
    this.disarm()
    return true
  }

  /** Esc closes the topmost thing first: an armed Block, the gate; then it steps, unless another key does. */
  escape(steps: boolean): boolean {
    if ((this.armed === 'block' || !steps) && this.calm()) return true
    if (this.gate) {
      this.closeGate()
      return true
    }
    return steps && this.take()
  }

  block(): void {
    const { client } = this.#host
    const chat = client?.state.chat.get()?.id ?? client?.state.end.get()?.chat
    if (!client || chat === undefined || this.blocked === chat) return
    if (this.armed !== 'block') {
      this.#arm('block', 'blockReallySpoken')
      return
    }
    this.#disarmNow()
    this.blocked = chat
    this.#host.requestUpdate()
    // A chat that this ends says so by its end.
    const live = client.state.phase.get() === 'chatting'
    client.block().then(
      () => live || this.#host.say('blockedDone'),
      () => {
        this.blocked = null
        this.#show('blockFailed', '', NOTE_MS, false)
      },
    )
  }

  disarm(): void {
    if (this.armed === null) return
    this.#disarmNow()
    this.#host.requestUpdate()
  }

  /** The chat is over. A press that is already on its way was meant for it. */
  ended(byThem: boolean): void {
    this.#disarmNow()
    this.note = null
    if (byThem) this.#endedByThem = this.#host.timing.now()
  }

  /** Seen only: that somebody comes and goes is said aloud in its own time. */
  back(): void {
    this.#show('backAgain', '', NOTE_MS / 2, false, false)
  }

  /** Refusals that aren't an end: said in passing, with the time to wait where there is one. */
  refused(error: ClientError): void {
    if (LINE.has(error.code) || this.#host.client?.state.connection.get() === 'closed') return
    if (error.code === 'denied') this.resumed = false
    const wait = error.retryAfterMs ?? 0
    if (error.code === 'rate_limited') {
      this.#show(wait > 0 ? 'rateLimitedFor' : 'rateLimited', '', wait || NOTE_MS, wait > 0)
    } else if (error.code === 'busy' || error.code === 'unavailable') {
      this.#show('busy', '', Math.max(wait, NOTE_MS), false)
    } else this.#show(null, error.message, NOTE_MS, false)
  }

  notice(code: string, text: string | null): void {
    if (code === 'drain') this.#show('drain', '', NOTE_MS, false)
    else if (text) this.#show(null, text, 2 * NOTE_MS, false)
  }

  /** Any passing line. */
  tell(key: MessageKey): void {
    this.#show(key, '', NOTE_MS, false)
  }

  /** Lets go of every timer. */
  rest(): void {
    this.#disarmNow()
    this.#unnote?.()
    this.#unnote = null
    this.note = null
    this.connecting = false
  }

  #search(client: ChatClient, options: StartOptions): void {
    this.#begin()
    client.start(this.#wish(client, options)).catch(ignore)
  }

  #begin(): void {
    this.#disarmNow()
    this.#host.handOver()
    this.since = this.#host.timing.now()
    this.widened = false
    this.blocked = null
    this.note = null
  }

  #wish(client: ChatClient, options: StartOptions): StartOptions {
    if (this.resumed) return options
    return { ...this.#host.wish(), facts: facts(client.state.gates.get() ?? [], this.answers), ...options }
  }

  #arm(what: 'stop' | 'block', spoken: MessageKey): void {
    this.#disarmNow()
    this.armed = what
    this.#disarm = this.#host.timing.after(DISARM_MS, () => this.disarm())
    this.#host.say(spoken)
    this.#host.requestUpdate()
  }

  #disarmNow(): void {
    this.#disarm?.()
    this.#disarm = null
    this.armed = null
  }

  #show(key: MessageKey | null, text: string, ms: number, counts: boolean, aloud = true): void {
    this.#unnote?.()
    const note = { key, text, counts, until: this.#host.timing.now() + ms }
    this.note = note
    if (aloud) this.#host.sayNote(note)
    this.#unnote = this.#host.timing.after(ms, () => {
      this.note = null
      this.#host.requestUpdate()
    })
    this.#host.requestUpdate()
  }
}

/** Why a start or a block didn't come about is told by `state.error`, not by the promise. */
function ignore(): void {}
