import type { System } from '../../system.js'
import type {
  CandidateInit,
  Description,
  MediaPlatform,
  PeerConfig,
  PeerLike,
  StatsLike,
  TransceiverLike,
} from '../platform.js'
import { readSide, sdpOf, type Side } from './fake-sdp.js'
import { FakeReceiverTrack, FakeSender } from './fake-sender.js'

/** ICE notices by itself only after this time, as Chromium was seen to, ms. */
const NOTICE_MS = 6_000
const TRIP_MS = 20
/** A relay that is down is asked again and again for this long. */
const GATHER_RETRY_MS = 500

type Listener = (event: never) => void

/** Connections that find each other through one relay, which a test can take down. */
export class FakePeers {
  readonly system: System
  /** The relay answers. */
  up = true
  /** The relay takes the credentials. */
  authorised = true
  /** Candidates are found so many ms after they are looked for. */
  gatherMs = 60
  /** Senders do so much later what they are told, ms; 0: at once. */
  slowMs = 0
  /** Every one that was ever made, in order. */
  readonly all: FakePeer[] = []
  #names = 0

  constructor(system: System) {
    this.system = system
  }

  get open(): readonly FakePeer[] {
    return this.all.filter(({ connectionState }) => connectionState !== 'closed')
  }

  /** Until a sender has done what it was told. */
  readonly told = (): Promise<void> =>
    this.slowMs === 0
      ? Promise.resolve()
      : new Promise((done) => this.system.after(this.slowMs, () => done()))

  /** For a `MediaPlatform`. */
  get PeerConnection(): NonNullable<MediaPlatform['PeerConnection']> {
    return connectionsOf(this)
  }

  /** The relay goes: nothing arrives from now on, and ICE notices after a while. */
  down(): void {
    this.up = false
    const linked = this.all.filter(({ connectionState }) => connectionState === 'connected')
    this.system.after(NOTICE_MS, () => {
      if (!this.up) for (const peer of linked) peer.become('disconnected')
    })
  }

  /** It is back; whoever doesn't restart stays cut off, since its allocation is gone. */
  back(): void {
    this.up = true
  }

  name(): string {
    return `ufrag${++this.#names}`
  }

  byName(name: string | undefined): FakePeer | undefined {
    return this.all.find(
      (peer) => name !== undefined && peer.local?.name === name && peer.connectionState !== 'closed',
    )
  }
}

export class FakePeer implements PeerLike {
  connectionState = 'new'
  iceConnectionState = 'new'
  iceGatheringState = 'new'
  signalingState = 'stable'
  localDescription: { readonly type: string; readonly sdp: string } | null = null
  remoteDescription: { readonly type: string; readonly sdp: string } | null = null
  local: Side | undefined
  remote: Side | undefined
  readonly config: PeerConfig[] = []
  readonly #world: FakePeers
  readonly #listeners = new Map<string, Set<Listener>>()
  readonly #transceivers: (TransceiverLike & { readonly sender: FakeSender; readonly kind: string })[] = []
  readonly #known = new Set<string>()
  #candidates: string[] = []
  #received = 0
  #restarts = false
  #isLinkedTo: FakePeer | undefined
  #linkName = ''

  constructor(world: FakePeers, config: PeerConfig) {
    this.#world = world
    this.config.push(config)
    world.all.push(this)
  }

