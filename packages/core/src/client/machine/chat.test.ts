import { describe, expect, it } from 'vitest'
import {
  acked,
  CHAT,
  chatFrame,
  endFrame,
  entryFrame,
  Rehearsal,
  STAMP,
  welcomeFrame,
} from '../../testing/rehearsal.js'
import { LIMITS } from '../../protocol/index.js'

const wish = { mode: 'text', languages: [], interests: [], facts: {} } as const

describe('P-MATCH: meeting', () => {
  it('P-MATCH-4: is confirmed at once by the first frame that names the chat', () => {
    const me = new Rehearsal().chatting()
    expect(me.answer).toEqual(['seen'])
    expect(me.last('seen')).toEqual({ type: 'seen', chat: CHAT, offset: 0 })
  })

  it('shows who is there and what is shared', () => {
    const members = [
      { seat: 0, role: 'stranger', present: true, shared: [] },
      { seat: 1, role: 'stranger', present: false, shared: ['tea'], language: 'id' },
    ] as const
    const me = new Rehearsal().chatting({ members, met: true })
    expect(me.state.chat?.view).toMatchObject({
      seat: 0,
      shared: ['tea'],
      language: 'id',
      met: true,
      present: false,
    })
    expect(me.state.chat?.view.away).toEqual({ since: me.at, graceMs: 30_000 })
    expect(me.events).toEqual([{ type: 'match', value: me.state.chat?.view }])
  })

  it('P-MATCH-5: a chat for another ticket is not entered, and ended', () => {
    const me = new Rehearsal().searching().hear(chatFrame('ticket-other', { chat: 'chat-other' }))
    expect(me.state.phase).toBe('searching')
    expect(me.last('end')).toMatchObject({ type: 'end', chat: 'chat-other', next: { ticket: me.ticket } })
  })

  it('P-MATCH-5: so is one whose ticket was taken back', () => {
    const me = new Rehearsal().searching()
    const { ticket } = me
    me.do({ type: 'stop' }).hear(chatFrame(ticket))
    expect(me.state.phase).toBe('idle')
    expect(me.answer).toEqual(['end'])
  })

  it('and one that was left: a late snapshot revives nothing', () => {
    const me = new Rehearsal().chatting()
    const { ticket } = me
    me.do({ type: 'next', wish }).hear(chatFrame(ticket))
    expect(me.state.phase).toBe('searching')
    expect(me.answer).toEqual(['end'])
  })
})

describe('P-FRAME-8: frames about another chat', () => {
  it.each([
    ['an entry', entryFrame(1, 'meant for somebody else', { chat: 'chat-other' })],
    ['an end', { ...endFrame(1, 'left'), chat: 'chat-other' }],
    ['an ack', { type: 'ack', chat: 'chat-other', acked: [acked(1, 1)] }],
    ['presence', { type: 'presence', chat: 'chat-other', seat: 1, present: false }],
    ['typing', { type: 'typing', chat: 'chat-other', seat: 1, on: true }],
  ] as const)('%s changes nothing', (_, frame) => {
    const me = new Rehearsal().chatting()
    const { line: _line, ...before } = me.state
    const { line: _also, ...after } = me.hear(frame).state
    expect(after).toEqual(before)
    expect(me.answer).toEqual([])
  })

  it('what the last stranger still says reaches nobody after a skip', () => {
    const me = new Rehearsal().chatting().do({ type: 'next', wish })
    me.hear(entryFrame(1, 'wait')).hear(endFrame(2, 'left'))
    expect(me.state.phase).toBe('searching')
    me.hear(chatFrame(me.ticket, { chat: 'chat-000002' })).hear(endFrame(2, 'left'))
    expect(me.state.phase).toBe('chatting')
    expect(me.messages).toEqual([])
  })
})

