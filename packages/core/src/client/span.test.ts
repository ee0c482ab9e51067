import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LIMITS } from '../protocol/index.js'
import { evidenceOf, spanOf } from './span.js'
import type { Kept } from './transcript.js'

const kept = (offset: number, text = 'hello', body: Kept['body'] = { kind: 'text', text }): Kept => ({
  ...{ offset, seat: offset % 2, at: 1_000 + offset, body, stamp: `k1.${'0'.repeat(22)}` },
})
const signal = (offset: number) =>
  kept(offset, '', { kind: 'signal', call: 1, signal: 'candidate', data: 'candidate' })
const log = (from: number, to: number, text?: string) =>
  Array.from({ length: to - from + 1 }, (_, i) => kept(from + i, text))
const offsets = ({ entries }: ReturnType<typeof spanOf>) => entries.map(({ offset }) => offset)
const most = (reportEntries: number, reportBytes: number = LIMITS.reportBytes) => ({
  reportEntries,
  reportBytes,
})

describe('the span of a report', () => {
  it('is the whole chat where that is allowed', () => {
    expect(spanOf(log(1, 200), new Set(), LIMITS, true)).toMatchObject({ left: 0, why: null })
  })

  it('keeps the newest where nothing was picked', () => {
    const span = spanOf(log(1, 10), new Set(), most(3), true)
    expect([offsets(span), span.left, span.why]).toEqual([[8, 9, 10], 7, 'limit'])
  })

  it.each([
    [[2], [1, 2, 3]],
    [[5], [4, 5, 6]],
    [
      [9, 10],
      [8, 9, 10],
    ],
    [
      [4, 6],
      [4, 5, 6],
    ],
    // More was picked than fits: the newer ones stay.
    [
      [1, 10],
      [8, 9, 10],
    ],
  ])('keeps %j and cuts at the far end', (picked, expected) => {
    expect(offsets(spanOf(log(1, 10), new Set(picked), most(3), true))).toEqual(expected)
  })

  it('ends where entries are missing: what lies around the picked ones goes', () => {
    const torn = [...log(1, 3), ...log(7, 9)]
    expect(spanOf(torn, new Set([2]), LIMITS, true)).toMatchObject({ left: 3, why: 'gap' })
    expect(offsets(spanOf(torn, new Set([2]), LIMITS, true))).toEqual([1, 2, 3])
    expect(offsets(spanOf(torn, new Set(), LIMITS, true))).toEqual([7, 8, 9])
    expect(offsets(spanOf(torn, new Set([4_000]), LIMITS, true))).toEqual([7, 8, 9])
  })

  it('P-REPORT-2: carries signals as kind and hash, and ends before them where nothing can hash', () => {
    const call = [...log(1, 2), signal(3), ...log(4, 5)]
    expect(offsets(spanOf(call, new Set([1]), LIMITS, true))).toEqual([1, 2, 3, 4, 5])
    const span = spanOf(call, new Set([1]), LIMITS, false)
    expect([offsets(span), span.left, span.why]).toEqual([[1, 2], 3, 'signal'])
    expect(evidenceOf(signal(3), 'hash')).toEqual({
      ...{ offset: 3, seat: 1, at: 1_003, stamp: kept(3).stamp },
      ...{ kind: 'signal', hash: 'hash' },
    })
  })

  it('is empty for a chat that holds nothing', () => {
    expect(spanOf([], new Set(), LIMITS, true)).toEqual({ entries: [], left: 0, why: null })
    expect(spanOf([signal(1)], new Set(), LIMITS, false)).toEqual({ entries: [], left: 1, why: 'signal' })
  })

  it('whatever the chat: contiguous, within both bounds, and with a picked one in it if it fits', () => {
    const entry = fc.record({ gap: fc.boolean(), words: fc.nat(3_000), pick: fc.boolean() })
    const check = (
      chat: { gap: boolean; words: number; pick: boolean }[],
      entries: number,
      bytes: number,
    ) => {
      let offset = 0
      const all = chat.map(({ gap, words }) => kept((offset += gap ? 2 : 1), 'é'.repeat(words)))
      const picked = new Set(all.flatMap(({ offset: at }, i) => (chat[i]?.pick ? [at] : [])))
      const span = spanOf(all, picked, most(entries, bytes), true)
      const [first = 0] = offsets(span)
      expect(offsets(span)).toEqual(span.entries.map((_, i) => first + i))
      expect(span.entries.length).toBeLessThanOrEqual(entries)
      expect(span.left).toBe(all.length - span.entries.length)
      const sent = JSON.stringify(span.entries.map((one) => evidenceOf(one, null)))
      expect(new TextEncoder().encode(sent).length).toBeLessThanOrEqual(bytes)
      if (picked.size > 0 && bytes > 32 * 1024)
        expect(span.entries.some(({ offset: at }) => picked.has(at))).toBe(true)
    }
    const bytes = fc.integer({ min: 17 * 1024, max: LIMITS.reportBytes })
    fc.assert(fc.property(fc.array(entry, { maxLength: 60 }), fc.integer({ min: 1, max: 80 }), bytes, check))
  })
})
