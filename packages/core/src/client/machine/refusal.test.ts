import { describe, expect, it } from 'vitest'
import { acked, CHAT, entryFrame, Rehearsal } from '../../testing/rehearsal.js'

const refused = (n: number, code: string, retryAfterMs?: number) =>
  ({
    type: 'error',
    code,
    message: '',
    re: { type: 'send', chat: CHAT, n },
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  }) as const
const numbers = (me: Rehearsal) => me.all('send').map(({ n }) => n)

describe('P-N-3: a send refused for now', () => {
  it.each(['rate_limited', 'busy', 'unavailable'])('%s: waits, then goes on from the refused n', (code) => {
    const me = new Rehearsal().chatting()
    for (const text of ['one', 'two', 'three']) me.do({ type: 'say', text })
    me.hear(refused(2, code, 1_500)).hear({ type: 'ack', chat: CHAT, acked: [acked(1, 1)] })
    expect(me.state.error).toMatchObject({ code, retryable: true, retryAfterMs: 1_500 })
    expect(numbers(me.pass(1_499))).toEqual([1, 2, 3])
    expect(numbers(me.pass(1))).toEqual([1, 2, 3, 2])
    expect(me.state.error).toBeNull()
    expect(numbers(me.pass(200))).toEqual([1, 2, 3, 2, 3])
    expect(me.lines).toEqual(['me sent one', 'me pending two', 'me pending three'])
  })

  it('words said meanwhile queue up behind it', () => {
    const me = new Rehearsal()
      .chatting()
      .do({ type: 'say', text: 'one' })
      .hear(refused(1, 'busy', 1_000))
      .do({ type: 'say', text: 'two' })
    expect(numbers(me)).toEqual([1])
    expect(numbers(me.pass(2_000))).toEqual([1, 1, 2])
  })

  it('what rode on it, or on one dropped behind it, is said again: a full log waits for it (P-SEEN-1)', () => {
    const me = new Rehearsal().chatting().hear(entryFrame(1, 'hi')).do({ type: 'say', text: 'one' })
    expect(me.last('send')).toMatchObject({ n: 1, seen: 1 })
    expect(
      me
        .hear(refused(1, 'busy', 1_000))
        .pass(1_000)
        .last('send'),
    ).toMatchObject({ n: 1, seen: 1 })
    const pong = me.hear({
      type: 'error',
      code: 'rate_limited',
      message: '',
      re: { type: 'pong', chat: CHAT },
    })
    expect(pong.hear({ type: 'ping' }).last('pong')).toMatchObject({ seen: 1 })
  })

  it('a gap goes back to the first that was not answered', () => {
    const me = new Rehearsal().chatting()
    for (const text of ['one', 'two', 'three']) me.do({ type: 'say', text })
    me.hear(refused(3, 'gap')).pass(5_000)
    expect(numbers(me)).toEqual([1, 2, 3, 1, 2, 3])
  })

  it('because we are not seated there: coming back tells what became of the chat', () => {
    const me = new Rehearsal().chatting().do({ type: 'say', text: 'one' }).hear(refused(1, 'bad_state'))
    expect(me.state.line.live).toBeNull()
    expect(me.pass(300).opened().last('hello')?.resume?.chat).toBe(CHAT)
  })

  it('of another chat is nothing to us', () => {
    const me = new Rehearsal().chatting().do({ type: 'say', text: 'one' })
    me.hear({ ...refused(1, 'busy', 1), re: { type: 'send', chat: 'chat-other', n: 1 } }).pass(5_000)
    expect(numbers(me)).toEqual([1])
  })
})

describe('P-LIMIT-3: a join refused', () => {
  it('for now is tried again with the same ticket', () => {
    const me = new Rehearsal().searching()
    const { ticket } = me
    me.hear({
      type: 'error',
      code: 'rate_limited',
      message: '',
      retryAfterMs: 3_000,
      re: { type: 'join', ticket },
    })
    expect(me.state).toMatchObject({ phase: 'searching', error: { code: 'rate_limited' } })
    me.pass(3_000)
    expect(me.all('join').map((join) => join.ticket)).toEqual([ticket, ticket])
    expect(me.state.error).toBeNull()
  })

  it('while the server still seats us elsewhere is tried again in silence', () => {
    const me = new Rehearsal().searching()
    me.hear({ type: 'error', code: 'bad_state', message: '', re: { type: 'join', ticket: me.ticket } }).pass(
      2_000,
    )
    expect(me.all('join')).toHaveLength(2)
    expect(me.state).toMatchObject({ phase: 'searching', error: null })
  })

  it('P-HELLO-6: for good ends the search, in the server’s own words', () => {
    const me = new Rehearsal().searching()
    me.hear({
      type: 'error',
      code: 'denied',
      message: 'Say how old you are.',
      re: { type: 'join', ticket: me.ticket },
    })
    expect(me.state).toMatchObject({
      phase: 'idle',
      error: { code: 'denied', message: 'Say how old you are.', retryable: false },
    })
  })

  it('for an old ticket means nothing', () => {
    const me = new Rehearsal()
      .searching()
      .hear({ type: 'error', code: 'denied', message: '', re: { type: 'join', ticket: 'ticket-old' } })
    expect(me.state.phase).toBe('searching')
  })
})

it('an end refused for its haste is said again', () => {
  const me = new Rehearsal().chatting().do({ type: 'stop' })
  me.hear({
    type: 'error',
    code: 'rate_limited',
    message: '',
    retryAfterMs: 500,
    re: { type: 'end', chat: CHAT },
  }).pass(500)
  expect(me.all('end')).toHaveLength(2)
})

it('so is one that carried the next wish', () => {
  const me = new Rehearsal()
    .chatting()
    .do({ type: 'next', wish: { mode: 'text', languages: [], interests: [], facts: {} } })
  me.hear({
    type: 'error',
    code: 'rate_limited',
    message: '',
    retryAfterMs: 500,
    re: { type: 'end', chat: CHAT },
  }).pass(500)
  expect(me.all('end').map(({ next }) => next?.ticket)).toEqual([me.ticket, me.ticket])
})

it('what may be dropped may be refused in silence', () => {
  const me = new Rehearsal().chatting()
  for (const type of ['typing', 'seen', 'pong'])
    me.hear({ type: 'error', code: 'rate_limited', message: '', re: { type } })
  expect(me.state.error).toBeNull()
})

it('servers for media that are refused are no error of the person, and told to whoever asked (P-ICE-2)', () => {
  const me = new Rehearsal().chatting().do({ type: 'ice' })
  expect(me.answer).toEqual(['ice'])
  for (const more of [
    { code: 'rate_limited', retryAfterMs: 10_000 },
    { code: 'unavailable', retryAfterMs: 5_000 },
    { code: 'bad_state' },
  ])
    me.hear({ type: 'error', message: 'Wait.', re: { type: 'ice' }, ...more })
  expect(me.state.error).toBeNull()
  expect(me.events.filter(({ type }) => type === 'error')).toEqual([])
  expect(me.events.flatMap(({ type, value }) => (type === 'iceRefused' ? [value] : []))).toEqual([
    { code: 'rate_limited', retryAfterMs: 10_000 },
    { code: 'unavailable', retryAfterMs: 5_000 },
    { code: 'bad_state', retryAfterMs: null },
  ])
})

it('a code of a newer server keeps its sentence', () => {
  const me = new Rehearsal()
    .online()
    .hear({ type: 'error', code: 'full_moon', message: 'Come back tomorrow.' })
  expect(me.state.error).toMatchObject({
    code: 'unavailable',
    message: 'Come back tomorrow.',
    retryable: false,
  })
})
