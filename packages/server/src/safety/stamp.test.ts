import { createHash, createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Body, bodyFields, packFields, stampFields } from '@stranger-chat/core/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KEY_LIFE, ROOT_MS } from '../rules/lifetimes.js'
import { createKeyRing, type KeyRing } from '../session/keys.js'
import { FakeClock } from '../testing/clock.js'
import { bodyHash, createStamper } from './stamp.js'

interface Vector {
  readonly name: string
  readonly chat: string
  readonly epoch: string
  readonly offset: number
  readonly seat: number
  readonly at: number
  readonly body: Body
  readonly hash: string
  readonly stamp: string
}
const file = new URL('../../../core/src/protocol/stamp.vectors.json', import.meta.url)
const { key, keyId, vectors } = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly key: string
  readonly keyId: string
  readonly vectors: readonly Vector[]
}

/** A ring of one given key, since a test vector states the key and not the root behind it. */
function ringOf(id: string, bytes: Uint8Array): KeyRing {
  const only = { id, bytes }
  return {
    at: () => only,
    current: () => only,
    byId: (_, wanted) => (wanted === id ? only : undefined),
    turn: () => {},
    lineages: () => [],
    caseKeysBefore: () => [],
    forgetCaseKeys: () => {},
  }
}

const chat = { id: 'pQ3vXk0cT9mB2yLr8sWd1A', epoch: 'e7NfUoJ5gHqKi4Zt6RxMwE', startedAt: 1_700_000_000_000 }
const text = (words: string): Body => ({ kind: 'text', text: words })
const entry = { offset: 4, seat: 1, at: 1_700_000_001_000, body: text('hello, stranger') }

function stamperOf(byte = 1) {
  const clock = new FakeClock(chat.startedAt)
  const ring = createKeyRing([{ secret: new Uint8Array(32).fill(byte), from: clock.now() }], clock)
  return { clock, ring, stamper: createStamper(ring) }
}

describe('the test vectors of the specification (P-STAMP-6)', () => {
  const stamper = createStamper(ringOf(keyId, Buffer.from(key, 'hex')))
  for (const vector of vectors) {
    it(`${vector.name}: made, and checked from the body as from its hash`, () => {
      const { offset, seat, at, body, stamp } = vector
      const where = { id: vector.chat, epoch: vector.epoch, startedAt: at }
      const hash = Buffer.from(vector.hash, 'hex')
      expect(stamper.of(where)({ offset, seat, at, body })).toBe(stamp)
      expect(Buffer.from(bodyHash(body))).toEqual(hash)
      expect(stamper.verify(where, { offset, seat, at, body }, stamp)).toBe('genuine')
      expect(stamper.verify(where, { offset, seat, at, kind: body.kind, hash }, stamp)).toBe('genuine')
    })
  }
})

