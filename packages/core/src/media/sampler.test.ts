import { setImmediate } from 'node:timers/promises'
import { expect, it, vi } from 'vitest'
import { FakeClock } from '../testing/clock.js'
import { FrameSampler, type PictureConsumer } from './sampler.js'
import type { Picture } from './types.js'

const picture = (width: number, height: number): Picture => ({
  width,
  height,
  pixels: new Uint8ClampedArray(width * height * 4),
})
const small = { width: 4, height: 3 }
const big = { width: 8, height: 6 }

function set(grab: (width: number, height: number) => Picture | null = picture) {
  const clock = new FakeClock(0)
  const grabs = vi.fn(grab)
  const faults = vi.fn()
  const sampler = new FrameSampler({ grab: grabs, intervalMs: 100, system: clock, fault: faults })
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 100) {
      clock.advance(100)
      await setImmediate()
    }
  }
  return { clock, grabs, faults, sampler, pass }
}

/** Notes when it was given pictures. */
function watcher(everyMs: number, over: Partial<PictureConsumer> = {}) {
  const times: number[] = []
  const take = (_: Picture, at: number): void => void times.push(at)
  return { times, consumer: { everyMs, size: small, take, ...over } }
}

it('each gets a picture of its size as often as it wants one', async () => {
  const { sampler, grabs, pass } = set()
  const often = watcher(200)
  const sizes: number[] = []
  sampler.add(often.consumer)
  sampler.add({ everyMs: 1_000, size: big, take: ({ width }) => void sizes.push(width) })
  await pass(1_000)
  expect(often.times).toEqual([100, 300, 500, 700, 900])
  expect(sizes).toEqual([8])
  expect(grabs).toHaveBeenCalledTimes(6)
})

it('two of the same size look at the same picture', async () => {
  const { sampler, grabs, pass } = set()
  const seen: Picture[] = []
  for (let i = 0; i < 2; i++) sampler.add({ everyMs: 100, size: small, take: (one) => void seen.push(one) })
  await pass(100)
  expect(grabs).toHaveBeenCalledTimes(1)
  expect(seen[0]).toBe(seen[1])
})

it('a slow one gets no second picture before it is done, and holds up nobody else', async () => {
  const { sampler, pass } = set()
  let finish = () => {}
  let given = 0
  sampler.add({
    everyMs: 100,
    size: small,
    take: () => {
      given++
      return new Promise<void>((resolve) => {
        finish = resolve
      })
    },
  })
  const quick = watcher(100)
  sampler.add(quick.consumer)
  await pass(500)
  expect([given, quick.times.length]).toEqual([1, 5])
  finish()
  await setImmediate()
  await pass(100)
  expect(given).toBe(2)
})

it('hidden: no picture, no timer, and nothing is made up for afterwards', async () => {
  const { sampler, clock, grabs, pass } = set()
  const one = watcher(100)
  sampler.add(one.consumer)
  await pass(200)
  sampler.hidden = true
  expect(clock.pending).toBe(0)
  await pass(1_000)
  expect(grabs).toHaveBeenCalledTimes(2)
  sampler.hidden = false
  await pass(200)
  expect(one.times).toEqual([100, 200, 1_300, 1_400])
})

it('a video without a picture is tried again', async () => {
  let isThere = false
  const { sampler, pass } = set((width, height) => (isThere ? picture(width, height) : null))
  const one = watcher(1_000)
  sampler.add(one.consumer)
  await pass(300)
  isThere = true
  await pass(100)
  expect(one.times).toEqual([400])
})

it('what throws is told, and the next picture comes all the same', async () => {
  let isTainted = true
  const { sampler, faults, pass } = set((width, height) => {
    if (isTainted) throw new Error('tainted')
    return picture(width, height)
  })
  const one = watcher(100)
  sampler.add({ ...one.consumer, take: () => Promise.reject(new Error('mine')) })
  sampler.add(one.consumer)
  await pass(100)
  // One size, one try.
  expect(faults).toHaveBeenCalledTimes(1)
  isTainted = false
  await pass(200)
  expect(faults).toHaveBeenCalledTimes(3)
  expect(one.times).toEqual([200, 300])
})

it('taken out or closed: nothing more, and no timer', async () => {
  const { sampler, clock, pass } = set()
  const one = watcher(100)
  const other = watcher(100)
  const stop = sampler.add(one.consumer)
  await pass(100)
  stop()
  expect(clock.pending).toBe(0)
  sampler.add(other.consumer)
  await pass(100)
  sampler.close()
  expect(clock.pending).toBe(0)
  sampler.add(one.consumer)
  await pass(300)
  expect([one.times, other.times]).toEqual([[100], [200]])
})

it.each<[string, (sampler: FrameSampler, takeOut: () => void) => void]>([
  ['close it', (sampler) => sampler.close()],
  ['hide it', (sampler) => (sampler.hidden = true)],
  ['take out the next', (_, takeOut) => takeOut()],
])('a consumer may %s while it looks: those after it see nothing', async (_, act) => {
  const { sampler, pass } = set()
  const after = watcher(100)
  let takeOut = () => {}
  sampler.add({ everyMs: 100, size: small, take: () => act(sampler, takeOut) })
  takeOut = sampler.add(after.consumer)
  await pass(300)
  expect(after.times).toEqual([])
  sampler.close()
})
