import {
  filterCandidates,
  filterSdp,
  type Ice,
  type Mode,
  SIGNAL_LIMITS,
  type SignalBody,
  type SignalPolicy,
} from '../protocol/index.js'
import type { System } from '../system.js'
import { admitCandidates, admitDescription } from './admitting.js'
import { closeGathered } from './closing.js'
import { configOf, itemOf } from './ice.js'
import type {
  CandidateLike,
  MediaPlatform,
  PeerLike,
  StatsLike,
  StreamLike,
  TransceiverLike,
} from './platform.js'

export type Kind = 'audio' | 'video'

/** What a chat's mode brings along. */
export const KINDS: Readonly<Record<Mode, readonly Kind[]>> = {
  text: [],
  voice: ['audio'],
  video: ['audio', 'video'],
}

export interface NegotiatorParts {
  readonly platform: MediaPlatform
  readonly system: System
  readonly ice: Ice
  /** Makes the offers (P-CALL-2). */
  readonly caller: boolean
  readonly kinds: readonly Kind[]
  readonly on: NegotiatorEvents
}

export interface NegotiatorEvents {
  /** A signal to be sent, in the form the server takes (P-CALL-3). */
  readonly tell: (signal: 'offer' | 'answer' | 'candidate', data: string) => void
  /** The connection's own word on how it stands. */
  readonly changed: (state: 'connected' | 'stalled' | 'failed') => void
  /** Looking for a way through a relay failed, with STUN's code: 401 for credentials, 701 for a server that can't be reached. */
  readonly refused: (code: number) => void
  /** There is a way in: the first candidate of one's own. */
  readonly gathered: () => void
  /** The descriptions are exchanged: there is something to send with, and to listen to. */
  readonly ready: () => void
}

/** Nobody makes a browser hold more: signals before the description they belong to, and candidates in all of a call. */
const MOST = { early: 40, candidates: 200 } as const

/** An offer that isn't answered by then won't be, ms. */
const UNANSWERED_MS = 3_500

/** One connection to a stranger's browser: descriptions and candidates in their order, one after the other. */
export class Negotiator {
  /** Who hears of it: another one while it waits for a chat than in the chat. */
  on: NegotiatorEvents
  readonly kinds: readonly Kind[]
  readonly #parts: NegotiatorParts
  readonly #policy: SignalPolicy
  #peer: PeerLike | null
  #off: (() => void)[] = []
  /** Everything that touches the connection waits for what was before it. */
  #chain: Promise<void> = Promise.resolve()
  #isWorking = false
  #transceivers: readonly TransceiverLike[] = []
  #isReady = false
  /** Theirs, before the description they belong to. */
  #early: SignalBody[] = []
  /** Ours, until they are told. */
  #found: CandidateLike[] = []
  #isTelling = false
  #tried = 0
  #telling: (() => void) | undefined
  /** Offers that weren't answered yet: only the answer to the last one counts. */
  #open = 0
  #offeredAt = -Infinity
  #gathered: (() => void) | undefined

