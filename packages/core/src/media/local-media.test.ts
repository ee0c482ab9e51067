import { setImmediate } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { FakeClock } from '../testing/clock.js'
import { LocalMedia } from './local-media.js'
import type { MediaPlatform } from './platform.js'
import { FakeDevices, type FakeDevicesOptions, platformOf } from './testing/fake-devices.js'
import type { FakeTrack } from './testing/fake-tracks.js'

const both = { camera: true, microphone: true }

function set(options: FakeDevicesOptions = {}, over: Partial<MediaPlatform> = {}) {
  const devices = new FakeDevices(options)
  const clock = new FakeClock()
  const faults = vi.fn()
  const local = new LocalMedia({ platform: platformOf(devices, over), system: clock, fault: faults })
  /** Moves the clock until what was asked for is settled. */
  const wait = async (asked: Promise<void>): Promise<void> => {
    let isDone = false
    const done = asked.then(() => {
      isDone = true
    })
    for (let i = 0; i < 50 && !isDone; i++) {
      await setImmediate()
      clock.advance(100)
    }
    await done
    await setImmediate()
  }
  const at = () => local.state.get()
  const lit = (): string[] => devices.live().map(({ deviceId }) => deviceId)
  return { devices, clock, local, faults, wait, at, lit }
}

const release = (devices: FakeDevices): void => {
  for (const go of devices.waiting.splice(0)) go()
}

describe('starting', () => {
  it('nothing is captured, listed or listened to before a press', async () => {
    const { devices, lit, at } = set()
    await setImmediate()
    expect([lit(), devices.asked, devices.listening]).toEqual([[], [], 0])
    expect(at()).toMatchObject({ camera: { state: 'off' }, microphone: { state: 'off' }, stream: null })
  })

  it('camera and microphone come with one prompt, and with the wishes of a call', async () => {
    const { devices, local, wait, at } = set()
    await wait(local.start(both))
    expect(devices.asked).toEqual([
      {
        video: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 24 } },
        audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
      },
    ])
    expect(at()).toMatchObject({
      camera: { state: 'on', problem: null, id: 'cam-1' },
      microphone: { state: 'on', problem: null, id: 'mic-1' },
    })
  })

  it('shows that it is starting while a prompt is open', async () => {
    const { devices, local, wait, at } = set()
    devices.late = true
    const started = local.start({ camera: true })
    expect(at().camera.state).toBe('starting')
    release(devices)
    await wait(started)
    expect(at().camera.state).toBe('on')
  })

  it('the self-view has the picture and no sound', async () => {
    const { local, wait, at } = set()
    await wait(local.start(both))
    expect(at().stream?.getTracks()).toEqual([local.tracks.camera])
    local.release({ camera: true })
    expect(at().stream).toBeNull()
  })

  it('names stay hidden until a device of the kind was had, then the lists have them', async () => {
    const { local, wait, at } = set({ cameras: ['cam-1', 'cam-2'] })
    await local.refresh()
    expect(at().cameras).toEqual([{ id: '', label: '' }])
    await wait(local.start({ camera: true }))
    expect(at().cameras.map(({ label }) => label)).toEqual(['Label of cam-1', 'Label of cam-2'])
    expect(at().microphones).toEqual([{ id: '', label: '' }])
  })

  it('what is on is not captured again', async () => {
    const { devices, local, wait } = set()
    await wait(local.start(both))
    await wait(local.start(both))
    await wait(Promise.all([local.start(both), local.start({ camera: true })]).then(() => {}))
    expect(devices.asked).toHaveLength(1)
  })

  it('two presses while the prompt is open are one capture', async () => {
    const { devices, local, wait } = set()
    devices.late = true
    const pressed = Promise.all([local.start(both), local.start({ camera: true })]).then(() => {})
    release(devices)
    await wait(pressed)
    expect(devices.asked).toHaveLength(1)
    expect(devices.peak).toEqual({ camera: 1, microphone: 1 })
  })
})

