import { MODES } from '@stranger-chat/core/protocol'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { poolKey } from './walls.js'

const walls = fc.record({
  community: fc.string(),
  ageBand: fc.string(),
  mode: fc.constantFrom(...MODES),
  jurisdiction: fc.string(),
})

it('gives each set of walls its own pool, whatever characters the names hold (P-MATCH-1)', () => {
  fc.assert(
    fc.property(walls, walls, (a, b) => {
      expect(poolKey(a) === poolKey(b)).toBe(JSON.stringify(a) === JSON.stringify(b))
    }),
  )
})

it('isn’t fooled by a name that looks like two', () => {
  const rest = { mode: 'text', jurisdiction: '' } as const
  const keys = [
    ['a', '1:b'],
    ['a1:b', ''],
    ['', 'a1:b'],
    ['a1', ':b'],
  ].map(([community = '', ageBand = '']) => poolKey({ community, ageBand, ...rest }))
  expect(new Set(keys).size).toBe(keys.length)
})
