import type { ChatClient } from '../client/types.js'
import { type Ice, type LadderStep, type Mode, OPENS, reaches, type SignalBody } from '../protocol/index.js'
import type { System } from '../system.js'
import { type Call, type CallInput, next, NO_CALL } from './call.js'
import { isFresh } from './ice.js'
import { KINDS, Negotiator, type NegotiatorEvents } from './negotiator.js'
import type { MediaPlatform, StreamLike } from './platform.js'
import { Pulse } from './pulse.js'
import { Sending } from './sending.js'
import type { CallStats } from './stats.js'
import { admitted, NOTHING_ON, OFF, type Own, readTheirs, type Theirs, writeOwn } from './toggles.js'
import type { CallEnd } from './types.js'

/** Signals that wait for a connection to take them. */
const EARLY = 64
/** How often a call is looked at, ms. */
const LOOK_MS = 500
/** Servers that don't come are asked for again after this time, ms. */
const ASK_MS = 3_000
/** Asked for restarts count once in this time, ms: a stranger can't keep the relay busy. */
const ASKED_MS = 2_000

export interface CallingParts {
  readonly client: ChatClient
  readonly platform: MediaPlatform
  readonly system: System
  /** Something that is shown has changed. */
  readonly changed: () => void
}

/** The call of one chat: its course, its connection, and what goes over it. */
export class Calling {
  readonly #parts: CallingParts
  #call: Call = NO_CALL
  #mode: Mode = 'text'
  #isCaller = false
  #line: Negotiator | null = null
  /** A call that has begun and waits for servers. */
  #isWaiting = false
  #early: SignalBody[] = []
  #sending: readonly Sending[] = []
  #holds: LadderStep | null = null
  #own: Own = { microphone: null, camera: null }
  #theirs: Theirs = NOTHING_ON
  /** What the stranger was last told is on. */
  #told = OFF
  #stream: StreamLike | null = null
  #pulse: Pulse
  #isLinked = false
  #restartedAt = -Infinity
  #owesRestart = false
  #askedAt = -Infinity
  #unlook: (() => void) | null = null

  constructor(parts: CallingParts) {
    this.#parts = parts
    this.#pulse = new Pulse(parts.system)
  }

  get view(): Call {
    return this.#call
  }
  get stream(): StreamLike | null {
    return this.#stream
  }
  get theirs(): Theirs {
    return this.#theirs
  }
  get stats(): CallStats | null {
    return this.#pulse.stats
  }

