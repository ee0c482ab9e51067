import { Readable } from 'node:stream'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { FakeClock } from '../testing/clock.js'
import { type Arrival, Reading } from './reading.js'

// Bodies on their way, by hand: what each may take, what all together may, and how long they may be.

const KB = 1024
const BOUNDS = { bytes: 100 * KB, share: 40 * KB, patienceMs: 20_000 }

let clock: FakeClock
let reading: Reading
beforeEach(() => {
  clock = new FakeClock()
  reading = new Reading(clock, BOUNDS)
})

/** A body that comes when the test says so. */
function body(max = 50 * KB, place?: string) {
  const source = new Readable({ read: () => undefined })
  const heard: Arrival[] = []
  const end = reading.read(source, max, place).then((arrival) => {
    heard.push(arrival)
    return arrival
  })
  return {
    source,
    end,
    /** How it ended so far. */
    kind: () => heard[0]?.kind,
    sends: async (bytes: number, letter = 'x') => {
      source.push(letter.repeat(bytes))
      await turn()
    },
    ends: async () => {
      source.push(null)
      return await end
    },
  }
}
const turn = (): Promise<void> => new Promise((next) => void setImmediate(next))

describe('a body', () => {
  it('is handed over as text once it is whole, and its room is free again when its reader is done', async () => {
    const one = body()
    await one.sends(3, 'ä')
    await one.sends(2)
    expect(reading.held).toBeGreaterThanOrEqual(8)
    const arrival = await one.ends()
    expect(arrival).toMatchObject({ kind: 'arrived', text: 'äääxx' })
    expect(reading.held).toBeGreaterThanOrEqual(8)
    if (arrival.kind === 'arrived') arrival.done()
    if (arrival.kind === 'arrived') arrival.done()
    expect(reading.held).toBe(0)
    expect(clock.pending).toBe(0)
  })

  it('may be empty, or have been read by somebody before', async () => {
    expect(await body().ends()).toMatchObject({ kind: 'arrived', text: '' })
    const source = Readable.from(['x'])
    for await (const _ of source);
    expect(await reading.read(source, 10)).toMatchObject({ kind: 'arrived', text: '' })
  })

  it('is cut in the middle of a letter as often as the network likes', async () => {
    const one = body()
    for (const byte of Buffer.from('❤️ あ')) {
      one.source.push(Buffer.of(byte))
      await turn()
    }
    expect(await one.ends()).toMatchObject({ text: '❤️ あ' })
  })

  it('that is longer than it may be is read no further, and takes no room', async () => {
    const one = body(10)
    await one.sends(10)
    expect(one.kind()).toBeUndefined()
    await one.sends(1)
    expect(one.kind()).toBe('too_big')
    expect([reading.held, clock.pending, one.source.isPaused()]).toEqual([0, 0, true])
  })

  it('has so long to arrive, however often a piece of it comes', async () => {
    const one = body()
    for (let i = 0; i < 19; i++) {
      clock.advance(1_000)
      await one.sends(1)
    }
    expect(one.kind()).toBeUndefined()
    clock.advance(1_000)
    await turn()
    expect([one.kind(), reading.held, clock.pending]).toEqual(['late', 0, 0])
  })

  it('of which nothing comes at all is let go', async () => {
    const one = body()
    clock.advance(20_000)
    expect((await one.end).kind).toBe('late')
  })

  it('whose sender goes away takes no room any more', async () => {
    const [one, two] = [body(), body()]
    await one.sends(100)
    one.source.destroy()
    two.source.destroy(new Error('cut'))
    expect([(await one.end).kind, (await two.end).kind]).toEqual(['gone', 'gone'])
    expect([reading.held, clock.pending]).toEqual([0, 0])
    expect((await reading.read(one.source, 10)).kind).toBe('gone')
  })

  it('in the smallest of pieces takes at most twice as much room as it has bytes', async () => {
    const one = body()
    for (let i = 0; i < 20_000; i++) one.source.push(Buffer.of(120))
    await turn()
    expect(reading.held).toBeLessThanOrEqual(2 * 20_000)
    expect(await one.ends()).toMatchObject({ text: 'x'.repeat(20_000) })
  })
})

describe('bodies together', () => {
  it('have one budget: past it whoever sends on is told to come again, and the others are read to their end', async () => {
    const [one, two, three] = [body(), body(), body()]
    for (const each of [one, two, three]) await each.sends(20 * KB)
    expect(three.kind()).toBe('busy')
    await one.sends(10)
    expect([(await one.ends()).kind, (await two.ends()).kind]).toEqual(['arrived', 'arrived'])
  })

  it('take what they brought, not what they say they will bring', async () => {
    const many = Array.from({ length: 20 }, () => body())
    for (const each of many) await each.sends(10)
    expect(reading.held).toBeLessThan(BOUNDS.bytes)
    for (const each of many) expect((await each.ends()).kind).toBe('arrived')
  })

  it('of one neighbourhood have a share of it, so that the room isn’t theirs alone', async () => {
    const near = [body(50 * KB, 'near'), body(50 * KB, 'near')]
    for (const each of near) await each.sends(20 * KB)
    expect(near.map(({ kind }) => kind())).toEqual([undefined, 'busy'])
    const far = body(50 * KB, 'far')
    await far.sends(20 * KB)
    expect((await far.ends()).kind).toBe('arrived')
    near[0]?.source.destroy()
    await turn()
    const again = body(50 * KB, 'near')
    await again.sends(20 * KB)
    expect((await again.ends()).kind).toBe('arrived')
  })

  it('never take more than the budget, and in the end nothing, whatever happens in which order', async () => {
    type Step = readonly ['sends' | 'ends' | 'cut' | 'done' | 'waits', number, number]
    const step: fc.Arbitrary<Step> = fc.tuple(
      fc.constantFrom('sends', 'sends', 'sends', 'ends', 'cut', 'done', 'waits'),
      fc.nat(9),
      fc.nat(30 * KB),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        clock = new FakeClock()
        reading = new Reading(clock, BOUNDS)
        const bodies = Array.from({ length: 10 }, (_, i) => body(50 * KB, ['a', 'b', undefined][i % 3]))
        for (const [what, i, size] of steps) {
          const one = bodies[i]
          if (what === 'waits') clock.advance(size / 8)
          else if (what === 'cut') one?.source.destroy()
          else if (what === 'done') void one?.end.then((end) => end.kind === 'arrived' && end.done())
          else if (one?.source.readable && !one.source.destroyed)
            one.source.push(what === 'ends' ? null : Buffer.alloc(size + 1))
          if (what === 'ends') bodies[i] = { ...one!, source: new Readable().destroy() }
          await turn()
          expect(reading.held).toBeLessThanOrEqual(BOUNDS.bytes)
        }
        for (const { source } of bodies) source.destroy()
        clock.advance(20_000)
        for (const { end } of bodies) {
          const arrival = await end
          if (arrival.kind === 'arrived') arrival.done()
        }
        expect([reading.held, clock.pending]).toEqual([0, 0])
      }),
      { numRuns: 50 },
    )
  })
})
