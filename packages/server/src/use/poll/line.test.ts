import { type PollAnswer, type PollRequest, SUBPROTOCOL } from '@stranger-chat/core/protocol'
import { describe, expect, it } from 'vitest'
import { Pace } from '../../gate/ratelimit.js'
import { Sweep } from '../../sweep.js'
import { nextTurn } from '../../system.js'
import { FakeClock } from '../../testing/clock.js'
import { PollLine } from './line.js'

function stage() {
  const clock = new FakeClock()
  const heard: (string | number)[] = []
  let forgotten = 0
  const poll = (seq: number, more: Partial<PollRequest> = {}): PollRequest => ({
    protocol: SUBPROTOCOL,
    line: 'l'.repeat(22),
    seq,
    sent: 0,
    got: 0,
    hello: { type: 'hello', conn: 1, client: { name: 'test', version: '1' } },
    frames: [],
    ...more,
  })
  const line = new PollLine(poll(1), {
    origin: undefined,
    wheel: new Sweep(clock, 250),
    pace: new Pace(25, 80),
    forget: () => forgotten++,
  })
  const answers = new Map<number, PollAnswer | 'dropped'>()
  const take = (seq: number, more: Partial<PollRequest> = {}): (() => void) => {
    const reply = {
      answer: (_: number, answer: PollAnswer) => {
        answers.set(seq, answer)
        line.left(reply)
      },
      drop: () => void answers.set(seq, 'dropped'),
    }
    line.take(poll(seq, more), reply)
    return () => line.left(reply)
  }
  line.open(
    {
      text: (text) => void heard.push(text),
      unreadable: (why) => void heard.push(why),
      closed: (code) => void heard.push(code),
    },
    poll(1),
  )
  heard.length = 0
  return { clock, line, heard, answers, take, forgotten: () => forgotten }
}

const EMPTY = { since: 1, at: 0, frames: [] }
/** Something was said, but no snapshot. */
const SAID = { ...EMPTY, state: '.' }

describe('a line', () => {
  it.each([
    [undefined, 25_000],
    [3_000, 3_000],
    [90_000, 25_000],
  ])('P-POLL-3: holds a poll that asks for %s ms for %s', (hold, ms) => {
    const { clock, answers, take } = stage()
    take(1, hold === undefined ? {} : { hold })
    clock.advance(ms - 250)
    expect(answers.size).toBe(0)
    clock.advance(250)
    expect(answers.get(1)).toEqual(EMPTY)
  })

  it('P-POLL-3: says in one answer what was said in one turn', async () => {
    const { line, answers, take } = stage()
    take(1)
    line.send('a')
    line.send('b')
    expect(answers.size).toBe(0)
    await nextTurn()
    expect(answers.get(1)).toEqual({ ...SAID, frames: ['a', 'b'] })
  })

  it('P-POLL-4: a higher seq ends the one before empty, a lower one is answered empty', async () => {
    const { line, answers, take } = stage()
    take(2)
    take(3)
    take(1)
    expect([answers.get(1), answers.get(2), answers.get(3)]).toEqual([EMPTY, EMPTY, undefined])
    line.send('a')
    await nextTurn()
    expect(answers.get(3)).toEqual({ ...SAID, frames: ['a'] })
  })

  it('P-POLL-5: keeps what was said until it is confirmed, and counts it as waiting', async () => {
    const { line, answers, take } = stage()
    line.send('é')
    line.send('b')
    take(1)
    await nextTurn()
    take(2, { got: 1 })
    await nextTurn()
    expect(answers.get(2)).toEqual({ ...SAID, at: 1, frames: ['b'] })
    expect(line.buffered()).toBe(1)
    take(3, { got: 99 })
    expect(line.buffered()).toBe(0)
  })

  it('P-POLL-5: carries out each frame of the client once', () => {
    const { heard, take } = stage()
    take(1, { frames: ['a', 'b'] })
    take(2, { frames: ['a', 'b', 'c'] })
    take(3, { sent: 2, frames: ['c', 'd'] })
    expect(heard).toEqual(['a', 'b', 'c', 'd'])
  })

  it('P-POLL-7: has fallen when nobody has polled for 5 s', () => {
    const { clock, heard, take, forgotten } = stage()
    const leave = take(1)
    clock.advance(20_000)
    leave()
    clock.advance(4_750)
    expect(heard).toEqual([])
    clock.advance(250)
    expect([heard, forgotten()]).toEqual([[1006], 1])
  })

  it('P-POLL-7: keeps its goodbye for a poll that comes within 5 s', async () => {
    const { line, answers, heard, take } = stage()
    line.send('{"type":"goodbye"}')
    line.close(4403, 'banned')
    line.send('too late')
    await nextTurn()
    expect(heard).toEqual([])
    take(1)
    await nextTurn()
    expect(answers.get(1)).toEqual({
      ...SAID,
      frames: ['{"type":"goodbye"}'],
      closed: { code: 4403, reason: 'banned' },
    })
    expect(heard).toEqual([4403])
  })

  it('dropped, it answers nobody', async () => {
    const { line, answers, heard, take } = stage()
    take(1)
    line.terminate()
    line.send('too late')
    line.terminate()
    await nextTurn()
    expect([heard, answers.get(1)]).toEqual([[1006], 'dropped'])
  })
})
