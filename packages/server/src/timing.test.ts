import { describe, expect, it } from 'vitest'
import { createStamper } from './safety/stamp.js'
import { createKeyRing } from './session/keys.js'
import { createTokens } from './session/token.js'
import { sameBytes, sha256 } from './system.js'
import { FakeClock } from './testing/clock.js'

/**
 * How long a refusal takes says nothing about how much was right. That everything is compared with `sameBytes` is a lint
 * rule (`house/secrets`); here is measured that it keeps its word, on texts so long that anything else can't hide, and that
 * the measure finds out those that don't.
 */

const ROUNDS = 200
const CALLS = 10
/** A busy machine makes a hundredth of a difference, not a quarter; what ends early is faster by ten times and more. */
const SPREAD = 1.25

/** Microseconds of a call when nothing else troubles it: others only ever add to it. */
function quiet(rounds: readonly number[]): number {
  return rounds.toSorted((a, b) => a - b)[ROUNDS >> 2] ?? NaN
}
/** How many times longer it takes to refuse what is wrong at the end than what is wrong at the beginning. */
function ratio(early: () => unknown, late: () => unknown): number {
  const ways = [early, late] as const
  const times: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round++) {
    for (const i of round % 2 ? ([0, 1] as const) : ([1, 0] as const)) {
      const began = performance.now()
      for (let call = 0; call < CALLS; call++) ways[i]()
      times[i].push(performance.now() - began)
    }
  }
  return quiet(times[1]) / quiet(times[0])
}
const tells = (of: number): boolean => of > SPREAD || of < 1 / SPREAD

const LONG = 64 * 1024
const right = Buffer.alloc(LONG, 'x')
const wrongAt = (at: number): Buffer => {
  const bytes = Buffer.from(right)
  bytes[at] = 0
  return bytes
}
const early = wrongAt(0)
const late = wrongAt(LONG - 1)
const comparing = (same: (a: Buffer, b: Buffer) => boolean): number =>
  ratio(
    () => same(early, right),
    () => same(late, right),
  )

describe('a comparison', () => {
  it('of secrets takes the same time wherever they differ', () => {
    expect(sameBytes(right, Buffer.from(right))).toBe(true)
    expect([sameBytes(early, right), sameBytes(late, right)]).toEqual([false, false])
    expect(tells(comparing(sameBytes))).toBe(false)
  })

  function oneByOne(a: Buffer, b: Buffer): boolean {
    for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
    return true
  }
  const texts = new Map([early, late, right].map((bytes) => [bytes, bytes.toString('latin1')]))
  it.each([
    ['byte by byte', oneByOne],
    ['as buffers', (a: Buffer, b: Buffer) => a.equals(b)],
    ['as texts', (a: Buffer, b: Buffer) => texts.get(a) === texts.get(b)],
  ])('that ends early is found out by the same measure: %s', (_, same) => {
    expect(tells(comparing(same))).toBe(true)
  })
})

describe('a refusal tells nothing', () => {
  const clock = new FakeClock()
  const ring = createKeyRing([{ secret: new Uint8Array(32).fill(7), from: clock.now() }], clock)
  /** The same with another character at the first or the last place of the MAC. */
  const bent = (text: string, at: 'first' | 'last'): string => {
    const place = at === 'first' ? text.lastIndexOf('.') + 1 : text.length - 1
    return text.slice(0, place) + (text[place] === 'A' ? 'B' : 'A') + text.slice(place + 1)
  }

  it('of a token', () => {
    const { session } = createTokens(ring, clock)
    const token = session.sign({ sid: 'session', identity: 'somebody', expires: clock.now() + 1 })
    const [first, last] = [bent(token, 'first'), bent(token, 'last')]
    expect([session.read(first), session.read(last)]).toMatchObject([
      { problem: 'forged' },
      { problem: 'forged' },
    ])
    const of = ratio(
      () => session.read(first),
      () => session.read(last),
    )
    expect(tells(of)).toBe(false)
  })

  it('of a stamp', () => {
    const stamper = createStamper(ring)
    const chat = { id: 'chat', epoch: 'epoch', startedAt: clock.now() }
    const entry = { offset: 1, seat: 0, at: clock.now(), body: { kind: 'text', text: 'hi' } } as const
    const stamp = stamper.of(chat)(entry)
    const [first, last] = [bent(stamp, 'first'), bent(stamp, 'last')]
    expect([stamper.verify(chat, entry, first), stamper.verify(chat, entry, last)]).toEqual([
      'forged',
      'forged',
    ])
    const of = ratio(
      () => stamper.verify(chat, entry, first),
      () => stamper.verify(chat, entry, last),
    )
    expect(tells(of)).toBe(false)
  })

  it('and would tell, were the MAC long and compared letter by letter', () => {
    // A reader as ours, but for the length of what it compares, and the last step.
    const macOf = (payload: string): string =>
      Buffer.from(sha256(payload))
        .toString('base64url')
        .repeat(LONG / 32)
    const read = (token: string): boolean => {
      const dot = token.lastIndexOf('.')
      const [given, made] = [token.slice(dot + 1), macOf(token.slice(0, dot))]
      for (let i = 0; i < made.length; i++) if (given[i] !== made[i]) return false
      return true
    }
    const token = `payload.${macOf('payload')}`
    expect(read(token)).toBe(true)
    const [first, last] = [bent(token, 'first'), bent(token, 'last')]
    const of = ratio(
      () => read(first),
      () => read(last),
    )
    expect(tells(of)).toBe(true)
  })
})
