import { describe, expect, expectTypeOf, it, vi } from 'vitest'
import { CLOSE, FIELD } from '../protocol/index.js'
import { FakeClock, FakeServer, memoryStorage } from '../testing.js'
import type { FetchLike } from './post.js'
import { type ClientOptions, StrangerClient } from './client.js'
import { StrangerChatError } from './errors.js'
import type { ChatClient, Message } from './types.js'

function stage(options: Partial<ClientOptions> = {}) {
  const system = new FakeClock()
  const server = new FakeServer({ system })
  const make = () =>
    new StrangerClient({ url: 'https://chat.example', transport: server.transport, system, ...options })
  const client = make()
  const run = (ms = 0) => system.advance(ms)
  const texts = (of = client) =>
    of.state.messages.get().map(({ from, text, state }) => `${from} ${state} ${text}`)
  /** Into a chat with a scripted stranger. */
  const meet = (of = client) => {
    void of.start({ interests: ['tea'] })
    run()
    const chat = server.match({ shared: ['tea'] })
    run()
    return chat
  }
  return { system, server, client, make, run, texts, meet }
}

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: StrangerChatError) => error.code,
  )

describe('two strangers', () => {
  it('meet, talk and part', async () => {
    const { server, client, run, texts } = stage()
    const matched = client.start({ interests: ['tea'], languages: ['en'] })
    expect(client.state.phase.get()).toBe('searching')
    expect(client.state.connection.get()).toBe('connecting')
    run()
    expect(client.state.connection.get()).toBe('online')
    const chat = server.match({ shared: ['tea'] })
    run()
    expect((await matched).shared).toEqual(['tea'])
    expect(client.state.phase.get()).toBe('chatting')

    expect(client.send('Hello')?.state).toBe('pending')
    run()
    chat.say('Hi there')
    run()
    expect(texts()).toEqual(['me sent Hello', 'stranger sent Hi there'])
    chat.leave()
    run()
    expect(client.state.phase.get()).toBe('ended')
    expect(client.state.end.get()).toEqual({ chat: chat.id, reason: 'left' })
    client.stop()
    expect(client.state.phase.get()).toBe('idle')
  })

  it('next: the same wish again, with a new ticket', async () => {
    const { server, client, run, meet } = stage()
    const first = meet()
    const found = client.next()
    run()
    const second = server.match()
    run()
    expect((await found).id).toBe(second.id)
    expect(first.log.all.at(-1)?.body).toEqual({ kind: 'end', reason: 'left', by: 0 })
    expect(server.heard('end')[0]?.next).toMatchObject({ interests: ['tea'] })
    expect(client.state.messages.get()).toEqual([])
  })

  it('a start in a chat is that chat', async () => {
    const { client, server, meet, run } = stage()
    const chat = meet()
    expect((await client.start()).id).toBe(chat.id)
    run()
    expect(server.heard('join')).toHaveLength(1)
  })

  it('starts while searching are one search', () => {
    const { client } = stage()
    expect(client.start()).toBe(client.start())
  })

  it('a bye said just before leaving arrives', () => {
    const { client, meet, run } = stage()
    const chat = meet()
    client.send('bye')
    client.stop()
    run()
    expect(chat.log.all.map(({ body }) => body['text'] ?? body['kind'])).toEqual(['bye', 'end'])
    expect(client.state.messages.get()[0]?.state).toBe('sent')
  })
})

