import { describe, expect, it, vi } from 'vitest'
import { FakeClock, FakeNetwork, FakeServer, memoryStorage, type Peer } from '../testing.js'
import { type ClientFrame, decodeServer, encode, type ServerFrame } from '../protocol/index.js'

describe('FakeClock', () => {
  it('runs what falls due, in order of time and then of asking', () => {
    const clock = new FakeClock(0)
    const seen: string[] = []
    clock.after(20, () => seen.push(`late ${clock.now()}`))
    clock.after(10, () => {
      seen.push(`first ${clock.now()}`)
      clock.after(0, () => seen.push(`from within ${clock.now()}`))
    })
    clock.after(10, () => seen.push('second'))
    clock.after(10, () => seen.push('never'))()
    clock.advance(15)
    expect(seen).toEqual(['first 10', 'second', 'from within 10'])
    expect([clock.now(), clock.pending]).toEqual([15, 1])
  })

  it('is the same from run to run', () => {
    const [one, two] = [new FakeClock(), new FakeClock()]
    expect([one.unit(), one.unit(), one.id()]).toEqual([two.unit(), two.unit(), two.id()])
    expect(one.unit()).toBeLessThan(1)
    expect(one.id()).not.toBe(one.id())
  })
})

describe('FakeNetwork', () => {
  function wire() {
    const clock = new FakeClock()
    const network = new FakeNetwork(clock)
    const server = { text: vi.fn(), closed: vi.fn() }
    const client = { opened: vi.fn(), text: vi.fn(), closed: vi.fn() }
    let peer: Peer = { send() {}, close() {} }
    const link = network.transport((made) => {
      peer = made
      return server
    })(client)
    clock.advance(0)
    return { clock, network, server, client, link, peer }
  }

  it('carries frames both ways, after its latency and in order', () => {
    const { clock, network, server, client, link, peer } = wire()
    network.latency = 50
    link.send('one')
    network.latency = 10
    link.send('two')
    peer.send('hi')
    clock.advance(9)
    expect([server.text, client.text].flatMap(({ mock }) => mock.calls)).toEqual([])
    clock.advance(41)
    expect(server.text.mock.calls).toEqual([['one'], ['two']])
    expect(client.text.mock.calls).toEqual([['hi']])
  })

  it('cut: both sides are told, what was on its way is lost', () => {
    const { clock, network, server, client, link } = wire()
    link.send('lost')
    network.cut()
    clock.advance(0)
    expect(server.text).not.toHaveBeenCalled()
    expect([server.closed.mock.calls, client.closed.mock.calls]).toEqual([[[1006]], [[1006]]])
    expect(network.size).toBe(0)
  })

  it('hang: nobody is told', () => {
    const { clock, network, server, client, link, peer } = wire()
    network.hang()
    link.send('into the void')
    peer.send('likewise')
    clock.advance(60_000)
    expect(
      [server.text, server.closed, client.text, client.closed].flatMap(({ mock }) => mock.calls),
    ).toEqual([])
  })

  it('down: a connect fails', () => {
    const { clock, network } = wire()
    network.down = true
    const closed = vi.fn()
    network.transport(() => ({ text: vi.fn(), closed: vi.fn() }))({ opened: vi.fn(), text: vi.fn(), closed })
    clock.advance(0)
    expect(closed.mock.calls).toEqual([[1006]])
    expect(network.dials).toBe(2)
  })

  it('lose: swallows what a test picks', () => {
    const { clock, network, server, link } = wire()
    network.lose = (to, text) => to === 'server' && text === 'two'
    for (const text of ['one', 'two', 'three']) link.send(text)
    clock.advance(0)
    expect(server.text.mock.calls).toEqual([['one'], ['three']])
  })

  it('close: what was said before arrives first, each side hears of the other’s', () => {
    const one = wire()
    one.peer.send('bye')
    one.peer.close(4503)
    one.clock.advance(0)
    expect([one.client.text.mock.calls, one.client.closed.mock.calls]).toEqual([[['bye']], [[4503]]])
    const two = wire()
    two.link.send('bye')
    two.link.close(1000)
    two.peer.send('too late')
    two.clock.advance(0)
    expect([two.server.text.mock.calls, two.server.closed.mock.calls]).toEqual([[['bye']], [[1000]]])
    expect(two.client.text).not.toHaveBeenCalled()
  })
})

