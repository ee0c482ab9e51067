import { once } from 'node:events'
import { createServer as createHttp, request, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { encode, POLL, readPollAnswer, SUBPROTOCOL } from '@stranger-chat/core/protocol'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { Reception } from '../gate/door.js'
import { Reading } from '../http/reading.js'
import { staticList } from '../media/providers.js'
import { createMemoryBackplane } from '../memory/backplane.js'
import type { ServerOptions } from '../options.js'
import type { Clock } from '../ports/clock.js'
import type { Socket, SocketEvents } from '../ports/socket.js'
import { createServer } from '../server.js'
import { createKeyRing, KEY_BYTES } from '../session/keys.js'
import { Sweep } from '../sweep.js'
import { nextTurn, systemClock, systemRandom } from '../system.js'
import { OFFER, RELAY } from '../testing/call.js'
import { FakeClock } from '../testing/clock.js'
import { FACTS } from '../testing/people.js'
import { lineId, Poller, type PollBody, post } from '../testing/poller.js'
import { testTransport } from '../testing/transport.js'
import { createPoll } from './poll.js'

const open: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

async function listen(handle: RequestListener): Promise<string> {
  const http = createHttp(handle)
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  open.push(() => {
    http.closeAllConnections()
    http.close()
  })
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}/poll`
}

const ENTER: Reception = { kind: 'enter', visit: { origin: undefined, prefixes: [] } }

testTransport(
  'poll',
  async () => {
    let accept: (socket: Socket) => SocketEvents = () => {
      throw new Error('Nobody was expected.')
    }
    const wheel = new Sweep(systemClock, 250)
    const poll = createPoll({
      door: { receive: () => ENTER, allows: () => true, neighbourhood: () => undefined },
      // A poll says hello by itself; the contract is about what comes after it.
      accept(socket) {
        const events = accept(socket)
        let isFirst = true
        return {
          ...events,
          text(text) {
            if (!isFirst) events.text(text)
            isFirst = false
          },
        }
      },
      wheel,
      clock: systemClock,
      reading: new Reading(systemClock),
      sidOf: () => undefined,
    })
    const url = await listen((req, res) => void poll(req, res))
    const clients: Poller[] = []
    return {
      tooBig: 40 * 1024 + 1,
      async open(take) {
        let isOpen = false
        accept = (socket) => {
          isOpen = true
          return take(socket)
        }
        const client = new Poller(url)
        clients.push(client)
        void client.poll()
        await client.until(() => isOpen)
        return {
          send: (text) => client.send(text),
          sendBinary: undefined,
          heard: client.heard,
          pause: () => client.pause(),
          resume: () => client.resume(),
          close: (code) => void client.close(code),
          closed: client.closed,
        }
      },
      async close() {
        for (const client of clients) client.vanish()
        wheel.close()
        for (const end of open.splice(0)) await end()
      },
    }
  },
  { describe, it },
)

/** A server, or several that share what nodes share, behind an address that asks them in turn. */
async function start(options: ServerOptions = {}, nodes = 1, clock: Clock = systemClock) {
  const random = systemRandom
  const backplane = createMemoryBackplane({ clock, random })
  const keys = createKeyRing([{ secret: random.bytes(KEY_BYTES), from: clock.now() }], clock)
  const servers = await Promise.all(
    Array.from({ length: nodes }, () =>
      createServer({ clock, log: { log: () => undefined }, backplane, keys, ...options }),
    ),
  )
  open.push(async () => {
    for (const server of servers) await server.close()
    await backplane.close()
  })
  let turn = 0
  const url = await listen((req, res) => servers[turn++ % nodes]?.handle(req, res))
  const at = (node: number) => listen((req, res) => servers[node]?.handle(req, res))
  const pair = async () => {
    const two = [new Poller(url), new Poller(url)] as const
    open.push(() => two.forEach((one) => one.vanish()))
    const interests = [`interest ${lineId()}`]
    for (const one of two) {
      one.join(`ticket-${one.line}`, interests)
      await one.until(() => one.all('queued').length + one.all('chat').length > 0)
    }
    for (const one of two) {
      await one.until(() => one.all('chat').length > 0)
      one.says({ type: 'seen', chat: one.last('chat').chat, offset: 0 })
      if (nodes > 1) continue
      // Answered, so that nothing is on its way any more.
      one.says({ type: 'pong' })
      await one.until(() => one.all('ping').length > 0)
    }
    return two
  }
  return { url, at, servers, server: servers[0]!, pair }
}

const hello = { type: 'hello', conn: 1, client: { name: 'test', version: '1' } }
const first = (more: PollBody = {}): PollBody => ({
  protocol: SUBPROTOCOL,
  line: lineId(),
  seq: 1,
  sent: 0,
  got: 0,
  hello,
  frames: [],
  ...more,
})
const answerOf = async (res: Response) => {
  const answer = readPollAnswer(await res.json())
  if (answer === null) throw new Error('That was no answer.')
  return { ...answer, types: answer.frames.map((text) => (JSON.parse(text) as { type: string }).type) }
}

describe('a line made of polls', () => {
  it('P-POLL-2: the first poll is a hello, and its answer a welcome', async () => {
    const { url } = await start()
    const answer = await answerOf(await post(url, first()))
    expect(answer).toMatchObject({ since: 1, at: 0, types: ['welcome'] })
    expect(answer.closed).toBeUndefined()
  })

  it('carries a chat', async () => {
    const { pair } = await start()
    const [one, two] = await pair()
    for (let n = 1; n <= 5; n++) {
      one.talk(`from one ${n}`)
      two.talk(`from two ${n}`)
    }
    await one.until(() => one.texts.length === 5 && two.texts.length === 5)
    expect(one.texts).toEqual([1, 2, 3, 4, 5].map((n) => `from two ${n}`))
    expect(two.texts).toEqual([1, 2, 3, 4, 5].map((n) => `from one ${n}`))
  })

  it.each([1, 2])(
    'carries an offer made while waiting into the chat, through %i nodes (P-CALL-5)',
    async (nodes) => {
      const ice = staticList([{ urls: 'turn:turn.example.org' }], [RELAY])
      const { url } = await start({ modes: ['text', 'voice'], ice, limits: { joinBurst: 50 } }, nodes)
      const [one, two] = [new Poller(url), new Poller(url)]
      open.push(() => [one, two].forEach((each) => each.vanish()))
      const wishOf = (ticket: string, offer?: string) =>
        ({
          ...({ type: 'join', ticket, mode: 'voice', languages: [], interests: [], facts: FACTS } as const),
          ...(offer === undefined ? {} : { offer }),
        }) as const
      one.wish = wishOf('ticket-of-one')
      one.says(wishOf('ticket-of-one'))
      await one.until(() => one.all('queued').length > 0)
      // As a client does it: the wish that polls repeat is the newest.
      one.wish = wishOf('ticket-of-one', OFFER)
      one.says(wishOf('ticket-of-one', OFFER))
      const before = one.all('queued').length
      await one.until(() => one.all('queued').length > before)
      two.wish = wishOf('ticket-of-two')
      two.says(wishOf('ticket-of-two'))
      await two.until(() => one.all('entry').length > 0 && two.all('entry').length > 0)
      expect(one.last('chat')).toMatchObject({ accepted: 1, polite: false })
      for (const each of [one, two])
        expect(each.last('entry')).toMatchObject({ offset: 1, body: { signal: 'offer', data: OFFER } })
      expect([...one.all('error'), ...two.all('error')]).toEqual([])
    },
  )

  it('P-POLL-4: a higher seq ends the poll before it, empty', async () => {
    const { url } = await start()
    const line = lineId()
    await post(url, first({ line }))
    const held = post(url, first({ line, seq: 2, got: 1 }))
    await arrived(url)
    const newer = post(url, first({ line, seq: 3, got: 1, frames: ['{"type":"pong"}'] }))
    expect(await answerOf(await held)).toMatchObject({ frames: [], since: 1 })
    expect((await answerOf(await newer)).types).toEqual(['ping'])
  })

  it('P-POLL-4: a poll that comes late changes nothing', async () => {
    const { url } = await start()
    const line = lineId()
    await post(url, first({ line }))
    const held = post(url, first({ line, seq: 3, got: 1 }))
    await arrived(url)
    expect((await answerOf(await post(url, first({ line, seq: 2, got: 0 })))).frames).toEqual([])
    await post(url, first({ line, seq: 4, got: 1, hold: 0, close: 1000 }))
    expect((await answerOf(await held)).frames).toEqual([])
  })

  it('P-POLL-5: an answer that was lost is given again, and what the client repeats is carried out once', async () => {
    const { url, pair } = await start()
    const [one, two] = await pair()
    one.vanish()
    const { chat } = one.last('chat')
    for (const n of [1, 2, 3]) one.queue({ type: 'send', chat, n, body: { kind: 'text', text: `word ${n}` } })
    const body = one.body()
    const answers = []
    // The same poll three times, as a network may repeat it, and once more under the next number.
    for (let i = 0; i < 3; i++) answers.push(await answerOf(await post(url, body)))
    answers.push(await answerOf(await post(url, { ...body, seq: Number(body['seq']) + 1 })))
    await two.until(() => two.texts.length === 3)
    expect(two.texts).toEqual(['word 1', 'word 2', 'word 3'])
    const last = answers.at(-1)
    expect(last?.types).toEqual(answers[0]?.types)
    expect(last?.frames).toEqual(answers[0]?.frames)
    expect(last?.types.filter((type) => type === 'ack').length).toBe(1)
  })

  it('P-POLL-7: is present while a poll is held and 5 s after', async () => {
    const clock = new FakeClock()
    const { pair } = await start({}, 1, clock)
    const [one, two] = await pair()
    one.vanish()
    await two.until(() => {
      clock.advance(250)
      return two.all('presence').length > 0
    })
    expect(two.last('presence')).toMatchObject({ present: false })
    await two.until(() => {
      clock.advance(1_000)
      return two.texts.length === 0 && two.all('entry').length > 0
    })
    expect(two.last('entry').body).toMatchObject({ kind: 'end', reason: 'lost' })
  })

  it('P-POLL-7: a bye with the last poll leaves at once', async () => {
    const { pair, server } = await start()
    const [one, two] = await pair()
    one.says({ type: 'bye' })
    await one.closed
    await two.until(() => two.all('entry').length > 0)
    expect(two.last('entry').body).toMatchObject({ kind: 'end', reason: 'left' })
    await two.until(() => server.stats().connections === 1)
  })

  it('P-FENCE-1: a connection of another kind with a higher conn takes the session over', async () => {
    const { pair, url, server } = await start()
    const [one] = await pair()
    const { token, device } = one.last('welcome')
    const answer = await answerOf(
      await post(url, first({ hello: { ...hello, conn: 2, token, device, resume: one.hello.resume } })),
    )
    expect(answer.types).toEqual(['welcome', 'chat'])
    expect(await one.closed).toEqual({ code: 4409, reason: 'superseded' })
    expect(one.last('goodbye')).toMatchObject({ reason: 'superseded', conn: 2 })
    // An older one is told the same, without effect.
    const late = await post(url, first({ hello: { ...hello, conn: 1, token, device } }))
    expect((await answerOf(late)).closed).toMatchObject({ code: 4409 })
    expect(server.stats().connections).toBe(2)
  })
})

describe('no sticky sessions (P-POLL-6)', () => {
  it('two people talk through nodes that are asked in turn', async () => {
    const { pair } = await start({ limits: { joinBurst: 50, sendBurst: 200, frameRate: 500 } }, 3)
    const [one, two] = await pair()
    for (let n = 1; n <= 50; n++) {
      one.talk(`from one ${n}`)
      two.talk(`from two ${n}`)
      await nextTurn()
    }
    /** What a member was told by the other one, in the order of the log, each place once. */
    const told = (who: Poller, by: string) => {
      const log = new Map(who.all('entry').map(({ offset, body }) => [offset, String(body['text'])]))
      const texts = [...log].sort(([a], [b]) => a - b).map(([, text]) => text)
      return texts.filter((text) => text.startsWith(by))
    }
    await one.until(() => told(one, 'from two').length === 50 && told(two, 'from one').length === 50)
    expect(told(one, 'from two')).toEqual(Array.from({ length: 50 }, (_, i) => `from two ${i + 1}`))
    expect(told(two, 'from one')).toEqual(Array.from({ length: 50 }, (_, i) => `from one ${i + 1}`))
    expect(new Set(one.all('chat').map(({ chat }) => chat)).size).toBe(1)
    expect(one.all('welcome').length).toBeGreaterThan(1)
    expect([...one.all('presence'), ...two.all('presence')]).toEqual([])
    expect([...one.all('goodbye'), ...two.all('goodbye')]).toEqual([])
  })

  it('a ticket keeps its place when its line moves', async () => {
    const clock = new FakeClock()
    const { url } = await start({}, 2, clock)
    const [one, two] = [new Poller(url), new Poller(url)]
    open.push(
      () => one.vanish(),
      () => two.vanish(),
    )
    one.hold = 1_000
    one.join('ticket-of-one')
    await one.until(() => {
      clock.advance(50)
      return one.since >= 4
    })
    two.join('ticket-of-two')
    await one.until(() => one.all('chat').length > 0 && two.all('chat').length > 0)
    expect(one.last('chat').ticket).toBe('ticket-of-one')
  })

  it('a poll that was overtaken on its way is asked to try again, and takes nothing over', async () => {
    const { at } = await start({}, 2)
    const [here, there] = [await at(0), await at(1)]
    const line = lineId()
    const welcome = (await answerOf(await post(here, first({ line })))).frames[0] ?? ''
    const { token } = JSON.parse(welcome) as { readonly token: string }
    const body = first({ line, hello: { ...hello, token } })
    expect((await answerOf(await post(there, { ...body, seq: 7 }))).types).toEqual(['welcome'])
    expect((await post(here, { ...body, seq: 6 })).status).toBe(409)
    expect(
      (await answerOf(await post(there, { ...body, seq: 8, got: 1, frames: ['{"type":"pong"}'] }))).types,
    ).toEqual(['ping'])
  })
})

describe('a line that moves is no arrival (P-POLL-6)', () => {
  const shared = { headers: { 'x-forwarded-for': '203.0.113.7' } }
  /** Two nodes that let one in, and nobody more for a long time. */
  async function full() {
    const { at, ...more } = await start({ trustProxy: ['127.0.0.1'], acceptRate: 1 }, 2, new FakeClock())
    const nodes = [await at(0), await at(1)] as const
    const line = lineId()
    const { frames } = await answerOf(await post(nodes[1], first({ line }), shared))
    const { token } = JSON.parse(frames[0] ?? '') as { readonly token: string }
    const ask = (seq: number, by: string | undefined, name = line) =>
      post(
        nodes[seq % 2 === 0 ? 0 : 1],
        first({ line: name, seq, hello: { ...hello, token: by }, hold: 0 }),
        shared,
      )
    return { ...more, token, ask }
  }

  it('so it goes on where many share one address, and while everybody comes at once', async () => {
    const { token, ask } = await full()
    const statuses = []
    for (let seq = 2; seq <= 60; seq++) statuses.push((await ask(seq, token)).status)
    expect(statuses).toEqual(statuses.map(() => 200))
  })

  it('unless nobody knows whose line it is', async () => {
    const { token, ask } = await full()
    for (const by of [undefined, 'nonsense', `${token.slice(0, -4)}AAAA`]) {
      const statuses = []
      for (let i = 1; i <= 4; i++) statuses.push((await ask(2 * i, by, lineId())).status)
      expect(statuses.at(-1)).toBeGreaterThanOrEqual(429)
    }
  })

  it('and one session moves only so often', async () => {
    const { token, ask } = await full()
    const statuses = []
    for (let i = 1; i <= 82; i++) statuses.push((await ask(2 * i, token, lineId())).status)
    expect(statuses.slice(-2)).toEqual([429, 429])
    expect(statuses[0]).toBe(200)
  })
})

describe('hostile polls (P-POLL-8)', () => {
  it('refuses what is no poll, in words that name the field', async () => {
    const { url, server } = await start()
    const wrong: [PollBody | string, number, string][] = [
      ['', 400, 'JSON'],
      ['{"line":', 400, 'JSON'],
      ['[]', 400, 'poll'],
      [first({ seq: 0 }), 400, 'seq'],
      [first({ seq: 2 ** 20 }), 400, 'seq'],
      [first({ line: 'short' }), 400, 'line'],
      [first({ frames: 'no list' }), 400, 'frames'],
      [first({ frames: Array.from({ length: 49 }, () => '{}') }), 400, 'frames'],
      [first({ hello: { ...hello, conn: 2 ** 33 } }), 400, 'conn'],
      [first({ hello: { type: 'join' } }), 400, 'hello'],
      [first({ close: 1 }), 400, 'close'],
      [first({ frames: ['x'.repeat(POLL.bodyBytes)] }), 413, 'frame_too_big'],
    ]
    for (const [body, status, word] of wrong) {
      const res = await post(url, body)
      expect(res.status).toBe(status)
      const answer = await answerOf(res)
      expect(answer.types).toEqual(['goodbye'])
      expect(answer.closed?.code).toBeGreaterThanOrEqual(4400)
      expect(answer.frames[0]).toContain(word)
    }
    expect((await post(url, first(), { headers: { 'content-type': 'text/plain' } })).status).toBe(415)
    const get = await fetch(url)
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST, OPTIONS'])
    expect(server.stats().connections).toBe(0)
  })

  it('survives any body at all', async () => {
    const { url, server } = await start()
    const poll = fc.record(
      {
        protocol: fc.constantFrom(SUBPROTOCOL, 'other', ''),
        line: fc.constantFrom('l'.repeat(22), 'm'.repeat(64), ''),
        seq: fc.oneof(fc.integer(), fc.nat(5)),
        sent: fc.oneof(fc.maxSafeInteger(), fc.nat(5)),
        got: fc.oneof(fc.maxSafeInteger(), fc.nat(5)),
        hello: fc.oneof(fc.constant(hello), fc.object()),
        frames: fc.oneof(fc.array(fc.string()), fc.json()),
        hold: fc.constant(0),
        wish: fc.oneof(fc.constant(undefined), fc.object()),
        close: fc.oneof(fc.constant(undefined), fc.integer()),
      },
      { requiredKeys: ['hold'] },
    )
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.json(),
          poll.map((value) => JSON.stringify(value)),
        ),
        async (body) => {
          // Nothing of it may hang: a poll that is held is ended by hanging up.
          const gone = new AbortController()
          const res = post(url, body, { signal: gone.signal }).catch(() => undefined)
          const status = await Promise.race([res.then((answer) => answer?.status), arrived(url)])
          gone.abort()
          expect([200, 400, 409, 429, undefined]).toContain(status)
        },
      ),
      { numRuns: 150 },
    )
    expect(server.stats().connections).toBeLessThanOrEqual(2)
    expect((await post(url, first())).status).toBe(200)
  })

  it('frames are judged as on any line: too big ones, and no frames at all', async () => {
    const { url } = await start()
    for (const [text, code] of [
      [encode({ type: 'solve', challenge: 'c'.repeat(8), answer: 'x'.repeat(33_000) }), 4413],
      ['no frame', 4400],
      ['{"type":"hello","conn":2,"client":{"name":"x","version":"1"}}', 4400],
    ] as const) {
      expect(await closeOf(url, text)).toBe(code)
    }
  })

  it('polls that come too fast wait, with a time to come back', async () => {
    const { url } = await start({}, 1, new FakeClock())
    const line = lineId()
    const statuses = []
    for (let seq = 1; seq <= 82; seq++) {
      const res = await post(url, first({ line, seq, got: 0, hold: 0 }))
      statuses.push(res.status)
      if (res.status === 429) expect(res.headers.get('retry-after')).toBe('1')
    }
    expect(statuses.slice(0, 80)).toEqual(Array.from({ length: 80 }, () => 200))
    expect(statuses.slice(80)).toEqual([429, 429])
  })

  it('a caller who hangs up in the middle of the body leaves nothing behind', async () => {
    const { url, server } = await start()
    const { hostname, port, pathname } = new URL(url)
    const req = request({
      hostname,
      port,
      path: pathname,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': 1_000 },
    })
    req.on('error', () => undefined)
    req.write('{"protocol":')
    await arrived(url)
    req.destroy()
    await arrived(url)
    expect(server.stats().connections).toBe(0)
  })
})

describe('who may poll (P-POLL-9)', () => {
  const from = (origin: string) => ({ headers: { origin } })

  it('a page of another site asks first, and may read its answers; no cookie is ever asked for', async () => {
    const { url } = await start({ origins: ['https://example.org'] })
    const preflight = await fetch(url, {
      method: 'OPTIONS',
      headers: { origin: 'https://example.org', 'access-control-request-method': 'POST' },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type')
    const res = await post(url, first(), from('https://example.org'))
    expect(res.headers.get('access-control-allow-origin')).toBe('https://example.org')
    expect(res.headers.get('access-control-expose-headers')).toBe('retry-after')
    expect(res.headers.get('access-control-allow-credentials')).toBeNull()
    expect((await answerOf(res)).types).toEqual(['welcome'])
  })

  it('a page from elsewhere is told why not, in an answer that it can read', async () => {
    const { url, server } = await start({ origins: ['https://example.org'] })
    const res = await post(url, first(), from('https://elsewhere.example'))
    expect(res.status).toBe(403)
    expect(res.headers.get('access-control-allow-origin')).toBe('https://elsewhere.example')
    const answer = await answerOf(res)
    expect(answer.closed).toEqual({ code: 4403, reason: 'origin' })
    expect(JSON.parse(answer.frames[0] ?? '')).toMatchObject({ type: 'goodbye', reason: 'origin' })
    expect(server.stats().connections).toBe(0)
  })

  it('a line belongs to the origin that opened it: no other page may poll it, nor read what it brings', async () => {
    const { url, server } = await start({ origins: ['https://example.org', 'https://example.net'] })
    const line = lineId()
    await post(url, first({ line }), from('https://example.org'))
    for (const other of ['https://example.net', 'https://elsewhere.example', undefined]) {
      const res = await post(url, first({ line, seq: 2, hold: 0 }), other === undefined ? {} : from(other))
      expect(res.status).toBe(403)
      const { closed, types } = await answerOf(res)
      expect([closed, types]).toEqual([{ code: 4403, reason: 'origin' }, ['goodbye']])
    }
    const own = await post(url, first({ line, seq: 2, hold: 0, got: 1 }), from('https://example.org'))
    expect([own.status, (await answerOf(own)).closed]).toEqual([200, undefined])
    expect(server.stats().connections).toBe(1)
  })

  it('who speaks another version is told', async () => {
    const { url } = await start()
    expect((await answerOf(await post(url, first({ protocol: 'stranger-chat.v9' })))).closed).toMatchObject({
      code: 4406,
    })
  })

  it('a draining server answers 503 with a time to come back, and lets lines go on', async () => {
    const { url, pair, servers } = await start()
    const [one, two] = await pair()
    void servers[0]!.drain()
    const res = await post(url, first())
    expect(res.status).toBe(503)
    expect(res.headers.get('retry-after')).toBe('10')
    expect(JSON.parse((await answerOf(res)).frames[0] ?? '')).toMatchObject({
      code: 4503,
      retryAfterMs: 10_000,
    })
    // A line of another node isn't over because this one takes nobody.
    const moved = await post(url, first({ seq: 2 }))
    expect([moved.status, moved.headers.get('retry-after')]).toEqual([503, '10'])
    expect(readPollAnswer(await moved.json())).toBeNull()
    one.talk('still here')
    await two.until(() => two.texts.length === 1)
  })

  it('a full server says busy', async () => {
    const { url } = await start({ maxConnections: 1 })
    await post(url, first())
    const res = await post(url, first())
    expect(res.status).toBe(503)
    expect((await answerOf(res)).closed).toMatchObject({ code: 4513 })
  })
})

/** What a fresh line is closed with when it says this after its welcome. */
async function closeOf(url: string, text: string): Promise<number | undefined> {
  const line = lineId()
  await post(url, first({ line }))
  return (await answerOf(await post(url, first({ line, seq: 2, got: 1, frames: [text] })))).closed?.code
}

/** Whatever was sent before has been read by now: a request behind it was answered. */
async function arrived(url: string): Promise<undefined> {
  await fetch(url.replace('/poll', '/healthz')).then((res) => res.text())
  return undefined
}
