import { describe, expect, it } from 'vitest'
import { acked, CHAT, chatFrame, entryFrame, Rehearsal, welcomeFrame } from '../../testing/rehearsal.js'

const wish = { mode: 'text', languages: ['en'], interests: ['tea'], facts: { age: 18 } } as const

describe('P-HELLO: opening', () => {
  it('P-HELLO-1: hello is the first frame', () => {
    const me = new Rehearsal().do({ type: 'connect' })
    expect(me.state.line).toMatchObject({ state: 'connecting', opening: 1 })
    expect(me.opened().answer).toEqual(['hello'])
    expect(me.last('hello')).toEqual({ type: 'hello', conn: 1, client: { name: 'test', version: '1' } })
  })

  it('P-HELLO-2: the join rides behind it, before the welcome was read', () => {
    const me = new Rehearsal().do({ type: 'start', wish }).opened()
    expect(me.answer).toEqual(['hello', 'join'])
    expect(me.last('join')).toEqual({ type: 'join', ticket: me.ticket, ...wish })
    me.hear(welcomeFrame())
    expect(me.answer).toEqual([])
  })

  it('P-HELLO-4: the welcome tells tokens, limits and gates', () => {
    const gates = [{ kind: 'age', choices: [18] }]
    const me = new Rehearsal().online({ token: 'my-token', device: 'my-device', gates, hours: 'Fridays' })
    expect(me.state).toMatchObject({
      keys: { token: 'my-token', device: 'my-device' },
      server: { gates, hours: 'Fridays' },
    })
    expect(me.state.line.state).toBe('online')
    me.falls().pass(1_000)
    expect(me.opened().last('hello')).toMatchObject({ token: 'my-token', device: 'my-device', conn: 2 })
  })

  it('before its welcome a socket has nothing to say', () => {
    const me = new Rehearsal().do({ type: 'start', wish }).opened()
    me.hear(chatFrame(me.ticket))
    expect(me.state.phase).toBe('searching')
  })

  it('nobody who opens the door in time is given up', () => {
    const me = new Rehearsal().do({ type: 'connect' }).opened().pass(10_000)
    expect(me.effects).toContainEqual({ type: 'terminate', conn: 1 })
    expect(me.state.error?.code).toBe('unreachable')
    expect(me.due('retry')).toBe(300)
  })

  it('a socket nobody waits for any more is dropped', () => {
    const me = new Rehearsal().online()
    expect(me.do({ type: 'opened', conn: 7 }).effects).toEqual([{ type: 'terminate', conn: 7 }])
  })
})

describe('P-FENCE: one connection a session', () => {
  it('P-FENCE-4: the number is raised, and stored, before each connect', () => {
    const me = new Rehearsal().do({ type: 'connect' })
    expect(me.storesBefore('open')).toBe(true)
    me.opened().hear(welcomeFrame()).falls().pass(1_000)
    expect(me.state.line.conn).toBe(2)
  })

  it('P-FENCE-2: what an old socket still says or does changes nothing', () => {
    const me = new Rehearsal().chatting()
    me.resumed()
    const before = me.state
    me.hear(entryFrame(1, 'late'), 1)
      .do({ type: 'closed', conn: 1, code: 4409 })
      .do({ type: 'closed', conn: 1, code: 1000 })
    expect(me.state).toEqual(before)
  })

  it('P-FENCE-3: a chat that was left while the line was down is not named, so that the server ends it', () => {
    const me = new Rehearsal().chatting().falls()
    me.do({ type: 'next', wish }).opened()
    expect(me.answer).toEqual(['hello', 'join'])
    expect(me.last('hello')).not.toHaveProperty('resume')
  })
})