describe('promises', () => {
  it('connect resolves at the welcome, without a search', async () => {
    const { client, server, run } = stage()
    const online = client.connect()
    run()
    await online
    expect(client.state.phase.get()).toBe('idle')
    expect(client.state.gates.get()).toEqual([])
    expect(server.heard('join')).toEqual([])
    await client.connect()
  })

  it('connect rejects when the server refuses', async () => {
    const { client, server, run } = stage()
    server.turnAway('forbidden', { reason: 'origin' })
    const refused = code(client.connect())
    run()
    expect(await refused).toBe('origin')
    server.turnAway(null)
    const online = client.connect()
    run()
    await online
  })

  it('stop before there is a line gives up dialling, and says so to whoever waits', async () => {
    const dialled: string[] = []
    const transport = () => {
      dialled.push('dialled')
      return { send: () => {}, close: () => {}, terminate: () => {} }
    }
    const clock = new FakeClock()
    const client = new StrangerClient({ url: 'https://chat.example', transport, system: clock })
    const connected = code(client.connect())
    expect(client.state.connection.get()).toBe('connecting')
    client.stop()
    expect(await connected).toBe('aborted')
    expect(client.state.connection.get()).toBe('offline')
    clock.advance(60_000)
    expect(dialled).toEqual(['dialled'])
  })

  it('stop rejects the search as aborted', async () => {
    const { client } = stage()
    const found = code(client.start())
    client.stop()
    expect(await found).toBe('aborted')
  })

  it('an abort signal is a stop', async () => {
    const { client, run } = stage()
    const abort = new AbortController()
    const found = code(client.start({ signal: abort.signal }))
    run()
    abort.abort()
    expect(await found).toBe('aborted')
    expect(client.state.phase.get()).toBe('idle')
    expect(await code(client.start({ signal: abort.signal }))).toBe('aborted')
    expect(client.state.phase.get()).toBe('idle')
  })

  it('a refused join rejects with what the server said', async () => {
    const { client, server, run } = stage()
    server.refuse('join', { code: 'denied' })
    const found = client.start().catch((error: unknown) => error)
    run()
    expect(await found).toBeInstanceOf(StrangerChatError)
    expect(await found).toMatchObject({ code: 'denied', retryable: false })
  })

  it('nobody has to look at them', async () => {
    const seen = vi.fn()
    process.on('unhandledRejection', seen)
    const { client } = stage()
    void client.start()
    client.stop()
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', seen)
    expect(seen).not.toHaveBeenCalled()
  })
})

describe('words', () => {
  it('P-LOG-4: are tidied before they are sent', () => {
    const { client, meet } = stage()
    meet()
    expect(client.send('  caf\u0065\u0301\r\nau lait \uD83C ')?.text).toBe('café\nau lait \uFFFD')
  })

  it('that cannot be sent are null, with an error', () => {
    const { client, meet } = stage()
    expect(client.send('hello?')).toBeNull()
    expect(client.state.error.get()?.code).toBe('bad_state')
    meet()
    expect(client.send('   ')).toBeNull()
    expect(client.send('x'.repeat(2_001))).toBeNull()
    expect(client.state.error.get()?.code).toBe('too_long')
    expect(client.send('x')).not.toBeNull()
    expect(client.state.error.get()).toBeNull()
  })

  it('that failed can be tried again', () => {
    const { client, meet, run, texts } = stage()
    const chat = meet()
    const { n } = client.send('hello') ?? {}
    chat.sitters[0]?.send?.({
      type: 'ack',
      chat: chat.id,
      acked: [[n ?? 0, 1, 1, `k1.${'0'.repeat(22)}`, 'denied']],
    })
    run()
    const failed = client.state.messages.get()[0]
    expect(failed).toMatchObject({ state: 'failed', why: 'denied' })
    expect(client.retry(failed?.key ?? '')).toMatchObject({ n: 2, state: 'pending' })
    expect(texts()).toEqual(['me pending hello'])
    expect(client.retry('nonsense')).toBeNull()
  })

  it('a wish is cut to what a server takes', () => {
    const { client, server, run } = stage()
    const interests = ['', ' tea ', 'tea', 'x'.repeat(60), ...Array.from({ length: 20 }, (_, i) => `i${i}`)]
    void client.start({ interests, languages: ['en', 'not a language', 'id', 'de', 'fr'] })
    run()
    const [join] = server.heard('join')
    expect(join?.interests).toEqual(['tea', 'x'.repeat(FIELD.interest), 'i0', 'i1', 'i2', 'i3', 'i4', 'i5'])
    expect(join?.languages).toEqual(['en', 'id', 'de'])
  })
})

