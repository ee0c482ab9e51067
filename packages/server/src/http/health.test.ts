import { expect, it } from 'vitest'
import { FakeClock } from '../testing/clock.js'
import { settle } from '../testing/people.js'
import { createHealth } from './health.js'

/** A server that stands on one thing, which answers as the test likes. */
function start() {
  const clock = new FakeClock()
  const state = { answers: true, hangs: false, isDraining: false, asked: 0 }
  const store = (): Promise<unknown> => {
    state.asked++
    if (state.hangs) return new Promise(() => undefined)
    return state.answers ? Promise.resolve() : Promise.reject(new Error('gone'))
  }
  const health = createHealth({ store }, { isDraining: () => state.isDraining, clock })
  return { clock, state, health }
}

it('is ready while what it stands on answers, and asks once a second at most', async () => {
  const { clock, state, health } = start()
  for (let i = 0; i < 50; i++)
    expect(await health.look()).toEqual({ isReady: true, status: 'ready', missing: [] })
  expect(state.asked).toBe(1)
  clock.advance(1_000)
  await Promise.all([health.look(), health.look()])
  expect(state.asked).toBe(2)
})

it('forgives what answered lately, then names it, and is ready again as soon as it answers', async () => {
  const { clock, state, health } = start()
  await health.look()
  state.answers = false
  clock.advance(9_000)
  expect(await health.look()).toMatchObject({ isReady: true })
  expect(health.reachable()).toEqual({ store: false })
  clock.advance(1_000)
  expect(await health.look()).toEqual({ isReady: false, status: 'unready', missing: ['store'] })
  state.answers = true
  clock.advance(1_000)
  expect(await health.look()).toMatchObject({ isReady: true })
})

it('waits for nothing for longer than two seconds, and asks what hangs only once', async () => {
  const { clock, state, health } = start()
  state.hangs = true
  clock.advance(10_000)
  for (let i = 0; i < 3; i++) {
    const looking = health.look()
    await settle()
    clock.advance(2_000)
    expect(await looking).toMatchObject({ isReady: false, missing: ['store'] })
  }
  expect(state.asked).toBe(1)
})

it('is not ready while it drains, whatever answers', async () => {
  const { state, health } = start()
  state.isDraining = true
  expect(await health.look()).toEqual({ isReady: false, status: 'draining', missing: [] })
  expect(state.asked).toBe(0)
})
