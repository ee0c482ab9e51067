import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Person } from './support/people.ts'
import { type RunningServer, startServer } from './support/server.ts'

// An offer made while waiting is a second join for each wish (P-CALL-5). Here somebody skips as fast as joins may come, at ten
// times the pace, so that the test takes seconds.

const JOIN_MS = 150
const ROUNDS = 12

let server: RunningServer
beforeAll(async () => {
  const relay = '203.0.113.7'
  const iceServers = [{ urls: `turn:${relay}`, username: 'u', credential: 'c' }]
  const limits = { joinIntervalMs: JOIN_MS }
  server = await startServer({
    config: {
      modes: ['text', 'video'],
      iceServers,
      iceRelays: [relay],
      gates: { age: false, rules: false },
      limits,
    },
  })
})
afterAll(() => server.remove())

it('whoever skips as fast as they may, and makes an offer each time, is told of no haste', async () => {
  const ann = new Person(server.url)
  const errors: unknown[] = []
  ann.client.on('error', (error) => errors.push(error))
  await ann.client.connect()
  for (let round = 0; round < ROUNDS; round++) {
    ann.client.start({ mode: 'video' }).catch(() => undefined)
    await pause(JOIN_MS / 3)
    ann.client.arm('v=0\r\n')
    await pause(JOIN_MS)
    expect(ann.state.phase.get()).toBe('searching')
    ann.client.stop()
  }
  expect(errors).toEqual([])
  ann.client.close()
})