describe('stores and events', () => {
  it('typing does not wake the list of messages', () => {
    const { client, meet, run } = stage()
    const chat = meet()
    const messages = vi.fn()
    const typing = vi.fn()
    client.state.messages.subscribe(messages)
    client.state.typing.subscribe(typing)
    chat.write(true)
    run()
    expect(typing.mock.calls).toEqual([[false], [true]])
    expect(messages).toHaveBeenCalledTimes(1)
  })

  it('every store has its new value before the first listener is told', () => {
    const { client, meet } = stage()
    const seen: unknown[] = []
    client.state.phase.subscribe((phase) => seen.push([phase, client.state.chat.get()?.shared]))
    meet()
    expect(seen).toEqual([
      ['idle', undefined],
      ['searching', undefined],
      ['chatting', ['tea']],
    ])
  })

  it('events come in order: the phase, then what happened', () => {
    const { client, meet, run } = stage()
    const seen: string[] = []
    for (const type of ['phase', 'connection', 'match', 'message', 'end'] as const)
      client.on(type, () => seen.push(type))
    const chat = meet()
    chat.say('one')
    chat.say('two')
    chat.leave()
    run()
    expect(seen).toEqual([
      'phase',
      'connection',
      'connection',
      'phase',
      'match',
      'message',
      'message',
      'phase',
      'end',
    ])
  })

  it('a listener may act; what it causes is told after what caused it', () => {
    const { client, meet, run } = stage()
    const seen: string[] = []
    client.on('message', ({ text }) => {
      seen.push(`heard ${text}`)
      seen.push(client.send(`re: ${text}`) ? 'answered' : 'refused')
    })
    client.state.messages.subscribe((messages) => seen.push(`${messages.length} lines`))
    const chat = meet()
    chat.say('one')
    run()
    expect(seen).toEqual(['0 lines', '1 lines', 'heard one', 'answered', '2 lines', '2 lines'])
  })

  it('a listener that throws is the page’s affair; the chat and the others go on', async () => {
    const { client, meet, run, texts } = stage()
    const faults: unknown[] = []
    const hear = (error: unknown) => faults.push(error)
    process.on('unhandledRejection', hear)
    const others = vi.fn()
    client.on('message', () => {
      throw new Error('mine')
    })
    client.on('message', others)
    meet().say('hello')
    run()
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', hear)
    expect(faults).toEqual([new Error('mine')])
    expect(others).toHaveBeenCalledTimes(1)
    expect(texts()).toEqual(['stranger sent hello'])
  })

  it('unread counts until it is read', () => {
    const { client, meet, run } = stage()
    const chat = meet()
    chat.say('one')
    chat.say('two')
    run()
    expect(client.state.unread.get()).toBe(2)
    client.markRead()
    expect(client.state.unread.get()).toBe(0)
  })
})

