import { describe, expect, it } from 'vitest'
import { CHAT, chatFrame, endFrame, entryFrame, Rehearsal, welcomeFrame } from '../../testing/rehearsal.js'
import type { ServerFrameOf } from '../../protocol/index.js'

const goodbye = (code: number, reason: string, more: Partial<ServerFrameOf<'goodbye'>> = {}) =>
  ({ type: 'goodbye', code, reason, ...more }) as const
const opens = (me: Rehearsal) => me.effects.filter(({ type }) => type === 'open')

describe('P-BACKOFF: reconnecting', () => {
  it('P-BACKOFF-1: waits longer from try to try', () => {
    const me = new Rehearsal().online()
    me.unit = 0.5
    const waits: (number | null)[] = []
    for (let i = 0; i < 4; i++) {
      waits.push(me.falls().due('retry'))
      me.pass(me.due('retry') ?? 0)
    }
    expect(waits).toEqual([550, 800, 1_300, 2_300])
  })

  it('P-BACKOFF-1: counts anew after 10 s of being welcome, and not before', () => {
    const me = new Rehearsal().online().falls().pass(300).falls().pass(300).opened().hear(welcomeFrame())
    expect(me.pass(9_999).state.line.tries).toBe(2)
    expect(me.pass(1).state.line.tries).toBe(0)
  })

  it('tells when the next try comes', () => {
    const me = new Rehearsal().online().falls()
    expect(me.state.line).toMatchObject({ state: 'reconnecting', retryAt: me.at + 300 })
    me.pass(300).opened().hear(welcomeFrame())
    expect(me.state.line).toMatchObject({ state: 'online', retryAt: null })
  })

  it('says so when the server cannot be reached, once', () => {
    const me = new Rehearsal().do({ type: 'connect' }).falls().pass(300).falls()
    expect(me.state).toMatchObject({
      line: { state: 'connecting' },
      error: { code: 'unreachable', retryable: true },
    })
    expect(me.events).toHaveLength(1)
    me.pass(20_300).opened().hear(welcomeFrame())
    expect(me.state.error).toBeNull()
  })

  it.each(['online', 'restored', 'visible'] as const)('P-BACKOFF-1: %s skips the wait', (why) => {
    expect(opens(new Rehearsal().online().falls().do({ type: 'wake', why }))).toHaveLength(1)
  })

  it('but not one that the server asked for', () => {
    const me = new Rehearsal().online().hear(goodbye(4513, 'over_capacity', { retryAfterMs: 5_000 }))
    expect(opens(me.do({ type: 'wake', why: 'online' }))).toHaveLength(0)
    expect(me.due('retry')).toBe(5_000)
  })

  it('a person who wishes for a stranger is worth a try at once', () => {
    const me = new Rehearsal().online().falls()
    expect(
      opens(me.do({ type: 'start', wish: { mode: 'text', languages: [], interests: [], facts: {} } })),
    ).toHaveLength(1)
  })

  it('though not against the server’s own time', () => {
    const me = new Rehearsal().online().hear(goodbye(4513, 'over_capacity', { retryAfterMs: 5_000 }))
    expect(
      opens(me.do({ type: 'start', wish: { mode: 'text', languages: [], interests: [], facts: {} } })),
    ).toHaveLength(0)
    expect(me.pass(5_000).opened().answer).toEqual(['hello', 'join'])
  })

  it('reconnect: now, whatever the wait', () => {
    const me = new Rehearsal().online().hear(goodbye(4513, 'over_capacity', { retryAfterMs: 5_000 }))
    expect(opens(me.do({ type: 'reconnect' }))).toHaveLength(1)
    expect(opens(me.do({ type: 'reconnect' }))).toHaveLength(0)
  })
})

