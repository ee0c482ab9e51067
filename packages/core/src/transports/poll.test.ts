import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { FetchLike } from '../client/post.js'
import { FakeClock } from '../testing.js'
import { pollTransport } from './poll.js'
import { welcomeFrame } from '../testing/rehearsal.js'

type Body = Record<string, unknown> & {
  readonly seq: number
  readonly frames: string[]
  readonly hello: Record<string, unknown>
}
interface Poll {
  readonly url: string
  readonly body: Body
  readonly keepalive: boolean | undefined
  readonly isAborted: () => boolean
  /** Answers with frames as objects. */
  readonly answer: (frames?: object[], more?: object) => Promise<void>
  readonly respond: (status: number, body: unknown, retryAfter?: string) => Promise<void>
  readonly fail: () => Promise<void>
}

const HELLO = { type: 'hello', conn: 1, client: { name: 'test', version: '1' } }
const CHAT = 'chat-one-1'
const JOIN = { type: 'join', ticket: 'ticket-1', mode: 'text', languages: [], interests: [], facts: {} }
const welcome = (more: object = {}) => welcomeFrame({ token: 't2', device: 'd2', ...more })
const chat = {
  type: 'chat',
  chat: CHAT,
  epoch: 'epoch-one',
  ticket: 'ticket-1',
  offset: 0,
  accepted: 0,
  complete: true,
  mode: 'text',
  you: 0,
  members: [],
  capsule: 'capsule',
}
const STAMP = `key.${'s'.repeat(22)}`
const entry = (offset: number, kind = 'text') => ({
  type: 'entry',
  chat: CHAT,
  offset,
  seat: 1,
  at: 0,
  body: { kind },
  stamp: STAMP,
})

const settle = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve()
}