  get listeners(): number {
    return [...this.#listeners.values()].reduce((sum, set) => sum + set.size, 0)
  }
  get senders(): readonly FakeSender[] {
    return this.#transceivers.map(({ sender }) => sender)
  }

  addEventListener(type: string, listener: Listener): void {
    const set = this.#listeners.get(type) ?? new Set()
    this.#listeners.set(type, set.add(listener))
  }
  removeEventListener(type: string, listener: Listener): void {
    this.#listeners.get(type)?.delete(listener)
  }

  addTransceiver(kind: 'audio' | 'video'): TransceiverLike {
    const transceiver = {
      kind,
      mid: String(this.#transceivers.length),
      direction: 'sendrecv' as const,
      sender: new FakeSender(this.#world.told),
      receiver: { track: new FakeReceiverTrack(kind, `remote-${kind}`) },
    }
    this.#transceivers.push(transceiver)
    return transceiver
  }
  getTransceivers(): TransceiverLike[] {
    return this.#transceivers
  }

  async setLocalDescription(): Promise<void> {
    await Promise.resolve()
    this.#mustBeOpen()
    const type = this.signalingState === 'have-remote-offer' ? 'answer' : 'offer'
    const isNew =
      this.local === undefined ||
      this.#restarts ||
      (type === 'answer' && this.remote !== undefined && this.#linkName !== this.remote.name)
    this.#restarts = false
    if (isNew) {
      this.#candidates = []
      this.local = {
        name: this.#world.name(),
        kinds: this.#transceivers.map(({ kind }) => kind),
        directions: this.#transceivers.map(({ direction }) => direction),
      }
      this.#gather(this.local.name)
    }
    if (this.remote) this.#linkName = this.remote.name
    this.signalingState = type === 'answer' ? 'stable' : 'have-local-offer'
    this.#describe(type)
    this.#tryToLink()
  }

  async setRemoteDescription({ type, sdp = '' }: Description): Promise<void> {
    await Promise.resolve()
    this.#mustBeOpen()
    const wrong =
      type === 'answer' ? this.signalingState !== 'have-local-offer' : this.signalingState !== 'stable'
    if (wrong) throw new Error('InvalidStateError')
    this.remote = readSide(sdp)
    this.remoteDescription = { type, sdp }
    if (type === 'offer')
      for (const kind of this.remote.kinds.slice(this.#transceivers.length))
        this.addTransceiver(kind as 'audio' | 'video').direction = 'recvonly'
    this.signalingState = type === 'answer' ? 'stable' : 'have-remote-offer'
    for (const [, name] of sdp.matchAll(/a=candidate:.*ufrag (\S+)/g)) this.#known.add(name ?? '')
    this.#tryToLink()
  }

  async addIceCandidate(candidate?: CandidateInit): Promise<void> {
    await Promise.resolve()
    this.#mustBeOpen()
    const [, name] = /ufrag (\S+)/.exec(candidate?.candidate ?? '') ?? []
    if (name !== undefined) this.#known.add(name)
    this.#tryToLink()
  }

  restartIce(): void {
    this.#restarts = true
  }
  setConfiguration(config: PeerConfig): void {
    this.config.push(config)
  }

  async getStats(): Promise<StatsLike> {
    await Promise.resolve()
    const other = this.#isLinkedTo
    if (this.#world.up && other && other.senders.some(({ track }) => track?.enabled)) this.#received += 1_000
    const stats = [
      { id: 'in', type: 'inbound-rtp', bytesReceived: this.#received, framesDecoded: this.#received / 100 },
      { id: 'transport', type: 'transport', selectedCandidatePairId: 'pair' },
      {
        id: 'pair',
        type: 'candidate-pair',
        localCandidateId: 'l',
        remoteCandidateId: 'r',
        currentRoundTripTime: 0.02,
      },
      { id: 'l', type: 'local-candidate', candidateType: 'relay' },
      { id: 'r', type: 'remote-candidate', candidateType: 'relay' },
    ]
    return { forEach: (each) => stats.forEach(each) }
  }

  close(): void {
    this.connectionState = 'closed'
    this.signalingState = 'closed'
    this.#isLinkedTo = undefined
  }

  become(state: 'connected' | 'disconnected' | 'failed'): void {
    if (this.connectionState === 'closed' || this.connectionState === state) return
    this.connectionState = state
    if (state !== 'connected') this.#isLinkedTo = undefined
    this.#fire('connectionstatechange', {})
  }

  #gather(name: string): void {
    this.iceGatheringState = 'gathering'
    this.#world.system.after(this.#world.gatherMs, () => {
      if (this.connectionState === 'closed' || this.local?.name !== name) return
      if (!this.#world.authorised) {
        this.#fire('icecandidateerror', { errorCode: 401 })
        return this.#gathered()
      }
      if (!this.#world.up) {
        this.#world.system.after(GATHER_RETRY_MS, () => this.#gather(name))
        return
      }
      const candidate = `candidate:1 1 udp 41885695 192.0.2.1 ${40_000 + this.#world.all.indexOf(this)} typ relay raddr 198.51.100.7 rport 9 generation 0 ufrag ${name}`
      this.#candidates.push(candidate)
      this.#describe(this.localDescription?.type ?? 'offer')
      this.#fire('icecandidate', {
        candidate: { candidate, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: name },
      })
      this.#gathered()
      this.#tryToLink()
    })
  }

  #gathered(): void {
    this.iceGatheringState = 'complete'
    this.#fire('icegatheringstatechange', {})
    this.#fire('icecandidate', { candidate: null })
  }

  #describe(type: string): void {
    if (this.local) this.localDescription = { type, sdp: sdpOf(this.local, type, this.#candidates) }
  }

  /** Both have each other's present description, and a candidate of it. */
  #tryToLink(): void {
    const other = this.#world.byName(this.remote?.name)
    if (!other || !this.local || other.remote?.name !== this.local.name) return
    if (!this.#known.has(other.local?.name ?? '') || !other.#known.has(this.local.name)) return
    if (this.#candidates.length === 0 || other.#candidates.length === 0) return
    this.#world.system.after(TRIP_MS, () => {
      if (!this.#world.up || other.connectionState === 'closed' || this.connectionState === 'closed') return
      this.#isLinkedTo = other
      other.#isLinkedTo = this
      this.become('connected')
      other.become('connected')
    })
  }

  #fire(type: string, event: object): void {
    for (const listener of this.#listeners.get(type) ?? []) listener(event as never)
  }

  #mustBeOpen(): void {
    if (this.connectionState === 'closed') throw new Error('InvalidStateError')
  }
}

/** A constructor as a browser has one, of connections in this world. */
const connectionsOf = (world: FakePeers): NonNullable<MediaPlatform['PeerConnection']> =>
  class extends FakePeer {
    constructor(config: PeerConfig) {
      super(world, config)
    }
  }
