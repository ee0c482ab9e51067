import { describe, expect, it } from 'vitest'
import { FakeClock, FakeServer } from '../testing.js'
import { type ClientOptions, StrangerClient } from './client.js'

const clock = () => new FakeClock()

function stage(options: Partial<ClientOptions> = {}) {
  const system = clock()
  const server = new FakeServer({ system })
  const client = new StrangerClient({ url: 'https://chat.example', transport: server.transport, system, ...options })
  const run = (ms = 0) => system.advance(ms)
  const texts = () => client.state.messages.get().map(({ from, text, state }) => `${from} ${state}: ${text}`)
  /** Into a chat with a scripted stranger. */
  const chat = (interests: readonly string[] = []) => {
    void client.start({ interests })
    run()
    const fake = server.match({ shared: interests })
    run()
    return fake
  }
  return { system, server, client, run, texts, chat }
}

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
    expect(texts()).toEqual(['me sent: Hello', 'stranger sent: Hi there'])
    chat.leave()
    run()
    expect(client.state.phase.get()).toBe('ended')
    expect(client.state.end.get()).toEqual({ chat: chat.id, reason: 'left' })
  })
})
