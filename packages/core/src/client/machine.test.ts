import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeClient, decodeServer, encode, LIMITS } from '../protocol/index.js'
import {
  acked,
  CHAT,
  chatFrame,
  endFrame,
  entryFrame,
  Rehearsal,
  STAMP,
  welcomeFrame,
} from '../testing/rehearsal.js'
import type { Effect, Input, State } from './machine.js'
import { TIMERS } from './machine/turn.js'
import { TRANSCRIPT } from './transcript.js'

const wish = { mode: 'text', languages: [], interests: ['tea'], facts: {} } as const

const chats = fc.constantFrom(CHAT, 'chat-000002')
const offsets = fc.nat(9)
const settledSends = fc.array(
  fc.tuple(
    fc.integer({ min: 1, max: 6 }),
    offsets,
    fc.option(fc.constantFrom('denied', 'odd'), { nil: undefined }),
  ),
  { maxLength: 3 },
)
const toAcked = (list: [number, number, string | undefined][]) =>
  list.map(([n, offset, rejected]) => acked(n, offset, rejected))

/** Frames as a confused, malicious or merely unlucky server would send them. `ticket-mine` stands for the present ticket. */
const frames = fc.oneof(
  fc.boolean().map((resumed) => welcomeFrame({ resumed })),
  fc
    .option(fc.constant('night'), { nil: undefined })
    .map((reason) => ({ type: 'idle', ...(reason && { reason }) }) as const),
  fc
    .constantFrom('ticket-mine', 'ticket-x')
    .map((ticket) => ({ type: 'queued', ticket, relaxed: [] }) as const),
  fc
    .record({
      ticket: fc.constantFrom('ticket-mine', 'ticket-x'),
      chat: chats,
      epoch: fc.constantFrom('epoch-01', 'epoch-02'),
      offset: offsets,
      accepted: fc.nat(5),
      complete: fc.boolean(),
      you: fc.integer({ min: -1, max: 2 }),
    })
    .map(({ ticket, ...rest }) => chatFrame(ticket, rest)),
  fc
    .record({
      offset: offsets,
      seat: fc.integer({ min: -1, max: 2 }),
      chat: chats,
      n: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
      list: settledSends,
      kind: fc.constantFrom('text', 'void', 'end', 'delete', 'signal', 'odd'),
    })
    .map(({ offset, seat, chat, n, list, kind }) => {
      const body =
        kind === 'end'
          ? { kind, reason: 'left' }
          : kind === 'delete'
            ? { kind, offset: 1 }
            : { kind, text: 'hi' }
      return entryFrame(offset, '', { seat, chat, body, acked: toAcked(list), ...(n !== undefined && { n }) })
    }),
  fc.tuple(chats, settledSends).map(([chat, list]) => ({ type: 'ack', chat, acked: toAcked(list) }) as const),
  fc
    .tuple(chats, fc.boolean())
    .map(([chat, present]) => ({ type: 'presence', chat, seat: 1, present }) as const),
  fc.tuple(chats, fc.boolean()).map(([chat, on]) => ({ type: 'typing', chat, seat: 1, on }) as const),
  fc
    .tuple(
      fc.constantFrom('gap', 'busy', 'rate_limited', 'denied', 'odd'),
      fc.constantFrom('send', 'join', 'end', 'typing', 'odd'),
      fc.nat(6),
    )
    .map(
      ([code, type, n]) =>
        ({ type: 'error', code, message: '', re: { type, chat: CHAT, n: n + 1 } }) as const,
    ),
  fc.constant({ type: 'challenge', challenge: 'challenge-1', kind: 'sum' } as const),
  fc.constant({ type: 'notice', level: 'info', code: 'night' } as const),
  fc.constant({ type: 'ping' } as const),
  fc.nat(3_000).map((reconnectInMs) => ({ type: 'drain', reconnectInMs }) as const),
  fc
    .constantFrom(4401, 4403, 4409, 4429, 4500, 4511, 4513)
    .map((code) => ({ type: 'goodbye', code, reason: 'odd' }) as const),
)

type Act = (me: Rehearsal) => void
const input =
  (what: Input): Act =>
  (me) =>
    void me.do(what)
