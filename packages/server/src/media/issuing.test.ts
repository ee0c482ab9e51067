import { expect, it } from 'vitest'
import { FakeClock } from '../testing/clock.js'
import { createFresh, Issuing } from './issuing.js'

it('gives one neighbourhood sixty new names at once and then one a second, however many connections ask (P-ICE-2)', () => {
  const clock = new FakeClock()
  let names = 0
  const parts = {
    provider: {
      servers: () => ({ servers: [{ urls: ['turn:turn.example'], username: `${++names}` }], ttlMs: 600_000 }),
    },
    policy: 'relay',
    clock,
    random: { id: () => 'name' },
    log: { log: () => undefined },
    fresh: createFresh(),
    denied: () => undefined,
  } as unknown as ConstructorParameters<typeof Issuing>[0]
  const ask = (place: string): Record<string, unknown> => {
    let heard = ''
    new Issuing(parts, (frame) => (heard = frame), place).offer('ticket')
    return JSON.parse(heard) as Record<string, unknown>
  }
  for (let i = 0; i < 60; i++) expect(ask('here')['type']).toBe('ice')
  expect(ask('here')).toMatchObject({ code: 'rate_limited', retryAfterMs: 1_000, re: { type: 'ice' } })
  expect(ask('there')['type']).toBe('ice')
  clock.advance(1_000)
  expect([ask('here')['type'], ask('here')['type']]).toEqual(['ice', 'error'])
  expect(names).toBe(62)
})