describe('what one device lacks the other does not pay for', () => {
  it('no camera: the microphone is on', async () => {
    const { local, wait, at, lit } = set({ cameras: [] })
    await wait(local.start(both))
    expect(at()).toMatchObject({
      camera: { state: 'off', problem: 'no_camera' },
      microphone: { state: 'on', problem: null },
    })
    expect(lit()).toEqual(['mic-1'])
  })

  it('a microphone that was denied: the camera is on', async () => {
    const { devices, local, wait, at } = set()
    devices.permission.microphone = 'denied'
    await wait(local.start(both))
    expect(at()).toMatchObject({
      camera: { state: 'on', problem: null },
      microphone: { state: 'off', problem: 'permission_denied' },
    })
  })

  it('a camera withheld by the embedding page is not asked for', async () => {
    const { devices, local, wait, at } = set({}, { allows: (device) => device === 'microphone' })
    await wait(local.start(both))
    expect(at().camera.problem).toBe('permission_policy')
    expect(devices.asked).toEqual([{ audio: expect.anything() }])
  })

  it('each has a problem of its own', async () => {
    const { devices, local, wait, at } = set({ microphones: [] })
    devices.permission.camera = 'denied'
    await wait(local.start(both))
    expect([at().camera.problem, at().microphone.problem]).toEqual(['permission_denied', 'no_microphone'])
  })

  it.each([
    ['insecure_context', { devices: undefined, isSecure: false }],
    ['unsupported', { PeerConnection: undefined }],
  ])('%s: nobody is asked for anything', async (problem, over) => {
    const { devices, local, wait, at } = set({}, over)
    await wait(local.start(both))
    expect([at().camera.problem, at().microphone.problem]).toEqual([problem, problem])
    expect(devices.asked).toEqual([])
  })

  it('a new press tries again, and the problem goes when it works', async () => {
    const { devices, local, wait, at } = set({ cameras: [] })
    await wait(local.start({ camera: true }))
    devices.plug('camera', 'cam-9')
    await wait(local.start({ camera: true }))
    expect(at().camera).toEqual({ state: 'on', problem: null, id: 'cam-9' })
  })
})

describe('a device that another program holds', () => {
  it('is tried twice: the system may need a moment to free it', async () => {
    const { devices, clock, local, wait, at } = set()
    devices.busy.add('cam-1')
    const started = local.start({ camera: true })
    await setImmediate()
    devices.busy.clear()
    clock.advance(299)
    await setImmediate()
    expect(at().camera.state).toBe('starting')
    await wait(started)
    expect(at().camera).toEqual({ state: 'on', problem: null, id: 'cam-1' })
    expect(devices.asked).toHaveLength(2)
  })

  it('then the next of its kind is taken', async () => {
    const { devices, local, wait, at, lit } = set({ cameras: ['cam-1', 'cam-2'] })
    await wait(local.start({ camera: true }))
    local.release({ camera: true })
    devices.busy.add('cam-1')
    await wait(local.start({ camera: true }))
    expect(at().camera).toEqual({ state: 'on', problem: null, id: 'cam-2' })
    expect(lit()).toEqual(['cam-2'])
  })

  it('and if all are busy it says so', async () => {
    const { devices, local, wait, at } = set({ cameras: ['cam-1', 'cam-2'] })
    for (const id of ['cam-1', 'cam-2']) devices.busy.add(id)
    await wait(local.start(both))
    expect(at().camera).toEqual({ state: 'off', problem: 'device_busy', id: null })
    expect(at().microphone.state).toBe('on')
  })
})

describe('a press while a busy device is being tried again', () => {
  it('released: it is asked for no more', async () => {
    const { devices, clock, local, wait, at } = set()
    devices.busy.add('cam-1')
    const started = local.start({ camera: true })
    await setImmediate()
    local.release({ camera: true })
    await wait(started)
    clock.advance(300)
    await setImmediate()
    expect(devices.asked).toHaveLength(1)
    expect(at().camera).toEqual({ state: 'off', problem: null, id: null })
  })

  it("released while the list of others is read: what was wrong is nobody's matter now", async () => {
    const { devices, clock, local, wait, at } = set()
    devices.busy.add('cam-1')
    devices.late = true
    const started = local.start({ camera: true })
    for (const ms of [0, 300, 0]) {
      release(devices)
      await setImmediate()
      clock.advance(ms)
      await setImmediate()
    }
    expect(at().camera.state).toBe('starting')
    local.release({ camera: true })
    devices.late = false
    release(devices)
    await wait(started)
    expect(at().camera).toEqual({ state: 'off', problem: null, id: null })
  })
})

