import { expect } from '@open-wc/testing'
import type { ShownEntry } from '@stranger-chat/core/api'
import { stretches } from './folds.js'

const span = (picked: readonly boolean[]): readonly ShownEntry[] =>
  picked.map((one, offset) => ({ offset, seat: 0, at: 0, picked: one, body: { kind: 'text', text: '' } }))

describe('a long span', () => {
  it('shows what was picked with what was said around it, and folds the rest', () => {
    const picked = Array.from({ length: 40 }, (_, i) => i === 20)
    const shape = stretches(span(picked)).map(({ kind, entries }) => [kind, entries.length])
    expect(shape).to.deep.equal([
      ['fold', 17],
      ['entries', 8],
      ['fold', 15],
    ])
  })

  it('is shown whole when nothing was picked, and when little would be folded', () => {
    expect(stretches(span(Array.from({ length: 40 }, () => false))).length).to.equal(1)
    const few = [...Array.from({ length: 6 }, () => false), true]
    expect(stretches(span(few)).map(({ kind }) => kind)).to.deep.equal(['entries', 'entries'])
  })

  it('never loses, doubles or reorders an entry, and never folds a picked one', () => {
    // At the edges, side by side, and far apart.
    const places = [0, 1, 5, 6, 7, 12, 13, 14, 25, 26, 40, 53, 58, 59]
    for (const a of places) {
      for (const b of places) {
        for (const c of places) {
          const entries = span(Array.from({ length: 60 }, (_, i) => i === a || i === b || i === c))
          const parts = stretches(entries)
          expect(parts.flatMap((part) => [...part.entries])).to.deep.equal(entries)
          const folded = parts.filter(({ kind }) => kind === 'fold').flatMap((part) => [...part.entries])
          expect(folded.some((entry) => entry.picked)).to.equal(false)
        }
      }
    }
  })
})
