import { expect, it } from 'vitest'
import { createMemoryBackplane } from '../memory/backplane.js'
import { FakeClock, seededRandom } from '../testing/clock.js'
import { createKeyRing, KEY_BYTES } from './keys.js'
import { createStage, settle } from '../testing/people.js'
import { drainWindow } from './drain.js'

it('gives everybody ten seconds, and a crowd as long as others need to take it in (P-DRAIN-1)', () => {
  expect(drainWindow(3, 200)).toBe(10_000)
  expect(drainWindow(20_000, 200)).toBe(100_000)
})

it('asks everybody to move, spread over the window, and is done when they have', async () => {
  const { server, enter, pass } = await createStage()
  const people = await Promise.all(Array.from({ length: 20 }, () => enter()))
  let isDone = false
  void server.drain().then(() => (isDone = true))
  await settle()
  const times = people.map((person) => person.last('drain').reconnectInMs)
  expect(Math.max(...times)).toBeLessThan(10_000)
  expect(new Set(times).size).toBeGreaterThan(15)
  expect(server.stats().isDraining).toBe(true)
  await pass(1_000)
  expect(isDone).toBe(false)
  for (const person of people) await person.falls()
  await pass(250)
  expect(isDone).toBe(true)
})

it('matches nobody who is about to move: the hello of the new line would cross the match (P-DRAIN-1)', async () => {
  const clock = new FakeClock()
  const shared = {
    backplane: createMemoryBackplane({ clock, random: seededRandom(2) }),
    keys: createKeyRing([{ secret: seededRandom(3).bytes(KEY_BYTES), from: clock.now() }], clock),
  }
  const random = seededRandom(4)
  const here = await createStage(shared)
  const there = await createStage({ ...shared, random: { ...random, id: () => `there-${random.id()}` } })
  const ticket = 'ticket-of-mover'
  const mover = await here.enter()
  await mover.join({ ticket })
  void here.server.drain()
  await settle()
  const { reconnectInMs } = mover.last('drain')
  await here.pass(reconnectInMs)
  const other = await there.enter()
  await other.join()
  expect(other.all('chat')).toEqual([])
  // On a node that stays they meet.
  const { token, device } = mover.last('welcome')
  const moved = await there.enter({ token, device, conn: 2 })
  await moved.join({ ticket })
  expect(moved.chat).toBe(other.chat)
})

it('takes no wish in a line that is about to be left: the new line brings it', async () => {
  const { server, enter, pass } = await createStage()
  const [one, two] = [await enter(), await enter()]
  void server.drain()
  await settle()
  await pass(Math.max(...[one, two].map((person) => person.last('drain').reconnectInMs)))
  await one.join()
  await two.join()
  expect([one.all('chat'), two.all('chat'), one.ended]).toEqual([[], [], undefined])
})

it('sends away who stays, with a time to come back', async () => {
  const { server, pair, pass } = await createStage()
  const [one, two] = await pair()
  const drained = server.drain()
  await one.send('before we go')
  await pass(9_000)
  expect(two.texts).toEqual(['before we go'])
  expect(one.ended).toBeUndefined()
  await pass(4_000)
  await drained
  expect(one.last('goodbye')).toMatchObject({ code: 4503, reason: 'draining' })
  expect(one.last('goodbye').retryAfterMs).toBeDefined()
})

it('close sends everybody away at once, and may be called twice', async () => {
  const { server, enter, clock } = await createStage()
  const person = await enter()
  await Promise.all([server.close(), server.close()])
  expect(person.ended).toEqual({ code: 4503, reason: 'draining' })
  expect(clock.pending).toBe(0)
})
