import { expect, it } from 'vitest'
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
