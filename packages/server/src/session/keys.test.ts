import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KEY_LIFE, ROOT_MS } from '../rules/lifetimes.js'
import { FakeClock } from '../testing/clock.js'
import { createKeyRing, type KeyError, type KeyRing, PURPOSES, type RootSecret } from './keys.js'

const secret = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)
const HOUR = 60 * 60_000
/** Half a day into a day (UTC). */
const NOON = Date.UTC(2026, 0, 31, 12)

function ringAt(time: number, ...roots: readonly RootSecret[]) {
  const clock = new FakeClock(time)
  return { clock, ring: createKeyRing(roots.length > 0 ? roots : [{ secret: secret(1), from: time }], clock) }
}
const keysOf = (ring: KeyRing) => new Map(PURPOSES.map((purpose) => [purpose, ring.current(purpose)]))
/** The certificates' stays, and is another test's. */
const TURNING = PURPOSES.filter((purpose) => purpose !== 'certificate')
const knows = (ring: KeyRing, keys: ReturnType<typeof keysOf>) =>
  TURNING.filter((purpose) => ring.byId(purpose, keys.get(purpose)?.id ?? ''))

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
    const one = ringAt(NOON).ring
    const two = ringAt(NOON, { secret: secret(2), from: NOON }).ring
    const keys = [one, two].flatMap((ring) => [...keysOf(ring).values()])
    expect(new Set(keys.map(({ bytes }) => Buffer.from(bytes).toString('hex'))).size).toBe(
      2 * PURPOSES.length,
    )
    expect(keys.every(({ bytes }) => bytes.length === 32)).toBe(true)
  })

  it('have a short id that names the algorithm and gives nothing of the secret away (P-STAMP-1)', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 64 }), (bytes) => {
        const { ring } = ringAt(NOON, { secret: bytes, from: NOON })
        for (const [purpose, key] of keysOf(ring)) {
          expect(key.id).toMatch(/^[A-Za-z0-9_-]{1,16}$/)
          expect(key.id[0]).toBe({ capsule: 'g', case: 'g', certificate: 'e' }[purpose as string] ?? 'h')
          expect(ring.byId(purpose, key.id)).toEqual(key)
          expect(Buffer.from(bytes).includes(Buffer.from(key.id.slice(1), 'base64url'))).toBe(false)
        }
      }),
    )
  })

  it('are found by their own id only', () => {
    const { ring } = ringAt(NOON)
    for (const id of ['', 'h', '__proto__', 'constructor', ring.current('capsule').id])
      expect(ring.byId('stamp', id)).toBeUndefined()
  })
})

describe('a new day', () => {
  it('begins with a new root, and a chat that began before keeps its key for life', () => {
    const { clock, ring } = ringAt(NOON)
    const before = keysOf(ring)
    clock.advance(12 * HOUR - 1)
    expect(keysOf(ring)).toEqual(before)
    clock.advance(1)
    for (const [purpose, { id }] of before) {
      if (purpose === 'certificate') continue
      expect(ring.current(purpose).id).not.toBe(id)
      expect(ring.at(purpose, NOON)).toEqual(before.get(purpose))
    }
  })

  it("leaves the certificates' key: outsiders who know it could check nothing by another", () => {
    const { clock, ring } = ringAt(NOON)
    const { bytes } = ring.current('certificate')
    clock.advance(400 * ROOT_MS)
    expect(ring.current('certificate').bytes).toEqual(bytes)
  })

  it('comes to every node that was ever given the root, whenever it was asked and however long it slept', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 * ROOT_MS }), { maxLength: 12 }), (steps) => {
        const busy = ringAt(NOON)
        for (const step of steps) {
          busy.clock.advance(step)
          busy.ring.turn()
        }
        const slept = ringAt(NOON)
        slept.clock.advance(busy.clock.now() - NOON)
        const restored = ringAt(busy.clock.now(), { secret: secret(1), from: NOON })
        expect(keysOf(slept.ring)).toEqual(keysOf(busy.ring))
        expect(keysOf(restored.ring)).toEqual(keysOf(busy.ring))
      }),
    )
  })

  it('is known a day ahead: another node may have begun it by its own clock', () => {
    const { clock, ring } = ringAt(NOON)
    const early = ringAt(NOON)
    early.clock.advance(12 * HOUR)
    expect(ring.current('stamp')).not.toEqual(early.ring.current('stamp'))
    expect(ring.byId('stamp', early.ring.current('stamp').id)).toEqual(early.ring.current('stamp'))
    clock.step(-HOUR)
    expect(ring.current('stamp').id).toBe(ringAt(NOON).ring.current('stamp').id)
  })
})

