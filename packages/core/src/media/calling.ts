import type { ChatClient } from '../client/types.js'
import type { Ice, Mode, SignalBody, LadderStep } from '../protocol/index.js'
import type { System } from '../system.js'
import { isFresh, KINDS } from './arming.js'
import { type Call, type CallInput, next, NO_CALL } from './call.js'
import { rank } from './ladder.js'
import { Negotiator, type NegotiatorEvents } from './negotiator.js'
import type { MediaPlatform, StreamLike } from './platform.js'
import { reaches, Sending } from './sending.js'
import { type CallStats, readStats } from './stats.js'
import { NOTHING_ON, OFF, type Own, readTheirs, type Theirs, writeOwn } from './toggles.js'
import type { CallEnd } from './types.js'
import { Watchdog } from './watchdog.js'

/** How often a call is looked at, ms. */
const LOOK_MS = 500
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
  #unopened: ((ice: Ice) => void) | null = null
  #early: SignalBody[] = []
  #sending: { readonly audio?: Sending; readonly video?: Sending } = {}
  #holds: LadderStep | null = null
  #own: Own = { microphone: null, camera: null }
  #theirs: Theirs = NOTHING_ON
  /** What the stranger was last told is on. */
  #told = OFF
  #stream: StreamLike | null = null
  #stats: CallStats | null = null
  #dog = new Watchdog()
  #isLinked = false
  #restartedAt = -Infinity
  #owesRestart = false
  #unlook: (() => void) | null = null

  constructor(parts: CallingParts) {
    this.#parts = parts
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
  /** As last read; null before. */
  get stats(): CallStats | null {
    return this.#stats
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
    const open = (ice: Ice): void => this.#take(this.#open(ice), false)
    const ice = this.#ice()
    if (ice === null) this.#unopened = open
    else open(ice)
  }

  /** Servers for media came. */
  iceCame(): void {
    const { client, system } = this.#parts
    const ice = client.state.ice.get()
    if (ice === null) return
    const open = this.#unopened
    this.#unopened = null
    if (open) open(ice)
    else if (this.#owesRestart && isFresh(ice, system.now())) this.#restart()
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
      case 'offer':
      case 'answer':
      case 'candidate':
        if (body.signal === 'offer') this.#move({ type: 'offered' })
        if (this.#line === null) {
          if (this.#early.length < 64) this.#early.push(body)
        } else this.#line.take(body)
    }
  }

  /** What may be sent, and what there is to send. */
  set(holds: LadderStep | null, own: Own): void {
    this.#holds = holds
    this.#own = own
    this.#send()
  }

  moved(): void {
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
      const { system } = this.#parts
      const [audio, video] = [line.transceiver('audio'), line.transceiver('video')]
      this.#sending = {
        ...(audio && { audio: new Sending('audio', audio.sender, system) }),
        ...(video && { video: new Sending('video', video.sender, system) }),
      }
      this.#stream = line.stream()
      this.#send()
      this.#parts.changed()
    },
  }

  #send(): void {
    this.#sending.audio?.set(this.#holds, this.#own.microphone)
    this.#sending.video?.set(this.#holds, this.#own.camera)
    this.#line?.open((kind) => reaches(kind, this.#holds))
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
    const may = rank(this.#holds)
    return (this.#theirs.audio && may >= rank('voice')) || (this.#theirs.video && may >= rank('blurred'))
  }

  #lookSoon(): void {
    this.#unlook = this.#parts.system.after(LOOK_MS, () => {
      void this.#look()
    })
  }

  async #look(): Promise<void> {
    const line = this.#line
    const report = await line?.stats().catch(() => undefined)
    // Another call by now, or none.
    if (line !== this.#line || this.#unlook === null) return
    if (report !== undefined) {
      this.#stats = readStats(report)
      const verdict = this.#dog.look(this.#stats.bytes, this.#isExpecting(), this.#parts.system.now())
      if (verdict !== undefined) this.#move({ type: verdict })
      else if (this.#isLinked && !this.#isExpecting()) this.#move({ type: 'flowing' })
    }
    this.#move({ type: 'tick' })
    if (this.#unlook !== null) this.#lookSoon()
  }

  /** Nothing of the call is left: the stranger's picture goes in this very turn. */
  #letGo(): void {
    this.#stream = null
    this.#theirs = NOTHING_ON
    this.#told = OFF
    this.#stats = null
    this.#isLinked = false
    this.#owesRestart = false
    this.#unopened = null
    this.#early = []
    this.#dog = new Watchdog()
    this.#unlook?.()
    this.#unlook = null
    this.#sending.audio?.close()
    this.#sending.video?.close()
    this.#sending = {}
    this.#line?.close()
    this.#line = null
  }
}
