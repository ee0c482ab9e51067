import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { joinFor, pair, seat, type Seated, text, ticket } from './support/bare.ts'
import { Queue } from './support/queue.ts'
import { type RunningServer, startServer } from './support/server.ts'

/**
 * What chats with strangers are known to get wrong. Each test is named for the defect as its users met it, and shows that it
 * isn't one here. "A late 'left' of the previous partner ends the new chat" and "any socket can message any other" are in
 * adversary.test.ts.
 */
let server: RunningServer
let queue: Queue

beforeAll(async () => {
  server = await startServer({ args: ['--trust-proxy', '127.0.0.1/32'] })
  queue = new Queue(server)
})
afterAll(async () => {
  await server.remove()
})
afterEach(async () => {
  await queue.leave()
})

const block = (capsule: string): Promise<Response> =>
  fetch(`${server.url}/v1/blocks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ capsule }),
  })

describe('in the queue', () => {
  test('who leaves is the only one who leaves', async () => {
    const [ann, ben, cat] = [
      await queue.waiting(['apples']),
      await queue.waiting(['boats']),
      await queue.waiting(['cats']),
    ]
    ben.line.say({ type: 'leave', ticket: ben.join.ticket })
    await ben.line.next('idle')
    const [one, two] = [await queue.arrive(['apples']), await queue.arrive(['cats'])]
    expect((await ann.line.next('chat')).chat).toBe(one.chat.chat)
    expect((await cat.line.next('chat')).chat).toBe(two.chat.chat)
  })

  test('who waited longest is met first, and nobody starves', async () => {
    const [first, second] = [await queue.waiting(['slow']), await queue.waiting(['quick'])]
    const [one, two] = [await queue.arrive(['slow', 'quick']), await queue.arrive(['slow', 'quick'])]
    expect((await first.line.next('chat')).chat).toBe(one.chat.chat)
    expect((await second.line.next('chat')).chat).toBe(two.chat.chat)
  })

  test('nobody is matched with themselves, and is told why they wait', async () => {
    const first = await queue.waiting([])
    const tab = await queue.dial()
    const welcome = await tab.hello({ device: first.welcome.device })
    tab.say(joinFor(welcome))
    expect((await tab.next('queued')).reason).toBe('only_you')
    const other = await queue.arrive()
    expect((await first.line.next('chat')).chat).toBe(other.chat.chat)
    expect(tab.heard.filter(({ type }) => type === 'chat')).toEqual([])
  })

  test('somebody whose line fell is no ghost partner', async () => {
    const ghost = await queue.waiting(['ghosts'])
    ghost.line.vanish()
    const seeker = await queue.waiting(['ghosts'])
    const alive = await queue.arrive(['ghosts'])
    expect((await seeker.line.next('chat')).chat).toBe(alive.chat.chat)
  })

  test('"searching" doesn\'t hang after a reconnect', async () => {
    const first = await queue.waiting(['patience'])
    first.line.vanish()
    const again = await queue.dial()
    const welcome = await again.hello({ token: first.welcome.token, device: first.welcome.device, conn: 2 })
    again.say(joinFor(welcome, { interests: ['patience'], ticket: first.join.ticket }))
    await again.next('queued')
    const other = await queue.arrive(['patience'])
    expect((await again.next('chat')).chat).toBe(other.chat.chat)
  })
})

describe('from one chat to the next', () => {
  test("two who just parted don't meet again at once, whichever of them comes back first", async () => {
    for (const leaver of [0, 1] as const) {
      const two = await pair(queue.dial)
      const interests = [`again ${ticket()}`.slice(0, 40)]
      const [goes, stays] = [two[leaver], two[leaver === 0 ? 1 : 0]]
      goes.line.say({
        type: 'end',
        chat: goes.chat.chat,
        reason: 'skip',
        next: joinFor(goes.welcome, { interests }),
      })
      await stays.line.next('entry', ({ body }) => body['kind'] === 'end')
      const rejoin = joinFor(stays.welcome, { interests })
      stays.line.say(rejoin)
      await stays.line.next('queued', (queued) => queued.ticket === rejoin.ticket)
      // A third fits both and gets the older wish; the other still waits.
      const third = await queue.arrive(interests)
      expect((await goes.line.next('chat', ({ chat }) => chat !== goes.chat.chat)).chat).toBe(third.chat.chat)
      expect(stays.line.heard.filter(({ type }) => type === 'chat')).toHaveLength(1)
    }
  })

  test('"typing" of the chat before isn\'t seen in the next', async () => {
    const [goes] = await pair(queue.dial)
    const interests = [`typing ${ticket()}`.slice(0, 40)]
    goes.line.say({ type: 'typing', chat: goes.chat.chat, on: true })
    goes.line.say({
      type: 'end',
      chat: goes.chat.chat,
      reason: 'skip',
      next: joinFor(goes.welcome, { interests }),
    })
    const next = await queue.arrive(interests)
    await goes.line.next('chat', ({ chat }) => chat === next.chat.chat)
    goes.line.say({ type: 'typing', chat: goes.chat.chat, on: true })
    goes.line.say({ type: 'send', chat: next.chat.chat, n: 1, body: text('hello') })
    expect((await next.line.next('entry')).body).toEqual(text('hello'))
    expect(next.line.heard.filter(({ type }) => type === 'typing')).toEqual([])
  })
})

describe('blocking', () => {
  test('works after the partner left, for both, and survives a restart', async () => {
    const [one, two] = await pair(queue.dial)
    two.line.say({ type: 'end', chat: two.chat.chat, reason: 'left' })
    await one.line.next('entry', ({ body }) => body['kind'] === 'end')
    expect((await block(one.chat.capsule)).ok).toBe(true)
    for (const { line } of [one, two]) line.say({ type: 'bye' })
    const { port, data } = server
    await server.stop()
    server = await startServer({ args: ['--trust-proxy', '127.0.0.1/32'], port, data })
    const back = async ({ welcome }: Seated) => {
      const line = await queue.dial()
      const again = await line.hello({ device: welcome.device })
      line.say(joinFor(again))
      await line.next('queued')
      return line
    }
    const [first, second] = [await back(one), await back(two)]
    const third = await queue.arrive()
    expect((await first.next('chat')).chat).toBe(third.chat.chat)
    expect(second.heard.filter(({ type }) => type === 'chat')).toEqual([])
  })

  test('ends the chat like any other leaving: nobody learns that they were blocked', async () => {
    const [one, two] = await pair(queue.dial)
    expect((await block(one.chat.capsule)).ok).toBe(true)
    expect((await two.line.next('entry')).body).toMatchObject({ kind: 'end', reason: 'left' })
    expect(JSON.stringify(two.line.heard)).not.toContain('block')
  })

  test('a crowd of blocks bans nobody', async () => {
    const victim = await queue.dial()
    const welcome = await victim.hello()
    for (let i = 0; i < 3; i++) {
      const interests = [`brigade ${i}`]
      const [seated, other] = await Promise.all([
        seat(victim, welcome, { interests }),
        queue.arrive(interests),
      ])
      expect(seated.chat.chat).toBe(other.chat.chat)
      expect((await block(other.chat.capsule)).ok).toBe(true)
      await victim.next('entry', ({ body }) => body['kind'] === 'end')
    }
    const [seated, friend] = await Promise.all([
      seat(victim, welcome, { interests: ['peace'] }),
      queue.arrive(['peace']),
    ])
    expect(seated.chat.chat).toBe(friend.chat.chat)
  })
})
