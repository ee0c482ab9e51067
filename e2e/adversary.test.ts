import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SUBPROTOCOL } from '@stranger-chat/core/protocol'
import { createServer } from '@stranger-chat/server'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { Bare, joinFor, pair, seat, type Seated, sendAll, text, ticket } from './support/bare.ts'
import { type Person, twoMeet } from './support/people.ts'
import { type RunningServer, startServer } from './support/server.ts'

/**
 * Somebody who doesn't use our client, against the real server. Each case ends the way PROTOCOL.md says, while two people
 * nearby talk on as if nothing had happened.
 */
let server: RunningServer
let others: readonly [Person, Person]
let rssBefore: number
let people = 0
let said = 0
const lines: Bare[] = []
/** What the bystanders' clients complained about. */
const complaints: unknown[] = []

/** A line from an address of its own: what is tested here isn't the bound on one address. */
async function dial(options: { readonly origin?: string; readonly protocol?: string } = {}): Promise<Bare> {
  people++
  const line = await Bare.dial(server.url, { from: `10.${people >> 8}.${people & 255}.1`, ...options })
  lines.push(line)
  return line
}

/** A pair of whom the first is about to misbehave. */
const newPair = (): Promise<readonly [Seated, Seated]> => pair(dial)

/** The chat of the bystanders. */
const othersChat = (): string => others[0].state.chat.get()?.id ?? 'none'

beforeAll(async () => {
  server = await startServer({ args: ['--trust-proxy', '127.0.0.1/32'] })
  others = await twoMeet([server.url, server.url])
  for (const { client } of others) client.on('error', (error) => complaints.push(error))
  rssBefore = server.rss()
})

afterAll(async () => {
  for (const { client } of others) client.close()
  await server.remove()
})

/** The bystanders still hear each other, in the same chat, and nothing else. */
afterEach(async () => {
  said++
  const chat = othersChat()
  for (const { client } of others) client.send(`still here ${said}`)
  for (const person of others) {
    await person.hears(said)
    expect(person.heard.at(-1)).toBe(`still here ${said}`)
    expect(person.heard).toHaveLength(said)
    expect(person.state.connection.get()).toBe('online')
  }
  expect(othersChat()).toBe(chat)
  expect(complaints).toEqual([])
  for (const line of lines.splice(0)) line.vanish()
})

/** How the server sends somebody away: a goodbye with the code it then closes with (P-CLOSE-1). */
async function sentAway(line: Bare): Promise<{ readonly code: number; readonly reason: string }> {
  const goodbye = await line.next('goodbye')
  const { code } = await line.closed
  expect(code).toBe(goodbye.code)
  return { code, reason: goodbye.reason }
}