describe('P-BEAT: heartbeat', () => {
  it('P-BEAT-1: a ping is answered', () => {
    expect(new Rehearsal().online().hear({ type: 'ping' }).last('pong')).toEqual({
      type: 'pong',
      hidden: false,
    })
  })

  it('P-BEAT-2: silence of interval + 10 s is asked about, and 3 s later it is over', () => {
    const me = new Rehearsal().online().pass(34_999)
    expect(me.all('pong')).toHaveLength(0)
    me.pass(1)
    expect(me.all('pong')).toHaveLength(1)
    expect(me.pass(2_999).state.line.state).toBe('online')
    me.pass(1)
    expect(me.effects).toContainEqual({ type: 'terminate', conn: 1 })
    expect(me.state.line.state).toBe('reconnecting')
  })

  it('P-BEAT-2: any frame is a sign of life', () => {
    const me = new Rehearsal().online()
    for (let i = 0; i < 10; i++) me.pass(25_000).hear({ type: 'ping' })
    expect(me.state.line.live).toBe(1)
    me.pass(36_000).hear({ type: 'ping' }).pass(10_000)
    expect(me.state.line.live).toBe(1)
  })

  it('P-BEAT-2: a page that slept looks at the time, not at its timers', () => {
    const me = new Rehearsal().online()
    me.at += 60_000
    me.do({ type: 'wake', why: 'restored' })
    expect(me.due('probe')).toBe(3_000)
    expect(me.hear({ type: 'ping' }).pass(3_000).state.line.live).toBe(1)
  })

  it('P-BEAT-2: showing a page whose line is fresh asks nothing', () => {
    const me = new Rehearsal()
      .online()
      .do({ type: 'hide', hidden: true })
      .pass(1_000)
      .do({ type: 'hide', hidden: false })
    expect(me.due('probe')).toBeNull()
    expect(me.all('pong').map(({ hidden }) => hidden)).toEqual([true, false])
  })

  it('another network is asked about at once', () => {
    expect(new Rehearsal().online().do({ type: 'wake', why: 'online' }).due('probe')).toBe(3_000)
  })
})

describe('P-DRAIN: leaving a node', () => {
  const draining = () => new Rehearsal().chatting().hear({ type: 'drain', reconnectInMs: 2_000 }).pass(2_000)

  it('P-DRAIN-1: a second line is made before the first is given up', () => {
    const me = draining()
    expect(me.state.line).toMatchObject({ state: 'online', live: 1, opening: 2 })
    me.opened().hear(entryFrame(1, 'meanwhile'), 1)
    expect(me.lines).toEqual(['stranger sent meanwhile'])
    me.hear(welcomeFrame({ resumed: true }), 2)
    expect(me.effects).toContainEqual({ type: 'close', conn: 1 })
    expect(me.state.line).toMatchObject({ state: 'online', live: 2, opening: null })
    me.hear(chatFrame(me.ticket, { offset: 1 })).hear(entryFrame(1, 'meanwhile'))
    expect(me.lines).toEqual(['stranger sent meanwhile'])
    expect(me.state.phase).toBe('chatting')
  })

  it('P-DRAIN-1: the old one’s goodbye is no news, though it comes before the new one’s welcome', () => {
    const me = draining()
      .opened()
      .hear(goodbye(4409, 'superseded', { conn: 2 }), 1)
    expect(me.state).toMatchObject({ line: { state: 'online', live: null, opening: 2 }, hold: null })
    me.hear(welcomeFrame({ resumed: true }), 2).hear(chatFrame(me.ticket))
    expect(me.state).toMatchObject({ phase: 'chatting', line: { state: 'online', live: 2 }, error: null })
  })

  it('P-DRAIN-1: if no welcome comes then, the line has fallen after all', () => {
    const me = draining()
      .opened()
      .hear(goodbye(4409, 'superseded', { conn: 2 }), 1)
      .do({ type: 'closed', conn: 2, code: 1006 })
    expect(me.state).toMatchObject({
      phase: 'chatting',
      line: { state: 'reconnecting', live: null, opening: null },
    })
    expect(me.state.hold).not.toBeNull()
    expect(me.state.line.retryAt).not.toBeNull()
  })

  it('P-DRAIN-1: if the page is put away then, the seat is held from that moment on', () => {
    const me = draining()
      .opened()
      .hear(goodbye(4409, 'superseded', { conn: 2 }), 1)
      .do({ type: 'freeze' })
    expect(me.state).toMatchObject({ phase: 'chatting', line: { state: 'reconnecting', resting: 'frozen' } })
    expect(me.state.hold).not.toBeNull()
  })

  it('not even when the new one fell after it had taken over: nobody else has the seat', () => {
    const me = draining()
      .opened()
      .do({ type: 'closed', conn: 2, code: 1006 })
      .hear(goodbye(4409, 'superseded', { conn: 2 }), 1)
    expect(me.state).toMatchObject({
      phase: 'chatting',
      line: { state: 'reconnecting', live: null },
      error: null,
    })
  })

  it('last words of a chat that was left during the move are given up', () => {
    const me = draining().opened().do({ type: 'say', text: 'bye' })
    me.do({ type: 'next', wish: { mode: 'text', languages: [], interests: [], facts: {} } })
    expect(me.lines).toEqual(['me pending bye'])
    expect(me.hear(welcomeFrame({ resumed: true }), 2).lines).toEqual(['me failed bye'])
  })

  it('nor does its close', () => {
    const me = draining().opened().do({ type: 'closed', conn: 1, code: 4409 })
    expect(me.state).toMatchObject({ line: { state: 'online', live: null }, hold: null })
    expect(me.hear(welcomeFrame({ resumed: true }), 2).state.line).toMatchObject({ state: 'online', live: 2 })
  })

  it('a move that fails is tried again, and the old line carries on', () => {
    const me = draining().do({ type: 'closed', conn: 2, code: 1006 })
    expect(me.state).toMatchObject({
      line: { state: 'online', live: 1, opening: null },
      error: null,
      hold: null,
    })
    expect(me.state.line.retryAt).toBeNull()
    expect(me.pass(300).state.line).toMatchObject({ state: 'online', live: 1, opening: 3 })
  })

  it('what was said on the old line too late for it is said again on the new one', () => {
    const me = draining().opened().do({ type: 'say', text: 'hello' })
    me.hear(welcomeFrame({ resumed: true }), 2).hear(chatFrame(me.ticket))
    expect(me.said.filter(({ frame }) => frame.type === 'send').map(({ conn }) => conn)).toEqual([1, 2])
  })

  it('a wish made on the old line is joined on the new one as well', () => {
    const me = new Rehearsal().online().hear({ type: 'drain', reconnectInMs: 0 }).pass(0).opened()
    me.do({ type: 'start', wish: { mode: 'text', languages: [], interests: [], facts: {} } }).hear(
      welcomeFrame(),
      2,
    )
    expect(me.said.filter(({ frame }) => frame.type === 'join').map(({ conn }) => conn)).toEqual([1, 2])
  })
})