  /** @throws TypeError where there are no connections */
  constructor(parts: NegotiatorParts) {
    this.#parts = parts
    this.on = parts.on
    this.kinds = parts.kinds
    const { PeerConnection } = parts.platform
    if (PeerConnection === undefined) throw new TypeError('There are no peer connections here.')
    this.#policy = { mode: parts.ice.policy, relays: parts.ice.relays }
    const peer = new PeerConnection(configOf(parts.ice))
    this.#peer = peer
    this.#hear('icecandidate', ({ candidate }: { readonly candidate: CandidateLike | null }) =>
      this.#find(candidate),
    )
    this.#hear('icecandidateerror', ({ errorCode }: { readonly errorCode: number }) =>
      this.on.refused(errorCode),
    )
    this.#hear('connectionstatechange', () => this.#judge(peer.connectionState))
  }

  /** Of a kind, once negotiated. */
  transceiver(kind: Kind): TransceiverLike | undefined {
    return this.#transceivers.find(({ receiver }) => receiver.track.kind === kind)
  }

  /** All that comes from the other side. */
  stream(): StreamLike {
    return this.#parts.platform.stream(this.#transceivers.map(({ receiver }) => receiver.track))
  }

  /** Whether the stranger may be heard: a tampered client sends sound before both agreed. Pictures: see `RemoteView.video`. */
  hear(may: boolean): void {
    const sound = this.transceiver('audio')?.receiver.track
    if (sound) sound.enabled = may
  }

  async stats(): Promise<StatsLike | undefined> {
    return this.#peer?.getStats()
  }

  /** Makes the offer beforehand, and waits until there is a way in. Resolves with it, in the form a wish carries. */
  async prepare(): Promise<string | undefined> {
    const gathered = new Promise<void>((done) => (this.#gathered = done))
    await this.#do((peer) => this.#describe(peer))
    await gathered
    // The match was faster: what is found now is told as it is found.
    if (this.#isTelling) return undefined
    // What was found until now stands in it.
    this.#found = []
    return this.#localText()
  }

  /** Tells the offer, unless the log has it already. */
  begin(isTold: boolean): void {
    void this.#do(async (peer) => {
      if (peer.localDescription === null) await this.#describe(peer)
      else if (!isTold) this.#found = []
      const text = this.#localText()
      if (!isTold && text !== undefined) this.on.tell('offer', text)
      this.#open = 1
      this.#isTelling = true
      this.#tell()
    })
  }

  /** Looks for another way, with these servers; the caller's to do. */
  restart(ice: Ice): void {
    void this.#do(async (peer) => {
      peer.setConfiguration(configOf(ice))
      peer.restartIce()
      this.#found = []
      await peer.setLocalDescription()
      const text = this.#localText()
      if (text === undefined) return
      // Whoever couldn't answer the one before isn't waited for: its answer would stand for this one's.
      const now = this.#parts.system.now()
      this.#open = now - this.#offeredAt >= UNANSWERED_MS ? 1 : this.#open + 1
      this.#offeredAt = now
      this.on.tell('offer', text)
    })
  }

  /** A signal of the stranger's. What isn't theirs to say is ignored. */
  take(body: SignalBody): void {
    void this.#do(async (peer) => {
      if (body.signal === 'offer' || body.signal === 'answer') {
        const sdp = admitDescription(body.data, this.#policy, this.kinds)
        if (sdp === undefined || this.#parts.caller !== (body.signal === 'answer')) return
        if (body.signal === 'offer') await this.#answer(peer, sdp)
        else if (this.#open > 0 && --this.#open === 0) {
          await peer.setRemoteDescription({ type: 'answer', sdp })
          await this.#drain(peer)
        }
      } else if (body.signal === 'candidate') {
        if (peer.remoteDescription !== null) await this.#add(peer, body)
        else if (this.#early.length < MOST.early) this.#early.push(body)
      }
    })
  }

  /** Lets go of the connection and of everything that hung on it. Idempotent. */
  close(): void {
    const peer = this.#peer
    this.#peer = null
    for (const off of this.#off.splice(0)) off()
    this.#telling?.()
    this.#gathered?.()
    this.#transceivers = []
    this.#early = []
    this.#found = []
    // While nothing is sent yet that can wait: Chromium keeps what is closed while it makes a description.
    if (peer && (this.#isReady || !this.#isWorking)) this.#end(peer)
  }

  /** At once when something is sent: nothing may leave any more. */
  #end(peer: PeerLike): void {
    if (this.#isReady) peer.close()
    else closeGathered(peer, this.#parts.system)
  }

  #hear(type: string, listener: (event: never) => void, peer = this.#peer): void {
    peer?.addEventListener(type, listener)
    this.#off.push(() => peer?.removeEventListener(type, listener))
  }

  #do(work: (peer: PeerLike) => Promise<void>): Promise<void> {
    this.#chain = this.#chain.then(async () => {
      const peer = this.#peer
      if (!peer) return
      this.#isWorking = true
      // A description that the browser refuses, from whichever side. Closed meanwhile, nobody needs to know.
      let isDone = true
      await work(peer).catch(() => (isDone = false))
      this.#isWorking = false
      if (this.#peer === null) this.#end(peer)
      else if (!isDone) this.on.changed('failed')
    })
    return this.#chain
  }

  async #describe(peer: PeerLike): Promise<void> {
    this.#transceivers = this.kinds.map((kind) => peer.addTransceiver(kind, { direction: 'sendrecv' }))
    await peer.setLocalDescription()
  }

  /** Opens what the offer made, which is no more than the chat's mode takes (`admitDescription`). */
  async #answer(peer: PeerLike, sdp: string): Promise<void> {
    await peer.setRemoteDescription({ type: 'offer', sdp })
    // Closed meanwhile: a transceiver that is held holds its connection.
    if (this.#peer === null) return
    this.#transceivers = peer.getTransceivers()
    for (const transceiver of this.#transceivers) transceiver.direction = 'sendrecv'
    await peer.setLocalDescription()
    const text = this.#localText()
    if (text !== undefined) this.on.tell('answer', text)
    this.#isTelling = true
    this.#tell()
    await this.#drain(peer)
  }

  async #drain(peer: PeerLike): Promise<void> {
    for (const body of this.#early) await this.#add(peer, body)
    this.#early = []
    if (this.#isReady || this.#peer === null) return
    this.#isReady = true
    this.on.ready()
  }

  async #add(peer: PeerLike, body: SignalBody): Promise<void> {
    for (const { candidate, mid, line, ufrag } of admitCandidates(body.data, this.#policy)) {
      if (++this.#tried > MOST.candidates) return
      // One of a way that was given up since is refused, and no loss.
      await peer
        .addIceCandidate({
          candidate,
          sdpMid: mid,
          ...(line === undefined ? {} : { sdpMLineIndex: line }),
          ...(ufrag === undefined ? {} : { usernameFragment: ufrag }),
        })
        .catch(() => {})
    }
  }

  #localText(): string | undefined {
    const filtered = filterSdp(this.#peer?.localDescription?.sdp ?? '', this.#policy)
    return filtered.ok ? filtered.sdp : undefined
  }

  #find(candidate: CandidateLike | null): void {
    if (candidate !== null && candidate.candidate !== '') {
      this.#found.push(candidate)
      this.on.gathered()
      if (this.#isTelling) this.#telling ??= this.#parts.system.after(0, () => this.#tell())
    }
    this.#gathered?.()
  }

  /** All that were found in one go leave together. */
  #tell(): void {
    this.#telling?.()
    this.#telling = undefined
    while (this.#found.length > 0) this.#tellSome(this.#found.splice(0, SIGNAL_LIMITS.candidatesPerSignal))
  }

  #tellSome(found: readonly CandidateLike[]): void {
    const filtered = filterCandidates(JSON.stringify(found.map(itemOf)), this.#policy)
    if (filtered.ok && filtered.candidates > 0) this.on.tell('candidate', filtered.data)
  }

  #judge(state: string): void {
    if (state === 'connected') this.on.changed('connected')
    else if (state === 'disconnected') this.on.changed('stalled')
    else if (state === 'failed') this.on.changed('failed')
  }
}