describe('choosing a device', () => {
  it('stops the old one before it asks for the new, by its exact id', async () => {
    const { devices, local, wait, at } = set({ cameras: ['cam-1', 'cam-2'] })
    await wait(local.start(both))
    const [old] = devices.live('camera')
    const chosen = local.select({ camera: 'cam-2' })
    expect(old?.readyState).toBe('ended')
    expect(local.tracks.camera).toBeNull()
    expect(at().camera).toEqual({ state: 'starting', problem: null, id: 'cam-2' })
    await wait(chosen)
    expect(devices.asked.at(-1)).toMatchObject({ video: { deviceId: { exact: 'cam-2' } } })
    expect(at().camera).toEqual({ state: 'on', problem: null, id: 'cam-2' })
    expect(devices.peak.camera).toBe(1)
  })

  it('the one in use is left alone', async () => {
    const { devices, local, wait } = set()
    await wait(local.start({ camera: true }))
    await wait(local.select({ camera: 'cam-1' }))
    expect(devices.asked).toHaveLength(1)
  })

  it('starts nothing that is off, and is remembered for the next start', async () => {
    const { local, wait, at, lit } = set({ cameras: ['cam-1', 'cam-2'] })
    await wait(local.select({ camera: 'cam-2' }))
    expect(lit()).toEqual([])
    await wait(local.start({ camera: true }))
    expect(at().camera.id).toBe('cam-2')
  })

  it('the later of two choices wins', async () => {
    const { devices, local, wait, at, lit } = set({ cameras: ['cam-1', 'cam-2', 'cam-3'] })
    await wait(local.start({ camera: true }))
    devices.late = true
    const first = local.select({ camera: 'cam-2' })
    const second = local.select({ camera: 'cam-3' })
    devices.late = false
    release(devices)
    await wait(Promise.all([first, second]).then(() => {}))
    expect(at().camera.id).toBe('cam-3')
    expect(lit()).toEqual(['cam-3'])
    expect(devices.peak.camera).toBe(1)
  })

  it('if the new one is busy the old one comes back, and the problem says why', async () => {
    const { devices, local, wait, at } = set({ cameras: ['cam-1', 'cam-2', 'cam-3'] })
    await wait(local.start({ camera: true }))
    devices.busy.add('cam-2')
    await wait(local.select({ camera: 'cam-2' }))
    expect(at().camera).toEqual({ state: 'on', problem: 'device_busy', id: 'cam-1' })
    await wait(local.start({ camera: true }))
    expect(at().camera.problem).toBeNull()
    const before = devices.asked.length
    local.release({ camera: true })
    await wait(local.start({ camera: true }))
    expect(devices.asked.slice(before)).toMatchObject([{ video: { deviceId: { exact: 'cam-1' } } }])
  })

  it('one that cannot be had as wished is had plainly', async () => {
    const { devices, local, wait, at } = set({ cameras: ['cam-1', 'cam-2'] })
    devices.picky.add('cam-2')
    await wait(local.start({ camera: true }))
    await wait(local.select({ camera: 'cam-2' }))
    expect(devices.asked.at(-1)).toEqual({ video: { deviceId: { exact: 'cam-2' } } })
    expect(at().camera).toEqual({ state: 'on', problem: null, id: 'cam-2' })
  })

  it('one that is gone by the time it is chosen: the old one comes back', async () => {
    const { devices, local, wait, at, lit } = set({ cameras: ['cam-1', 'cam-2'] })
    await wait(local.start({ camera: true }))
    devices.unplug('cam-2')
    await wait(local.select({ camera: 'cam-2' }))
    expect(at().camera).toEqual({ state: 'on', problem: 'unplugged', id: 'cam-1' })
    expect(lit()).toEqual(['cam-1'])
  })

  it('a chosen one that is gone does not stop a start', async () => {
    const { devices, local, wait, at } = set({ cameras: ['cam-1', 'cam-2'] })
    await wait(local.select({ camera: 'cam-2' }))
    devices.unplug('cam-2')
    await wait(local.start({ camera: true }))
    expect(at().camera).toEqual({ state: 'on', problem: null, id: 'cam-1' })
  })

  it('keeps a muted one muted', async () => {
    const { devices, local, wait, at } = set({ microphones: ['mic-1', 'mic-2'] })
    await wait(local.start({ microphone: true }))
    local.mute({ microphone: true })
    await wait(local.select({ microphone: 'mic-2' }))
    expect(at().microphone.state).toBe('muted')
    expect(devices.live('microphone').map(({ enabled }) => enabled)).toEqual([false])
  })
})

