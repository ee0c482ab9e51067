import { expect } from '@open-wc/testing'
import { codePoints, roomFor } from './count.js'

const FAMILY = '👩‍👩‍👧‍👦'

describe('how much room is left in a message', () => {
  it('is counted in letters, as the server counts them', () => {
    expect(roomFor('', 10)).to.equal(10)
    expect(roomFor('  tea  ', 10)).to.equal(7)
    expect(roomFor('🌿', 10)).to.equal(9)
    expect(roomFor(FAMILY, 10)).to.equal(3)
    expect(roomFor(FAMILY, 7)).to.equal(0)
  })

  for (const [text, limit, rest] of [
    ['abcdefghij', 8, -2],
    // Seven code points too many, one character to whoever has to take it away.
    [`tea${FAMILY}`, 3, -1],
    [`tea${FAMILY}`, 9, -1],
    [`tea${FAMILY}`, 10, 0],
    ['🇮🇩🇮🇩🇮🇩', 3, -2],
    ['é́é', 2, -1],
    ['한국어', 2, -1],
    // What is cut off ends in white space, which is never sent.
    ['tea  and', 3, -3],
    ['tea a', 4, -1],
    ['tea     ', 3, 0],
    // A character that is longer than the limit by itself.
    [FAMILY, 3, -1],
  ] as const) {
    it(`${JSON.stringify(text)} in a message of ${limit}: ${rest}`, () =>
      expect(roomFor(text, limit)).to.equal(rest))
  }

  it('is never said to be there where the server would refuse, nor refused where it would take', () => {
    const pieces = ['a', ' ', '🌿', FAMILY, '🇮🇩', 'é', '👍🏽', '1️⃣', '\n', 'ش', 'क्षि']
    for (let seed = 1; seed < 400; seed++) {
      let text = ''
      for (let i = 0, n = seed; i < seed % 13; i++, n = (n * 31 + 7) % 1_009)
        text += pieces[n % pieces.length]
      for (const limit of [1, 5, 12, 40]) {
        const rest = roomFor(text, limit)
        expect(rest >= 0, `${text} ${limit}`).to.equal(codePoints(text.trim()) <= limit)
        if (rest >= 0) continue
        // As many taken away as it says, and it fits; one fewer, and it doesn't.
        const seen = [...new Intl.Segmenter().segment(text.trim())].map(({ segment }) => segment)
        const without = (n: number) =>
          codePoints(
            seen
              .slice(0, seen.length - n)
              .join('')
              .trim(),
          )
        expect(without(-rest), `${text} ${limit}`).to.be.at.most(limit)
        expect(without(-rest - 1), `${text} ${limit}`).to.be.above(limit)
      }
    }
  })

  it('is counted by code points where far too much was pasted', () => {
    expect(roomFor(FAMILY.repeat(2_000), 2_000)).to.equal(-12_000)
  })
})
