import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Choice, fit, isBetter, PAIRING, type Seeker } from './pairing.js'
import { RELAXATIONS } from './relax.js'

const seeker = (changes: Partial<Seeker> = {}): Seeker => ({
  identity: 'somebody',
  languages: ['en'],
  interests: ['tea'],
  trust: 1,
  relaxed: [],
  avoid: new Set(),
  recent: [],
  since: 0,
  ...changes,
})
const any = fc.record({
  identity: fc.constantFrom('a', 'b', 'c'),
  languages: fc.subarray(['en', 'id']),
  interests: fc.subarray(['tea', 'go']),
  trust: fc.nat(3),
  relaxed: fc.subarray([...RELAXATIONS]),
  avoid: fc.subarray(['a', 'b', 'c']).map((list) => new Set(list)),
  recent: fc.subarray(['a', 'b', 'c']),
  since: fc.nat(30_000),
})

describe('whether two may meet', () => {
  it('is the same question whoever asks it', () => {
    fc.assert(
      fc.property(any, any, fc.nat(60_000), (a, b, now) => {
        expect(fit(a, b, now)).toBe(fit(b, a, now))
      }),
    )
  })

  it('is never answered with yes for oneself or across a block, however long they wait', () => {
    fc.assert(
      fc.property(any, any, (a, b) => {
        const walled = a.identity === b.identity || a.avoid.has(b.identity) || b.avoid.has(a.identity)
        if (walled)
          expect(fit({ ...a, relaxed: RELAXATIONS }, { ...b, relaxed: RELAXATIONS }, 1e9)).toBe('no')
      }),
    )
  })

  it('can only become likelier by relaxing and by waiting', () => {
    const rank = { no: 0, again: 1, fits: 2 }
    fc.assert(
      fc.property(any, any, fc.nat(60_000), fc.subarray([...RELAXATIONS]), (a, b, now, more) => {
        const wider = { ...a, relaxed: [...new Set([...a.relaxed, ...more])] }
        expect(rank[fit(wider, b, now + 1)]).toBeGreaterThanOrEqual(rank[fit(a, b, now)])
      }),
    )
  })

  it.each<[string, Partial<Seeker>, Partial<Seeker>, number, string]>([
    ['share everything', {}, {}, 0, 'fits'],
    ['share no language', {}, { languages: ['id'] }, 0, 'no'],
    ['share no interest', {}, { interests: ['go'] }, 0, 'no'],
    [
      'share nothing, both open',
      { relaxed: RELAXATIONS },
      { relaxed: RELAXATIONS, languages: [], interests: [] },
      0,
      'fits',
    ],
    ['are a step of trust apart', {}, { trust: 2 }, 0, 'fits'],
    ['are two steps of trust apart', {}, { trust: 3 }, 0, 'no'],
    ['have just met', {}, { recent: ['me'] }, PAIRING.recentMs - 1, 'no'],
    ['met a while ago', {}, { recent: ['me'] }, PAIRING.recentMs, 'again'],
    ['met, and one came later', { since: 1 }, { recent: ['me'] }, PAIRING.recentMs, 'no'],
  ])('two who %s', (_, a, b, now, expected) => {
    expect(fit(seeker({ identity: 'me', ...a }), seeker(b), now)).toBe(expected)
  })
})

describe('the choice among several', () => {
  const choice = fc.record({
    fit: fc.constantFrom('again' as const, 'fits' as const),
    rarity: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constant(Infinity)),
    since: fc.nat(5),
  })

  it('prefers a new face, then the rarest thing shared, then the longest wait', () => {
    const order: readonly Choice[] = [
      { fit: 'fits', rarity: 1, since: 2 },
      { fit: 'fits', rarity: 1, since: 3 },
      { fit: 'fits', rarity: 9, since: 1 },
      { fit: 'fits', rarity: Infinity, since: 0 },
      { fit: 'again', rarity: 1, since: 5 },
      { fit: 'again', rarity: 2, since: 0 },
    ]
    for (const [i, a] of order.entries())
      for (const [j, b] of order.entries()) expect(isBetter(a, b)).toBe(i < j)
  })

  it('never prefers both of two', () => {
    fc.assert(
      fc.property(choice, choice, (a, b) => {
        expect(isBetter(a, b) && isBetter(b, a)).toBe(false)
      }),
    )
  })
})
