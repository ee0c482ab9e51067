import type { CaptureConstraints, MediaPlatform, TrackLike } from './platform.js'
import { type Device, DEVICES, problemOf } from './problems.js'
import type { DeviceProblem } from './types.js'

/** What one device is asked for. `plain`: nothing but the device, for engines that can't meet a wish. */
export interface Request {
  readonly id: string | null
  readonly plain?: boolean
}
export type Requests = Readonly<Partial<Record<Device, Request>>>

/** What came of it: every track that was asked for, or none and why not. */
export interface Captured {
  readonly tracks: Readonly<Partial<Record<Device, TrackLike>>>
  readonly problem: DeviceProblem | null
}

/** Enough to see a face by, and little enough for a relay that somebody pays for. */
const WISHES = {
  camera: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 24 } },
  microphone: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
} as const
const KINDS = { camera: 'video', microphone: 'audio' } as const

/** Exact, since Firefox hands back the device that is in use when it is only a wish. */
function constraint(device: Device, { id, plain = false }: Request): Record<string, unknown> | true {
  if (plain && id === null) return true
  return { ...(plain ? {} : WISHES[device]), ...(id === null ? {} : { deviceId: { exact: id } }) }
}

/** @returns one wish for all that is asked for: a person is prompted once */
function constraintsOf({ camera, microphone }: Requests): CaptureConstraints {
  return {
    ...(camera ? { video: constraint('camera', camera) } : {}),
    ...(microphone ? { audio: constraint('microphone', microphone) } : {}),
  }
}

/** Captures once. Never rejects; a stream that lacks what was asked for is let go of, and is a failure. */
export async function capture(platform: MediaPlatform, requests: Requests): Promise<Captured> {
  const what = { camera: requests.camera !== undefined, microphone: requests.microphone !== undefined }
  try {
    if (!platform.devices) throw new TypeError('There are no media devices here.')
    const stream = await platform.devices.getUserMedia(constraintsOf(requests))
    return sorted(stream.getTracks(), what)
  } catch (error) {
    return { tracks: {}, problem: problemOf(error, what, platform) }
  }
}

function sorted(all: readonly TrackLike[], what: Readonly<Record<Device, boolean>>): Captured {
  const tracks: Partial<Record<Device, TrackLike>> = {}
  for (const device of DEVICES) {
    const track = all.find(({ kind }) => kind === KINDS[device])
    if (what[device] && track) tracks[device] = track
  }
  const isWhole = DEVICES.every((device) => !what[device] || tracks[device])
  for (const track of all) {
    if (!isWhole || !Object.values(tracks).includes(track)) track.stop()
  }
  return isWhole ? { tracks, problem: null } : { tracks: {}, problem: 'failed' }
}
