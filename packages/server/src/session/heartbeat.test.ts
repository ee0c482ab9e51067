import fc from 'fast-check'
import { expect, it } from 'vitest'
import { judgeBeat, RHYTHM } from './heartbeat.js'

const SLACK = 250

it('waits as long as both directions live', () => {
  expect(judgeBeat({ lastIn: 5_000, lastOut: 9_000, pingedAt: 0 }, 10_000, RHYTHM, SLACK)).toEqual({
    act: 'wait',
    ms: 20_000,
  })
})

it('pings when one of them has been silent for the interval', () => {
  expect(judgeBeat({ lastIn: 0, lastOut: 24_000, pingedAt: 0 }, 25_000, RHYTHM, SLACK)).toEqual({
    act: 'ping',
    ms: 20_000,
  })
  expect(judgeBeat({ lastIn: 24_000, lastOut: 0, pingedAt: 0 }, 25_000, RHYTHM, SLACK)).toEqual({
    act: 'ping',
    ms: 20_000,
  })
})

it('drops when a ping went unanswered for the time-out, and not before', () => {
  const beat = { lastIn: 1_000, lastOut: 30_000, pingedAt: 30_000 }
  expect(judgeBeat(beat, 45_000, RHYTHM, SLACK)).toEqual({ act: 'wait', ms: 5_000 })
  expect(judgeBeat(beat, 50_000, RHYTHM, SLACK)).toEqual({ act: 'drop', ms: 0 })
})

it('takes any frame since the ping for an answer', () => {
  expect(judgeBeat({ lastIn: 30_001, lastOut: 30_000, pingedAt: 30_000 }, 50_000, RHYTHM, SLACK).act).toBe(
    'wait',
  )
})

it('always looks again within the interval, and never drops who was heard within the time-out', () => {
  const time = fc.integer({ min: 0, max: 200_000 })
  fc.assert(
    fc.property(time, time, time, time, (lastIn, lastOut, pingedAt, later) => {
      const now = Math.max(lastIn, lastOut, pingedAt) + later
      const { act, ms } = judgeBeat({ lastIn, lastOut, pingedAt }, now, RHYTHM, SLACK)
      expect(ms).toBeGreaterThanOrEqual(0)
      expect(ms).toBeLessThanOrEqual(RHYTHM.intervalMs)
      if (act === 'drop') expect(now - lastIn).toBeGreaterThanOrEqual(RHYTHM.timeoutMs - SLACK)
    }),
  )
})
