import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  abandon,
  apply,
  begin,
  deliver,
  forgetWords,
  keep,
  type Kept,
  type Log,
  NO_TRANSCRIPT,
  openLog,
  pend,
  settle,
  TRANSCRIPT,
  withdraw,
} from './transcript.js'
import { restoreLog } from './restore.js'

const ME = 0
const log = (): Log => openLog('chat-000001', 'epoch-01', ME, 'capsule')
const kept = (offset: number, body: Kept['body'], seat = 1): Kept => ({
  offset,
  seat,
  at: offset,
  body,
  stamp: 'stamp',
})
const says = (offset: number, text: string, seat = 1) => kept(offset, { kind: 'text', text }, seat)
const take = (to: Log, ...entries: Kept[]): Log =>
  entries.reduce((before, entry) => apply(before, entry, null).log, to)
const texts = ({ messages }: Log) => messages.map(({ from, state, text }) => `${from} ${state} ${text}`)
const body = (text: string) => ({ kind: 'text', text }) as const

describe('P-RESUME-2: the cursor', () => {
  it('takes the next offset, drops a lower one, and calls a higher one a gap', () => {
    const one = apply(log(), says(1, 'one'), null)
    expect(one.verdict).toBe('applied')
    expect(apply(one.log, says(1, 'one'), null)).toMatchObject({ verdict: 'known', log: one.log })
    expect(apply(one.log, says(3, 'three'), null)).toMatchObject({ verdict: 'gap', log: one.log })
  })

  it('P-RESUME-5: may jump once the log no longer reaches back', () => {
    expect(apply(log(), says(40, 'late'), null, true)).toMatchObject({
      verdict: 'applied',
      log: { cursor: 40 },
    })
  })

  it('P-FRAME-6: goes on over a kind it does not know, and shows that there was something', () => {
    const after = take(log(), kept(1, { kind: 'dance', moves: 3 }), says(2, 'and then'))
    expect(after.messages.map(({ kind }) => kind)).toEqual(['unsupported', 'text'])
    expect(after.entries[0]?.body).toEqual({ kind: 'dance', moves: 3 })
  })

  it('goes on over what is no line of a conversation', () => {
    const after = take(
      log(),
      kept(1, { kind: 'signal', call: 1, signal: 'offer', data: '' }),
      kept(2, { kind: 'consent', call: 1, step: 'voice', on: true }),
    )
    expect(after).toMatchObject({ cursor: 2, messages: [] })
    expect(after.entries).toHaveLength(2)
  })
})

describe('own words', () => {
  it('wait below what is in the log, then take their place in it', () => {
    const waiting = take(pend(log(), 1, 'mine', 0), says(1, 'theirs'))
    expect(texts(waiting)).toEqual(['stranger sent theirs', 'me pending mine'])
    const { log: after } = settle(waiting, [1, 2, 5, 'stamp'], body('mine'))
    expect(texts(after)).toEqual(['stranger sent theirs', 'me sent mine'])
    expect(after.messages[1]).toMatchObject({ key: 'chat-000001:2', offset: 2, n: 1, at: 5 })
    expect(after.entries[1]).toMatchObject({ seat: ME, body: body('mine'), stamp: 'stamp' })
  })

  it('P-ACK-2: are settled once, however often they are acknowledged', () => {
    const first = settle(pend(log(), 1, 'mine', 0), [1, 1, 5, 'stamp'], body('mine'))
    const second = settle(first.log, [1, 1, 5, 'stamp'], body('mine'))
    expect(second).toMatchObject({ verdict: 'known', log: first.log })
  })

  it('P-BODY-3: that were refused say why, keep their words for their author, and are a void in the log', () => {
    const { log: after } = settle(pend(log(), 1, 'rude', 0), [1, 1, 5, 'stamp', 'denied'], body('rude'))
    expect(after.messages).toMatchObject([{ text: 'rude', state: 'failed', why: 'denied', offset: 1 }])
    expect(after.entries).toMatchObject([{ body: { kind: 'void' }, said: 'rude', why: 'denied' }])
  })

  it('come back in full after a resume', () => {
    const { log: after } = apply(pend(log(), 1, 'mine', 0), says(1, 'mine', ME), 1)
    expect(texts(after)).toEqual(['me sent mine'])
  })

  it('that cannot get in any more fail, and can be taken out', () => {
    const left = abandon(pend(log(), 1, 'too late', 0), 'ended')
    expect(left.messages).toMatchObject([{ state: 'failed', why: 'ended', offset: null }])
    expect(withdraw(left, left.messages[0]?.key ?? '').messages).toEqual([])
    expect(abandon(left, 'ended')).toBe(left)
  })

  it('said just before leaving are marked as delivered when the answer comes', () => {
    expect(texts(deliver(pend(log(), 1, 'bye', 0), [1, 9, 5, 'stamp']))).toEqual(['me sent bye'])
    expect(texts(deliver(pend(log(), 1, 'bye', 0), [1, 9, 5, 'stamp', 'denied']))).toEqual(['me failed bye'])
  })

  it('do not wait for ever when a broken server puts them where something else is', () => {
    const { log: after } = settle(
      pend(take(log(), says(1, 'theirs')), 1, 'mine', 0),
      [1, 1, 5, 'stamp'],
      body('mine'),
    )
    expect(texts(after)).toEqual(['stranger sent theirs', 'me failed mine'])
  })
})

