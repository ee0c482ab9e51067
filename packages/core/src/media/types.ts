import type { Store } from '../client/types.js'
import type { LadderStep } from '../protocol/index.js'
import type { StreamLike } from './platform.js'

/**
 * Where the call of the present chat stands. `waiting`: this side or the other isn't ready to connect yet. A call that ended
 * leaves the chat as it is.
 */
export type CallPhase = 'none' | 'waiting' | 'connecting' | 'live' | 'reconnecting' | 'ended'

/** Why a call ended. What went wrong has a sentence of its own in `MEDIA_PROBLEMS`. */
export type CallEnd =
  | 'hung_up'
  | 'they_hung_up'
  | 'chat_over'
  | 'replaced'
  | 'ice_failed'
  | 'connection_lost'
  | 'turn_unreachable'
  | 'turn_auth'
  | 'unsupported'

export interface CallView {
  readonly chat: string | null
  /** 1, 2, 3, … within the chat; 0 before the first (P-CALL-2). */
  readonly call: number
  readonly phase: CallPhase
  readonly end: CallEnd | null
  /** When it entered this phase, ms since 1970. */
  readonly since: number
}

/** How far the two have agreed to go (P-CONSENT). Null: nowhere yet. */
export interface LadderView {
  readonly mine: LadderStep | null
  readonly theirs: LadderStep | null
  /** What both agreed to: what may be sent. */
  readonly holds: LadderStep | null
  /** They would go further than we said: the step to answer. */
  readonly asked: LadderStep | null
  /** We would go further than they said: the step they are being asked for. */
  readonly asking: LadderStep | null
  /** The step they said no to, until either of us asks again. */
  readonly declined: LadderStep | null
  /** The chat's mode allows no more than this; null in a chat of mode text. */
  readonly ceiling: LadderStep | null
}

/** What went wrong with a device. The sentences are the view's; the codes are stable. */
export type DeviceProblem =
  | 'permission_denied'
  | 'permission_policy'
  | 'no_camera'
  | 'no_microphone'
  | 'device_busy'
  | 'constraints'
  | 'insecure_context'
  | 'unsupported'
  | 'unplugged'
  | 'failed'

/** One kind of device: `off` frees it (its light is off), `muted` keeps it and sends nothing. */
export interface DeviceView {
  readonly state: 'off' | 'starting' | 'on' | 'muted'
  readonly problem: DeviceProblem | null
  /** The one in use. */
  readonly id: string | null
}

export interface DeviceChoice {
  readonly id: string
  /** Empty until the person has allowed a device of this kind. */
  readonly label: string
}

export interface LocalView {
  readonly camera: DeviceView
  readonly microphone: DeviceView
  readonly cameras: readonly DeviceChoice[]
  readonly microphones: readonly DeviceChoice[]
  /** The self-view: video only, never to be played with sound. Null without a camera. */
  readonly stream: StreamLike | null
  /** The camera shows nothing: covered, or the same picture for long. Null: can't tell, or fine. */
  readonly look: 'covered' | 'frozen' | null
}

export interface RemoteView {
  /** The stranger's sound and picture; null when there is no call, and from the very moment one ends. */
  readonly stream: StreamLike | null
  /**
   * What they say is on (P-CALL-1), as far as the ladder allows it. Show no picture while `video` is false: who tampered with
   * their client may send one all the same. Their sound is silent until both agreed.
   */
  readonly audio: boolean
  readonly video: boolean
}

/** State for rendering, beside the client's. */
export interface MediaState {
  readonly call: Store<CallView>
  readonly ladder: Store<LadderView>
  readonly local: Store<LocalView>
  readonly remote: Store<RemoteView>
}

/** Voice and video as the element and other views use them; `StrangerMedia` is the one that does it. */
export interface ChatMedia {
  readonly state: MediaState
  /** Whether calls can work here at all; if not, why. */
  readonly support: 'insecure_context' | 'unsupported' | null
  /** Starts devices, by a press of the person. Never rejects: what failed stands in `state.local`. */
  readonly start: (what: { readonly camera?: boolean; readonly microphone?: boolean }) => Promise<void>
  /** Frees devices: their light goes off. */
  readonly release: (what: { readonly camera?: boolean; readonly microphone?: boolean }) => void
  /** Another device of a kind, by its id. Never rejects. */
  readonly select: (what: { readonly camera?: string; readonly microphone?: string }) => Promise<void>
  /** Keeps the device and sends nothing of it, or sends again. */
  readonly mute: (what: { readonly camera?: boolean; readonly microphone?: boolean }) => void
  /** Agrees to go as far as this step: asks for it, or answers yes. Nothing above the chat's mode. */
  readonly agree: (step: LadderStep) => void
  /** Goes no further than the step before this: no to what was asked, or back. Counts at once. */
  readonly decline: (step: LadderStep) => void
  /** For when the page shows again: what ended while nobody looked, and which devices there are now. */
  readonly refresh: () => Promise<void>
  /** What whoever watches the self-view has seen of it; see `lookout`. */
  readonly looks: (look: LocalView['look']) => void
  readonly hangUp: () => void
  /** A new call after one that ended. It begins with nothing agreed. */
  readonly again: () => void
  /** Lets go of everything: devices, call, listeners. Idempotent. */
  readonly close: () => void
}

/** One small picture, for whoever judges or keeps pictures. */
export interface Picture {
  readonly width: number
  readonly height: number
  /** RGBA, row by row. */
  readonly pixels: Uint8ClampedArray
}
/** Judges pictures on this device. Rejects only when it can't work here at all. */
export interface FrameClassifier {
  readonly classify: (picture: Picture) => Promise<Verdict>
  readonly close: () => void
}
export interface Verdict {
  readonly label: 'fine' | 'unsure' | 'explicit'
  /** 0 to 1: how sure. */
  readonly score: number
}
