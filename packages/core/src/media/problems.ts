import type { MediaPlatform } from './platform.js'
import type { DeviceProblem } from './types.js'

export type Device = 'camera' | 'microphone'
/** In the order in which they are asked for. */
export const DEVICES: readonly Device[] = ['camera', 'microphone']

/** What of a platform tells why something can't work. */
type Ground = Pick<MediaPlatform, 'PeerConnection' | 'devices' | 'isSecure' | 'allows'>

/** Whether calls can work here at all; if not, why. https doesn't help a browser that has no calls. */
export function supportOf({
  PeerConnection,
  devices,
  isSecure,
}: Ground): 'insecure_context' | 'unsupported' | null {
  if (!PeerConnection) return 'unsupported'
  if (devices) return null
  return isSecure ? 'unsupported' : 'insecure_context'
}

/** What stands in the way of a device before anybody is asked for it. */
export function obstacleOf(device: Device, platform: Ground): DeviceProblem | null {
  return supportOf(platform) ?? (platform.allows(device) ? null : 'permission_policy')
}

/**
 * What went wrong, from what `getUserMedia` threw. Names alone decide: messages differ from browser to browser.
 * @param what which devices were asked for. When it was both, the browser doesn't say whose fault it was: ask for each alone
 */
export function problemOf(
  error: unknown,
  what: { readonly camera: boolean; readonly microphone: boolean },
  platform: Ground,
): DeviceProblem {
  const support = supportOf(platform)
  if (support) return support
  switch (nameOf(error)) {
    case 'NotAllowedError':
    case 'SecurityError':
      if (!platform.isSecure) return 'insecure_context'
      return DEVICES.some((device) => what[device] && !platform.allows(device))
        ? 'permission_policy'
        : 'permission_denied'
    case 'NotFoundError':
      return what.camera ? 'no_camera' : 'no_microphone'
    case 'NotReadableError':
    case 'AbortError':
      return 'device_busy'
    case 'OverconstrainedError':
      return 'constraints'
    case 'TypeError':
      return platform.isSecure ? 'failed' : 'insecure_context'
    default:
      return 'failed'
  }
}

/** Older engines throw things that are no `Error`. */
function nameOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'name' in error ? error.name : undefined
}
