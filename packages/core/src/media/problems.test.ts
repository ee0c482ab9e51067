import { describe, expect, it } from 'vitest'
import type { MediaPlatform } from './platform.js'
import { obstacleOf, problemOf, supportOf } from './problems.js'
import { FakeDevices, platformOf } from './testing/fake-devices.js'
import type { DeviceProblem } from './types.js'

const thrown = (name: string): unknown => Object.assign(new Error('in the words of some browser'), { name })

const camera = { camera: true, microphone: false }
const microphone = { camera: false, microphone: true }
const both = { camera: true, microphone: true }

const well = platformOf(new FakeDevices())
const insecure = platformOf(new FakeDevices(), { isSecure: false })
const bare = platformOf(new FakeDevices(), { isSecure: false, devices: undefined })
const callless = platformOf(new FakeDevices(), { PeerConnection: undefined })
const boxed = platformOf(new FakeDevices(), { allows: (device) => device !== 'camera' })

describe('what a device failed of', () => {
  it.each<[string, typeof both, MediaPlatform, DeviceProblem]>([
    ['NotAllowedError', camera, well, 'permission_denied'],
    ['NotAllowedError', both, well, 'permission_denied'],
    ['NotAllowedError', camera, boxed, 'permission_policy'],
    ['NotAllowedError', both, boxed, 'permission_policy'],
    ['NotAllowedError', microphone, boxed, 'permission_denied'],
    ['NotAllowedError', camera, insecure, 'insecure_context'],
    ['SecurityError', camera, well, 'permission_denied'],
    ['SecurityError', camera, insecure, 'insecure_context'],
    ['NotFoundError', camera, well, 'no_camera'],
    ['NotFoundError', microphone, well, 'no_microphone'],
    ['NotReadableError', camera, well, 'device_busy'],
    ['AbortError', microphone, well, 'device_busy'],
    ['OverconstrainedError', camera, well, 'constraints'],
    ['TypeError', camera, insecure, 'insecure_context'],
    ['TypeError', camera, bare, 'insecure_context'],
    ['TypeError', camera, well, 'failed'],
    ['NotAllowedError', camera, callless, 'unsupported'],
    ['InvalidStateError', camera, well, 'failed'],
  ])('%s, asked for %o', (name, what, platform, problem) => {
    expect(problemOf(thrown(name), what, platform)).toBe(problem)
  })

  it.each([undefined, null, 'NotFoundError', 7, {}])('%o names nothing', (error) => {
    expect(problemOf(error, camera, well)).toBe('failed')
  })
})

describe('whether calls can work', () => {
  it.each<[string, MediaPlatform, ReturnType<typeof supportOf>]>([
    ['a browser that has all', well, null],
    ['a page without https', bare, 'insecure_context'],
    ['a browser without calls, where https would change nothing', callless, 'unsupported'],
    ['neither', platformOf(undefined, { isSecure: false, PeerConnection: undefined }), 'unsupported'],
    ['https without devices', platformOf(undefined), 'unsupported'],
  ])('%s', (_, platform, support) => {
    expect(supportOf(platform)).toBe(support)
    expect(obstacleOf('camera', platform)).toBe(support)
  })

  it('the page around it may withhold one device', () => {
    expect(obstacleOf('camera', boxed)).toBe('permission_policy')
    expect(obstacleOf('microphone', boxed)).toBeNull()
  })
})
