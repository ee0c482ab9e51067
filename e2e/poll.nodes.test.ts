import { createServer as createHttp } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Connection, StrangerClient, system } from '@stranger-chat/core'
import { pollTransport } from '@stranger-chat/core/transports'
import { createKeyRing, createMemoryBackplane, createServer } from '@stranger-chat/server'
import { afterEach, expect, test } from 'vitest'
import { until } from './support/people.ts'

/** The real client over polls, behind a balancer that asks nodes in turn and knows nothing of sessions (P-POLL-6). */

const clock = {
  now: () => Date.now(),
  after(ms: number, task: () => void) {
    const timer = setTimeout(task, ms)
    return () => clearTimeout(timer)
  },
}
const random = {
  id: () => crypto.randomUUID().replaceAll('-', ''),
  unit: () => Math.random(),
  bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)),
}

const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

/** @param lose which polls never arrive, and of which the answer never does */
async function cluster(
  nodes: number,
  lose: (poll: number) => 'poll' | 'answer' | undefined = () => undefined,
) {
  const backplane = createMemoryBackplane({ clock, random })
  const keys = createKeyRing([{ secret: random.bytes(32), from: clock.now() }], clock)
  const limits = { sendRate: 500, sendBurst: 500, frameRate: 2_000, joinBurst: 100 }
  // They share one address, as in a school, and few may come: a poll that reaches another node is no newcomer (P-POLL-6).
  const options = { limits, trustProxy: ['127.0.0.1'], acceptRate: 3, log: { log: () => undefined } }
  const servers = await Promise.all(
    Array.from({ length: nodes }, () => createServer({ backplane, keys, ...options })),
  )
  const asked = servers.map(() => 0)
  let polls = 0
  const http = createHttp((req, res) => {
    const fate = lose(++polls)
    if (fate === 'poll') return void req.socket.destroy()
    const node = polls % nodes
    asked[node] = (asked[node] ?? 0) + 1
    // The node says all it has to say; the caller hears nothing of it.
    if (fate === 'answer') res.write = res.end = () => (req.socket.destroy(), true) as never
    req.headers['x-forwarded-for'] = '203.0.113.7'
    servers[node]?.handle(req, res)
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  open.push(async () => {
    http.closeAllConnections()
    http.close()
    for (const server of servers) await server.close()
    await backplane.close()
  })
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, asked }
}

function person(url: string) {
  const client = new StrangerClient({ url, transport: pollTransport(`${url}/poll`, fetch, system) })
  const heard: string[] = []
  const lines: Connection[] = []
  client.on('message', ({ text }) => void heard.push(text))
  client.on('connection', ({ value }) => void lines.push(value))
  open.push(() => client.close())
  return { client, heard, lines }
}
type Someone = ReturnType<typeof person>

const facts = { age: 18, rules: '1' }

async function talk(ann: Someone, ben: Someone, count: number): Promise<void> {
  await Promise.all([ann, ben].map(({ client }) => client.start({ facts })))
  const texts = (who: string): string[] => Array.from({ length: count }, (_, i) => `${who} ${i}`)
  for (const [i, words] of texts('Ann').entries()) {
    ann.client.send(words)
    ben.client.send(`Ben ${i}`)
    await until(ann.client.state.messages, (all) => all.filter(({ state }) => state === 'pending').length < 5)
  }
  for (const { client } of [ann, ben])
    await until(
      client.state.messages,
      (all) => all.filter(({ state }) => state === 'sent').length === 2 * count,
    )
  expect(ann.heard).toEqual(texts('Ben'))
  expect(ben.heard).toEqual(texts('Ann'))
}

test('two people meet, talk and part, though every poll may reach another node', async () => {
  const { url, asked } = await cluster(3)
  const [ann, ben] = [person(url), person(url)]
  await talk(ann, ben, 50)
  // Not once did the line seem to fall.
  expect([ann.lines, ben.lines]).toEqual([
    ['connecting', 'online'],
    ['connecting', 'online'],
  ])
  expect(Math.min(...asked)).toBeGreaterThan(10)
  ann.client.stop()
  await until(ben.client.state.phase, (phase) => phase === 'ended')
  expect(ben.client.state.end.get()?.reason).toBe('left')
})

test('every fifth poll is lost on its way there or back, on one node and on three', async () => {
  for (const nodes of [1, 3]) {
    const { url } = await cluster(nodes, (poll) =>
      poll < 12 || poll % 5 > 0 ? undefined : poll % 2 ? 'poll' : 'answer',
    )
    await talk(person(url), person(url), 50)
  }
})
