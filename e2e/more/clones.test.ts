import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { joinFor, text } from '../support/bare.ts'
import { openProxy } from '../support/proxy.ts'
import { Queue } from '../support/queue.ts'
import { type RunningServer, startServer } from '../support/server.ts'

/** Of what chats with strangers are known to get wrong, that which takes its time: somebody who was met and never comes. */
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

test('a partner whose line died in silence costs ten seconds, and no place in the queue', async () => {
  const proxy = await openProxy({ port: server.port })
  try {
    await queue.waiting(['silence'], await queue.dial(`http://127.0.0.1:${proxy.port}`))
    proxy.halfOpen()
    const seeker = await queue.arrive(['silence'])
    const ended = await seeker.line.next('entry')
    expect(ended.body).toMatchObject({ kind: 'end', reason: 'no_show' })
    const queued = await seeker.line.next('queued', (frame) => frame.ticket === seeker.chat.ticket)
    expect(queued.ticket).toBe(seeker.chat.ticket)
    const alive = await queue.arrive(['silence'])
    expect((await seeker.line.next('chat')).chat).toBe(alive.chat.chat)
  } finally {
    await proxy.close()
  }
})

test('many who arrive at once are all matched, each with one other', async () => {
  const crowd = await Promise.all(
    Array.from({ length: 60 }, async () => {
      const line = await queue.dial()
      return { line, welcome: await line.hello() }
    }),
  )
  const leavers = crowd.filter((_, i) => i % 5 === 4)
  const stayers = crowd.filter((_, i) => i % 5 !== 4)
  for (const { line, welcome } of crowd) line.say(joinFor(welcome, { interests: ['crowds'] }))
  // In the middle of it some change their minds or lose their line.
  for (const [i, { line }] of leavers.entries()) {
    if (i % 2) line.vanish()
    else line.say({ type: 'bye' })
  }
  const settled = await Promise.all(
    stayers.map(async ({ line, welcome }) => {
      for (;;) {
        const chat = await line.next('chat')
        line.say({ type: 'seen', chat: chat.chat, offset: 0 })
        line.say({ type: 'send', chat: chat.chat, n: 1, body: text('are you real?') })
        // Whoever met a leaver is told, and looks on with a new wish.
        const heard = await line.next('entry', (entry) => entry.chat === chat.chat)
        if (heard.body['kind'] === 'text') return chat.chat
        line.say(joinFor(welcome, { interests: ['crowds'] }))
      }
    }),
  )
  const counts = new Map<string, number>()
  for (const chat of settled) counts.set(chat, (counts.get(chat) ?? 0) + 1)
  expect(settled).toHaveLength(48)
  expect([...counts.values()].every((count) => count === 2)).toBe(true)
}, 90_000)