describe('P-RESUME: coming back', () => {
  it('P-RESUME-1: names chat, epoch and the offset held', () => {
    const me = new Rehearsal()
      .chatting()
      .hear(entryFrame(1, 'one'))
      .hear(entryFrame(2, 'two'))
      .falls()
      .pass(300)
      .opened()
    expect(me.answer).toEqual(['hello'])
    expect(me.last('hello')?.resume).toEqual({ chat: CHAT, epoch: 'epoch-01', offset: 2 })
    // The offset confirms: the server may forget what it covers.
    expect(me.storesBefore('send')).toBe(true)
  })

  it('P-RESUME-6: what is not acked goes again from accepted + 1, after the snapshot and not before', () => {
    const me = new Rehearsal().chatting()
    for (const text of ['one', 'two', 'three']) me.do({ type: 'say', text })
    me.falls()
      .pass(300)
      .opened()
      .hear(welcomeFrame({ resumed: true }))
      .do({ type: 'say', text: 'four' })
    expect(me.answer).toEqual([])
    me.hear(chatFrame(me.ticket, { offset: 1, accepted: 1 }))
    expect(me.answer, 'whose send was counted, the replay tells').toEqual([])
    me.hear(entryFrame(1, 'one', { seat: 0, n: 1 }))
    expect(me.all('send').map(({ n }) => n)).toEqual([1, 2, 3, 2, 3, 4])
  })

  it('P-RESUME-7: what never left goes again behind what another tab has said under its number', () => {
    const me = new Rehearsal().chatting().falls().do({ type: 'say', text: 'mine' }).pass(300).opened()
    me.hear(welcomeFrame({ resumed: true })).hear(chatFrame(me.ticket, { offset: 1, accepted: 1 }))
    expect(me.answer, 'a page restored from the same storage may have sent it').toEqual([])
    me.hear(entryFrame(1, 'theirs', { seat: 0, n: 1 }))
    expect(me.last('send')).toMatchObject({ n: 2, body: { text: 'mine' } })
    expect(me.storesBefore('send')).toBe(true)
    expect(me.lines).toEqual(['me sent theirs', 'me pending mine'])
    me.hear({ type: 'ack', chat: CHAT, acked: [acked(2, 2)] })
    expect(me.lines).toEqual(['me sent theirs', 'me sent mine'])
  })

  it('P-RESUME-7: so does what left in vain, in its order and before a later end', () => {
    const me = new Rehearsal().chatting()
    for (const text of ['one', 'two']) me.do({ type: 'say', text })
    me.falls().do({ type: 'say', text: 'three' }).do({ type: 'stop' }).pass(300).opened()
    me.hear(welcomeFrame({ resumed: true })).hear(chatFrame(me.ticket, { offset: 2, accepted: 2 }))
    me.hear(entryFrame(1, 'one', { seat: 0, n: 1 }))
    expect(me.answer, 'an end now would cut off what is still to be sent').toEqual([])
    me.hear(entryFrame(2, 'theirs', { seat: 0, n: 2 }))
    expect(me.storesBefore('send')).toBe(true)
    expect(me.answer).toEqual(['send', 'send', 'end'])
    expect(me.all('send').map(({ n, body }) => [n, body['text']])).toEqual([
      [1, 'one'],
      [2, 'two'],
      [3, 'two'],
      [4, 'three'],
    ])
    expect(me.lines).toEqual(['me sent one', 'me sent theirs', 'me pending two', 'me pending three'])
  })

  it('P-RESUME-7: nor is it sent twice when a copy of this page has sent it', () => {
    const me = new Rehearsal().chatting().falls().do({ type: 'say', text: 'mine' }).pass(300).opened()
    me.hear(welcomeFrame({ resumed: true })).hear(chatFrame(me.ticket, { offset: 1, accepted: 1 }))
    me.hear(entryFrame(1, 'mine', { seat: 0, n: 1 }))
    expect(me.all('send')).toEqual([])
    expect(me.lines).toEqual(['me sent mine'])
  })

  it('P-RESUME-7: nor after a refusal of what had arrived by then', () => {
    const me = new Rehearsal().chatting().do({ type: 'say', text: 'one' })
    me.hear({
      type: 'error',
      code: 'unavailable',
      message: '',
      re: { type: 'send', chat: CHAT, n: 1 },
    })
    me.resumed({ offset: 1, accepted: 1 }).hear(entryFrame(1, 'one', { seat: 0, n: 1 }))
    expect(me.all('send')).toHaveLength(1)
    expect(me.lines).toEqual(['me sent one'])
  })

  /** Back in the chat, with one send counted and not replayed yet, and one behind it. */
  const holding = (): Rehearsal => {
    const me = new Rehearsal().chatting().do({ type: 'say', text: 'one' }).falls()
    me.do({ type: 'say', text: 'two' }).pass(300).opened()
    me.hear(welcomeFrame({ resumed: true })).hear(chatFrame(me.ticket, { offset: 1, accepted: 1 }))
    expect(me.answer).toEqual([])
    return me
  }

  it('P-RESUME-6: an end said before the replay goes behind the words that wait for it', () => {
    const me = holding().do({ type: 'stop' })
    expect(me.answer).toEqual([])
    me.hear(entryFrame(1, 'one', { seat: 0, n: 1 }))
    expect(me.answer).toEqual(['send', 'end'])
  })

  it('P-RESUME-6: after a skip before the replay, what it shows is known to have arrived', () => {
    const me = holding().do({ type: 'next', wish })
    expect(me.lines).toEqual(['me pending one', 'me failed two'])
    me.hear(entryFrame(1, 'one', { seat: 0, n: 1 }))
    expect(me.lines).toEqual(['me sent one', 'me failed two'])
  })

  it('P-RESUME-6: what the replay leaves out although it is counted holds up nothing for ever', () => {
    const me = holding().hear(entryFrame(1, 'of the stranger'))
    expect(me.last('send')).toMatchObject({ n: 2, body: { text: 'two' } })
    expect(me.lines).toEqual(['stranger sent of the stranger', 'me failed one', 'me pending two'])
  })

  it('P-RESUME-5: what was counted in a log that no longer reaches back is in doubt, and holds up nothing', () => {
    const me = new Rehearsal().chatting().do({ type: 'say', text: 'one' })
    me.falls().do({ type: 'say', text: 'two' }).pass(300).opened()
    me.hear(welcomeFrame({ resumed: true })).hear(
      chatFrame(me.ticket, { offset: 9, accepted: 1, complete: false }),
    )
    expect(me.last('send')).toMatchObject({ n: 2, body: { text: 'two' } })
    expect(me.messages[0]).toMatchObject({ text: 'one', state: 'failed', why: 'unknown' })
    me.hear(entryFrame(9, 'theirs', { seat: 0, n: 1 }))
    expect(me.lines).toEqual(['me sent theirs', 'me failed one', 'me pending two'])
  })

  it('P-RESUME-5: nothing is missing for whoever holds the newest entry: a gap is a gap', () => {
    const me = new Rehearsal().chatting().hear(entryFrame(1, 'one')).resumed({ offset: 1, complete: false })
    expect(me.hear(entryFrame(3, 'three')).state.line.live).toBeNull()
  })

  it('P-RESUME-5: unless it comes back after all', () => {
    const me = new Rehearsal().chatting().do({ type: 'say', text: 'one' })
    me.resumed({ offset: 9, accepted: 1, complete: false }).hear(entryFrame(9, 'one', { seat: 0, n: 1 }))
    expect(me.lines).toEqual(['me sent one'])
  })

  it('P-RESUME-5: an own send may be the first thing after the part that is gone', () => {
    const me = new Rehearsal().chatting().resumed({ offset: 3, complete: false })
    me.do({ type: 'say', text: 'one' }).hear({ type: 'ack', chat: CHAT, acked: [acked(1, 4)] })
    expect(me.state.line.live).not.toBeNull()
    expect(me.lines).toEqual(['me sent one'])
    expect(me.hear(entryFrame(6, 'six')).state.line.live, 'once').toBeNull()
  })

  it('words said while the line is down wait for it', () => {
    const me = new Rehearsal().chatting().falls().do({ type: 'say', text: 'still there?' })
    expect(me.answer).toEqual([])
    expect(me.lines).toEqual(['me pending still there?'])
    me.pass(300)
      .opened()
      .hear(welcomeFrame({ resumed: true }))
      .hear(chatFrame(me.ticket))
    expect(me.last('send')).toMatchObject({ n: 1, body: { text: 'still there?' } })
  })

  it.each([
    [
      'an unknown chat',
      (me: Rehearsal) =>
        me
          .falls()
          .pass(300)
          .opened()
          .hear(welcomeFrame({ resumed: false })),
    ],
    ['another epoch', (me: Rehearsal) => me.resumed({ epoch: 'epoch-02', offset: 1, accepted: 1 })],
    ['a log shorter than ours', (me: Rehearsal) => me.resumed({ offset: 0, accepted: 1 })],
    [
      'fewer of our sends than it has acknowledged',
      (me: Rehearsal) => me.resumed({ offset: 1, accepted: 0 }),
    ],
  ])('P-RESUME-3: %s is a chat the server lost; the transcript stays', (_, happens) => {
    const me = new Rehearsal().chatting().do({ type: 'say', text: 'hello' })
    me.hear({ type: 'ack', chat: CHAT, acked: [[1, 1, 1, `k1.${'0'.repeat(22)}`]] })
    happens(me)
    expect(me.state).toMatchObject({ phase: 'ended', end: { chat: CHAT, reason: 'server_lost' } })
    expect(me.lines).toEqual(['me sent hello'])
  })

  it('P-RESUME-3: of a lost chat, words that had left may have arrived; the rest did not', () => {
    const me = new Rehearsal().chatting().do({ type: 'say', text: 'left' }).falls()
    me.do({ type: 'say', text: 'stayed' })
    me.pass(300)
      .opened()
      .hear(welcomeFrame({ resumed: false }))
    const own = me.state.transcript.current?.messages.map(({ text, state, why }) => [text, state, why])
    expect(own).toEqual([
      ['left', 'failed', 'unknown'],
      ['stayed', 'failed', 'ended'],
    ])
  })

  it('after an end that could not be said, the words before it go first and then the end', () => {
    const me = new Rehearsal().chatting().falls()
    me.do({ type: 'say', text: 'bye' }).do({ type: 'stop' })
    expect(me.state).toMatchObject({ phase: 'ended', end: { reason: 'you' } })
    me.pass(300).opened()
    expect(me.last('hello')?.resume?.chat).toBe(CHAT)
    me.hear(welcomeFrame({ resumed: true })).hear(chatFrame(me.ticket))
    expect(me.answer).toEqual(['send', 'end'])
  })

  it('a chat left between hello and welcome is ended at once, with the next wish in the same frame', () => {
    const me = new Rehearsal().chatting().falls().pass(300).opened()
    me.do({ type: 'next', wish }).hear(welcomeFrame({ resumed: true }))
    expect(me.answer).toEqual(['end'])
    expect(me.last('end')).toEqual({
      type: 'end',
      chat: CHAT,
      reason: 'skip',
      next: { ticket: me.ticket, ...wish },
    })
  })

  it('a search that was stopped between hello and welcome is taken back', () => {
    const me = new Rehearsal().do({ type: 'start', wish }).opened()
    const { ticket } = me
    me.do({ type: 'stop' }).hear(welcomeFrame())
    expect(me.last('leave')).toEqual({ type: 'leave', ticket })
    expect(me.state.phase).toBe('idle')
  })

  it('a search begun between hello and welcome is joined then', () => {
    const me = new Rehearsal()
      .do({ type: 'connect' })
      .opened()
      .do({ type: 'start', wish })
      .hear(welcomeFrame())
    expect(me.answer).toEqual(['join'])
  })

  it('a search goes on with the same ticket', () => {
    const me = new Rehearsal().searching()
    const { ticket } = me
    me.falls().pass(300).opened()
    expect(me.last('join')?.ticket).toBe(ticket)
  })

  it('the server learns again that the page is hidden', () => {
    const me = new Rehearsal()
      .online()
      .do({ type: 'hide', hidden: true })
      .falls()
      .pass(300)
      .opened()
      .hear(welcomeFrame())
    expect(me.last('pong')).toEqual({ type: 'pong', hidden: true })
  })
})
