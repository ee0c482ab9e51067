import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KEY_LIFE, LONGEST_CHAT_MS, REPORT_WINDOW_MS, ROOT_MS } from '../rules/lifetimes.js'
import { createKeyRing } from '../session/keys.js'
import { FakeClock } from '../testing/clock.js'
import { createCapsules } from './capsule.js'

const START = 1_700_000_000_000
const chat = {
  id: 'pQ3vXk0cT9mB2yLr8sWd1A',
  epoch: 'e7NfUoJ5gHqKi4Zt6RxMwE',
  startedAt: START,
  members: [
    { seat: 0, identity: 'b4Nf9GkL3sDh6Q_eR-zW1w', prefixes: ['hZGVtby1r.19675.0123456789abcdefABCDEF'] },
    { seat: 1, identity: 'Zq1mJ8wXn5oP2rT7yU0cVA', prefixes: [] },
  ],
}

function capsulesOf(byte = 1) {
  const clock = new FakeClock(START)
  const ring = createKeyRing([{ secret: new Uint8Array(32).fill(byte), from: START }], clock)
  return { clock, ring, capsules: createCapsules(ring, clock) }
}

describe('a capsule', () => {
  const { capsules } = capsulesOf()
  const sealed = capsules.seal(chat, 1)

  it('proves who sat in the chat, and whose it is (P-CAPSULE-1)', () => {
    const { id, epoch, startedAt, members } = chat
    const expires = START + LONGEST_CHAT_MS + REPORT_WINDOW_MS
    expect(capsules.open(sealed)).toEqual({
      ok: true,
      capsule: { chat: id, epoch, startedAt, expires, seat: 1, members },
    })
  })

  it('is opened on every node that has the root, after a restart too', () => {
    expect(capsulesOf().capsules.open(sealed)).toEqual(capsules.open(sealed))
  })

  it('tells its holder nothing, not even that two of them are alike', () => {
    const bytes = Buffer.from(sealed.slice(sealed.indexOf('.') + 1), 'base64url').toString('latin1')
    for (const { identity } of chat.members) {
      expect(sealed).not.toContain(identity)
      expect(bytes).not.toContain(identity)
    }
    expect(capsules.seal(chat, 1)).not.toBe(sealed)
  })

  it('fits the wire, with as many members as a chat can have', () => {
    const prefix = chat.members[0]?.prefixes[0] ?? ''
    const members = Array.from({ length: 8 }, (_, seat) => ({
      seat,
      identity: chat.id,
      prefixes: [prefix, prefix],
    }))
    expect(capsules.seal({ ...chat, members }, 7)).toMatch(/^g[A-Za-z0-9_-]{1,15}\.[A-Za-z0-9_-]{1,2000}$/)
    expect(sealed.length).toBeLessThan(400)
    const crowd = Array.from({ length: 50 }, () => members).flat()
    expect(() => capsules.seal({ ...chat, members: crowd }, 0)).toThrow(RangeError)
  })

  it('holds for the chat and the report window after it, and no longer (P-CAPSULE-2)', () => {
    const late = capsulesOf()
    late.clock.advance(LONGEST_CHAT_MS + REPORT_WINDOW_MS - 1)
    expect(late.capsules.open(sealed).ok).toBe(true)
    late.clock.advance(1)
    expect(late.capsules.open(sealed)).toEqual({ ok: false, problem: 'expired' })
    // A chat that is still alive then hands out fresh ones.
    expect(late.capsules.open(late.capsules.seal(chat, 1)).ok).toBe(true)
  })

  it('made anew in the last moment of the longest chat, holds for as long as it says', () => {
    const late = capsulesOf()
    late.clock.advance(LONGEST_CHAT_MS)
    const last = late.capsules.seal(chat, 0)
    late.clock.advance(LONGEST_CHAT_MS + REPORT_WINDOW_MS - 1)
    late.ring.turn()
    expect(late.capsules.open(last).ok).toBe(true)
  })

  it('keeps the key of its chat, and is unknown once that is destroyed', () => {
    const { clock, ring, capsules: rotating } = capsulesOf()
    const early = rotating.seal(chat, 0)
    clock.advance(ROOT_MS)
    expect(ring.current('capsule').id).not.toBe(early.split('.')[0])
    const later = rotating.seal(chat, 0)
    expect(later.split('.')[0]).toBe(early.split('.')[0])
    expect(rotating.open(later).ok).toBe(true)
    clock.advance(ROOT_MS + KEY_LIFE.capsule)
    ring.turn()
    expect(rotating.open(early)).toEqual({ ok: false, problem: 'unknown_key' })
  })

  it('of another server is of an unknown key', () => {
    expect(capsulesOf(9).capsules.open(sealed)).toEqual({ ok: false, problem: 'unknown_key' })
  })
})

describe("a capsule can't be made up", () => {
  const { ring, capsules } = capsulesOf()
  const sealed = capsules.seal(chat, 1)
  const kid = ring.current('capsule').id

  it('by changing a single letter', () => {
    const place = fc.integer({ min: kid.length + 1, max: sealed.length - 1 })
    fc.assert(
      fc.property(place, fc.constantFrom(...'AQgw_-.=+ '), (at, letter) => {
        fc.pre(sealed[at] !== letter)
        const changed = sealed.slice(0, at) + letter + sealed.slice(at + 1)
        expect(capsules.open(changed)).toEqual({ ok: false, problem: 'forged' })
      }),
    )
  })

  it.each([
    ['cut short', sealed.slice(0, -4)],
    ['padded', `${sealed}=`],
    ['emptied', `${kid}.`],
    ['shorter than its own nonce', `${kid}.AAAA`],
    ['made endless', `${kid}.${'A'.repeat(100_000)}`],
  ])('by one that is %s', (_, forged) => {
    expect(capsules.open(forged)).toEqual({ ok: false, problem: 'forged' })
  })

  it('by any string, and none makes opening throw', () => {
    const strings = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3_000 }),
      fc.string({ unit: 'binary' }).map((tail) => `${kid}.${tail}`),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => `${kid}.${Buffer.from(bytes).toString('base64url')}`),
    )
    fc.assert(
      fc.property(strings, (text) => {
        expect(capsules.open(text)).toEqual({
          ok: false,
          problem: text.startsWith(`${kid}.`) ? 'forged' : 'unknown_key',
        })
      }),
    )
  })
})