describe('keys are destroyed (P-STAMP-8)', () => {
  it.each(Object.entries(KEY_LIFE))('%s: %d ms after their root was replaced', (purpose, life) => {
    const { clock, ring } = ringAt(NOON)
    const before = keysOf(ring)
    clock.advance(12 * HOUR + life - 1)
    ring.turn()
    expect(knows(ring, before)).toContain(purpose)
    clock.advance(1)
    ring.turn()
    expect(knows(ring, before)).not.toContain(purpose)
  })

  it('for good: what is left leads back to none of them, nor to the secret they came from', () => {
    const { clock, ring } = ringAt(NOON)
    const { id } = ring.current('stamp')
    clock.advance(10 * ROOT_MS)
    ring.turn()
    // Everything an hour ago and everything from now on; the day itself is gone.
    clock.step(-10 * ROOT_MS)
    ring.turn()
    expect(ring.byId('stamp', id)).toBeUndefined()
  })

  it('those of cases only when told that nothing lies under them, and never the current one', () => {
    const { clock, ring } = ringAt(NOON)
    const [first] = [keysOf(ring)]
    clock.advance(ROOT_MS)
    const second = keysOf(ring)
    clock.advance(1_000 * ROOT_MS)
    ring.turn()
    expect(knows(ring, first)).toEqual(['case'])
    expect(ring.caseKeysBefore(NOON + 12 * HOUR)).toEqual([])
    ring.forgetCaseKeys(ring.caseKeysBefore(NOON + 12 * HOUR + 1))
    expect(knows(ring, first)).toEqual([])
    expect(knows(ring, second)).toEqual(['case'])
    const now = keysOf(ring)
    ring.forgetCaseKeys([...ring.caseKeysBefore(Infinity), now.get('case')?.id ?? ''])
    expect(knows(ring, now)).toEqual(TURNING)
    expect(knows(ring, second)).toEqual([])
  })
})

describe('a second lineage', () => {
  const roots = [
    { secret: secret(1), from: NOON },
    { secret: secret(2), from: NOON + 3 * HOUR },
  ]

  it('ends the first when it begins, and what the first made is checked on', () => {
    const { clock, ring } = ringAt(NOON, ...roots)
    const before = keysOf(ring)
    clock.advance(3 * HOUR - 1)
    expect(keysOf(ring)).toEqual(before)
    clock.advance(1)
    ring.turn()
    expect(ring.current('stamp')).toEqual(
      ringAt(NOON, { secret: secret(2), from: NOON }).ring.current('stamp'),
    )
    expect(ring.current('certificate').bytes).not.toEqual(before.get('certificate')?.bytes)
    expect(ring.at('stamp', NOON)).toEqual(before.get('stamp'))
  })

  it('is one that no copy of the first leads to', () => {
    const { clock, ring } = ringAt(NOON, ...roots)
    const thief = ringAt(NOON)
    for (const { clock: one } of [{ clock }, thief]) one.advance(5 * ROOT_MS)
    expect(knows(thief.ring, keysOf(ring))).toEqual([])
  })
})

describe('a ring is refused', () => {
  it('without a root', () => expect(codeOf(() => createKeyRing([], new FakeClock()))).toBe('keys_short'))

  it.each([0, 1_700_000_000, NaN, -1e300, Infinity, Date.UTC(2026, 0) + 0.5])(
    'with a time that can be none of its making: %d',
    (from) => {
      const make = () => createKeyRing([{ secret: secret(1), from }], new FakeClock())
      expect(codeOf(make)).toBe('keys_undated')
      expect(make).toThrow(/milliseconds since 1970, the same on every server/)
    },
  )

  it('with a secret under 32 bytes, in a sentence that says how to make a good one', () => {
    const make = () => ringAt(NOON, { secret: new Uint8Array(31), from: NOON })
    expect(codeOf(make)).toBe('keys_short')
    expect(make).toThrow(/31\. Make one with: openssl rand/)
  })
})