describe('the log', () => {
  it('messages come once, in order, and are counted until they were read', () => {
    const me = new Rehearsal().chatting()
    me.hear(entryFrame(1, 'one')).hear(entryFrame(1, 'one')).hear(entryFrame(2, 'two'))
    expect(me.lines).toEqual(['stranger sent one', 'stranger sent two'])
    expect(me.events.filter(({ type }) => type === 'message')).toHaveLength(2)
    expect(me.state.unread).toBe(2)
    expect(me.do({ type: 'read' }).state.unread).toBe(0)
  })

  it('P-ACK-2: acks on an entry are applied before it', () => {
    const me = new Rehearsal().chatting().do({ type: 'say', text: 'hello' })
    me.hear(entryFrame(2, 'hi', { acked: [acked(1, 1)] }))
    expect(me.lines).toEqual(['me sent hello', 'stranger sent hi'])
    expect(me.state.chat?.outbox.items).toEqual([])
  })

  it.each([
    ['an entry', entryFrame(3, 'three')],
    ['an ack', { type: 'ack', chat: CHAT, acked: [acked(1, 3)] }],
    ['an ack on an entry', entryFrame(4, 'four', { acked: [acked(1, 3)] })],
  ] as const)('P-RESUME-2: %s beyond the next offset is fetched by coming back', (_, frame) => {
    const me = new Rehearsal()
      .chatting()
      .do({ type: 'say', text: 'hello' })
      .hear(entryFrame(1, 'one'))
      .hear(frame)
    expect(me.effects).toContainEqual({ type: 'terminate', conn: 1 })
    expect(me.lines).toEqual(['stranger sent one', 'me pending hello'])
    me.pass(300).opened()
    expect(me.last('hello')?.resume?.offset).toBe(1)
  })

  it('P-RESUME-2: so is one after a resume', () => {
    const me = new Rehearsal()
      .chatting()
      .hear(entryFrame(1, 'one'))
      .resumed({ offset: 3 })
      .hear(entryFrame(3, 'three'))
    expect(me.state.line.live).toBeNull()
  })

  it('P-RESUME-5: when the log no longer reaches back, the next entry may lie further on, once', () => {
    const me = new Rehearsal()
      .chatting({ offset: 9, complete: false })
      .hear(entryFrame(7, 'seven'))
      .hear(entryFrame(8, 'eight'))
    expect(me.lines).toEqual(['stranger sent seven', 'stranger sent eight'])
    expect(me.hear(entryFrame(10, 'ten')).state.line.live).toBeNull()
  })

  it('P-BODY-3: a refused send says why, and the stranger sees nothing', () => {
    const me = new Rehearsal().chatting().do({ type: 'say', text: 'rude' })
    me.hear({ type: 'ack', chat: CHAT, acked: [acked(1, 1, 'denied')] }).hear(
      entryFrame(2, '', { body: { kind: 'void' } }),
    )
    expect(me.messages[0]).toMatchObject({ text: 'rude', state: 'failed', why: 'denied' })
    expect(me.events.filter(({ type }) => type === 'message')).toEqual([])
    expect(me.state.unread).toBe(0)
  })

  it('P-RESUME-7: another tab’s words under a number of ours: ours go on under the next, and are not lost', () => {
    const me = new Rehearsal().chatting().do({ type: 'say', text: 'mine' })
    me.hear(entryFrame(1, 'theirs', { seat: 0, n: 1 }))
    expect(me.last('send')).toMatchObject({ n: 2, body: { text: 'mine' } })
    expect(me.lines).toEqual(['me sent theirs', 'me pending mine'])
  })

  it('an own n on a stranger’s entry is no ack', () => {
    const me = new Rehearsal()
      .chatting()
      .do({ type: 'say', text: 'hello' })
      .hear(entryFrame(1, 'hi', { n: 1 }))
    expect(me.lines).toEqual(['stranger sent hi', 'me pending hello'])
  })
})

describe('P-SEEN: confirming', () => {
  it('P-SEEN-1: rides on a frame that names the chat anyway', () => {
    const me = new Rehearsal().chatting().hear(entryFrame(1, 'one'))
    expect(me.answer).toEqual([])
    me.do({ type: 'say', text: 'two' })
    expect(me.last('send')?.seen).toBe(1)
    me.do({ type: 'say', text: 'three' })
    expect(me.last('send')).not.toHaveProperty('seen')
  })

  it('P-SEEN-2: goes alone with 32 entries unconfirmed', () => {
    const me = new Rehearsal().chatting()
    for (let offset = 1; offset < LIMITS.seenEntries; offset++) me.hear(entryFrame(offset, 'x'))
    expect(me.all('seen')).toHaveLength(1)
    expect(me.hear(entryFrame(LIMITS.seenEntries, 'x')).last('seen')?.offset).toBe(LIMITS.seenEntries)
  })

  it('P-SEEN-2: or with 16 KiB', () => {
    const me = new Rehearsal().chatting()
    for (const offset of [1, 2, 3]) me.hear(entryFrame(offset, 'x'.repeat(5_500)))
    expect(me.last('seen')?.offset).toBe(3)
  })

  it('P-BEAT-1: rides on a pong', () => {
    const me = new Rehearsal().chatting().hear(entryFrame(1, 'one')).hear({ type: 'ping' })
    expect(me.storesBefore('send')).toBe(true)
    expect(me.last('pong')).toEqual({ type: 'pong', chat: CHAT, seen: 1, hidden: false, away: false })
  })
})

