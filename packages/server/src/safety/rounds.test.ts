import { expect, it } from 'vitest'
import { nextTurn } from '../system.js'
import { FakeClock } from '../testing/clock.js'
import { startRounds } from './rounds.js'

function stage(work: (round: number) => Promise<number | void>) {
  const clock = new FakeClock()
  const logged: unknown[] = []
  let rounds = 0
  const stop = startRounds(
    { failed: 'it.failed', everyMs: 1_000, work: () => work(++rounds) },
    { clock, log: { log: (_, event, fields) => void logged.push([event, fields]) } },
  )
  const pass = async (ms: number) => {
    clock.advance(ms)
    await nextTurn()
  }
  return { stop, pass, logged, clock, rounds: () => rounds }
}

it('goes now and at its pace, or as it asks itself', async () => {
  const { pass, rounds } = stage(async (round) => (round === 2 ? 50 : undefined))
  await pass(0)
  await pass(999)
  expect(rounds()).toBe(1)
  await pass(1)
  await pass(50)
  expect(rounds()).toBe(3)
})

it('says what failed by name, without its words, and goes on', async () => {
  const { pass, logged, rounds } = stage(() => Promise.reject(new TypeError('a secret')))
  await pass(0)
  await pass(1_000)
  expect(rounds()).toBe(2)
  expect(logged).toEqual([
    ['it.failed', { cause: 'TypeError' }],
    ['it.failed', { cause: 'TypeError' }],
  ])
})

it('never goes twice at once, and not again after it was stopped, not even in the middle of one', async () => {
  let finish: () => void = () => undefined
  const { pass, stop, rounds, clock } = stage(() => new Promise<void>((done) => (finish = done)))
  await pass(0)
  await pass(5_000)
  expect(rounds()).toBe(1)
  stop()
  finish()
  await pass(5_000)
  expect([rounds(), clock.pending]).toEqual([1, 0])
})