describe('reload', () => {
  it('keeps the chat, its words and its place', () => {
    const storage = memoryStorage()
    const { client, make, meet, run, texts, server } = stage({ storage })
    const chat = meet()
    client.send('before')
    run()
    chat.say('and back')
    run()
    client.freeze()
    run()
    const again = make()
    const heard = vi.fn()
    again.on('message', heard)
    expect(again.resume()).toBe(true)
    expect(texts(again)).toEqual(['me sent before', 'stranger sent and back'])
    expect(again.state.chat.get()).toMatchObject({ id: chat.id, shared: ['tea'] })
    run()
    expect(again.state.connection.get()).toBe('online')
    expect(heard).not.toHaveBeenCalled()
    again.send('after')
    run()
    expect(chat.log.all.map(({ body }) => body['text'])).toEqual(['before', 'and back', 'after'])
    expect(server.heard('hello').map(({ conn }) => conn)).toEqual([1, 2])
  })

  it('sends what was not answered, once', () => {
    const storage = memoryStorage()
    const { client, make, meet, run, texts, server } = stage({ storage })
    const chat = meet()
    server.network.down = true
    server.network.cut()
    run()
    client.send('said in a tunnel')
    client.freeze()
    server.network.down = false
    const again = make()
    again.resume()
    expect(texts(again)).toEqual(['me pending said in a tunnel'])
    run()
    expect(texts(again)).toEqual(['me sent said in a tunnel'])
    expect(chat.log.all).toHaveLength(1)
  })

  it('keeps the search, with its ticket', () => {
    const storage = memoryStorage()
    const { client, make, run, server } = stage({ storage })
    void client.start({ interests: ['tea'] })
    run()
    client.freeze()
    const again = make()
    expect(again.resume()).toBe(true)
    expect(again.state.search.get()).toMatchObject({ interests: ['tea'] })
    run()
    expect(new Set(server.heard('join').map(({ ticket }) => ticket)).size).toBe(1)
    server.match()
    run()
    expect(again.state.phase.get()).toBe('chatting')
  })

  it('shows a chat that ended, and connects to nobody', () => {
    const storage = memoryStorage()
    const { client, make, meet, run, texts, server } = stage({ storage })
    const chat = meet()
    chat.say('farewell')
    chat.leave()
    run()
    client.freeze()
    const dials = server.network.dials
    const again = make()
    expect(again.resume()).toBe(true)
    run(60_000)
    expect(again.state.end.get()?.reason).toBe('left')
    expect(texts(again)[0]).toBe('stranger sent farewell')
    expect(server.network.dials).toBe(dials)
  })

  it('a page out of the browser’s cache is where another page of its tab went on', () => {
    const { client, make, meet, run, texts, server } = stage({ storage: memoryStorage() })
    const chat = meet()
    client.send('one')
    run()
    client.freeze()
    const elsewhere = make()
    elsewhere.resume()
    run()
    elsewhere.send('two, from another page')
    run()
    chat.say('three')
    run()
    elsewhere.freeze()
    client.wake('restored')
    run()
    expect(texts(client)).toEqual(['me sent one', 'me sent two, from another page', 'stranger sent three'])
    client.send('four')
    run()
    expect(chat.log.all.map(({ body }) => body['text'])).toEqual([
      'one',
      'two, from another page',
      'three',
      'four',
    ])
    expect(server.heard('hello').map(({ conn }) => conn)).toEqual([1, 2, 3])
    // What ended there has ended here.
    client.freeze()
    const third = make()
    third.resume()
    run()
    third.stop()
    third.stop()
    run()
    third.freeze()
    client.wake('restored')
    run()
    expect(client.state.phase.get()).toBe(third.state.phase.get())
    expect(client.state.phase.get()).not.toBe('chatting')
  })

  it('with nothing kept, nothing happens', () => {
    const storage = memoryStorage()
    const { client, run, server } = stage({ storage })
    expect(client.resume()).toBe(false)
    run(60_000)
    expect(server.network.dials).toBe(0)
    expect([...storage.session.entries, ...storage.device.entries]).toEqual([])
  })

  it('a person who starts instead of resuming is back in the chat as well', async () => {
    const storage = memoryStorage()
    const { client, make, meet, run } = stage({ storage })
    const chat = meet()
    client.freeze()
    const again = make()
    const found = again.start()
    run()
    expect((await found).id).toBe(chat.id)
  })

  it('P-KEEP-1: without storage a reload is a new person', () => {
    const { client, make, meet, run, server } = stage()
    meet()
    client.freeze()
    const again = make()
    expect(again.resume()).toBe(false)
    void again.start()
    run()
    expect(server.heard('hello').at(-1)).toMatchObject({ conn: 1 })
    expect(server.heard('hello').at(-1)).not.toHaveProperty('token')
  })

  it('P-KEEP-1: two tabs of one browser are one person, even if both were open before either started', () => {
    const { system, server, run } = stage()
    const { device } = memoryStorage()
    const tab = () => {
      const storage = { device, session: memoryStorage().session }
      return new StrangerClient({ url: 'https://chat.example', transport: server.transport, system, storage })
    }
    const [first, second] = [tab(), tab()]
    // Both have read what is kept, which is nothing.
    expect([first.resume(), second.resume()]).toEqual([false, false])
    void first.start()
    run()
    const given = device?.get('stranger-chat:https://chat.example:device')
    void second.start()
    run()
    const [one, two] = server.heard('hello')
    expect(given).toBeTypeOf('string')
    expect([one?.device, two?.device]).toEqual([undefined, given])
  })

  it('P-FENCE-1: of two tabs with one session the later has it, and the other can take it back', () => {
    const storage = memoryStorage()
    const { client, make, meet, run } = stage({ storage })
    const chat = meet()
    const copy = make()
    copy.resume()
    run()
    expect(client.state.connection.get()).toBe('closed')
    expect(client.state.error.get()?.code).toBe('superseded')
    expect(client.state.phase.get()).toBe('chatting')
    client.reconnect()
    run()
    expect(client.state.connection.get()).toBe('online')
    expect(copy.state.connection.get()).toBe('closed')
    client.send('here again')
    run()
    expect(chat.log.all).toHaveLength(1)
  })
})