describe('tombstones', () => {
  it("a stranger's refused words are a void without a text", () => {
    expect(take(log(), kept(1, { kind: 'void' })).messages).toMatchObject([
      { from: 'stranger', kind: 'void', text: '' },
    ])
  })

  it('a member takes back words of its own; the entry stays as evidence', () => {
    const after = take(log(), says(1, 'oops'), kept(2, { kind: 'delete', offset: 1 }))
    expect(after.messages).toMatchObject([{ kind: 'void', text: '' }])
    expect(after.entries[0]?.body).toEqual(body('oops'))
  })

  it("and never another's", () => {
    expect(texts(take(log(), says(1, 'mine', ME), kept(2, { kind: 'delete', offset: 1 })))).toEqual([
      'me sent mine',
    ])
  })

  it('only the server ends a chat', () => {
    const end = { kind: 'end', reason: 'left' }
    expect(take(log(), kept(1, end, -1)).messages[0]?.kind).toBe('end')
    expect(take(log(), kept(1, end, 1)).messages[0]?.kind).toBe('unsupported')
  })
})

describe('P-KEEP-2: bounds', () => {
  const many = (count: number, chat = 'chat-000001', text = 'x'): Log =>
    take({ ...log(), chat }, ...Array.from({ length: count }, (_, i) => says(i + 1, text)))

  it('keep the newest 500 entries of two chats, the older chat goes first', () => {
    const before = begin(
      begin(NO_TRANSCRIPT, many(300, 'chat-older')),
      openLog('chat-newer', 'epoch-02', ME, 'capsule'),
    )
    const after = keep(before, many(400, 'chat-newer'))
    expect(after.current?.entries).toHaveLength(400)
    expect(after.previous?.entries).toHaveLength(100)
    expect(after.previous?.entries[0]?.offset).toBe(201)
  })

  it('keep the lines that have an entry, and those still waiting', () => {
    const after = keep(NO_TRANSCRIPT, pend(many(TRANSCRIPT.entries + 5), 1, 'mine', 0)).current
    expect(after?.messages[0]?.offset).toBe(6)
    expect(after?.messages.at(-1)).toMatchObject({ text: 'mine', state: 'pending' })
    expect(after?.cursor).toBe(TRANSCRIPT.entries + 5)
  })

  it('keep 512 KB', () => {
    const after = keep(NO_TRANSCRIPT, many(100, 'chat-000001', '☕'.repeat(8_000))).current
    expect(after?.bytes).toBeLessThanOrEqual(TRANSCRIPT.bytes)
    expect(after?.entries.at(-1)?.offset).toBe(100)
    expect(after?.entries.length).toBeGreaterThan(10)
  })

  it('nothing is copied when nothing was over', () => {
    const few = many(3)
    expect(keep(NO_TRANSCRIPT, few).current).toBe(few)
  })
})

it('the list of lines is the same as long as no line changed', () => {
  const one = take(log(), says(1, 'one'))
  expect(take(one, kept(2, { kind: 'signal', call: 1, signal: 'offer', data: '' })).messages).toBe(
    one.messages,
  )
  expect(apply(one, says(1, 'one'), null).log.messages).toBe(one.messages)
})

it('words can be forgotten while the place in the log and what waits stay', () => {
  const after = forgetWords(pend(take(log(), says(1, 'one')), 1, 'mine', 0))
  expect(after).toMatchObject({ cursor: 1, entries: [], bytes: 0 })
  expect(texts(after)).toEqual(['me pending mine'])
})

it('what storage held becomes the same log again', () => {
  const before = take(
    settle(pend(log(), 1, 'mine', 0), [1, 1, 5, 'stamp', 'denied'], body('mine')).log,
    says(2, 'oops'),
    kept(3, { kind: 'delete', offset: 2 }),
  )
  const after = restoreLog(before)
  expect(after.messages).toEqual(before.messages.map((message) => ({ ...message, n: null })))
  expect(after).toMatchObject({ cursor: 3, bytes: before.bytes })
})

it('lines are in the order of the log, each once, whatever comes', () => {
  const entry = fc.record({
    offset: fc.nat(12),
    seat: fc.integer({ min: -1, max: 2 }),
    n: fc.option(fc.nat(5)),
    body: fc.oneof(
      fc.record({ kind: fc.constant('text'), text: fc.string() }),
      fc.record({ kind: fc.constantFrom('void', 'end', 'odd', 'signal') }),
      fc.record({ kind: fc.constant('delete'), offset: fc.nat(12) }),
    ),
    jump: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 40 }), (entries) => {
      let current = pend(pend(log(), 1, 'a', 0), 2, 'b', 0)
      for (const { offset, seat, n, body: what, jump } of entries) {
        const before = current.cursor
        current = apply(
          current,
          { offset, seat, at: 0, body: what, stamp: 'stamp' },
          seat === ME ? n : null,
          jump,
        ).log
        expect(current.cursor).toBeGreaterThanOrEqual(before)
      }
      const offsets = current.messages.map(({ offset }) => offset ?? Infinity)
      expect(offsets).toEqual([...offsets].sort((a, b) => a - b))
      expect(new Set(current.messages.map(({ key }) => key)).size).toBe(current.messages.length)
    }),
  )
})
