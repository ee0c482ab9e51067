import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  acknowledge,
  add,
  displace,
  displaces,
  due,
  EMPTY_OUTBOX,
  giveUpCounted,
  type Outbox,
  refuse,
  repeat,
  rewind,
  settled,
  urge,
} from './outbox.js'

const PACE = { sendRate: 5, sendBurst: 15, signalsPer10s: 60 }
const text = (words: string) => ({ kind: 'text', text: words }) as const
const holding = (count: number): Outbox => {
  let outbox = EMPTY_OUTBOX
  for (let i = 1; i <= count; i++) outbox = add(outbox, text(`word ${i}`))
  return outbox
}
const numbers = (items: readonly { readonly n: number }[]) => items.map(({ n }) => n)

describe('P-N: numbered sends', () => {
  it('P-N-1: are numbered 1, 2, 3, …', () => {
    expect(numbers(holding(3).items)).toEqual([1, 2, 3])
  })

  it('leave once, in order', () => {
    const first = due(holding(3), 0, PACE)
    expect(numbers(first.items)).toEqual([1, 2, 3])
    expect(numbers(due(first.outbox, 0, PACE).items)).toEqual([])
    expect(numbers(due(add(first.outbox, text('more')), 0, PACE).items)).toEqual([4])
  })

  it('are kept until acknowledged', () => {
    const { outbox } = due(holding(3), 0, PACE)
    expect(settled(outbox)).toBe(0)
    const after = acknowledge(outbox, 1)
    expect(numbers(after.items)).toEqual([2, 3])
    expect(settled(after)).toBe(1)
    expect(settled(acknowledge(acknowledge(after, 2), 3))).toBe(3)
    expect(acknowledge(after, 1)).toBe(after)
  })

  it('P-N-3: after a refusal go on from the refused n, and not before the time', () => {
    const { outbox } = due(holding(5), 0, PACE)
    const refused = refuse(acknowledge(outbox, 1), 3, 2_000, PACE)
    expect(due(refused, 1_999, PACE)).toMatchObject({ items: [], next: 2_000 })
    const again = due(refused, 2_000, PACE)
    expect(numbers(again.items)).toEqual([3])
    expect(numbers(due(again.outbox, again.next ?? 0, PACE).items)).toEqual([4])
  })

  it('a refusal of what was answered meanwhile, or never sent, changes nothing', () => {
    const { outbox } = due(holding(2), 0, PACE)
    expect(refuse(outbox, 3, 1_000, PACE)).toBe(outbox)
    const acked = acknowledge(outbox, 1)
    expect(refuse(acked, 1, 1_000, PACE)).toBe(acked)
  })

  it('P-RESUME-6: after a resume go again from accepted + 1, once the replay has shown what was counted', () => {
    const { outbox } = due(holding(5), 0, PACE)
    const back = rewind(outbox, 2)
    expect(numbers(back.items)).toEqual([1, 2, 3, 4, 5])
    expect(due(back, 0, PACE)).toMatchObject({ items: [], next: null })
    const first = acknowledge(back, 1)
    expect(due(first, 0, PACE).items).toEqual([])
    expect(numbers(due(acknowledge(first, 2), 0, PACE).items)).toEqual([3, 4, 5])
  })

  it('never give a number twice, even if the server counts further than we remember', () => {
    expect(numbers(add(rewind(EMPTY_OUTBOX, 7), text('next')).items)).toEqual([8])
  })
})

