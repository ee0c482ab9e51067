import { expect, it } from 'vitest'
import { FakeClock, FakeServer } from '../testing.js'
import { StrangerClient } from './client.js'

/** In a chat, on a device whose clock can be set. */
function stage() {
  const clock = new FakeClock()
  const server = new FakeServer({ system: clock })
  let wrong = 0
  const client = new StrangerClient({
    url: 'https://chat.example',
    transport: server.transport,
    system: { ...clock, now: () => clock.now() + wrong, after: clock.after },
  })
  const run = (ms = 0): void => clock.advance(ms)
  void client.start()
  run()
  server.match()
  run()
  return { server, client, run, setBack: (ms: number) => void (wrong -= ms) }
}

it('a clock that is set back holds no words up', () => {
  const { client, run, setBack } = stage()
  for (let i = 0; i < 40; i++) client.send(`before ${i}`)
  run(100)
  setBack(168_000)
  for (let i = 0; i < 5; i++) client.send(`after ${i}`)
  run(15_000)
  expect(client.state.messages.get().filter(({ state }) => state !== 'sent')).toEqual([])
})

it('a clock that is set back hides no dead line for long (P-BEAT-2)', () => {
  const { server, client, run, setBack } = stage()
  server.network.hang()
  run(1_000)
  setBack(145_000)
  const seen: string[] = []
  client.state.connection.subscribe((line) => seen.push(line))
  run(75_000)
  expect(seen).toContain('reconnecting')
})