describe('letting go', () => {
  it('the light goes off at once', async () => {
    const { local, wait, at, lit } = set()
    await wait(local.start(both))
    local.release({ camera: true })
    expect(lit()).toEqual(['mic-1'])
    expect(at().camera).toEqual({ state: 'off', problem: null, id: null })
  })

  it('what arrives after that is stopped at once, and the other device stays', async () => {
    const { devices, local, wait, at, lit } = set()
    devices.late = true
    const started = local.start(both)
    local.release({ camera: true })
    devices.late = false
    release(devices)
    await wait(started)
    expect(lit()).toEqual(['mic-1'])
    expect(at()).toMatchObject({ camera: { state: 'off' }, microphone: { state: 'on' } })
  })

  it('wanted again while the prompt is still open: what arrives is taken, with no second prompt', async () => {
    const { devices, local, wait, at } = set()
    devices.late = true
    void local.start({ camera: true })
    local.release({ camera: true })
    const again = local.start({ camera: true })
    release(devices)
    await wait(again)
    expect(devices.asked).toHaveLength(1)
    expect(at().camera.state).toBe('on')
  })

  it('closed: nothing lives, nothing listens, nothing starts', async () => {
    const { devices, local, wait, at, lit } = set()
    await wait(local.start({ microphone: true }))
    const [track] = devices.live()
    devices.late = true
    const started = local.start({ camera: true })
    local.close()
    devices.late = false
    release(devices)
    await wait(started)
    local.close()
    await wait(local.start(both))
    await wait(local.select({ camera: 'cam-1' }))
    local.mute({ camera: true })
    expect(lit()).toEqual([])
    expect(at()).toMatchObject({ camera: { state: 'off' }, microphone: { state: 'off' }, stream: null })
    expect([devices.listening, track?.listening]).toEqual([0, 0])
  })
})

describe('muting', () => {
  it('keeps the device and sends nothing of it', async () => {
    const { devices, local, wait, at } = set()
    await wait(local.start(both))
    local.mute({ microphone: true })
    expect(at()).toMatchObject({ camera: { state: 'on' }, microphone: { state: 'muted' } })
    expect(devices.live('microphone')[0]?.enabled).toBe(false)
    expect(devices.live('camera')[0]?.enabled).toBe(true)
    local.mute({ microphone: false })
    expect(at().microphone.state).toBe('on')
    expect(devices.live('microphone')[0]?.enabled).toBe(true)
  })

  it('holds for a device that is still being started', async () => {
    const { devices, local, wait, at } = set()
    devices.late = true
    const started = local.start({ microphone: true })
    local.mute({ microphone: true })
    release(devices)
    await wait(started)
    expect(at().microphone.state).toBe('muted')
    expect(devices.live('microphone')[0]?.enabled).toBe(false)
  })

  it('ends with the device', async () => {
    const { local, wait, at } = set()
    local.mute({ microphone: true })
    await wait(local.start({ microphone: true }))
    expect(at().microphone.state).toBe('on')
  })
})