describe('FakeServer speaks the protocol', () => {
  /** A bare client: says frames, collects what it hears. */
  function visit(server: FakeServer, clock: FakeClock) {
    const heard: ServerFrame[] = []
    const codes: number[] = []
    const link = server.transport({
      opened() {},
      closed: (code) => codes.push(code),
      text(text) {
        const decoded = decodeServer(text)
        expect(decoded).toMatchObject({ ok: true })
        if (decoded.ok) heard.push(decoded.frame)
      },
    })
    clock.advance(0)
    const say = (...frames: ClientFrame[]) => {
      for (const frame of frames) link.send(encode(frame))
      clock.advance(0)
      return heard.splice(0)
    }
    return { say, codes, link }
  }
  const hello = (conn: number, more: object = {}) =>
    ({ type: 'hello', conn, client: { name: 'test', version: '1' }, ...more }) as const
  const join = (ticket: string) =>
    ({ type: 'join', ticket, mode: 'text', languages: [], interests: [], facts: {} }) as const
  const stage = () => {
    const clock = new FakeClock()
    const server = new FakeServer({ system: clock })
    return { clock, server, ...visit(server, clock) }
  }
  const types = (frames: ServerFrame[]) => frames.map(({ type }) => type)

  it('welcomes, queues, matches', () => {
    const { server, say } = stage()
    expect(types(say(hello(1), join('ticket-1')))).toEqual(['welcome', 'queued'])
    const chat = server.match({ shared: ['tea'], language: 'id', met: true })
    const [match] = say({ type: 'pong' })
    expect(match).toMatchObject({ type: 'chat', chat: chat.id, ticket: 'ticket-1', you: 0, met: true })
    expect(() => server.match()).toThrow('Nobody is waiting')
  })

  it('P-N-1, P-ACK-1: appends in order, acknowledges, knows duplicates and gaps', () => {
    const { server, say } = stage()
    say(hello(1), join('ticket-1'))
    const { id, log } = server.match()
    const send = (n: number, text = 'x') =>
      ({ type: 'send', chat: id, n, body: { kind: 'text', text } }) as const
    say()
    expect(say(send(1))).toMatchObject([
      { type: 'ack', acked: [[1, 1, expect.any(Number), expect.any(String)]] },
    ])
    expect(say(send(1))).toMatchObject([
      { type: 'ack', acked: [[1, 1, expect.any(Number), expect.any(String)]] },
    ])
    expect(say(send(3))).toMatchObject([{ type: 'error', code: 'gap', re: { n: 3 } }])
    expect(say(send(2, ''))).toMatchObject([
      { type: 'ack', acked: [[2, 2, expect.anything(), expect.anything(), 'ill_formed']] },
    ])
    expect(log.all.map(({ body }) => body['kind'])).toEqual(['text', 'void'])
  })

  it('P-ACK-2: an ack rides on an entry that leaves anyway', () => {
    const clock = new FakeClock()
    const server = new FakeServer({ system: clock, ackMs: 100 })
    const { say } = visit(server, clock)
    say(hello(1), join('ticket-1'))
    const chat = server.match()
    say()
    say({ type: 'send', chat: chat.id, n: 1, body: { kind: 'text', text: 'hi' } })
    chat.say('hello')
    expect(say()).toMatchObject([
      { type: 'entry', offset: 2, acked: [[1, 1, expect.any(Number), expect.any(String)]] },
    ])
    clock.advance(100)
    expect(say()).toEqual([])
  })

  it('P-RESUME-1: replays what is above the offset, own entries in full', () => {
    const { server, say, clock } = stage()
    const [welcome] = say(hello(1), join('ticket-1'))
    const token = welcome?.type === 'welcome' ? welcome.token : ''
    const chat = server.match()
    say()
    chat.say('one')
    say({ type: 'send', chat: chat.id, n: 1, body: { kind: 'text', text: 'two' } })
    const again = visit(server, clock)
    const back = again.say(hello(2, { token, resume: { chat: chat.id, epoch: chat.log.epoch, offset: 1 } }))
    expect(back).toMatchObject([
      { resumed: true },
      { type: 'chat', offset: 2, accepted: 1 },
      { type: 'entry', offset: 2, n: 1 },
    ])
  })

  it('P-FENCE: an older number is turned away, an unnamed chat ends, a forgotten one is not resumed', () => {
    const { server, say, clock } = stage()
    const [welcome] = say(hello(5), join('ticket-1'))
    const token = welcome?.type === 'welcome' ? welcome.token : ''
    const chat = server.match()
    const old = visit(server, clock)
    expect(old.say(hello(5, { token }))).toMatchObject([{ type: 'goodbye', code: 4409, conn: 5 }])
    expect(old.codes).toEqual([4409])
    visit(server, clock).say(hello(6, { token }))
    expect(chat.log.ended).toBe(true)
    server.forget()
    const resume = { chat: chat.id, epoch: chat.log.epoch, offset: 0 }
    expect(visit(server, clock).say(hello(7, { token, resume }))).toMatchObject([{ resumed: false }])
  })

  it('plays the stranger', () => {
    const { server, say } = stage()
    say(hello(1), join('ticket-1'))
    const chat = server.match()
    say()
    chat.write(true)
    chat.say('hello')
    chat.away()
    chat.back()
    chat.leave()
    chat.leave()
    expect(types(say())).toEqual(['typing', 'entry', 'presence', 'presence', 'entry'])
  })

  it('refuses, says goodbye, turns away, and answers garbage', () => {
    const { server, say, codes, clock } = stage()
    say(hello(1))
    server.refuse('join', { code: 'rate_limited', retryAfterMs: 5 })
    expect(say(join('ticket-1'))).toMatchObject([
      { code: 'rate_limited', retryAfterMs: 5, re: { type: 'join', ticket: 'ticket-1' } },
    ])
    server.goodbye('draining', { retryAfterMs: 9 })
    expect(say()).toMatchObject([{ type: 'goodbye', code: 4503, retryAfterMs: 9 }])
    expect(codes).toEqual([4503])
    server.turnAway('forbidden', { reason: 'origin' })
    expect(visit(server, clock).say(hello(2))).toMatchObject([{ code: 4403, reason: 'origin' }])
    const bad = visit(server, clock)
    bad.link.send('nonsense')
    clock.advance(0)
    expect(bad.codes).toEqual([4400])
  })

  it('pairs two clients with each other, if asked', () => {
    const clock = new FakeClock()
    const server = new FakeServer({ system: clock, pairs: true })
    const [one, two] = [visit(server, clock), visit(server, clock)]
    one.say(hello(1), join('ticket-1'))
    expect(two.say(hello(1), join('ticket-2'))).toMatchObject([
      { type: 'welcome' },
      { type: 'chat', you: 1, ticket: 'ticket-2' },
    ])
    const { id } = server.chats[0] ?? { id: '' }
    two.say(
      { type: 'send', chat: id, n: 1, body: { kind: 'text', text: 'hi' } },
      { type: 'typing', chat: id, on: true },
    )
    expect(types(one.say())).toEqual(['chat', 'entry', 'typing'])
  })
})

it('memory keeps what it was given', () => {
  const { device } = memoryStorage()
  device.set('key', 'value')
  expect(device.get('key')).toBe('value')
  device.remove('key')
  expect(device.get('key')).toBeNull()
})