describe('P-CLOSE: goodbyes', () => {
  it.each([
    [4400, 'bad_frame', 'bad_frame'],
    [4401, 'bad_token', 'bad_token'],
    [4403, 'origin', 'origin'],
    [4403, 'banned', 'banned'],
    [4403, 'because', 'forbidden'],
    [4406, 'subprotocol', 'subprotocol'],
    [4408, 'hello_timeout', 'closed'],
    [4409, 'superseded', 'superseded'],
    [4413, 'frame_too_big', 'frame_too_big'],
    [4429, 'flooding', 'flooding'],
    [4477, 'eclipse', 'closed'],
    [1000, 'bye', 'closed'],
  ])('P-CLOSE-2: %i %s stops and says so', (code, reason, says) => {
    const me = new Rehearsal().online().hear(goodbye(code, reason))
    expect(me.state).toMatchObject({ line: { state: 'closed', live: null }, error: { code: says } })
    expect(opens(me.pass(600_000))).toHaveLength(0)
  })

  it.each([
    [4500, 'internal'],
    [4503, 'draining'],
    [4504, 'no_pong'],
    [4508, 'too_slow'],
    [4511, 'token_expired'],
    [4513, 'over_capacity'],
    [4599, 'eclipse'],
    [1001, 'away'],
    [1012, 'restart'],
  ])('P-CLOSE-2: %i %s tries again', (code, reason) => {
    const me = new Rehearsal().online().hear(goodbye(code, reason))
    expect(me.state.line.state).toBe('reconnecting')
    expect(me.due('retry')).toBe(300)
  })

  it('P-CLOSE-1: a close without a goodbye means the same', () => {
    expect(new Rehearsal().online().falls(4429).state.error?.code).toBe('flooding')
    expect(new Rehearsal().online().falls(1006).state.line.state).toBe('reconnecting')
  })

  it('a ban says until when, and ends the chat', () => {
    const me = new Rehearsal()
      .chatting()
      .hear(goodbye(4403, 'banned', { message: 'For spam.', until: 9_000 }))
    expect(me.state).toMatchObject({
      phase: 'ended',
      end: { reason: 'closed' },
      error: { code: 'banned', message: 'For spam.', until: 9_000 },
    })
  })

  it('P-HELLO-3: a forged token is forgotten, and the device’s with it', () => {
    const me = new Rehearsal().chatting().hear(goodbye(4401, 'bad_token'))
    expect(me.state).toMatchObject({ keys: { token: null, device: null }, phase: 'ended' })
    me.do({ type: 'reconnect' }).opened()
    expect(me.last('hello')).not.toHaveProperty('token')
  })

  it('an expired one is asked for anew, on the same device', () => {
    const me = new Rehearsal().online().hear(goodbye(4511, 'token_expired')).pass(300).opened()
    expect(me.last('hello')).toMatchObject({ device: 'device' })
    expect(me.last('hello')).not.toHaveProperty('token')
  })

  it('P-FENCE-1: another tab took the seat; reconnect takes it back with a higher number', () => {
    const me = new Rehearsal().chatting().hear(goodbye(4409, 'superseded', { conn: 41 }))
    expect(me.state).toMatchObject({
      phase: 'chatting',
      line: { state: 'closed' },
      error: { code: 'superseded' },
    })
    me.do({ type: 'reconnect' }).opened()
    expect(me.last('hello')).toMatchObject({ conn: 42, resume: { chat: CHAT } })
  })

  it('P-FENCE-1: at one request, however often the other tab has reconnected since; but only once', () => {
    const me = new Rehearsal().chatting().hear(goodbye(4409, 'superseded', { conn: 2 }))
    me.do({ type: 'reconnect' }).opened()
    me.hear(goodbye(4409, 'superseded', { conn: 7 }))
    expect(me.state).toMatchObject({ line: { state: 'connecting', opening: 8 } })
    expect(me.opened().last('hello')).toMatchObject({ conn: 8, resume: { chat: CHAT } })
    expect(me.hear(goodbye(4409, 'superseded', { conn: 9 })).state.line.state).toBe('closed')
  })

  it('P-FENCE-1: nobody asked for the return of a line that fell: the other tab keeps the seat', () => {
    const me = new Rehearsal().chatting().falls().pass(300).opened()
    me.hear(goodbye(4409, 'superseded', { conn: 7 }))
    expect(me.state).toMatchObject({ line: { state: 'closed' }, error: { code: 'superseded' } })
  })

  it('a search that cannot go on is over', () => {
    expect(new Rehearsal().searching().hear(goodbye(4429, 'flooding')).state).toMatchObject({
      phase: 'idle',
      search: null,
    })
    expect(new Rehearsal().searching().hear(goodbye(4409, 'superseded')).state.phase).toBe('searching')
  })
})