describe('a stamp', () => {
  it('fits the wire (P-STAMP-1)', () => {
    expect(stamperOf().stamper.of(chat)(entry)).toMatch(/^h[A-Za-z0-9_-]{1,15}\.[A-Za-z0-9_-]{22}$/)
  })

  it('is the plain HMAC over the plain fields, for any entry, however it is packed on the way (P-STAMP-2)', () => {
    const secret = Buffer.from(key, 'hex')
    const stamper = createStamper(ringOf(keyId, secret))
    const words = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      // Around the sizes where a text no longer fits the buffer that is there already.
      fc.integer({ min: 5_300, max: 5_600 }).map((length) => 'x'.repeat(length)),
      fc.integer({ min: 1, max: 8_000 }).map((length) => '🪑'.repeat(length)),
      fc.integer({ min: 1, max: 8_000 }).map((length) => '\u0001'.repeat(length)),
    )
    const word = fc.string({ unit: 'grapheme', maxLength: 64 })
    const place = fc.record({
      offset: fc.maxSafeNat(),
      seat: fc.integer({ min: -1, max: 8 }),
      at: fc.maxSafeNat(),
    })
    fc.assert(
      fc.property(word, word, place, words, (id, epoch, where, said) => {
        const body = text(said)
        const hash = createHash('sha256')
          .update(packFields(bodyFields(body)))
          .digest()
        const fields = stampFields({ key: keyId, chat: id, epoch, ...where, kind: 'text', hash })
        const mac = createHmac('sha256', secret).update(packFields(fields)).digest().subarray(0, 16)
        expect(stamper.of({ id, epoch, startedAt: 0 })({ ...where, body })).toBe(
          `${keyId}.${mac.toString('base64url')}`,
        )
      }),
      { numRuns: 300 },
    )
  })

  it('is the plain HMAC even where a claimed kind is too long to be packed in place', () => {
    const secret = Buffer.from(key, 'hex')
    const hash = new Uint8Array(32)
    const claim = { offset: 1, seat: 0, at: 0, kind: 'k'.repeat(2_000), hash }
    const fields = stampFields({ key: keyId, chat: chat.id, epoch: chat.epoch, ...claim })
    const mac = createHmac('sha256', secret).update(packFields(fields)).digest().subarray(0, 16)
    const stamp = `${keyId}.${mac.toString('base64url')}`
    expect(createStamper(ringOf(keyId, secret)).verify(chat, claim, stamp)).toBe('genuine')
  })

  it('is the same whenever and on whichever node it is made, since a chat keeps its key', () => {
    const here = stamperOf()
    const stamp = here.stamper.of(chat)(entry)
    here.clock.advance(ROOT_MS)
    expect(here.stamper.of(chat)({ ...entry })).toBe(stamp)
    expect(stamperOf().stamper.of(chat)({ ...entry })).toBe(stamp)
    const later = { ...chat, startedAt: here.clock.now() }
    expect(here.stamper.of(later)({ ...entry })).not.toBe(stamp)
  })

  it('of one entry object is made for the chat it is asked for', () => {
    const { stamper } = stamperOf()
    const other = { ...chat, id: 'anotherChatAltogether0' }
    const stamp = stamper.of(chat)(entry)
    expect(stamper.of(chat)(entry)).toBe(stamp)
    expect(stamper.of(other)(entry)).toBe(stamper.of(other)({ ...entry }))
    expect(stamper.of(other)(entry)).not.toBe(stamp)
  })
})

describe("evidence can't be forged (P-STAMP-2, P-STAMP-4)", () => {
  const { stamper, ring, clock } = stamperOf()
  const stamp = stamper.of(chat)(entry)

  it.each([
    ['put into another mouth', chat, { ...entry, seat: 0 }],
    ['moved', chat, { ...entry, offset: 5 }],
    ['backdated', chat, { ...entry, at: entry.at - 1 }],
    ['reworded', chat, { ...entry, body: text('hello, stranger.') }],
    ['turned into nothing', chat, { ...entry, body: { kind: 'void' } as const }],
    ['carried into another chat', { ...chat, id: 'anotherChatAltogether0' }, entry],
    ['carried past a restart', { ...chat, epoch: 'anotherEpochAltogether' }, entry],
    [
      'given a hash of their own',
      chat,
      { offset: 4, seat: 1, at: entry.at, kind: 'text', hash: new Uint8Array(32) },
    ],
    [
      'given another kind',
      chat,
      { offset: 4, seat: 1, at: entry.at, kind: 'signal', hash: bodyHash(entry.body) },
    ],
  ])('by an entry that was %s', (_, where, claimed) => {
    expect(stamper.verify(where, claimed, stamp)).toBe('forged')
  })

  it('by any other stamp under the same key, and none makes it throw', () => {
    const kid = ring.current('stamp').id
    const others = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'binary' }).map((mac) => `${kid}.${mac}`),
    )
    fc.assert(
      fc.property(others, (other) => {
        expect(stamper.verify(chat, entry, other)).toBe(
          other.startsWith(`${kid}.`) ? 'forged' : 'unknown_key',
        )
      }),
    )
    expect(stamper.verify(chat, entry, stamp.slice(0, -1))).toBe('forged')
    expect(stamper.verify(chat, entry, `${stamp}=`)).toBe('forged')
  })

  it('and expires when its key is destroyed', () => {
    expect(stamper.verify(chat, entry, stamp)).toBe('genuine')
    clock.advance(KEY_LIFE.stamp)
    expect(stamper.verify(chat, entry, stamp)).toBe('genuine')
    clock.advance(ROOT_MS)
    ring.turn()
    expect(stamper.verify(chat, entry, stamp)).toBe('unknown_key')
  })
})