describe('a device that goes away', () => {
  it('is off and unplugged, and no other is taken without a press', async () => {
    const { devices, local, wait, at, lit } = set({ cameras: ['cam-1', 'cam-2'] })
    await wait(local.start({ camera: true }))
    devices.unplug('cam-1')
    await setImmediate()
    expect(at().camera).toEqual({ state: 'off', problem: 'unplugged', id: null })
    expect(at().cameras.map(({ id }) => id)).toEqual(['cam-2'])
    expect(lit()).toEqual([])
    await wait(local.start({ camera: true }))
    expect(at().camera).toEqual({ state: 'on', problem: null, id: 'cam-2' })
  })

  it('one that was gone before it arrived is not on', async () => {
    const { devices, local, wait, at } = set()
    devices.late = true
    const started = local.start({ camera: true })
    release(devices)
    // The promise is kept, and nobody has heard of it yet.
    devices.live('camera')[0]?.end()
    await wait(started)
    expect(at().camera).toEqual({ state: 'off', problem: 'unplugged', id: null })
    expect(local.tracks.camera).toBeNull()
  })

  it('plugging one in only changes the list', async () => {
    const { devices, local, wait, at, lit } = set()
    await wait(local.start({ camera: true }))
    devices.plug('camera', 'cam-2')
    await setImmediate()
    expect(at().cameras.map(({ id }) => id)).toEqual(['cam-1', 'cam-2'])
    expect(lit()).toEqual(['cam-1'])
  })

  it('of two lists the newer one counts, whichever comes last', async () => {
    const { devices, local, wait, at } = set()
    await wait(local.start({ camera: true }))
    devices.late = true
    devices.plug('camera', 'cam-2')
    devices.unplug('cam-2')
    const [older, newer] = devices.waiting.splice(0)
    newer?.()
    devices.plug('camera', 'cam-3')
    older?.()
    await setImmediate()
    expect(at().cameras.map(({ id }) => id)).toEqual(['cam-1'])
  })

  it('one that ended while the page was away is noticed when it shows', async () => {
    const { devices, local, wait, at } = set()
    await wait(local.start({ camera: true }))
    const [track] = devices.live('camera')
    track?.stop()
    expect(at().camera.state).toBe('on')
    await local.refresh()
    expect(at().camera.problem).toBe('unplugged')
  })

  it('renew captures the same one anew, and never another', async () => {
    const { devices, local, wait, at, lit } = set({ cameras: ['cam-1', 'cam-2'] })
    await wait(local.start({ camera: true }))
    const before = local.tracks.camera
    await wait(local.renew('camera'))
    expect(local.tracks.camera).not.toBe(before)
    expect(lit()).toEqual(['cam-1'])
    devices.permission.camera = 'denied'
    await wait(local.renew('camera'))
    expect(at().camera.problem).toBe('permission_denied')
    devices.permission.camera = 'granted'
    await wait(local.start({ camera: true }))
    devices.late = true
    const renewed = local.renew('camera')
    devices.unplug('cam-1')
    devices.late = false
    release(devices)
    await wait(renewed)
    expect(at().camera).toEqual({ state: 'off', problem: 'unplugged', id: null })
    expect(lit()).toEqual([])
  })

  it('what is off stays off', async () => {
    const { devices, local, wait } = set()
    await wait(local.renew('camera'))
    expect(devices.asked).toEqual([])
  })
})

it('when the page shows again, what its system has muted meanwhile is captured anew', async () => {
  const { local, devices, wait } = set()
  await wait(local.start({ camera: true, microphone: true }))
  const [before] = devices.live('camera')
  if (before) before.muted = true
  await wait(local.refresh())
  expect(before?.readyState).toBe('ended')
  expect([devices.live('camera'), devices.live('microphone')]).toMatchObject([{ length: 1 }, { length: 1 }])
  expect(devices.peak.camera).toBe(1)
})

describe('who is told', () => {
  it('the sender hears of every change of tracks before the state tells of it', async () => {
    const { local, wait } = set({ cameras: ['cam-1', 'cam-2'] })
    const told: string[] = []
    local.onTracks(({ camera }) => told.push(camera ? (camera as FakeTrack).deviceId : 'none'))
    local.state.subscribe(({ camera }) => told.push(camera.state))
    await wait(local.start({ camera: true }))
    await wait(local.select({ camera: 'cam-2' }))
    local.release({ camera: true })
    const changes = told.filter((word, at) => word !== told[at - 1])
    expect(changes).toEqual([
      'off',
      'starting',
      'cam-1',
      'on',
      'none',
      'starting',
      'cam-2',
      'on',
      'none',
      'off',
    ])
  })

  it('a listener that throws keeps nobody else from hearing', async () => {
    const { local, wait, faults } = set()
    const heard = vi.fn()
    local.onTracks(() => {
      throw new Error('not mine')
    })
    const stop = local.onTracks(heard)
    await wait(local.start({ camera: true }))
    expect(heard).toHaveBeenCalledTimes(1)
    expect(faults).toHaveBeenCalledTimes(1)
    stop()
    local.release({ camera: true })
    expect(heard).toHaveBeenCalledTimes(1)
  })

  it('what changes nothing tells nobody', async () => {
    const { local, wait } = set()
    await wait(local.start(both))
    const told = vi.fn()
    local.state.subscribe(told)
    local.mute({ camera: false })
    local.looks(null)
    await wait(local.start(both).then(() => {}))
    expect(new Set(told.mock.calls.map(([view]) => view.camera)).size).toBe(1)
  })

  it('the look of the picture goes with the picture', async () => {
    const { local, wait, at } = set()
    local.looks('covered')
    expect(at().look).toBeNull()
    await wait(local.start({ camera: true }))
    expect(at().look).toBeNull()
    local.looks('covered')
    expect(at().look).toBe('covered')
    local.mute({ camera: true })
    expect(at().look).toBeNull()
    local.release({ camera: true })
    await wait(local.start({ camera: true }))
    expect(at().look).toBeNull()
  })
})
