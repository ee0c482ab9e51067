import fc from 'fast-check'
import { expect, it } from 'vitest'
import { FakeClock } from './testing/clock.js'
import { NEVER, type Perishable, Sweep } from './sweep.js'

const TICK = 5_000

function thing(expire: () => void = () => undefined): Perishable & { expired: number } {
  const made = { bucket: NEVER, expired: 0, expire: () => (made.expired++, expire()) }
  return made
}

it('lets things expire up to a tick early, never late, and keeps no timer when nothing is left', () => {
  const times = fc.array(fc.integer({ min: TICK, max: 20 * TICK }), { maxLength: 20 })
  fc.assert(
    fc.property(times, fc.nat(TICK), (lives, start) => {
      const clock = new FakeClock()
      const sweep = new Sweep(clock, TICK)
      sweep.set(thing(), 3 * TICK)
      clock.advance(start)
      const from = clock.now()
      for (const life of lives) {
        sweep.set(
          thing(() => {
            const lived = clock.now() - from
            expect(lived).toBeLessThanOrEqual(life)
            expect(lived).toBeGreaterThan(life - 2 * TICK)
          }),
          life,
        )
      }
      clock.advance(25 * TICK)
      expect(clock.pending).toBe(0)
    }),
  )
})

it('forgets what is cleared, and moves what is set again', () => {
  const clock = new FakeClock()
  const sweep = new Sweep(clock, TICK)
  const [cleared, moved] = [thing(), thing()]
  sweep.set(cleared, 2 * TICK)
  sweep.set(moved, 2 * TICK)
  sweep.clear(cleared)
  sweep.clear(cleared)
  sweep.set(moved, 4 * TICK)
  clock.advance(3 * TICK)
  expect([cleared.expired, moved.expired]).toEqual([0, 0])
  clock.advance(TICK)
  expect([cleared.expired, moved.expired]).toEqual([0, 1])
  expect(clock.pending).toBe(0)
})

it('spares what was cleared or moved by something that expired in the same tick', () => {
  const clock = new FakeClock()
  const sweep = new Sweep(clock, TICK)
  const [cleared, moved] = [thing(), thing()]
  const first = thing(() => {
    sweep.clear(cleared)
    sweep.set(moved, 2 * TICK)
  })
  for (const each of [first, cleared, moved]) sweep.set(each, TICK)
  clock.advance(TICK)
  expect([first.expired, cleared.expired, moved.expired]).toEqual([1, 0, 0])
  clock.advance(2 * TICK)
  expect([cleared.expired, moved.expired]).toEqual([0, 1])
  expect(clock.pending).toBe(0)
})

it('doesn’t care where the wall clock is set', () => {
  const clock = new FakeClock()
  const sweep = new Sweep(clock, TICK)
  const [early, late] = [thing(), thing()]
  sweep.set(early, TICK)
  sweep.set(late, 10 * TICK)
  clock.step(1_000 * TICK)
  clock.advance(TICK)
  expect([early.expired, late.expired]).toEqual([1, 0])
})

it('knows a thing whose time is over for one that nothing waits for', () => {
  const clock = new FakeClock()
  const sweep = new Sweep(clock, TICK)
  const one = thing()
  sweep.set(one, TICK)
  clock.advance(TICK)
  expect(one.bucket).toBe(NEVER)
})

it('goes on for the others when one fails, and hides nothing', () => {
  const clock = new FakeClock()
  const sweep = new Sweep(clock, TICK)
  const [same, later] = [thing(), thing()]
  const failing = thing(() => {
    throw new Error('no')
  })
  for (const each of [failing, same]) sweep.set(each, TICK)
  sweep.set(later, 2 * TICK)
  expect(() => clock.advance(TICK)).toThrow('no')
  expect(same.expired).toBe(1)
  clock.advance(2 * TICK)
  expect(later.expired).toBe(1)
})

it('is silent once closed', () => {
  const clock = new FakeClock()
  const sweep = new Sweep(clock, TICK)
  const one = thing()
  sweep.set(one, TICK)
  sweep.close()
  expect(clock.pending).toBe(0)
  clock.advance(2 * TICK)
  expect(one.expired).toBe(0)
})