  /**
   * Begins a call, in the place of one before it.
   * @param prepared with an offer that was made while waiting; `isTold` when the log has it
   */
  begin(
    at: { readonly chat: string; readonly call: number; readonly mode: Mode; readonly isCaller: boolean },
    prepared: Negotiator | null = null,
    isTold = false,
  ): void {
    this.#letGo()
    this.#mode = at.mode
    this.#isCaller = at.isCaller
    this.#holds = null
    this.#move({ type: 'begin', chat: at.chat, call: at.call })
    if (this.#parts.platform.PeerConnection === undefined) {
      this.#tell('hangup', 'unsupported')
      return this.end('unsupported')
    }
    this.#lookSoon()
    if (prepared !== null) return this.#take(prepared, isTold)
    const ice = this.#ice()
    // None are kept over a reload, and those of a long sleep are of no use.
    this.#isWaiting = ice === null || this.#parts.system.now() - ice.at >= ice.ttlMs
    if (this.#isWaiting) this.#askIce()
    else if (ice) this.#take(this.#open(ice), false)
  }

  /** Servers for media came. */
  iceCame(): void {
    const ice = this.#ice()
    if (ice === null) return
    const wasWaiting = this.#isWaiting
    this.#isWaiting = false
    if (wasWaiting) this.#take(this.#open(ice), false)
    else if (this.#owesRestart && isFresh(ice, this.#parts.system.now())) this.#restart()
  }

  /** A signal of the stranger's in this call. */
  signal(body: SignalBody): void {
    if (this.#call.phase === 'ended' || this.#call.phase === 'none') return
    switch (body.signal) {
      case 'hangup':
        return this.end('they_hung_up')
      case 'state':
        this.#theirs = readTheirs(body.data)
        return this.#parts.changed()
      case 'restart':
        return this.#asked()
      default:
        if (body.signal === 'offer') this.#move({ type: 'offered' })
        if (this.#line !== null) this.#line.take(body)
        else if (this.#early.length < EARLY) this.#early.push(body)
    }
  }

  /** What may be sent, and what there is to send. */
  set(holds: LadderStep | null, own: Own): void {
    this.#holds = holds
    this.#own = own
    this.#send()
  }

  /** The network is another, or the browser thinks so. */
  moved(): void {
    this.#pulse.hurry()
    this.#move({ type: 'moved' })
  }

  end(why: CallEnd): void {
    if (why === 'hung_up') this.#tell('hangup', why)
    this.#move({ type: 'end', end: why })
  }

  /** There is no chat to call in. */
  clear(): void {
    this.#move({ type: 'clear' })
  }

  #ice(): (Ice & { readonly at: number }) | null {
    return this.#parts.client.state.ice.get()
  }

  #open(ice: Ice): Negotiator {
    const { platform, system } = this.#parts
    return new Negotiator({
      ...{ platform, system, ice, caller: this.#isCaller, kinds: KINDS[this.#mode] },
      on: this.#events,
    })
  }

  #take(line: Negotiator, isTold: boolean): void {
    this.#line = line
    line.on = this.#events
    if (this.#isCaller) {
      line.begin(isTold)
      this.#move({ type: 'offered' })
    }
    for (const body of this.#early.splice(0)) line.take(body)
  }

  readonly #events: NegotiatorEvents = {
    tell: (signal, data) => this.#tell(signal, data),
    changed: (state) => {
      this.#isLinked = state === 'connected'
      // A link that is back shows by itself only where nothing else would.
      if (state !== 'connected') this.#move({ type: state })
      else if (this.#call.phase !== 'reconnecting') this.#move({ type: 'connected' })
      else if (!this.#isExpecting()) this.#move({ type: 'flowing' })
    },
    refused: () => {},
    gathered: () => {},
    ready: () => {
      const line = this.#line
      if (line === null) return
      this.#sending = KINDS[this.#mode].flatMap((kind) => {
        const sender = line.transceiver(kind)?.sender
        return sender ? new Sending(kind, sender, this.#parts.system) : []
      })
      this.#stream = line.stream()
      this.#send()
      this.#parts.changed()
    },
  }

  #send(): void {
    for (const one of this.#sending)
      one.set(this.#holds, one.kind === 'audio' ? this.#own.microphone : this.#own.camera)
    this.#line?.hear(reaches(this.#holds, OPENS.audio))
    if (this.#stream === null) return
    const state = writeOwn(this.#own, this.#mode)
    if (state === this.#told) return
    this.#told = state
    this.#tell('state', state)
  }

  #tell(signal: SignalBody['signal'], data: string): void {
    const { call, phase } = this.#call
    if (call === 0 || phase === 'ended') return
    this.#parts.client.signal({ kind: 'signal', call, signal, data })
  }

  #move(input: CallInput): void {
    const before = this.#call
    const { call, restart } = next(before, input, this.#parts.system.now())
    this.#call = call
    if (restart) this.#restart()
    if (call.phase === before.phase && call.call === before.call) return
    if (call.phase === 'ended' || call.phase === 'none') this.#letGo()
    this.#parts.changed()
  }

  /** The caller looks for another way; the other asks for it. */
  #restart(): void {
    const { client, system } = this.#parts
    if (!this.#isCaller) return this.#tell('restart', '')
    const ice = this.#ice()
    this.#owesRestart = !isFresh(ice, system.now())
    if (this.#owesRestart) client.refreshIce()
    if (ice === null || (this.#owesRestart && system.now() - ice.at >= ice.ttlMs)) return
    this.#restartedAt = system.now()
    this.#line?.restart(ice)
  }

  #asked(): void {
    const { phase } = this.#call
    const isUp = phase === 'live' || phase === 'reconnecting'
    if (this.#isCaller && isUp && this.#parts.system.now() - this.#restartedAt >= ASKED_MS) this.#restart()
  }

  #isExpecting(): boolean {
    const { audio, video } = admitted(this.#theirs, this.#holds)
    return audio || video
  }

  #lookSoon(): void {
    this.#unlook = this.#parts.system.after(LOOK_MS, () => this.#look())
  }

  #look(): void {
    const now = this.#parts.system.now()
    const { phase, deadline } = this.#call
    // No sound and no picture while the connection itself holds: that is no reason to end a call.
    if (phase === 'reconnecting' && this.#isLinked && now >= deadline - LOOK_MS)
      this.#move({ type: 'flowing' })
    this.#move({ type: 'tick' })
    if (this.#unlook === null) return
    this.#lookSoon()
    if (this.#isWaiting && now - this.#askedAt >= ASK_MS) this.#askIce()
    for (const one of this.#sending) one.look()
    this.#send()
    if (this.#line) void this.#feel(this.#line)
  }

  async #feel(line: Negotiator): Promise<void> {
    const verdict = await this.#pulse.feel(line, () => this.#isExpecting())
    // Another call by now, or none.
    if (line !== this.#line || verdict === undefined) return
    // After a change of networks a stall needs no time to heal.
    const isCut = verdict === 'cut' && this.#call.phase === 'live'
    if (verdict === 'quiet') this.#move(this.#isLinked ? { type: 'flowing' } : { type: 'tick' })
    else this.#move({ type: isCut ? 'failed' : verdict === 'cut' ? 'stalled' : verdict })
  }

  #askIce(): void {
    this.#askedAt = this.#parts.system.now()
    this.#parts.client.refreshIce()
  }

  /** Nothing of the call is left: the stranger's picture goes in this very turn. */
  #letGo(): void {
    this.#stream = null
    this.#theirs = NOTHING_ON
    this.#told = OFF
    this.#isLinked = false
    this.#owesRestart = false
    this.#isWaiting = false
    this.#early = []
    this.#pulse = new Pulse(this.#parts.system)
    this.#unlook?.()
    this.#unlook = null
    for (const one of this.#sending) one.close()
    this.#sending = []
    this.#line?.close()
    this.#line = null
  }
}
