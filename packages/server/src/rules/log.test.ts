import { END_REASONS } from '@stranger-chat/core/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  END_ROOM,
  ENDS,
  entryBytes,
  entryTime,
  hasRoom,
  isOver,
  judgeN,
  type LogMember,
  seenByAll,
} from './log.js'

const member = (seat: number, changes: Partial<LogMember> = {}): LogMember => ({
  seat,
  present: true,
  confirmed: true,
  forsaken: false,
  seen: 0,
  ...changes,
})

it.each([
  [1, 0, 'append'],
  [1, 1, 'duplicate'],
  [5, 9, 'duplicate'],
  [3, 1, 'gap'],
] as const)('a send numbered %i after %i is a case of %s (P-N-1)', (n, accepted, verdict) => {
  expect(judgeN(n, accepted)).toBe(verdict)
})

it('never lets time run backwards (P-LOG-2)', () => {
  expect([entryTime(5, 3), entryTime(5, 5), entryTime(5, 7)]).toEqual([5, 5, 7])
})

it('weighs an entry by its text as UTF-8', () => {
  const bare = entryBytes(undefined)
  expect(entryBytes({ kind: 'text', text: 'a€' }) - bare).toBe(4)
  expect(entryBytes({ kind: 'signal', call: 1, signal: 'offer', data: 'ä' }) - bare).toBe(2)
  expect(entryBytes({ kind: 'delete', offset: 1 })).toBe(bare)
  expect(bare).toBeLessThanOrEqual(END_ROOM.bytes)
})

it('leaves room for the end, whatever was said before (P-LOG-1)', () => {
  const limits = { logEntries: 256, logBytes: 131_072 }
  fc.assert(
    fc.property(fc.nat(300), fc.nat(140_000), fc.nat(40_000), (entries, bytes, more) => {
      const isFull = entries + 2 > 256 || bytes + more + END_ROOM.bytes > 131_072
      expect(hasRoom(entries, bytes, more, limits)).toBe(!isFull)
    }),
  )
})

describe('what all have seen', () => {
  it('is the lowest of those who may still come (P-SEEN-3)', () => {
    expect(seenByAll([member(0, { seen: 7 }), member(1, { seen: 4 })], 9)).toBe(4)
    expect(seenByAll([member(0, { seen: 7 }), member(1, { seen: 4, forsaken: true })], 9)).toBe(7)
    expect(seenByAll([member(0, { forsaken: true }), member(1, { forsaken: true })], 9)).toBe(9)
  })

  it('lets a chat go when it includes the end (P-GRACE-3)', () => {
    expect(isOver([member(0, { seen: 9 }), member(1, { seen: 8 })], 9)).toBe(false)
    expect(isOver([member(0, { seen: 9 }), member(1, { seen: 9 })], 9)).toBe(true)
  })
})

describe('the ends', () => {
  const all = [member(0), member(1)]
  const away = [member(0), member(1, { present: false })]
  const silent = [member(0), member(1, { confirmed: false })]

  it.each([
    ['left', all, true, 0],
    ['lost', all, false, undefined],
    ['lost', away, true, 1],
    ['no_show', all, false, undefined],
    ['no_show', silent, true, 1],
    ['idle', all, true, undefined],
    ['closed', all, true, undefined],
  ] as const)('as %s', (reason, members, holds, by) => {
    expect(ENDS[reason].holds(members)).toBe(holds)
    expect(ENDS[reason].by(members, 0)).toBe(by)
  })

  it('use tickets up, all but the no_show (P-MATCH-4)', () => {
    expect(END_REASONS.filter((reason) => ENDS[reason].ticketsLive)).toEqual(['no_show'])
  })
})
