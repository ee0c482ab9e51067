import { expect, it } from 'vitest'
import { FakeClock } from '../testing/clock.js'
import { Sending } from './sending.js'
import { FakeSender } from './testing/fake-sender.js'
import { FakeTrack } from './testing/fake-tracks.js'

// What leaves is told in media.test.ts; here is what a camera and a browser may do to it.

class Camera extends FakeTrack {
  size: { width?: number; height?: number } = { width: 640, height: 480 }
  override readonly getSettings = () => ({ deviceId: 'camera', ...this.size })
}

async function blurred(camera: Camera, sender = new FakeSender()) {
  const sending = new Sending('video', sender, new FakeClock())
  sending.set('blurred', camera)
  const rest = async (): Promise<void> => {
    for (let i = 0; i < 20; i++) await Promise.resolve()
  }
  await rest()
  return { sender, sending, rest, scale: () => sender.parameters.encodings[0]?.scaleResolutionDownBy ?? 1 }
}

it.each([{}, { width: 0, height: 0 }, { width: 640 }])(
  'sends no picture whose size nobody knows: %o',
  async (size) => {
    const camera = new Camera('video')
    camera.size = size
    const { sender } = await blurred(camera)
    expect(sender.track).toBe(null)
  },
)

it('has 64 lines at most, whichever way a phone is turned', async () => {
  const camera = new Camera('video')
  const { scale } = await blurred(camera)
  expect(Math.max(640, 480) / scale()).toBeLessThanOrEqual(64)
})

it('looks again: a camera may change its size, or not know it at first', async () => {
  const camera = new Camera('video')
  camera.size = {}
  const { sender, sending, rest, scale } = await blurred(camera)
  camera.size = { width: 640, height: 480 }
  sending.look()
  await rest()
  expect([sender.track, scale()]).toEqual([camera, 10])
  camera.size = { width: 1280, height: 720 }
  sending.look()
  await rest()
  expect(scale()).toBe(20)
})

it('tries again what a browser refused once, and sends nothing until then', async () => {
  const sender = new FakeSender()
  sender.refuses = true
  const camera = new Camera('video')
  const { sending, rest } = await blurred(camera, sender)
  expect(sender.track).toBe(null)
  sender.refuses = false
  sending.look()
  await rest()
  expect(sender.track).toBe(camera)
})

it('says nothing to its sender while nothing has changed', async () => {
  const { sender, sending, rest } = await blurred(new Camera('video'))
  const { length } = sender.history
  for (let i = 0; i < 5; i++) sending.look()
  await rest()
  expect(sender.history).toHaveLength(length)
})