describe('block', () => {
  const answering = (status: number, body: unknown = {}) =>
    vi.fn(() => Promise.resolve({ ok: status < 300, status, json: () => Promise.resolve(body) }))

  it('P-CAPSULE-3: hands in the capsule, and leaves', async () => {
    const fetch = answering(204)
    const { client, meet, run } = stage({ fetch })
    const chat = meet()
    await client.block()
    run()
    expect(fetch).toHaveBeenCalledWith('https://chat.example/v1/blocks', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ capsule: `capsule.${chat.id}.0` }),
    })
    expect(client.state.phase.get()).toBe('ended')
    expect(chat.log.ended).toBe(true)
  })

  it('works after the chat, and while searching for the next one', async () => {
    const fetch = answering(204)
    const { client, meet, run } = stage({ fetch })
    meet().leave()
    run()
    await client.block()
    void client.next()
    await client.block()
    expect(fetch).toHaveBeenCalledTimes(2)
    expect(client.state.phase.get()).toBe('searching')
  })

  it('is refused when there is nobody to block', async () => {
    expect(await code(stage({ fetch: answering(204) }).client.block())).toBe('bad_state')
  })

  it('says that the server can’t be reached when its code can’t, and tries again', async () => {
    vi.doMock('./moderation.js', () => Promise.reject(new TypeError('Failed to fetch')))
    const { client, meet } = stage({ fetch: answering(204) })
    meet()
    expect(await code(client.block())).toBe('unreachable')
    expect(client.state.phase.get()).toBe('chatting')
    vi.doUnmock('./moderation.js')
    await client.block()
    expect(client.state.phase.get()).toBe('ended')
  })

  it('leaves the chat alone when the server refuses', async () => {
    const { client, meet } = stage({ fetch: answering(429, { code: 'rate_limited', message: 'Wait.' }) })
    meet()
    expect(await code(client.block())).toBe('rate_limited')
    expect(client.state.phase.get()).toBe('chatting')
  })
})

describe('close', () => {
  it('says bye, and then nothing ever again', async () => {
    const { client, server, meet, run, system } = stage()
    const chat = meet()
    client.close()
    client.close()
    run()
    expect(server.heard('bye')).toHaveLength(1)
    expect(chat.log.ended).toBe(true)
    expect(server.network.size).toBe(0)
    expect(system.pending).toBe(0)
    expect(client.state.connection.get()).toBe('closed')
    expect(await code(client.start())).toBe('closed')
    expect(await code(client.connect())).toBe('closed')
    expect(await code(client.block())).toBe('closed')
    expect([client.send('x'), client.retry('x'), client.resume()]).toEqual([null, null, false])
    client.stop()
    client.reconnect()
    client.setHidden(true)
    run(60_000)
    expect(server.network.dials).toBe(1)
  })

  it('of a client that was never used touches nothing', () => {
    const storage = memoryStorage()
    const { client, server } = stage({ storage })
    client.close()
    expect(server.network.dials).toBe(0)
    expect([...storage.session.entries]).toEqual([])
  })
})

describe('construction', () => {
  it('does nothing', () => {
    const { server, system } = stage()
    system.advance(600_000)
    expect(server.network.dials).toBe(0)
    expect(system.pending).toBe(0)
  })

  it.each([
    '',
    '/chat',
    'chat.example',
    'ws://chat.example',
    'javascript:alert(1)',
    'https://',
    'https://a b',
  ])('refuses the url %j', (url) => {
    expect(() => new StrangerClient({ url })).toThrow(TypeError)
  })

  it('takes a URL, and a path', () => {
    const Socket = vi.fn(
      class {
        protocol = ''
        readyState = 0
        onopen = null
        onmessage = null
        onclose = null
        onerror = null
        send() {}
        close() {}
      },
    )
    const connect = (url: string | URL) =>
      void new StrangerClient({ url, WebSocket: Socket, system: new FakeClock() }).connect()
    connect(new URL('https://chat.example/'))
    connect('http://localhost:8787/chat//')
    expect(Socket.mock.calls).toEqual([
      ['wss://chat.example/ws', ['stranger-chat.v1']],
      ['ws://localhost:8787/chat/ws', ['stranger-chat.v1']],
    ])
  })

  it('says what is missing where there is neither WebSocket nor fetch', () => {
    vi.stubGlobal('WebSocket', undefined)
    vi.stubGlobal('fetch', undefined)
    const client = new StrangerClient({ url: 'https://chat.example' })
    expect(() => client.connect()).toThrow('There is neither WebSocket nor fetch here')
    vi.unstubAllGlobals()
  })
})

