import fc, { type Arbitrary } from 'fast-check'
import { describe, it } from 'vitest'
import { type Deed, DEEDS, type Guest, playStorm } from '../testing/backplane.js'
import { createMemoryBackplane } from './backplane.js'

/** Mostly the first, so that people do meet and there is something to go wrong. */
const mostly = <T>(usual: Arbitrary<T>, rare: Arbitrary<T>): Arbitrary<T> =>
  fc.oneof({ weight: 5, arbitrary: usual }, { weight: 1, arbitrary: rare })
const few = (max: number, maxLength: number) => fc.array(fc.nat(max), { maxLength })

const guest: Arbitrary<Guest> = fc.record({
  identity: fc.nat(9),
  pool: mostly(fc.constant(0), fc.constant(1)),
  languages: mostly(fc.constant<number[]>([0]), few(2, 2)),
  interests: mostly(fc.subarray([0, 1], { minLength: 1 }), few(3, 3)),
  trust: mostly(fc.nat(1), fc.nat(3)),
  avoid: mostly(fc.constant<number[]>([]), few(9, 3)),
  offers: fc.boolean(),
})
const OFTEN: readonly Deed[0][] = ['join', 'join', 'skip', 'say', 'say', 'say', 'seen', 'back', 'back']
const deed: Arbitrary<Deed> = fc.tuple(
  fc.constantFrom(...DEEDS, ...OFTEN),
  fc.nat(7),
  fc.nat({ max: 12_000 }),
)
const plan = fc.record({
  guests: fc.array(guest, { minLength: 2, maxLength: 8, size: 'max' }),
  deeds: fc.array(deed, { maxLength: 600, size: 'max' }),
})

describe('any order of arrivals, words, skips, falls and returns', () => {
  it('keeps every promise of the backplane at every step (invariants I1, I4, I5, I6, I8, I9)', async () => {
    await fc.assert(fc.asyncProperty(plan, (any) => playStorm(createMemoryBackplane, any)))
  })
})