describe('P-RESUME-7: a number that another tab of the same session has used', () => {
  it('is not the number of what waits, when its entry says something else; all after it moves along', () => {
    const back = acknowledge(rewind(holding(3), 2), 1)
    expect(displaces(back, 2, text('word 2'))).toBe(false)
    expect(displaces(back, 2, { kind: 'void' }), 'refused: ours as far as anybody can tell').toBe(false)
    expect(displaces(back, 2, text('of the other tab'))).toBe(true)
    const { outbox, moved } = displace(back, 2)
    expect(due(outbox, 0, PACE).items).toEqual([
      { n: 3, body: text('word 2') },
      { n: 4, body: text('word 3') },
    ])
    expect(moved).toEqual(
      new Map([
        [2, 3],
        [3, 4],
      ]),
    )
    expect(numbers(add(outbox, text('word 4')).items)).toEqual([3, 4, 5])
  })

  it('also beyond the count: a line may be heard for a while after its seat was taken', () => {
    const { outbox } = due(rewind(holding(3), 0), 0, PACE)
    const now = acknowledge(outbox, 1)
    expect(displaces(now, 2, text('another'))).toBe(true)
    const again = due(displace(now, 2).outbox, 60_000, PACE)
    expect(again.items).toEqual([
      { n: 3, body: text('word 2') },
      { n: 4, body: text('word 3') },
    ])
    expect(displaces(again.outbox, 3, text('word 2'))).toBe(false)
  })

  it('P-RESUME-5: what was counted in a log that no longer reaches back is given up, and holds nothing', () => {
    const tried = due(holding(3), 0, PACE).outbox
    const { outbox, lost } = giveUpCounted(rewind(tried, 2))
    expect(numbers(lost)).toEqual([1, 2])
    expect(numbers(due(outbox, 0, PACE).items)).toEqual([3])
  })

  it('property: each send leaves once, in order, whoever used which numbers meanwhile', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ mine: fc.nat(4), left: fc.nat(4), arrived: fc.nat(4), others: fc.nat(3) })),
        (rounds) => {
          let outbox = EMPTY_OUTBOX
          let said = 0
          const log: string[] = []
          for (const { mine, left, arrived, others } of rounds) {
            for (let i = 0; i < mine; i++) outbox = add(outbox, text(`mine ${++said}`))
            const now = due(outbox, 0, { ...PACE, sendRate: 1_000, sendBurst: left + 2 })
            outbox = { ...now.outbox, drained: 0 }
            for (const { n, body } of now.items.slice(0, arrived)) {
              expect(n).toBe(log.length + 1)
              log.push(body.kind === 'text' ? body.text : '')
            }
            for (let i = 0; i < others; i++) log.push(`theirs ${log.length}`)
            const first = settled(outbox) + 1
            outbox = rewind(outbox, log.length)
            for (let n = first; n <= log.length; n++) {
              const body = text(log[n - 1] ?? '')
              if (displaces(outbox, n, body)) outbox = displace(outbox, n).outbox
              else outbox = acknowledge(outbox, n)
            }
          }
          const rest = due(outbox, 0, { ...PACE, sendRate: 1_000, sendBurst: 10_000 }).items
          const mine = [...log, ...rest.map(({ body }) => (body.kind === 'text' ? body.text : ''))]
          expect(mine.filter((words) => words.startsWith('mine'))).toEqual(
            Array.from({ length: said }, (_, i) => `mine ${i + 1}`),
          )
        },
      ),
    )
  })
})