describe('P-END: ending', () => {
  it.each(['left', 'lost', 'no_show', 'idle', 'closed'] as const)('P-END-2: tells why: %s', (reason) => {
    const me = new Rehearsal().chatting().hear(endFrame(1, reason))
    expect(me.state).toMatchObject({ phase: 'ended', end: { chat: CHAT, reason } })
    expect(me.events.at(-1)).toEqual({ type: 'end', value: { chat: CHAT, reason } })
  })

  it('P-END-1: is over, although the line it moves to still shows it from before its end', () => {
    const me = new Rehearsal().chatting().hear({ type: 'drain', reconnectInMs: 0 }).pass(0).opened()
    me.hear(endFrame(1, 'no_show'), 1).hear(welcomeFrame({ resumed: true }), 2)
    me.hear(chatFrame(me.ticket, { offset: 1 }))
    expect(me.state).toMatchObject({ phase: 'ended', end: { chat: CHAT, reason: 'no_show' } })
    expect(me.events.filter(({ type }) => type === 'match')).toHaveLength(1)
  })

  it('a reason of a newer server is a close by the server', () => {
    expect(new Rehearsal().chatting().hear(endFrame(1, 'eclipse')).state.end?.reason).toBe('closed')
  })

  it('what one ended oneself, one ended oneself', () => {
    expect(new Rehearsal().chatting().hear(endFrame(1, 'left', 0)).state.end?.reason).toBe('you')
    expect(new Rehearsal().chatting().hear(endFrame(1, 'left', 1)).state.end?.reason).toBe('left')
  })

  it('P-SEEN-2: the end is confirmed at once', () => {
    const me = new Rehearsal().chatting().hear(endFrame(1, 'left'))
    expect(me.last('seen')?.offset).toBe(1)
  })

  it('P-END-1: comes once, and nothing after it', () => {
    const me = new Rehearsal()
      .chatting()
      .hear(endFrame(1, 'left'))
      .hear(endFrame(2, 'lost'))
      .hear(entryFrame(2, 'ghost'))
    expect(me.state.end?.reason).toBe('left')
    expect(me.events.filter(({ type }) => type === 'end')).toHaveLength(1)
    expect(me.messages).toHaveLength(1)
  })

  it('a member cannot end a chat by saying so', () => {
    const me = new Rehearsal().chatting().hear(entryFrame(1, '', { body: { kind: 'end', reason: 'left' } }))
    expect(me.state.phase).toBe('chatting')
    expect(me.messages[0]?.kind).toBe('unsupported')
  })

  it('P-END-4: words that were not in the log by then fail', () => {
    const me = new Rehearsal().chatting().do({ type: 'say', text: 'one' }).do({ type: 'say', text: 'two' })
    me.hear({ ...endFrame(2, 'left', 1), acked: [acked(1, 1)] })
    expect(me.lines.slice(0, 2)).toEqual(['me sent one', 'server sent left'])
    expect(me.messages[2]).toMatchObject({ text: 'two', state: 'failed', why: 'ended' })
  })

  it('stop: leaves, and still settles the last words', () => {
    const me = new Rehearsal().chatting().do({ type: 'say', text: 'bye' }).do({ type: 'stop' })
    expect(me.last('end')).toEqual({ type: 'end', chat: CHAT, reason: 'left' })
    expect(me.state).toMatchObject({ phase: 'ended', end: { reason: 'you' } })
    me.hear({ ...endFrame(2, 'left', 0), acked: [acked(1, 1)] })
    expect(me.lines[0]).toBe('me sent bye')
    expect(me.state.chat).toMatchObject({ over: true, leaving: false })
    expect(me.events.filter(({ type }) => type === 'end')).toHaveLength(1)
  })

  it('P-END-3: next: leaves and wishes anew in one frame', () => {
    const me = new Rehearsal().chatting().do({ type: 'next', wish })
    expect(me.answer).toEqual(['end'])
    expect(me.last('end')).toEqual({
      type: 'end',
      chat: CHAT,
      reason: 'skip',
      next: { ticket: me.ticket, ...wish },
    })
    expect(me.state).toMatchObject({ phase: 'searching', chat: null, end: null })
  })

  it('words said just before next are delivered, and marked so', () => {
    const me = new Rehearsal().chatting().do({ type: 'say', text: 'bye' }).do({ type: 'next', wish })
    expect(me.lines).toEqual(['me pending bye'])
    expect(me.hear({ type: 'ack', chat: CHAT, acked: [acked(1, 5)] }).lines).toEqual(['me sent bye'])
  })

  it('words said just before next are lost when the chat ended without them', () => {
    const me = new Rehearsal().chatting().do({ type: 'say', text: 'bye' }).do({ type: 'next', wish })
    expect(me.hear(endFrame(1, 'left', 1)).lines).toEqual(['me failed bye'])
    const heard = new Rehearsal().chatting().do({ type: 'say', text: 'bye' }).do({ type: 'next', wish })
    expect(heard.hear({ ...endFrame(2, 'left', 0), acked: [acked(1, 1)] }).lines).toEqual(['me sent bye'])
  })

  it('what had not even left is lost at once', () => {
    const me = new Rehearsal().chatting()
    for (let i = 1; i <= 14; i++) me.do({ type: 'say', text: String(i) })
    me.do({ type: 'next', wish })
    expect(me.all('send')).toHaveLength(13)
    expect(me.lines.slice(12)).toEqual(['me pending 13', 'me failed 14'])
  })

  it('or marked as lost, once the line that could have answered fell', () => {
    const me = new Rehearsal().chatting().do({ type: 'say', text: 'bye' }).do({ type: 'next', wish }).falls()
    expect(me.lines).toEqual(['me failed bye'])
  })
})

