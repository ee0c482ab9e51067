import { expect, it } from 'vitest'
import { HELD, Registry } from './registry.js'
import type { Session } from './session.js'

const someone = (i: number): Session => ({ sid: `sid-${i}`, identity: 'one person' }) as unknown as Session

it('holds only so many whose claim is in doubt, beside those it knows (law 8)', () => {
  const registry = new Registry({ log: () => undefined })
  const known = someone(0)
  registry.add(known)
  const held = Array.from({ length: HELD }, () => someone(0))
  expect(held.every((one) => registry.hold(one))).toBe(true)
  expect(registry.hold(someone(1))).toBe(false)
  expect(registry.size).toBe(HELD + 1)
  // In doubt, so it takes nobody's place.
  expect(registry.of('one person')).toEqual([known])
  for (const one of held) registry.remove(one)
  expect([registry.size, registry.get('sid-0')]).toEqual([1, known])
  expect(registry.hold(someone(1))).toBe(true)
})
