import { hash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EMPTY_HEAD, type Head, link, verifyChain, verifyLedger } from './chain.js'
import type { Fact, LedgerEvent } from './facts.js'

const sha256Text = (bytes: Uint8Array): string => hash('sha256', bytes, 'base64url')

const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/)
const fact: fc.Arbitrary<Fact> = fc.oneof(
  fc.record({
    type: fc.constant('case.opened' as const),
    case: id,
    subject: id,
    reason: fc.constantFrom('spam' as const, 'underage' as const),
  }),
  fc.record({ type: fc.constant('case.taken' as const), case: id, until: fc.nat() }),
  fc.record({ type: fc.constant('case.left' as const), case: id }),
  fc.record({ type: fc.constant('evidence.opened' as const), case: id }),
)
const writes = fc.array(
  fc.record({ at: fc.nat(), actor: id, facts: fc.array(fact, { minLength: 1, maxLength: 3 }) }),
  { minLength: 1, maxLength: 6 },
)

type Writes = readonly { readonly at: number; readonly actor: string; readonly facts: readonly Fact[] }[]

function chainOf(made: Writes): LedgerEvent[] {
  const events: LedgerEvent[] = []
  for (const { at, actor, facts } of made) {
    const last = events.at(-1)
    const head = { ...(last ?? EMPTY_HEAD), at: last?.at ?? 0 }
    events.push(...link(facts, { actor, at }, head, sha256Text))
  }
  return events
}
const headOf = (events: readonly LedgerEvent[]): Head => {
  const { seq, hash } = events.at(-1) ?? EMPTY_HEAD
  return { seq, hash }
}
/** A ledger that holds these events, and whose head was kept elsewhere. */
const holding = (events: readonly LedgerEvent[], head: Head) => ({
  head: () => Promise.resolve(head),
  events: (after: number, limit: number) =>
    Promise.resolve(events.filter(({ seq }) => seq > after).slice(0, limit)),
})
/** Any two of them, by whatever numbers. */
const at = <T>(list: readonly T[], number: number): T => list[number % list.length] as T

describe('the chain', () => {
  it('holds for everything that was written, as a whole and from any place in it', () => {
    fc.assert(
      fc.property(writes, fc.nat(), (made, cut) => {
        const events = chainOf(made)
        expect(verifyChain(events, EMPTY_HEAD, sha256Text)).toEqual({ ok: true, head: headOf(events) })
        const known = events.slice(0, cut % events.length)
        expect(verifyChain(events.slice(known.length), headOf(known), sha256Text).ok).toBe(true)
      }),
    )
  })

  it('numbers from 1 without gaps, and lets no time run back', () => {
    fc.assert(
      fc.property(writes, (made) => {
        const events = chainOf(made)
        expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1))
        const times = events.map((event) => event.at)
        expect(times).toEqual(times.toSorted((a, b) => a - b))
      }),
    )
  })

  it('names the first event in which anything was changed', () => {
    const other = fc.oneof(
      fc.record({ actor: id }),
      fc.record({ at: fc.nat() }),
      fc.record({ seq: fc.nat() }),
      fc.record({ fact }),
      fc.record({ before: fc.stringMatching(/^[A-Za-z0-9_-]{43}$/) }),
      fc.record({ hash: fc.stringMatching(/^[A-Za-z0-9_-]{43}$/) }),
    )
    fc.assert(
      fc.property(writes, fc.nat(), other, (made, which, change) => {
        const events = chainOf(made)
        const victim = at(events, which)
        const changed = { ...victim, ...change }
        fc.pre(JSON.stringify(changed) !== JSON.stringify(victim))
        const found = verifyChain(
          events.map((event) => (event === victim ? changed : event)),
          EMPTY_HEAD,
          sha256Text,
        )
        expect(found).toEqual({ ok: false, seq: victim.seq })
      }),
    )
  })

  it('finds a change although its own hash was made anew', async () => {
    await fc.assert(
      fc.asyncProperty(writes, fc.nat(), id, async (made, which, actor) => {
        const events = chainOf(made)
        const victim = at(events, which)
        fc.pre(actor !== victim.actor)
        const { seq, hash } = events[victim.seq - 2] ?? EMPTY_HEAD
        const forged = link([victim.fact], { actor, at: victim.at }, { seq, hash, at: 0 }, sha256Text)
        const tampered = events.map((event) => (event === victim ? (forged[0] as LedgerEvent) : event))
        const found = await verifyLedger(holding(tampered, headOf(events)), sha256Text)
        // The next one doesn't follow from it; behind the last, the head doesn't.
        expect(found).toEqual({ ok: false, seq: Math.min(victim.seq + 1, events.length) })
      }),
    )
  })

  it('finds what was dropped, also at the end', async () => {
    await fc.assert(
      fc.asyncProperty(writes, fc.nat(), async (made, which) => {
        const events = chainOf(made)
        const victim = at(events, which)
        const rest = events.filter((event) => event !== victim)
        const found = await verifyLedger(holding(rest, headOf(events)), sha256Text)
        expect(found).toEqual({ ok: false, seq: victim.seq })
      }),
    )
  })

  it('finds two that changed places, and one that was put in', () => {
    fc.assert(
      fc.property(writes, fc.nat(), fc.nat(), (made, one, two) => {
        const events = chainOf(made)
        const [a, b] = [at(events, one), at(events, two)]
        const inserted = events.flatMap((event) => (event === a ? [event, b] : [event]))
        // A copy of the next one is in its place: what comes behind it isn't.
        const broken = b.seq === a.seq + 1 ? b.seq + 1 : a.seq + 1
        expect(verifyChain(inserted, EMPTY_HEAD, sha256Text)).toEqual({ ok: false, seq: broken })
        fc.pre(a !== b)
        const swapped = events.map((event) => (event === a ? b : event === b ? a : event))
        const first = Math.min(a.seq, b.seq)
        expect(verifyChain(swapped, EMPTY_HEAD, sha256Text)).toEqual({ ok: false, seq: first })
      }),
    )
  })

  it('hashes the same bytes for ever', () => {
    const opened: Fact = { type: 'case.opened', case: 'case-one', subject: 'ann', reason: 'spam' }
    const [event] = link([opened], { actor: '@member', at: 1 }, { ...EMPTY_HEAD, at: 0 }, sha256Text)
    expect(event?.hash).toBe('-Ob46I71UZsn71B1FxwBMhH13OGHXitb4F0xiBSZTO0')
  })
})