describe('P-GRACE: away', () => {
  it('P-GRACE-1: the stranger is away, and back', () => {
    const me = new Rehearsal().chatting().hear({ type: 'presence', chat: CHAT, seat: 1, present: false })
    expect(me.state.chat?.view).toMatchObject({ present: false, away: { since: me.at, graceMs: 30_000 } })
    me.hear({ type: 'presence', chat: CHAT, seat: 1, present: true })
    expect(me.state.chat?.view).toMatchObject({ present: true, away: null })
  })

  it('one’s own seat says nothing of the stranger', () => {
    const me = new Rehearsal().chatting()
    const before = me.state.chat
    expect(me.hear({ type: 'presence', chat: CHAT, seat: 0, present: false }).state.chat).toBe(before)
  })

  it('says how long the server holds the chat while the line is down', () => {
    const me = new Rehearsal().chatting()
    const fell = me.at
    me.falls().pass(300).falls()
    expect(me.state.hold).toEqual({ since: fell, graceMs: 30_000 })
    me.pass(20_300)
      .opened()
      .hear(welcomeFrame({ resumed: true }))
    expect(me.state.hold).toBeNull()
  })

  it('and for longer when it knows the page to be hidden', () => {
    const me = new Rehearsal().chatting().do({ type: 'hide', hidden: true }).falls()
    expect(me.state.hold?.graceMs).toBe(120_000)
  })
})