const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(frames, fc.boolean()).map(([frame, old]): Act => (me) => {
      const mine =
        'ticket' in frame && frame.ticket === 'ticket-mine' && me.ticket !== ''
          ? { ...frame, ticket: me.ticket }
          : frame
      me.hear(mine, old ? (me.state.line.live ?? 1) : undefined)
    }),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Act>(
      (me) => me.opened(),
      (me) => me.opened().hear(welcomeFrame({ resumed: true })),
    ),
  },
  fc.constantFrom(1000, 1006, 4409, 4500).map(
    (code): Act =>
      (me) =>
        me.falls(code),
  ),
  fc.nat(40_000).map(
    (ms): Act =>
      (me) =>
        me.pass(ms),
  ),
  fc.constantFrom(...TIMERS).map((name) => input({ type: 'timer', name })),
  {
    weight: 3,
    arbitrary: fc.constantFrom<Act>(
      input({ type: 'connect' }),
      input({ type: 'resume' }),
      input({ type: 'start', wish }),
      input({ type: 'next', wish }),
      input({ type: 'stop' }),
      input({ type: 'say', text: 'hello' }),
      input({ type: 'say', text: '' }),
      input({ type: 'retry', key: `${CHAT}:1` }),
      input({ type: 'write', on: true }),
      input({ type: 'write', on: false }),
      input({ type: 'solve', answer: '2' }),
      input({ type: 'read' }),
      input({ type: 'clear' }),
      input({ type: 'reconnect' }),
      input({ type: 'hide', hidden: true }),
      input({ type: 'hide', hidden: false }),
      input({ type: 'freeze' }),
      input({ type: 'wake', why: 'restored' }),
      input({ type: 'wake', why: 'online' }),
      input({ type: 'close' }),
      (me) => me.chatting(),
      (me) => {
        for (let i = 0; i < 60; i++) me.do({ type: 'say', text: 'more' })
      },
    ),
  },
)

/** What must hold after every single step. */
function holds(before: State, state: State, effects: readonly Effect[]): void {
  const { chat, transcript, phase, line } = state
  const log = transcript.current
  const places = log?.messages.map(({ offset }) => offset ?? Infinity) ?? []
  expect(places, 'lines in the order of the log').toEqual([...places].sort((a, b) => (a === b ? 0 : a - b)))
  expect(new Set(log?.messages.map(({ key }) => key)).size, 'each once').toBe(places.length)
  const taken = log?.entries.map(({ offset }) => offset) ?? []
  expect(taken, 'entries in order, each once').toEqual([...new Set(taken)].sort((a, b) => a - b))
  const was = before.transcript.current
  if (log && was && log.chat === was.chat && before.chat?.view === chat?.view) {
    expect(log.cursor, 'the cursor never goes back').toBeGreaterThanOrEqual(was.cursor)
  }
  expect(
    (transcript.current?.entries.length ?? 0) + (transcript.previous?.entries.length ?? 0),
  ).toBeLessThanOrEqual(TRANSCRIPT.entries)

  const numbers = chat?.outbox.items.map(({ n }) => n) ?? []
  expect(numbers, 'sends in order, each once').toEqual([...new Set(numbers)].sort((a, b) => a - b))
  expect(numbers.length, 'a bounded outbox').toBeLessThanOrEqual(LIMITS.outbox)

  expect(phase === 'chatting', 'in a chat one has a seat').toBe(
    chat !== null && !chat.over && !chat.leaving && state.end === null,
  )
  expect(phase === 'searching', 'who searches has a ticket').toBe(state.search !== null)
  if (phase === 'searching') expect(state.search?.ticket).toBe(state.wish?.ticket)
  expect(phase === 'ended').toBe(state.end !== null)
  if (chat) expect(chat.view.id, 'the seat and the log are of one chat').toBe(log?.chat ?? chat.view.id)

  expect(line.state === 'online', 'online is having a line').toBe(line.live !== null)
  for (const effect of effects) {
    if (effect.type === 'open')
      expect(effect.conn, 'each connection has a higher number').toBeGreaterThan(before.line.conn)
    if (effect.type === 'send')
      expect([before.line.live, before.line.opening, line.live]).toContain(effect.conn)
  }
}

describe('whatever happens', () => {
  it('the machine never throws, and never contradicts itself', () => {
    fc.assert(
      fc.property(fc.array(acts, { minLength: 1, maxLength: 60 }), (list) => {
        const me = new Rehearsal()
        const act = me.do.bind(me)
        me.do = (what) => {
          const before = me.state
          act(what)
          holds(before, me.state, me.effects)
          return me
        }
        for (const one of list) one(me)
      }),
    )
  })

  it('the same inputs make the same client', () => {
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 30 }), (list) => {
        const [one, two] = [new Rehearsal(), new Rehearsal()]
        for (const act of list) {
          act(one)
          act(two)
        }
        expect(two.state).toEqual(one.state)
      }),
    )
  })

  it('hello is the first frame of every socket, and comes once (P-HELLO-1)', () => {
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 60 }), (list) => {
        const me = new Rehearsal()
        for (const act of list) act(me)
        const first = new Map<number, string>()
        for (const { conn, frame } of me.said) {
          if (!first.has(conn)) first.set(conn, frame.type)
          else expect(frame.type).not.toBe('hello')
        }
        for (const type of first.values()) expect(type).toBe('hello')
      }),
    )
  })

  it('every frame it says is one a server can read', () => {
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 60 }), (list) => {
        const me = new Rehearsal()
        for (const act of list) act(me)
        for (const { frame } of me.said)
          expect(decodeClient(encode(frame)), encode(frame)).toMatchObject({ ok: true })
      }),
    )
  })
})

it('the frames of these tests are frames', () => {
  for (const frame of [welcomeFrame(), chatFrame('ticket-1'), entryFrame(1, 'hi'), endFrame(2, 'left')]) {
    expect(decodeServer(encode(frame))).toMatchObject({ ok: true })
  }
  expect(STAMP).toMatch(/^k1\./)
})