describe('P-BACKOFF-2: sleep', () => {
  const hide = (me: Rehearsal) => me.do({ type: 'hide', hidden: true })
  /** As a server does: it pings while the line is there. */
  const fiveMinutes = (me: Rehearsal) => {
    for (let i = 0; i < 13; i++) {
      me.pass(24_000)
      if (me.state.line.live !== null) me.hear({ type: 'ping' })
    }
    return me
  }

  it('hidden for over 5 minutes and idle, the line is let go, and woken at once', () => {
    const me = fiveMinutes(hide(new Rehearsal().online()))
    expect(me.state.line).toMatchObject({ state: 'offline', live: null, resting: 'asleep' })
    expect(opens(me.do({ type: 'hide', hidden: false }))).toHaveLength(1)
  })

  it('no try is made while it sleeps', () => {
    const me = hide(new Rehearsal().do({ type: 'connect' }).falls())
    for (let i = 0; i < 40; i++) {
      me.pass(20_300)
      if (me.state.line.opening !== null) me.falls()
    }
    expect(me.state.line.resting).toBe('asleep')
    expect(me.due('retry')).toBeNull()
  })

  it('never in a search or a chat', () => {
    expect(fiveMinutes(hide(new Rehearsal().searching())).state.line.live).toBe(1)
    expect(fiveMinutes(hide(new Rehearsal().chatting())).state.line.live).toBe(1)
  })

  it('but once the chat has ended', () => {
    const me = fiveMinutes(hide(new Rehearsal().chatting())).hear(endFrame(1, 'left'))
    expect(me.pass(60_000).state.line.resting).toBe('asleep')
  })

  it('a page put away lets go without a bye, and comes back where it was', () => {
    const me = new Rehearsal().chatting().do({ type: 'freeze' })
    expect(me.effects.map(({ type }) => type)).toContain('persist')
    expect(me.effects).toContainEqual({ type: 'close', conn: 1 })
    expect(me.all('bye')).toEqual([])
    me.pass(60_000).do({ type: 'wake', why: 'restored' }).opened()
    expect(me.last('hello')?.resume?.chat).toBe(CHAT)
  })

  it('a client nobody has used yet is left alone', () => {
    const me = new Rehearsal()
      .do({ type: 'freeze' })
      .do({ type: 'wake', why: 'restored' })
      .do({ type: 'hide', hidden: true })
    expect(me.state.line).toMatchObject({ state: 'offline', resting: null, conn: 0 })
  })
})