describe('P-AWAY: looking away', () => {
  const looks = (away: boolean, more: object = {}) =>
    ({ type: 'presence', chat: CHAT, seat: 1, present: true, ...(away && { away }), ...more }) as const
  const members = (mine: object, theirs: object) =>
    [mine, theirs].map((more, seat) => ({
      ...{ seat, role: 'stranger', present: true, shared: [] as string[] },
      ...more,
    })) as ReturnType<typeof chatFrame>['members']
  const awayOf = (me: Rehearsal) => me.state.chat?.view.away

  it('P-AWAY-1: a stranger who looks away is there, and nothing ends by it', () => {
    const me = new Rehearsal().chatting().hear(looks(true))
    expect(me.state.chat?.view).toMatchObject({ present: true, away: { since: me.at, graceMs: null } })
    expect(me.pass(1_000).hear(looks(false)).state.chat?.view).toMatchObject({ present: true, away: null })
  })

  it('they write no more, and said again it is no news', () => {
    const me = new Rehearsal().chatting().hear({ type: 'typing', chat: CHAT, seat: 1, on: true })
    expect(me.hear(looks(true)).state.typing).toBe(false)
    const before = me.state.chat
    expect(me.pass(1_000).hear(looks(true)).state.chat).toEqual(before)
  })

  it('P-AWAY-3: a line that falls meanwhile has its deadline, and takes it along', () => {
    const me = new Rehearsal()
      .chatting()
      .hear(looks(true))
      .pass(1_000)
      .hear(looks(false, { present: false }))
    expect(awayOf(me)).toEqual({ since: me.at, graceMs: 30_000 })
    me.pass(1_000).hear(looks(true))
    expect(awayOf(me)).toEqual({ since: me.at, graceMs: null })
  })

  it('P-AWAY-2: whoever comes back reads it in the snapshot', () => {
    const me = new Rehearsal().chatting()
    expect(awayOf(me.resumed({ members: members({}, { away: true }) }))).toMatchObject({ graceMs: null })
    expect(awayOf(me.resumed({ members: members({}, {}) }))).toBeNull()
    expect(awayOf(me.resumed({ members: members({}, { present: false, away: true }) }))?.graceMs).toBe(30_000)
  })

  it('P-AWAY-1: tells that the person looks away, and back, once', () => {
    const me = new Rehearsal().chatting().do({ type: 'away', on: true }).do({ type: 'away', on: true })
    expect(me.all('pong')).toEqual([{ type: 'pong', chat: CHAT, hidden: false, away: true }])
    expect(me.do({ type: 'away', on: false }).last('pong')?.away).toBe(false)
  })

  it('P-AWAY-5: tells nobody that the page is hidden', () => {
    const me = new Rehearsal().chatting().do({ type: 'hide', hidden: true })
    expect(me.last('pong')).toMatchObject({ hidden: true, away: false })
  })

  it('where nobody is met yet nobody is told; at the match the stranger is', () => {
    const me = new Rehearsal().searching().do({ type: 'away', on: true })
    expect(me.all('pong')).toEqual([])
    expect(me.hear(chatFrame(me.ticket)).last('pong')).toMatchObject({ chat: CHAT, away: true })
  })

  it('P-AWAY-2: says it again where the server has it otherwise, and else nothing', () => {
    const me = new Rehearsal().chatting().do({ type: 'away', on: true })
    me.resumed({ members: members({ away: true }, {}) })
    expect(me.all('pong')).toHaveLength(1)
    me.resumed({ members: members({}, {}) })
    expect(me.all('pong').map(({ away }) => away)).toEqual([true, true])
    me.falls()
      .do({ type: 'away', on: false })
      .resumed({ members: members({ away: true }, {}) })
    expect(me.last('pong')?.away).toBe(false)
  })

  it('P-AWAY-3: whoever writes is there, and need not say it', () => {
    const me = new Rehearsal().chatting().do({ type: 'away', on: true }).do({ type: 'say', text: 'hi' })
    expect(me.answer).toEqual(['send'])
    expect(me.hear({ type: 'ping' }).last('pong')?.away).toBe(false)
    expect(me.do({ type: 'away', on: true }).last('pong')?.away).toBe(true)
  })

  it('P-AWAY-3: words that waited for the line bring nobody back who looks away by now', () => {
    const me = new Rehearsal()
      .chatting()
      .falls()
      .do({ type: 'say', text: 'hi' })
      .do({ type: 'away', on: true })
    me.resumed()
    expect(me.said.slice(-3).map(({ frame }) => frame.type)).toEqual(['send', 'pong', 'pong'])
    expect(me.last('pong')?.away).toBe(true)
  })
})

it('own sends of an earlier life, whose words are gone, keep their place', () => {
  const me = new Rehearsal()
    .chatting({ accepted: 1, offset: 1 })
    .hear({ type: 'ack', chat: CHAT, acked: [[1, 1, 1, STAMP]] })
  me.hear(entryFrame(2, 'hi')).do({ type: 'say', text: 'hello' })
  expect(me.last('send')?.n).toBe(2)
  expect(me.lines).toEqual(['stranger sent hi', 'me pending hello'])
})