function connect() {
  const clock = new FakeClock()
  const polls: Poll[] = []
  const fetch: FetchLike = (url, { body, signal, keepalive }) =>
    new Promise((resolve, reject) => {
      const respond = async (status: number, answer: unknown, retryAfter?: string): Promise<void> => {
        const response = {
          ok: status === 200,
          status,
          headers: { get: (name: string) => (name === 'retry-after' ? (retryAfter ?? null) : null) },
          json: () =>
            typeof answer === 'string' ? Promise.reject(new SyntaxError(answer)) : Promise.resolve(answer),
        }
        resolve(response)
        await settle()
        clock.advance(0)
        await settle()
      }
      const parsed = JSON.parse(body) as Body
      signal?.addEventListener('abort', () => reject(new Error('aborted')))
      polls.push({
        url,
        body: parsed,
        keepalive,
        isAborted: () => signal?.aborted ?? false,
        answer: (frames = [], more = {}) =>
          respond(200, {
            since: 1,
            at: parsed['got'],
            frames: frames.map((one) => JSON.stringify(one)),
            ...more,
          }),
        respond,
        async fail() {
          reject(new TypeError('network'))
          await settle()
        },
      })
    })
  const heard: string[] = []
  const events = {
    opened: vi.fn(),
    text: (text: string) => void heard.push(/^\{"type":"(\w+)"/.exec(text)?.[1] ?? text),
    closed: vi.fn(),
  }
  const link = pollTransport('https://chat.example/poll', fetch, clock)(events)
  const say = (...frames: object[]): void => {
    for (const frame of frames) link.send(JSON.stringify(frame))
    clock.advance(0)
  }
  const at = (index: number): Poll => {
    const poll = polls.at(index)
    if (!poll) throw new Error(`There were ${polls.length} polls.`)
    return poll
  }
  return { link, events, heard, polls, clock, say, at }
}

/** Welcomed, with a poll that is held. */
async function online(...first: object[]) {
  const stage = connect()
  stage.clock.advance(0)
  stage.say(HELLO, ...first)
  await stage.at(-1).answer([welcome()])
  return stage
}

describe('the poll transport', () => {
  it('P-POLL-2: opens by itself; its first poll is the hello and what came with it', async () => {
    const { events, polls, heard, say, at, clock } = connect()
    expect(events.opened).not.toHaveBeenCalled()
    clock.advance(0)
    expect(events.opened).toHaveBeenCalledTimes(1)
    expect(polls).toEqual([])
    say(HELLO, JOIN)
    expect(at(0).url).toBe('https://chat.example/poll')
    expect(at(0).body).toMatchObject({
      protocol: 'stranger-chat.v1',
      seq: 1,
      sent: 0,
      got: 0,
      hello: HELLO,
      frames: [JSON.stringify(JOIN)],
      hold: 25_000,
    })
    expect(at(0).body['line']).toBe('id-00000000')
    await at(0).answer([welcome()])
    expect(heard).toEqual(['welcome'])
    expect(polls.length).toBe(2)
    expect(at(1).body).toMatchObject({
      seq: 2,
      sent: 1,
      got: 1,
      frames: [],
      hello: { token: 't2', device: 'd2' },
    })
  })

  it('P-POLL-4: what is said ends the poll that is held, and never are there more than two', async () => {
    const { polls, say, at } = await online()
    say({ type: 'pong' }, { type: 'pong' })
    expect(polls.length).toBe(3)
    expect(at(2).body).toMatchObject({ seq: 3, frames: ['{"type":"pong"}', '{"type":"pong"}'] })
    say({ type: 'seen', chat: CHAT, offset: 1 })
    expect(polls.length).toBe(3)
    await at(1).answer()
    expect(polls.length).toBe(4)
    // Not known to be taken yet, so it goes along.
    expect(at(3).body.frames.length).toBe(3)
    await at(2).answer()
    expect(polls.length).toBe(4)
    await at(3).answer()
    expect(at(4).body).toMatchObject({ sent: 3, frames: [] })
  })

  it('P-POLL-5: a lost poll is repeated under the next number, and a frame that comes twice is told once', async () => {
    const { polls, heard, say, at, events } = await online()
    await at(1).answer()
    say({ type: 'pong' })
    await at(-1).fail()
    expect(at(-1).body).toMatchObject({ seq: polls.length, frames: ['{"type":"pong"}'] })
    await at(-1).answer([{ type: 'ping' }], { at: 1 })
    await at(-1).answer([{ type: 'ping' }, { type: 'notice' }], { at: 1 })
    expect(heard).toEqual(['welcome', 'ping', 'notice'])
    expect(events.closed).not.toHaveBeenCalled()
  })

  it('P-POLL-8: two lost polls in a row are a line that fell; a proxy’s page is a lost poll', async () => {
    const { events, at, polls } = await online()
    await at(-1).respond(502, '<html>')
    await at(-1).answer()
    await at(-1).respond(200, { hello: 'from a captive portal' })
    expect(events.closed).not.toHaveBeenCalled()
    await at(-1).fail()
    expect(events.closed.mock.calls).toEqual([[1006]])
    const { length } = polls
    await at(-1).answer([{ type: 'ping' }])
    expect(polls.length).toBe(length)
  })

  it.each([
    [429, '2', 2_000],
    [503, '3600', 10_000],
    [503, 'Fri, 31 Dec 1999 23:59:59 GMT', 0],
    [503, '-5', 0],
    [502, '2', 0],
  ])('P-POLL-8: after %s with Retry-After %s it waits %s ms, whatever is said', async (status, after, ms) => {
    const { at, polls, say, clock, events } = await online()
    await at(-1).respond(status, { code: 'busy' }, after)
    const { length } = polls
    say({ type: 'pong' })
    if (ms > 0) {
      clock.advance(ms - 1)
      expect(polls.length).toBe(length)
      clock.advance(1)
    }
    expect(polls.length).toBeGreaterThan(2)
    expect(at(-1).body.frames).toEqual(['{"type":"pong"}'])
    await at(-1).answer()
    expect(events.closed).not.toHaveBeenCalled()
  })

  it('P-POLL-8: put off twice in a row, the line has fallen', async () => {
    const { at, events, clock } = await online()
    await at(-1).respond(503, { code: 'busy' }, '1')
    clock.advance(1_000)
    await at(-1).respond(503, { code: 'busy' }, '1')
    expect(events.closed.mock.calls).toEqual([[1006]])
  })

  it('P-POLL-8: polls that are lost though they ask for no more than 2 s are a line that fell', async () => {
    const { at, events, clock } = await online()
    for (let i = 0; i < 3; i++) {
      expect(events.closed).not.toHaveBeenCalled()
      clock.advance(2_500)
      await at(-1).respond(504, '<html>')
    }
    expect(events.closed.mock.calls).toEqual([[1006]])
  })

  it('calls fetch as a browser wants to be called', () => {
    const callers: unknown[] = []
    const clock = new FakeClock()
    const link = pollTransport(
      '/poll',
      function (this: unknown) {
        callers.push(this)
        return new Promise(() => {})
      },
      clock,
    )({ opened: vi.fn(), text: vi.fn(), closed: vi.fn() })
    link.send(JSON.stringify(HELLO))
    clock.advance(0)
    expect(callers).toEqual([undefined])
  })

  it('a line that never was falls at once', async () => {
    const { events, say, at } = connect()
    say(HELLO)
    await at(0).fail()
    expect(events.closed.mock.calls).toEqual([[1006]])
  })

  it('P-POLL-3: asks for less where something waits less', async () => {
    const { events, at, clock } = await online()
    clock.advance(10_000)
    await at(-1).respond(504, '<html>')
    expect(at(-1).body['hold']).toBe(7_000)
    clock.advance(7_000)
    await at(-1).answer()
    clock.advance(2_100)
    await at(-1).fail()
    expect(at(-1).body['hold']).toBe(2_000)
    expect(events.closed).not.toHaveBeenCalled()
  })

  it('P-POLL-6: carries its place in the chat, so that any node can go on from it', async () => {
    const { at, say } = await online(JOIN)
    expect(at(-1).body['wish']).toEqual(JOIN)
    await at(-1).answer([chat], { state: 'a mark' })
    expect(at(-1).body['wish']).toBeUndefined()
    expect(at(-1).body['state']).toBe('a mark')
    expect(at(-1).body.hello['resume']).toEqual({ chat: CHAT, epoch: 'epoch-one', offset: 0 })
    await at(-1).answer([entry(1), { type: 'ack', chat: CHAT, acked: [[1, 2, 0, STAMP]] }, entry(1)])
    expect(at(-1).body.hello['resume']).toEqual({ chat: CHAT, epoch: 'epoch-one', offset: 2 })
    say({ type: 'send', chat: CHAT, n: 2, body: {} })
    expect(at(-1).body['state']).toBeUndefined()
    await at(-1).answer([entry(3, 'end')])
    expect(at(-1).body.hello['resume']).toBeUndefined()
  })

  it('P-POLL-6: goes along when its line moves, and drops what the old node says late', async () => {
    const { at, heard, say, polls } = await online()
    say({ type: 'pong' })
    await at(2).answer([welcome({ resumed: true })], { since: 3, at: 1 })
    await at(1).answer([{ type: 'notice' }], { since: 1, at: 1 })
    expect(heard).toEqual(['welcome', 'welcome'])
    expect(polls.length).toBe(4)
    await at(3).answer([{ type: 'ping' }], { since: 3, at: 2 })
    expect(heard).toEqual(['welcome', 'welcome', 'ping'])
  })

  it('P-RESUME-3: a chat that the next node doesn’t have is a line that fell, so that the client asks for itself', async () => {
    const { at, heard, events } = await online(JOIN)
    await at(-1).answer([chat])
    await at(-1).answer([welcome(), { type: 'idle' }], { since: 3, at: 0 })
    expect(heard).toEqual(['welcome', 'chat'])
    expect(events.closed.mock.calls).toEqual([[1006]])
  })

  it('P-POLL-7: closes when the server does, with its code', async () => {
    const { at, heard, events } = await online()
    await at(-1).answer([{ type: 'goodbye' }], { closed: { code: 4409, reason: 'superseded' } })
    expect(heard).toEqual(['welcome', 'goodbye'])
    expect(events.closed.mock.calls).toEqual([[4409]])
  })

  it('P-POLL-8: a refusal is told as a goodbye is', async () => {
    const { at, heard, events, say } = connect()
    say(HELLO)
    const frames = ['{"type":"goodbye","code":4403,"reason":"origin"}']
    await at(0).respond(403, { since: 1, at: 0, frames, closed: { code: 4403, reason: 'origin' } })
    expect([heard, events.closed.mock.calls]).toEqual([['goodbye'], [[4403]]])
  })

  it('P-POLL-7: a bye leaves with a last poll that outlives the page; without one nothing is sent', async () => {
    const { link, say, at, polls, events } = await online()
    say({ type: 'bye' })
    link.close(1000)
    expect(at(-1).body).toMatchObject({ close: 1000, frames: ['{"type":"bye"}'] })
    expect(at(-1).keepalive).toBe(true)
    expect(at(1).isAborted()).toBe(true)
    const quiet = await online()
    const { length } = quiet.polls
    quiet.link.close()
    quiet.link.send('{"type":"pong"}')
    quiet.clock.advance(60_000)
    expect(quiet.polls.length).toBe(length)
    expect(polls.length).toBeGreaterThan(2)
    expect(events.closed).not.toHaveBeenCalled()
  })

  it('terminate waits for nobody, and nothing is heard afterwards', async () => {
    const { link, at, heard, events, polls } = await online()
    link.terminate()
    expect(at(-1).isAborted()).toBe(true)
    await at(-1).answer([{ type: 'ping' }])
    expect([heard, events.closed.mock.calls, polls.length]).toEqual([['welcome'], [], 2])
    const early = connect()
    early.link.terminate()
    early.clock.advance(0)
    expect(early.events.opened).not.toHaveBeenCalled()
  })

  it('whatever answers, it goes on or falls, and never throws', async () => {
    const faults: unknown[] = []
    const note = (cause: unknown): void => void faults.push(cause)
    process.on('unhandledRejection', note)
    const known = [welcome(), chat, entry(1), entry(9, 'end'), { type: 'ack', chat: CHAT, acked: [] }]
    const frame = fc.oneof(
      fc.string(),
      fc.json(),
      fc.constantFrom(...known).map((one) => JSON.stringify(one)),
    )
    const small = fc.oneof(fc.nat(3), fc.anything())
    const answer = fc.record(
      {
        since: small,
        at: small,
        frames: fc.oneof(fc.array(frame), fc.anything()),
        state: fc.oneof(fc.constant('mark'), fc.anything()),
        closed: fc.oneof(fc.constant(undefined), fc.anything()),
      },
      { requiredKeys: ['since', 'at', 'frames'] },
    )
    const answers = fc.array(fc.tuple(fc.constantFrom(200, 403, 502), fc.oneof(fc.anything(), answer)), {
      maxLength: 6,
    })
    await fc.assert(
      fc.asyncProperty(answers, async (all) => {
        const { at, events, link } = await online(JOIN)
        for (const [status, body] of all) await at(-1).respond(status, body)
        expect(events.closed.mock.calls.length).toBeLessThanOrEqual(1)
        link.terminate()
      }),
      { numRuns: 100 },
    )
    process.off('unhandledRejection', note)
    expect(faults).toEqual([])
  })

  it('P-POLL-1: leaves for the next poll what would not fit into this one', async () => {
    const { say, at } = await online()
    await at(-1).answer()
    const solve = { type: 'solve', challenge: 'challenge', answer: 'x'.repeat(15_000) }
    say(solve, solve, solve)
    expect(at(-1).body.frames.length).toBe(2)
    await at(-1).answer()
    expect(at(-1).body).toMatchObject({ sent: 2 })
    expect(at(-1).body.frames.length).toBe(1)
  })
})
