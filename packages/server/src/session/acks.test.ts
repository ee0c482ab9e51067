import { expect, it } from 'vitest'
import { FakeClock } from '../testing/clock.js'
import { ACK_MS, AckTimer, type Owing } from './acks.js'

class Debtor implements Owing {
  due = 0
  isListed = false
  owesAcks = false
  readonly paidAt: number[] = []
  readonly #clock: FakeClock
  readonly #timer: AckTimer
  constructor(clock: FakeClock, timer: AckTimer) {
    this.#clock = clock
    this.#timer = timer
  }
  owe(): void {
    this.owesAcks = true
    this.#timer.owe(this)
  }
  /** An entry took the acks along. */
  ride(): void {
    this.owesAcks = false
  }
  payAcks(): void {
    this.owesAcks = false
    this.paidAt.push(this.#clock.now())
  }
}

it('pays within the time, and not long before it', () => {
  const clock = new FakeClock(0)
  const timer = new AckTimer(clock)
  const debtor = new Debtor(clock, timer)
  for (let round = 0; round < 50; round++) {
    const since = clock.now()
    debtor.owe()
    clock.advance(ACK_MS)
    const waited = (debtor.paidAt.at(-1) ?? NaN) - since
    expect(waited).toBeLessThanOrEqual(ACK_MS)
    expect(waited).toBeGreaterThan(ACK_MS * 0.7)
    clock.advance(round * 7)
  }
})

it('pays nothing to whoever was paid in passing, and gives the next debt its whole time', () => {
  const clock = new FakeClock(0)
  const timer = new AckTimer(clock)
  const debtor = new Debtor(clock, timer)
  for (let round = 0; round < 20; round++) {
    debtor.owe()
    clock.advance(60)
    debtor.ride()
  }
  expect(debtor.paidAt).toEqual([])
  debtor.owe()
  clock.advance(ACK_MS)
  expect(debtor.paidAt).toHaveLength(1)
})

it('has one timer for everybody, and none while nobody owes', () => {
  const clock = new FakeClock(0)
  const timer = new AckTimer(clock)
  const debtors = Array.from({ length: 100 }, () => new Debtor(clock, timer))
  for (const debtor of debtors) debtor.owe()
  expect(clock.pending).toBe(1)
  clock.advance(2 * ACK_MS)
  expect(debtors.every(({ paidAt }) => paidAt.length === 1)).toBe(true)
  expect(clock.pending).toBe(0)
})
