import type { BrowserContextOptions } from 'playwright-core'

/**
 * What a browser has to look and listen with. `fake`: one camera and one microphone that anybody may use; `two`: two
 * cameras; `none`: not a device; `denied`: the devices of `fake`, and whoever sits there says no when asked.
 */
export type Camera = 'fake' | 'two' | 'none' | 'denied'

/** Chromium's flags for it. */
export function cameraFlags(camera: Camera): readonly string[] {
  if (camera === 'none') return ['--use-fake-device-for-media-stream=device-count=0']
  const devices = camera === 'two' ? '=device-count=2,fps=20' : '=fps=20'
  const answer = camera === 'denied' ? '--deny-permission-prompts' : '--use-fake-ui-for-media-stream'
  return [`--use-fake-device-for-media-stream${devices}`, answer]
}

/** For a context whose pages may use camera and microphone without being asked, whatever the browser was opened with. */
export const mayUseCamera: Pick<BrowserContextOptions, 'permissions'> = {
  permissions: ['camera', 'microphone'],
}
