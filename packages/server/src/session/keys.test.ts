import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FakeClock } from '../testing/clock.js'
import { createKeyRing, type KeyError, type KeyRing, PURPOSES, type Root } from './keys.js'

const secret = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)
const DAY = 24 * 60 * 60_000

/** A clock and a ring whose first root began now; `kept` is what the ring last asked to be saved. */
function ringNow(...secrets: readonly Uint8Array[]) {
  const clock = new FakeClock()
  let kept: readonly Root[] = []
  const ring = createKeyRing(
    secrets.map((bytes) => ({ secret: bytes, from: clock.now() })),
    clock,
    (roots) => (kept = roots),
  )
  return { clock, ring, kept: () => kept }
}

const codeOf = (make: () => unknown): string | undefined => {
  try {
    make()
    return undefined
  } catch (error) {
    return (error as KeyError).code
  }
}

describe('derived keys', () => {
  it('differ for every purpose and every root, and have 32 bytes each', () => {
    const one = ringNow(secret(1)).ring
    const two = ringNow(secret(2)).ring
    const keys = [one, two].flatMap((ring) => PURPOSES.map((purpose) => ring.current(purpose).bytes))
    expect(new Set(keys.map((bytes) => Buffer.from(bytes).toString('hex'))).size).toBe(2 * PURPOSES.length)
    expect(keys.every((bytes) => bytes.length === 32)).toBe(true)
  })

  it('are the same on every node that has the root', () => {
    const here = ringNow(secret(7)).ring
    const there = ringNow(secret(7)).ring
    for (const purpose of PURPOSES) expect(there.current(purpose)).toEqual(here.current(purpose))
  })

  it('have a short id that names the algorithm and gives nothing of the secret away (P-STAMP-1)', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 64 }), (bytes) => {
        const { ring } = ringNow(bytes)
        for (const purpose of PURPOSES) {
          const { id } = ring.current(purpose)
          expect(id).toMatch(/^[A-Za-z0-9_-]{1,16}$/)
          expect(id[0]).toBe({ capsule: 'g', case: 'g', certificate: 'e' }[purpose as string] ?? 'h')
          expect(ring.byId(purpose, id)).toEqual(ring.current(purpose))
          expect(Buffer.from(bytes).includes(Buffer.from(id.slice(1), 'base64url'))).toBe(false)
        }
      }),
    )
  })

  it('are found by their own id only', () => {
    const { ring } = ringNow(secret(1))
    for (const id of ['', 'h', '__proto__', 'constructor', ring.current('capsule').id]) {
      expect(ring.byId('stamp', id)).toBeUndefined()
    }
  })
})

describe('a new root', () => {
  it('makes all keys from its beginning on, while the old one still verifies', () => {
    const { clock, ring } = ringNow(secret(1))
    const old = ring.current('session')
    clock.advance(DAY)
    ring.add(secret(2))
    expect(ring.current('session').id).not.toBe(old.id)
    expect(ring.byId('session', old.id)).toEqual(old)
  })

  it('can be announced, so that every node holds it before the first uses it', () => {
    const { clock, ring } = ringNow(secret(1))
    const old = ring.current('stamp')
    ring.add(secret(2), clock.now() + DAY)
    expect(ring.current('stamp')).toEqual(old)
    clock.advance(DAY)
    expect(ring.current('stamp')).not.toEqual(old)
  })

  it('leaves the chats that began before it with their key for life', () => {
    const { clock, ring } = ringNow(secret(1))
    const startedAt = clock.now()
    const key = ring.at('stamp', startedAt)
    clock.advance(DAY)
    ring.add(secret(2))
    clock.advance(DAY)
    expect(ring.at('stamp', startedAt)).toEqual(key)
  })

  it('is kept: the ring asks to save all roots before it uses the new one', () => {
    const { ring, kept } = ringNow(secret(1))
    ring.add(secret(2))
    expect(kept().map((root) => 'secret' in root && root.secret[0])).toEqual([1, 2])
  })

  it('that could not be saved is not used', () => {
    const clock = new FakeClock()
    const full = () => {
      throw new Error('disk full')
    }
    const ring = createKeyRing([{ secret: secret(1), from: 0 }], clock, full)
    const before = ring.current('session')
    expect(() => ring.add(secret(2))).toThrow('disk full')
    expect(ring.current('session')).toEqual(before)
  })
})

/** What outlives the evidence of chats. */
const LASTING = PURPOSES.filter((purpose) => purpose !== 'stamp' && purpose !== 'capsule')

describe('destroying keys', () => {
  const rotated = () => {
    const made = ringNow(secret(1))
    const old = Object.fromEntries(PURPOSES.map((purpose) => [purpose, made.ring.current(purpose)]))
    made.clock.advance(DAY)
    made.ring.add(secret(2))
    const replacedAt = made.clock.now()
    made.clock.advance(DAY)
    const knows = (ring: KeyRing) => PURPOSES.filter((purpose) => ring.byId(purpose, old[purpose]?.id ?? ''))
    return { ...made, replacedAt, knows }
  }

  it('expires the evidence of a replaced root, and leaves the tokens it signed valid', () => {
    const { ring, replacedAt, knows } = rotated()
    ring.destroy(replacedAt)
    expect(knows(ring)).toEqual(LASTING)
  })

  it('forgets the root secret too, from which the destroyed keys could be derived again', () => {
    const { clock, ring, replacedAt, kept, knows } = rotated()
    ring.destroy(replacedAt)
    const [first] = kept()
    expect(first && 'secret' in first).toBe(false)
    expect(knows(createKeyRing(kept(), clock))).toEqual(LASTING)
  })

  it('drops a root of which nothing is left', () => {
    const { ring, replacedAt, kept } = rotated()
    ring.destroy(replacedAt)
    ring.destroy(replacedAt, LASTING)
    expect(kept()).toHaveLength(1)
  })

  it('spares what was in use at that time, and always what is in use now', () => {
    const { clock, ring, replacedAt, knows } = rotated()
    ring.destroy(replacedAt - 1, PURPOSES)
    expect(knows(ring)).toEqual(PURPOSES)
    const current = ring.current('stamp')
    ring.add(secret(3), clock.now() + DAY)
    ring.destroy(Infinity, PURPOSES)
    expect(ring.current('stamp')).toEqual(current)
    expect(knows(ring)).toEqual([])
  })
})

describe('a ring is refused', () => {
  it('without a root, or with nothing but remains', () => {
    const clock = new FakeClock()
    expect(codeOf(() => createKeyRing([], clock))).toBe('keys_short')
    expect(codeOf(() => createKeyRing([{ id: 'abcdefgh', from: 0, keys: {} }], clock))).toBe('keys_short')
  })

  it('with a secret under 32 bytes, in a sentence that says how to make a good one', () => {
    const make = () => ringNow(new Uint8Array(31))
    expect(codeOf(make)).toBe('keys_short')
    expect(make).toThrow(/31\. Make one with: openssl rand/)
    const { ring } = ringNow(secret(1))
    expect(codeOf(() => ring.add(new Uint8Array(5)))).toBe('keys_short')
  })
})
