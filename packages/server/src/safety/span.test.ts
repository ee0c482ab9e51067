import type { EvidenceEntry } from '@stranger-chat/core/api'
import type { Body } from '@stranger-chat/core/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KEY_LIFE, ROOT_MS } from '../rules/lifetimes.js'
import { createKeyRing, type KeyRing } from '../session/keys.js'
import { FakeClock } from '../testing/clock.js'
import { type Capsule, createCapsules, type SealedChat } from './capsule.js'
import { readSpan } from './span.js'
import { bodyHash, createStamper } from './stamp.js'

// Whoever hands in a span holds real stamps of their own chats, and may do anything with them.

const START = 1_700_000_000_000
const clock = new FakeClock(START)
const ringOf = (byte: number): KeyRing =>
  createKeyRing([{ secret: new Uint8Array(32).fill(byte), from: START }], clock)
const ring = ringOf(1)
const stamper = createStamper(ring)
const capsules = createCapsules(ring, clock)

const chatOf = (id: string): SealedChat & { startedAt: number } => ({
  id: `chat-${id}`,
  epoch: `epoch-${id}`,
  startedAt: START,
  members: [
    { seat: 0, identity: `ann-${id}`, prefixes: [] },
    { seat: 1, identity: `bob-${id}`, prefixes: [] },
  ],
})
const HERE = chatOf('here')
const THERE = chatOf('there')

function capsuleOf(chat: SealedChat, seat: number): Capsule {
  const read = capsules.open(capsules.seal(chat, seat))
  if (!read.ok) throw new Error(read.problem)
  return read.capsule
}

interface Line {
  readonly seat: number
  readonly after: number
  readonly body: Body
}
const line: fc.Arbitrary<Line> = fc.record({
  seat: fc.integer({ min: 0, max: 1 }),
  after: fc.nat(10_000),
  body: fc.oneof(
    fc.record({
      kind: fc.constant('text' as const),
      text: fc.string({ minLength: 1, maxLength: 80, unit: 'grapheme' }),
    }),
    fc.constant({ kind: 'void' as const }),
    fc.record({
      kind: fc.constant('signal' as const),
      call: fc.nat(9),
      signal: fc.constant('offer' as const),
      data: fc.string({ maxLength: 40 }),
    }),
  ),
})
const talk = fc.array(line, { minLength: 1, maxLength: 20 })

/** A chat's log as a member of it would hand it in. */
function spanOf(lines: readonly Line[], chat = HERE, made = stamper): EvidenceEntry[] {
  const stamp = made.of(chat)
  let at = START
  return lines.map(({ seat, after, body }, i) => {
    const place = { offset: i + 1, seat, at: (at += after) }
    const shown =
      body.kind === 'signal'
        ? { kind: body.kind, hash: Buffer.from(bodyHash(body)).toString('base64url') }
        : { body: { ...body } }
    return { ...place, ...shown, stamp: stamp({ ...place, body }) }
  })
}

const read = (span: readonly EvidenceEntry[], chat = HERE, made = stamper) =>
  readSpan(made, capsuleOf(chat, 0), span)
const problemOf = (span: readonly EvidenceEntry[], chat = HERE) => {
  const answer = read(span, chat)
  return answer.ok ? 'believed' : answer.problem
}
const changed = (
  span: readonly EvidenceEntry[],
  i: number,
  change: Partial<EvidenceEntry>,
): EvidenceEntry[] => span.map((entry, k) => (k === i ? { ...entry, ...change } : entry))

describe('an honest span (P-REPORT-3)', () => {
  it('is believed from any entry to any other, by either member, on any process that has the root', () => {
    fc.assert(
      fc.property(talk, fc.nat(), fc.nat(), (lines, a, b) => {
        const span = spanOf(lines)
        const [from = 0, to = 0] = [a % span.length, b % span.length].toSorted((x, y) => x - y)
        const part = span.slice(from, to + 1)
        for (const seat of [0, 1]) {
          const elsewhere = createStamper(ringOf(1))
          const answer = readSpan(elsewhere, capsuleOf(HERE, seat), part)
          expect(answer.ok && answer.entries.map(({ offset }) => offset)).toEqual(
            part.map(({ offset }) => offset),
          )
        }
      }),
    )
  })

  it('may be empty: a report without words is one', () => {
    expect(read([])).toEqual({ ok: true, entries: [] })
  })

  it('is believed after the chat has ended, its end included', () => {
    const end = { seat: -1, after: 1, body: { kind: 'end', reason: 'left', by: 1 } } as const
    expect(problemOf(spanOf([{ seat: 0, after: 0, body: { kind: 'text', text: 'bye' } }, end]))).toBe(
      'believed',
    )
  })
})