describe('before hello', () => {
  test('any other frame is the end of it (P-HELLO-1)', async () => {
    const line = await dial()
    line.say({ type: 'send', chat: 'no-such-chat', n: 1, body: text('hi') })
    expect(await sentAway(line)).toEqual({ code: 4400, reason: 'bad_frame' })
  })

  test('silence too, after five seconds (P-HELLO-1)', async () => {
    const line = await dial()
    expect(await sentAway(line)).toEqual({ code: 4408, reason: 'hello_timeout' })
  })

  test('a page from elsewhere is told so in a way a browser can read (P-HELLO-5)', async () => {
    const line = await dial({ origin: 'https://elsewhere.example' })
    line.say({ type: 'hello', conn: 1, client: { name: 'bare', version: '1' } })
    expect(await sentAway(line)).toEqual({ code: 4403, reason: 'origin' })
    expect(line.heard.filter(({ type }) => type === 'welcome')).toEqual([])
  })

  test('who keeps coming back all the same costs an HTTP error only (P-HELLO-5)', async () => {
    const from = '192.0.2.1'
    const tries = Array.from({ length: 15 }, async () => {
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`, SUBPROTOCOL, {
        origin: 'https://elsewhere.example',
        headers: { 'X-Forwarded-For': from },
      })
      socket.on('error', () => undefined)
      const status = await new Promise<number | undefined>((resolve) => {
        socket.once('open', () => resolve(101))
        socket.once('unexpected-response', (_, answer) => resolve(answer.statusCode))
      })
      socket.terminate()
      return status
    })
    const statuses = await Promise.all(tries)
    expect(new Set(statuses)).toEqual(new Set([101, 403]))
  })

  test('so is a client of another version (P-HELLO-5)', async () => {
    const line = await dial({ protocol: 'stranger-chat.v99' })
    expect(line.socket.protocol).toBe('stranger-chat.v99')
    expect(await sentAway(line)).toEqual({ code: 4406, reason: 'subprotocol' })
  })
})

describe('frames that are none', () => {
  test.each([
    ['bad JSON', '{"type":'],
    ['no object', '[1,2,3]'],
    ['null', 'null'],
    ['no type', '{"chat":"x"}'],
    ['a type that is no string', '{"type":{}}'],
    ['a field out of bounds', '{"type":"seen","chat":"abcdefgh","offset":-1}'],
    ['a field of another type', '{"type":"typing","chat":"abcdefgh","on":"yes"}'],
    ['deep nesting', `${'['.repeat(15_000)}${']'.repeat(15_000)}`],
    ['a prototype as a type', '{"type":"__proto__x","__proto__":{"type":"bye"}}x'],
  ])('%s: 4400 (P-FRAME-3)', async (_, raw) => {
    const line = await dial()
    await line.hello()
    line.raw(raw)
    expect((await sentAway(line)).code).toBe(4400)
  })

  test('binary: 4400 (P-FRAME-1)', async () => {
    const line = await dial()
    await line.hello()
    line.raw(Buffer.from([0, 1, 2, 255]))
    expect((await sentAway(line)).code).toBe(4400)
  })

  test('a little too big: 4413 (P-FRAME-3)', async () => {
    const line = await dial()
    const { limits } = await line.hello()
    line.raw(JSON.stringify({ type: 'pong', padding: 'x'.repeat(limits.frameBytes) }))
    expect(await sentAway(line)).toEqual({ code: 4413, reason: 'frame_too_big' })
  })

  test('a megabyte: refused before it is kept (P-FRAME-3)', async () => {
    const line = await dial()
    await line.hello()
    line.raw('x'.repeat(1_000_000))
    const { code } = await line.closed
    expect([1009, 4413]).toContain(code)
  })

  test('a second hello: 4400 (P-HELLO-1)', async () => {
    const line = await dial()
    await line.hello()
    line.say({ type: 'hello', conn: 2, client: { name: 'bare', version: '1' } })
    expect((await sentAway(line)).code).toBe(4400)
  })
})

describe('what the server does not know', () => {
  test('an unknown type is named unsupported, and the line goes on (P-FRAME-5)', async () => {
    const line = await dial()
    await line.hello()
    line.raw('{"type":"teleport","to":"everybody"}')
    expect((await line.next('error')).code).toBe('unsupported')
    line.raw('{"type":"__proto__"}')
    line.raw('{"type":"constructor"}')
    expect((await line.next('error')).code).toBe('unsupported')
    expect((await line.next('error')).code).toBe('unsupported')
  })

  test('unknown keys are dropped: nobody can name a recipient (P-FRAME-4, P-FRAME-7)', async () => {
    const [bad, good] = await newPair()
    const to = { to: 0, recipient: othersChat(), room: othersChat() }
    bad.line.raw(
      JSON.stringify({ type: 'send', chat: bad.chat.chat, n: 1, body: { ...text('psst'), ...to }, ...to }),
    )
    expect((await good.line.next('entry')).body).toEqual(text('psst'))
  })

  test.each([
    ['an unknown kind', { kind: 'teleport' }, 'unsupported'],
    ["the server's own kind", { kind: 'end', reason: 'left' }, 'unsupported'],
    ['too long a text', text('x'.repeat(2_001)), 'too_long'],
    ['half a character', text('\ud800'), 'ill_formed'],
    ['an empty text', text(''), 'ill_formed'],
  ])('%s becomes a tombstone, and its author alone learns why (P-BODY-3, P-N-2)', async (_, body, why) => {
    const [bad, good] = await newPair()
    bad.line.say({ type: 'send', chat: bad.chat.chat, n: 1, body })
    bad.line.say({ type: 'send', chat: bad.chat.chat, n: 2, body: text('after') })
    const { acked } = await bad.line.next('ack')
    expect(acked[0]?.slice(0, 2)).toEqual([1, 1])
    expect(acked[0]?.[4]).toBe(why)
    expect((await good.line.next('entry')).body).toEqual({ kind: 'void' })
    expect((await good.line.next('entry')).body).toEqual(text('after'))
    expect(JSON.stringify(good.line.heard)).not.toContain(why)
  })
})

describe("chats that aren't theirs", () => {
  test("a message to somebody else's chat is bad_state, as for one that never was (P-FRAME-8)", async () => {
    const [bad] = await newPair()
    const answers = []
    for (const chat of [othersChat(), 'no-such-chat-at-all']) {
      bad.line.say({ type: 'send', chat, n: 1, body: text('let me in') })
      const { code, message } = await bad.line.next('error')
      answers.push({ code, message })
    }
    expect(answers[0]?.code).toBe('bad_state')
    expect(answers[0]).toEqual(answers[1])
  })

  test('typing, seen and end there are dropped (P-FRAME-8)', async () => {
    const [bad, good] = await newPair()
    const chat = othersChat()
    bad.line.say({ type: 'typing', chat, on: true })
    bad.line.say({ type: 'seen', chat, offset: 1_000_000 })
    bad.line.say({ type: 'end', chat, reason: 'left' })
    bad.line.say({ type: 'send', chat: bad.chat.chat, n: 1, body: text('mine still works') })
    expect((await good.line.next('entry')).body).toEqual(text('mine still works'))
  })

  test('a late end of the previous chat leaves the next one alone (P-END-3)', async () => {
    const [bad, first] = await newPair()
    const interests = [`second ${ticket()}`.slice(0, 40)]
    const join = joinFor(bad.welcome, { interests })
    bad.line.say({ type: 'end', chat: bad.chat.chat, reason: 'skip', next: join })
    await first.line.next('entry', ({ body }) => body['kind'] === 'end')
    const second = await dial()
    const met = await seat(second, await second.hello(), { interests })
    const chat = await bad.line.next('chat', (found) => found.chat !== bad.chat.chat)
    bad.line.say({ type: 'end', chat: bad.chat.chat, reason: 'left' })
    first.line.say({ type: 'end', chat: first.chat.chat, reason: 'left' })
    first.line.say({ type: 'end', chat: chat.chat, reason: 'left' })
    bad.line.say({ type: 'send', chat: chat.chat, n: 1, body: text('still with you') })
    expect((await met.line.next('entry')).body).toEqual(text('still with you'))
  })

  test("a resume of somebody else's chat is a chat that doesn't exist (P-RESUME-3)", async () => {
    const line = await dial()
    const [mine] = await newPair()
    const welcome = await line.hello({ resume: { chat: othersChat(), epoch: mine.chat.epoch, offset: 0 } })
    expect(welcome.resumed).toBe(false)
    await line.next('idle')
    expect(line.heard.filter(({ type }) => type === 'chat' || type === 'entry')).toEqual([])
  })
})

describe('too much', () => {
  test('the same join over and over is one join (P-MATCH, idempotent by ticket)', async () => {
    const line = await dial()
    const join = joinFor(await line.hello(), { interests: ['nobody else likes this'] })
    for (let i = 0; i < 5; i++) line.say(join)
    line.say({ type: 'leave', ticket: join.ticket })
    await line.next('idle')
    expect(new Set(line.heard.flatMap((frame) => (frame.type === 'queued' ? [frame.ticket] : [])))).toEqual(
      new Set([join.ticket]),
    )
  })

  test('10,000 joins: told to slow down, then sent away (P-LIMIT-3, P-CLOSE-4)', async () => {
    const line = await dial()
    const welcome = await line.hello()
    for (let i = 0; i < 10_000; i++) line.say(joinFor(welcome, { interests: ['flood'] }))
    const refused = await line.next('error', ({ code }) => code === 'rate_limited')
    expect(refused.retryAfterMs).toBeGreaterThan(0)
    expect(await sentAway(line)).toEqual({ code: 4429, reason: 'flooding' })
    // Nobody is matched with what is left of the flood.
    const after = await dial()
    after.say(joinFor(await after.hello(), { interests: ['flood'] }))
    const queued = await after.next('queued')
    expect(queued.waiting ?? 1).toBe(1)
  })

  test('a pasted burst past the limit waits, and loses nothing (P-N-3)', async () => {
    const [bad, good] = await newPair()
    const texts = Array.from({ length: bad.welcome.limits.sendBurst + 5 }, (_, i) => `line ${i + 1}`)
    expect(await sendAll(bad, texts)).toBeUndefined()
    await good.line.next('entry', ({ body }) => body['text'] === texts.at(-1))
    const got = good.line.heard.flatMap((frame) => (frame.type === 'entry' ? [frame.body['text']] : []))
    expect(got).toEqual(texts)
    expect(bad.line.heard.some((frame) => frame.type === 'error' && frame.code === 'rate_limited')).toBe(true)
  })

  test("who never reads holds up their partner, and nobody's memory grows (P-LOG-6)", async () => {
    const [bad, good] = await newPair()
    bad.line.socket.pause()
    // The largest texts there are, and more of them than the log holds.
    const { textLength, logBytes } = good.welcome.limits
    const large = '\u{1f375}'.repeat(textLength)
    const refused = await sendAll(good, Array(Math.ceil(logBytes / (textLength * 4)) + 1).fill(large))
    expect(refused?.code).toBe('busy')
    expect(refused?.retryAfterMs).toBeGreaterThan(0)
  })
})

describe('tokens', () => {
  test.each(['token', 'device'] as const)(
    'a forged %s is told apart from an old one: 4401 (P-HELLO-3)',
    async (which) => {
      const line = await dial()
      const welcome = await line.hello()
      const forged = welcome[which].slice(0, -4) + (welcome[which].endsWith('AAAA') ? 'BBBB' : 'AAAA')
      const other = await dial()
      other.say({ type: 'hello', conn: 2, client: { name: 'bare', version: '1' }, [which]: forged })
      expect(await sentAway(other)).toEqual({ code: 4401, reason: 'bad_token' })
    },
  )

  test("a token of keys this server doesn't hold begins a new session (P-HELLO-3)", async () => {
    const elsewhere = await startServer()
    try {
      const there = await Bare.dial(elsewhere.url)
      const { token, device } = await there.hello()
      there.vanish()
      const line = await dial()
      const welcome = await line.hello({ token, device })
      expect(welcome.resumed).toBe(false)
      expect(welcome.token).not.toBe(token)
    } finally {
      await elsewhere.remove()
    }
  })

  test('a token that expired begins a new session, and is told apart from a forged one (P-HELLO-3)', async () => {
    // The same keys, months ago: what was issued then is out of date now.
    const now = Date.now()
    const past = await createServer({
      data: server.data,
      clock: { now: () => now - 400 * 24 * 60 * 60_000, after: () => () => undefined },
    })
    const http = createHttpServer()
    past.attach(http)
    http.listen(0, '127.0.0.1')
    await once(http, 'listening')
    const then = await Bare.dial(`http://127.0.0.1:${(http.address() as AddressInfo).port}`)
    const { token } = await then.hello()
    then.vanish()
    await past.close()
    http.close()
    const line = await dial()
    const welcome = await line.hello({ token })
    expect(welcome.resumed).toBe(false)
    expect(welcome.token).not.toBe(token)
  })

  test('a token used twice: the higher conn wins, the other is told the number to exceed (P-FENCE-1)', async () => {
    const [first, partner] = await newPair()
    const { token, device } = first.welcome
    const { chat, epoch } = first.chat
    const second = await dial()
    await second.hello({ token, device, conn: 5, resume: { chat, epoch, offset: 0 } })
    expect(await sentAway(first.line)).toEqual({ code: 4409, reason: 'superseded' })
    for (const conn of [5, 4]) {
      const late = await dial()
      late.say({ type: 'hello', conn, token, device, client: { name: 'bare', version: '1' } })
      expect((await late.next('goodbye')).conn).toBe(5)
      expect((await late.closed).code).toBe(4409)
    }
    // The refused ones had no effect: the winner still has the chat.
    second.say({ type: 'send', chat, n: 1, body: text('one of me is enough') })
    expect((await partner.line.next('entry')).body).toEqual(text('one of me is enough'))
  })

  test('a forged capsule blocks nobody', async () => {
    const [bad] = await newPair()
    for (const capsule of ['nonsense', `${bad.chat.capsule.slice(0, -4)}AAAA`, '']) {
      const answer = await fetch(`${server.url}/v1/blocks`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ capsule }),
      })
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.status).toBeLessThan(500)
    }
  })
})

test('after all that the server is about as big as before', () => {
  expect(server.rss() / rssBefore).toBeLessThan(2)
})

test('and its log holds no word and no address', () => {
  const log = server.output()
  for (const word of ['still here', 'psst', 'let me in', '10.0.', 'nobody else likes this'])
    expect(log).not.toContain(word)
})
