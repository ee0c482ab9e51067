import { expect, it } from 'vitest'
import type { LedgerEvent } from './facts.js'
import { eventsOf, pagesOf } from './walk.js'

const eventAt = (seq: number): LedgerEvent => ({
  seq,
  at: seq,
  actor: 'somebody',
  fact: { type: 'moderator.joined', moderator: 'ann' },
  before: '',
  hash: '',
})

/** A ledger of so many events, which writes down what it was asked for. */
function ledgerOf(count: number) {
  const asked: (readonly [after: number, limit: number])[] = []
  return {
    asked,
    events: (after: number, limit: number) => {
      asked.push([after, limit])
      const length = Math.max(0, Math.min(limit, count - after))
      return Promise.resolve(Array.from({ length }, (_, i) => eventAt(after + i + 1)))
    },
  }
}

it.each([0, 1, 999, 1_000, 1_001, 2_500])('walks all of %i events, each once and in order', async (count) => {
  const seen: number[] = []
  for await (const { seq } of eventsOf(ledgerOf(count))) seen.push(seq)
  expect(seen).toEqual(Array.from({ length: count }, (_, i) => i + 1))
})

it('never asks for more than a page, nor for what lies behind the last one wanted', async () => {
  const ledger = ledgerOf(9_000)
  const sizes: number[] = []
  for await (const page of pagesOf(ledger, 2_100)) sizes.push(page.length)
  expect(sizes).toEqual([1_000, 1_000, 100])
  expect(ledger.asked).toEqual([
    [0, 1_000],
    [1_000, 1_000],
    [2_000, 100],
  ])
})

it('reads nothing more once somebody has seen enough', async () => {
  const ledger = ledgerOf(9_000)
  for await (const { seq } of eventsOf(ledger)) if (seq === 1_000) break
  expect(ledger.asked).toHaveLength(1)
})
