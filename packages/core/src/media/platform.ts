/**
 * What media take from a platform: the parts of WebRTC and Media Capture that are used, as shapes. A browser's own objects fit;
 * tests bring others. Core has no DOM types and touches no global: whoever makes a `StrangerMedia` hands these in.
 */
export interface MediaPlatform {
  /** Missing where the browser has no calls (WebKitGTK, some embedded views). */
  readonly PeerConnection: (new (config: PeerConfig) => PeerLike) | undefined
  /** `navigator.mediaDevices`; missing on a page without https. */
  readonly devices: DevicesLike | undefined
  /** Makes a stream of tracks: `(tracks) => new MediaStream(tracks)`. */
  readonly stream: (tracks: readonly TrackLike[]) => StreamLike
  readonly isSecure: boolean
  /** Whether the page that embeds this one lets it use that device (`document.featurePolicy`); true when nobody can say. */
  readonly allows: (device: 'camera' | 'microphone') => boolean
  /** Tells when the network changed (`online`, `connection.change`); returns a function that stops. */
  readonly onNetwork?: (changed: () => void) => () => void
}

/** Taken from a method, whose parameters compare both ways: so a browser's own sources fit, and listeners that know their event. */
export type MediaListener = { heard(event: object): void }['heard']
export interface EventSource {
  addEventListener: (type: string, listener: MediaListener) => void
  removeEventListener: (type: string, listener: MediaListener) => void
}

export interface TrackLike extends EventSource {
  readonly kind: string
  readonly id: string
  readonly label: string
  readonly readyState: string
  readonly muted: boolean
  enabled: boolean
  stop: () => void
  getSettings: () => { readonly deviceId?: string; readonly width?: number; readonly height?: number }
}
export interface StreamLike {
  readonly id: string
  getTracks: () => TrackLike[]
}

export interface DeviceInfo {
  readonly deviceId: string
  readonly kind: string
  readonly label: string
  readonly groupId: string
}
export interface DevicesLike extends EventSource {
  getUserMedia: (constraints: CaptureConstraints) => Promise<StreamLike>
  enumerateDevices: () => Promise<DeviceInfo[]>
}
export interface CaptureConstraints {
  readonly audio?: boolean | Readonly<Record<string, unknown>>
  readonly video?: boolean | Readonly<Record<string, unknown>>
}

export interface PeerConfig {
  readonly iceServers: { urls: string[]; username?: string; credential?: string }[]
  readonly iceTransportPolicy: 'relay' | 'all'
  readonly bundlePolicy: 'max-bundle'
}
export interface Description {
  readonly type: 'offer' | 'answer' | 'pranswer' | 'rollback'
  readonly sdp?: string
}
export interface CandidateInit {
  readonly candidate: string
  readonly sdpMid?: string | null
  readonly sdpMLineIndex?: number | null
  readonly usernameFragment?: string | null
}
export interface CandidateLike extends CandidateInit {
  readonly type?: string | null
}
export interface Encoding {
  active?: boolean
  maxBitrate?: number
  scaleResolutionDownBy?: number
}
export interface SendParameters {
  encodings: Encoding[]
}
export interface SenderLike {
  readonly track: TrackLike | null
  getParameters: () => SendParameters
  // Methods, so that a browser's sender fits, which takes its own tracks and its own parameters only.
  replaceTrack(track: TrackLike | null): Promise<void>
  setParameters(parameters: SendParameters): Promise<void>
}
export interface TransceiverLike {
  readonly mid: string | null
  direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive' | 'stopped'
  readonly sender: SenderLike
  readonly receiver: { readonly track: TrackLike }
}
export interface StatsLike {
  forEach: (each: (stat: Readonly<Record<string, unknown>>) => void) => void
}
export interface PeerLike extends EventSource {
  readonly connectionState: string
  readonly iceConnectionState: string
  readonly iceGatheringState: string
  readonly signalingState: string
  readonly localDescription: { readonly type: string; readonly sdp: string } | null
  readonly remoteDescription: { readonly type: string; readonly sdp: string } | null
  addTransceiver: (kind: 'audio' | 'video', init?: { direction?: 'sendrecv' }) => TransceiverLike
  getTransceivers: () => TransceiverLike[]
  setLocalDescription: (description?: Description) => Promise<void>
  setRemoteDescription: (description: Description) => Promise<void>
  addIceCandidate: (candidate?: CandidateInit) => Promise<void>
  restartIce: () => void
  setConfiguration: (config: PeerConfig) => void
  getStats: () => Promise<StatsLike>
  close: () => void
}