describe('P-N-4: what a call says goes before words that have not left', () => {
  const step = (call: number) => ({ kind: 'consent', call, step: 'voice', on: false }) as const
  const hangUp = { kind: 'signal', call: 1, signal: 'hangup', data: '' } as const

  it('behind what has left, and behind what another call said before', () => {
    const busy = due(holding(20), 0, PACE).outbox
    const first = urge(busy, hangUp)
    expect(first.moved).toEqual(new Map([14, 15, 16, 17, 18, 19, 20].map((n) => [n, n + 1])))
    const second = urge(first.outbox, step(1))
    expect(numbers(second.outbox.items)).toEqual(Array.from({ length: 22 }, (_, i) => i + 1))
    expect(second.outbox.items.slice(13, 16).map(({ body }) => body)).toEqual([
      hangUp,
      step(1),
      text('word 14'),
    ])
    expect(due(second.outbox, 0, PACE).items, 'at once, though words have to wait').toEqual([
      { n: 14, body: hangUp },
    ])
  })

  it('at the end, like words, when none wait', () => {
    const { outbox, moved } = urge(due(holding(3), 0, PACE).outbox, hangUp)
    expect([numbers(outbox.items), moved.size]).toEqual([[1, 2, 3, 4], 0])
  })

  it('P-N-3: behind a word that was refused for now, which has to come next, and before those dropped behind it', () => {
    const refused = refuse(due(holding(10), 0, PACE).outbox, 4, 2_000, PACE)
    const { outbox } = urge(refused, hangUp)
    expect(due(outbox, 1_999, PACE).items).toEqual([])
    const at = due(outbox, 2_000, PACE)
    expect(at.items.map(({ body }) => body)).toEqual([text('word 4'), hangUp])
  })

  it('never before what may have arrived: after a gap, and after a reload', () => {
    const gap = repeat(due(holding(10), 0, PACE).outbox, 1, 0, PACE)
    expect(urge(refuse(due(gap, 0, PACE).outbox, 1, 0, PACE), hangUp).moved.size).toBe(0)
    expect(urge({ ...holding(5), tried: 5 }, hangUp).moved.size).toBe(0)
    expect(urge(rewind(holding(5), 2), hangUp).outbox.items.at(2)?.body).toEqual(hangUp)
  })

  it('property: words keep their order, calls keep theirs, and each arrives once, whatever is refused or falls', () => {
    const act = fc.oneof(
      fc.constant('word' as const),
      fc.constant('call' as const),
      fc.constant('fall' as const),
      fc.record({ refused: fc.nat(12), arrived: fc.nat(12) }),
    )
    fc.assert(
      fc.property(fc.array(act, { maxLength: 80 }), (acts) => {
        let outbox = EMPTY_OUTBOX
        let at = 0
        let [words, calls] = [0, 0]
        const log: string[] = []
        const name = (body: { readonly kind: string; readonly text?: string; readonly call?: number }) =>
          body.kind === 'text' ? (body.text ?? '') : `call ${body.call}`
        /** A server: the next number is taken, up to the one it refuses; what comes behind that is dropped. */
        const serve = (refused: number, arrived: number): void => {
          const now = due(outbox, at, PACE)
          outbox = now.outbox
          const wrong = now.items[refused]
          for (const { n, body } of wrong === undefined ? now.items : now.items.slice(0, refused)) {
            expect(n).toBe(log.length + 1)
            log.push(name(body))
          }
          for (const { n } of now.items.slice(0, Math.min(arrived, wrong === undefined ? Infinity : refused)))
            outbox = acknowledge(outbox, n)
          if (wrong !== undefined) outbox = refuse(outbox, wrong.n, at + 500, PACE)
        }
        for (const one of acts) {
          at += 150
          if (one === 'word') outbox = add(outbox, text(`word ${++words}`))
          else if (one === 'call') outbox = urge(outbox, step(++calls)).outbox
          else if (one !== 'fall') serve(one.refused, one.arrived)
          else {
            outbox = rewind(outbox, log.length)
            for (let n = settled(outbox) + 1; n <= log.length; n++) {
              const item = outbox.items.find((held) => held.n === n)
              if (item !== undefined)
                expect(name(item.body), 'a number is bound to its body').toBe(log[n - 1])
              outbox = acknowledge(outbox, n)
            }
          }
        }
        for (let rest = 0; rest < 500 && outbox.sent < outbox.last; rest++, at += 500) serve(99, 99)
        const said = (start: string, count: number) =>
          Array.from({ length: count }, (_, i) => `${start} ${i + 1}`)
        expect(log.filter((one) => one.startsWith('word'))).toEqual(said('word', words))
        expect(log.filter((one) => one.startsWith('call'))).toEqual(said('call', calls))
      }),
    )
  })
})

describe('P-LIMIT-3: the pace', () => {
  it('stays below the burst, then one an interval', () => {
    const first = due(holding(50), 0, PACE)
    expect(first.items).toHaveLength(13)
    expect(first.next).toBe(200)
    expect(due(first.outbox, 199, PACE).items).toHaveLength(0)
    expect(due(first.outbox, 200, PACE).items).toHaveLength(1)
  })

  it("never trips a bucket of the server's size, whenever it is asked", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3_000), { maxLength: 60 }), (steps) => {
        let outbox = holding(50)
        let at = 0
        let level = 0
        let filled = 0
        for (const step of steps) {
          at += step
          const now = due(outbox, at, PACE)
          outbox = now.outbox
          level = Math.max(0, level - ((at - filled) / 1000) * PACE.sendRate) + now.items.length
          filled = at
          expect(level).toBeLessThanOrEqual(PACE.sendBurst)
        }
      }),
    )
  })

  it('lets everything out in time', () => {
    let outbox = holding(50)
    let sent: number[] = []
    for (let at: number | null = 0; at !== null;) {
      const now = due(outbox, at, PACE)
      outbox = now.outbox
      sent = [...sent, ...numbers(now.items)]
      at = now.next
    }
    expect(sent).toEqual(Array.from({ length: 50 }, (_, i) => i + 1))
  })
})