describe('a dishonest span', () => {
  it('is refused with any word, time or seat changed', () => {
    fc.assert(
      fc.property(talk, fc.nat(), fc.constantFrom('text', 'at', 'seat', 'hash'), (lines, which, what) => {
        const span = spanOf(lines)
        const i = which % span.length
        const entry = span[i]
        if (entry === undefined) return
        const change: Partial<EvidenceEntry> =
          what === 'text'
            ? { body: { kind: 'text', text: `${JSON.stringify(entry.body ?? {})}!` } }
            : what === 'at'
              ? { at: entry.at + 1 }
              : what === 'seat'
                ? { seat: 1 - entry.seat }
                : { kind: 'signal', hash: 'A'.repeat(43), body: undefined as never }
        expect(problemOf(changed(span, i, change))).not.toBe('believed')
      }),
    )
  })

  it('pinned on the other seat is refused', () => {
    fc.assert(
      fc.property(talk, (lines) => {
        expect(problemOf(spanOf(lines).map((entry) => ({ ...entry, seat: 1 - entry.seat })))).toBe('forged')
      }),
    )
  })

  it('with something cut out, doubled or in another order is refused', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 3, maxLength: 20 }), fc.nat(), (lines, which) => {
        const span = spanOf(lines)
        const i = 1 + (which % (span.length - 2))
        expect(problemOf(span.toSpliced(i, 1))).toBe('gap')
        expect(problemOf(span.toSpliced(i, 0, span[i] as EvidenceEntry))).toBe('gap')
        expect(problemOf(span.toReversed())).toBe('gap')
        // The numbers put in order again don't help: the offset is stamped.
        expect(problemOf(span.toSpliced(i, 1).map((entry, k) => ({ ...entry, offset: k + 1 })))).not.toBe(
          'believed',
        )
      }),
    )
  })

  it('spliced from two chats is refused, as is a whole one of another chat', () => {
    fc.assert(
      fc.property(talk, talk, (mine, theirs) => {
        const [here, there] = [spanOf(mine), spanOf(theirs, THERE)]
        const tail = there.map((entry, k) => ({ ...entry, offset: here.length + k + 1 }))
        expect(problemOf([...here, ...tail])).not.toBe('believed')
        expect(problemOf(there)).toBe('forged')
        expect(problemOf(here, THERE)).toBe('forged')
      }),
    )
  })

  it('of the same chat id in another epoch is refused', () => {
    const again = { ...HERE, epoch: 'epoch-after-a-restart' }
    expect(problemOf(spanOf([{ seat: 0, after: 0, body: { kind: 'text', text: 'hi' } }]), again)).toBe(
      'forged',
    )
  })

  it('under a key that was never ours, or was destroyed, has expired', () => {
    const span = spanOf(
      [{ seat: 0, after: 0, body: { kind: 'text', text: 'hi' } }],
      HERE,
      createStamper(ringOf(2)),
    )
    expect(problemOf(span)).toBe('expired')
    const old = ringOf(3)
    const made = createStamper(old)
    const mine = spanOf([{ seat: 0, after: 0, body: { kind: 'text', text: 'hi' } }], HERE, made)
    expect(read(mine, HERE, made).ok).toBe(true)
    clock.advance(ROOT_MS)
    expect(read(mine, HERE, made).ok).toBe(true)
    clock.advance(KEY_LIFE.stamp)
    old.turn()
    expect(read(mine, HERE, made)).toMatchObject({ ok: false, problem: 'expired' })
  })

  it('names seats that nobody sat in, or runs backwards: refused before any stamp is looked at', () => {
    const [first, second] = spanOf([
      { seat: 0, after: 5, body: { kind: 'text', text: 'one' } },
      { seat: 1, after: 5, body: { kind: 'text', text: 'two' } },
    ]) as [EvidenceEntry, EvidenceEntry]
    expect(problemOf([{ ...first, seat: 5 }])).toBe('stranger')
    expect(problemOf([first, { ...second, at: first.at - 1 }])).toBe('backwards')
  })

  it('hides words behind a hash, or shows what sets up a call: refused', () => {
    const text = { kind: 'text', text: 'hidden' } as const
    const signal = { kind: 'signal', call: 1, signal: 'offer', data: 'an address' } as const
    const [said, called] = spanOf([
      { seat: 0, after: 0, body: text },
      { seat: 0, after: 0, body: signal },
    ]) as [EvidenceEntry, EvidenceEntry]
    const { body: _, ...hidden } = said
    const hash = Buffer.from(bodyHash(text)).toString('base64url')
    expect(problemOf([{ ...hidden, kind: 'text', hash }])).toBe('malformed')
    const { kind: __, hash: ___, ...shown } = called
    expect(problemOf([{ ...shown, offset: 1, body: { ...signal } }])).toBe('malformed')
    expect(problemOf([{ ...said, kind: 'text', hash }])).toBe('malformed')
    expect(problemOf([hidden])).toBe('malformed')
  })
})
