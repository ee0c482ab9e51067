import { describe, expect, it } from 'vitest'
import { memoryKeys } from '../testing.js'
import { Receipts } from './receipts.js'
import type { Report } from './types.js'

const DAY = 24 * 60 * 60_000
const report = (n: number, more: Partial<Report> = {}): Report => ({
  ...{
    number: `CASE-${n}`,
    receipt: `receipt-${n}`,
    chat: `chat-${n}`,
    reason: 'spam',
    at: n,
    state: 'open',
  },
  ...more,
})
const numbers = (receipts: Receipts) => receipts.list().map(({ number }) => number)

describe('receipts', () => {
  it('outlive the page that got them, newest first, and are one number each', () => {
    const storage = memoryKeys()
    const receipts = new Receipts(storage, 'stranger-chat:here:reports')
    receipts.add(report(1))
    receipts.add(report(2))
    receipts.add(report(1))
    expect(numbers(new Receipts(storage, 'stranger-chat:here:reports'))).toEqual(['CASE-1', 'CASE-2'])
    expect(numbers(new Receipts(storage, 'stranger-chat:elsewhere:reports'))).toEqual([])
  })

  it('are twenty at most, and none is kept for longer than there can be news', () => {
    const receipts = new Receipts(memoryKeys(), 'stranger-chat:here:reports')
    for (let n = 1; n <= 25; n++) receipts.add(report(n))
    expect(numbers(receipts)).toHaveLength(20)
    expect(numbers(receipts).at(-1)).toBe('CASE-6')
    receipts.add(report(26, { at: 25 + 210 * DAY }))
    expect(numbers(receipts)).toEqual(['CASE-26'])
  })

  it('learn what became of them, and are asked for only while that is open and not too often', () => {
    const receipts = new Receipts(memoryKeys(), 'stranger-chat:here:reports')
    receipts.add(report(1))
    receipts.add(report(2))
    expect(receipts.open(0)).toHaveLength(2)
    receipts.told([{ number: 'CASE-1', state: 'acted', decidedAt: 7 }], 100)
    expect(receipts.list().map(({ state }) => state)).toEqual(['open', 'acted'])
    expect(receipts.open(99)).toEqual([])
    expect(receipts.open(100).map(({ number }) => number)).toEqual(['CASE-2'])
    receipts.forget('CASE-1')
    receipts.forget('CASE-2')
    expect(receipts.list()).toEqual([])
  })

  it('leave nothing behind when the last one is forgotten', () => {
    const storage = memoryKeys()
    const receipts = new Receipts(storage, 'stranger-chat:here:reports')
    receipts.add(report(1))
    expect([...storage.entries.keys()]).toEqual(['stranger-chat:here:reports'])
    receipts.forget('CASE-1')
    expect([...storage.entries.keys()]).toEqual([])
  })

  it.each([
    'no JSON',
    '[]',
    '{"v":"2","asked":0,"reports":[]}',
    '{"v":"1","asked":0,"reports":[{"number":"x","receipt":"<script>","chat":"c","reason":"spam","at":1,"state":"open"}]}',
    `{"v":"1","asked":0,"reports":${JSON.stringify(Array.from({ length: 21 }, (_, n) => report(n)))}}`,
  ])('read nothing from %s', (text) => {
    const storage = memoryKeys()
    storage.set('stranger-chat:here:reports', text)
    expect(new Receipts(storage, 'stranger-chat:here:reports').list()).toEqual([])
  })

  it('live as long as the client where nothing is kept, or nothing can be', () => {
    const receipts = new Receipts(null, 'stranger-chat:here:reports')
    receipts.add(report(1))
    expect(numbers(receipts)).toEqual(['CASE-1'])
    const full = {
      ...memoryKeys(),
      set() {
        throw new Error('full')
      },
    }
    expect(() => new Receipts(full, 'stranger-chat:here:reports').add(report(1))).not.toThrow()
  })
})