describe('polls (P-POLL-10)', () => {
  /** A client that nothing answers, and by which ways it tried. */
  async function lost({ hasSocket = true, until = null as number | null } = {}) {
    const ways: string[] = []
    class Socket {
      protocol = ''
      readyState = 0
      onopen = null
      onmessage = null
      onclose: ((event: never) => void) | null = null
      onerror = null
      constructor() {
        ways.push('socket')
        clock.after(0, () => this.onclose?.({ code: 1006 } as never))
      }
      send() {}
      close() {}
    }
    const fetch: FetchLike = (url) => {
      ways.push(url)
      return Promise.reject(new TypeError('network'))
    }
    const clock = new FakeClock()
    const storage = memoryStorage()
    const key = 'stranger-chat:https://chat.example:poll'
    if (until !== null) storage.session.set(key, String(clock.now() + until))
    const url = 'https://chat.example'
    if (!hasSocket) vi.stubGlobal('WebSocket', undefined)
    const options = { url, fetch, storage, system: clock }
    const client = new StrangerClient(hasSocket ? { ...options, WebSocket: Socket } : options)
    void client.connect().catch(() => {})
    /** Lets the next try happen. */
    const again = async () => {
      clock.advance((client.state.retryAt.get() ?? 0) - clock.now())
      await vi.dynamicImportSettled()
      clock.advance(1)
    }
    clock.advance(1)
    await vi.dynamicImportSettled()
    clock.advance(1)
    vi.unstubAllGlobals()
    return { ways, again, client, kept: () => storage.session.get(key) }
  }
  const POLL = 'https://chat.example/poll'

  it('where there is no WebSocket', async () => {
    const { ways } = await lost({ hasSocket: false })
    expect(ways[0]).toBe(POLL)
  })

  it('after two upgrades that failed', async () => {
    const { ways, again } = await lost()
    await again()
    expect(ways).toEqual(['socket', 'socket'])
    await again()
    expect(ways[2]).toBe(POLL)
  })

  it('at once where this tab has polled before', async () => {
    const { ways } = await lost({ until: 60_000 })
    expect(ways[0]).toBe(POLL)
  })

  it('whose code can’t be fetched are a try that failed, and the WebSocket has its turn again', async () => {
    vi.doMock('../transports/polls.js', () => Promise.reject(new TypeError('Failed to fetch')))
    const { ways, again, client, kept } = await lost({ until: 60_000 })
    expect([ways, kept(), client.state.retryAt.get() !== null]).toEqual([[], null, true])
    await again()
    expect(ways).toEqual(['socket'])
    vi.doUnmock('../transports/polls.js')
    await again()
    await again()
    expect(ways[2]).toBe(POLL)
  })
})

it('a page hidden from the start is told to the server', () => {
  const { client, server, run } = stage({ storage: memoryStorage() })
  client.setHidden(true)
  void client.connect()
  run()
  expect(server.heard('pong')).toEqual([{ type: 'pong', hidden: true }])
})

it('a frame that cannot be read ends nothing', () => {
  const { client, meet, run, texts } = stage()
  const chat = meet()
  chat.sitters[0]?.send?.({ type: 'novelty' } as never)
  chat.sitters[0]?.send?.({ type: 'entry', chat: chat.id, offset: -1 } as never)
  chat.say('still here')
  run()
  expect(texts()).toEqual(['stranger sent still here'])
  expect(client.state.connection.get()).toBe('online')
})

it('the server is asked for the next try, and the person is told when it comes', () => {
  const { client, server, run, system } = stage()
  void client.connect()
  run()
  server.network.down = true
  server.goodbye('over_capacity', { retryAfterMs: 4_000 })
  run()
  expect(client.state.retryAt.get()).toBe(system.now() + 4_000)
  expect(CLOSE.over_capacity).toBe(4513)
})

it('is a ChatClient', () => {
  expectTypeOf<StrangerClient>().toExtend<ChatClient>()
  expectTypeOf<ReturnType<StrangerClient['send']>>().toEqualTypeOf<Message | null>()
})
