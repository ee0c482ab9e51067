import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FakeClock, FakeServer, memoryStorage } from '../testing.js'
import { StrangerClient } from './client.js'

/** Somebody with a browser: a client, its storage, and what was said and heard over all reloads. */
class Person {
  client: StrangerClient
  readonly said: string[] = []
  readonly heard: string[] = []
  readonly #storage = memoryStorage()
  readonly #name: string
  readonly #server: FakeServer
  readonly #system: FakeClock

  constructor(name: string, server: FakeServer, system: FakeClock) {
    this.#name = name
    this.#server = server
    this.#system = system
    this.client = this.#load()
  }

  #load(): StrangerClient {
    const { transport } = this.#server
    const client = new StrangerClient({
      url: 'https://chat.example',
      transport,
      system: this.#system,
      storage: this.#storage,
    })
    client.on('message', ({ text }) => this.heard.push(text))
    return client
  }

  say(): void {
    const text = `${this.#name} ${this.said.length + 1}`
    if (this.client.send(text)) this.said.push(text)
  }

  reload(): void {
    this.client.freeze()
    this.client = this.#load()
    // What the last page had heard, the next one reads from storage, without hearing it again.
    this.client.resume()
  }

  get lines(): string[] {
    return this.client.state.messages
      .get()
      .filter(({ kind }) => kind === 'text')
      .map(({ from, text }) => `${from}: ${text}`)
  }
  get waiting(): number {
    return this.client.state.messages.get().filter(({ state }) => state !== 'sent').length
  }
}

type Event =
  | {
      readonly do: 'say' | 'reload' | 'hide' | 'show' | 'online' | 'freeze' | 'restore'
      readonly who: number
    }
  | { readonly do: 'cut' | 'hang' | 'drain' | 'down' | 'up' | 'ping' }
  | { readonly do: 'latency'; readonly ms: number }
  | { readonly do: 'refuse'; readonly code: string }

const who = fc.nat(1)
const events: fc.Arbitrary<Event> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: fc.constant('say' as const), who }) },
  fc.record({ do: fc.constantFrom('reload', 'hide', 'show', 'online', 'freeze', 'restore'), who }),
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('cut', 'hang', 'drain', 'down', 'up', 'ping') }) },
  fc.record({ do: fc.constant('latency' as const), ms: fc.nat(2_000) }),
  fc.record({
    do: fc.constant('refuse' as const),
    code: fc.constantFrom('rate_limited', 'busy', 'unavailable'),
  }),
)

function play(script: readonly (readonly [Event, number])[]) {
  const system = new FakeClock()
  const server = new FakeServer({ system, pairs: true, ackMs: 50 })
  const people = [new Person('a', server, system), new Person('b', server, system)]
  for (const { client } of people) void client.start()
  system.advance(100)
  expect(people.map(({ client }) => client.state.phase.get())).toEqual(['chatting', 'chatting'])

  for (const [event, ms] of script) {
    const person = 'who' in event ? people[event.who] : undefined
    switch (event.do) {
      case 'say':
        person?.say()
        break
      case 'reload':
        person?.reload()
        break
      case 'hide':
      case 'show':
        person?.client.setHidden(event.do === 'hide')
        break
      case 'freeze':
        person?.client.freeze()
        break
      case 'restore':
      case 'online':
        person?.client.wake(event.do === 'restore' ? 'restored' : 'online')
        break
      case 'cut':
        server.network.cut()
        break
      case 'hang':
        server.network.hang()
        break
      case 'drain':
        server.send({ type: 'drain', reconnectInMs: 100 })
        break
      case 'down':
      case 'up':
        server.network.down = event.do === 'down'
        break
      case 'ping':
        server.send({ type: 'ping' })
        break
      case 'latency':
        server.network.latency = event.ms
        break
      case 'refuse':
        server.refuse('send', { code: event.code, retryAfterMs: 300 })
        break
    }
    system.advance(ms)
  }
  // Then everything is well again, for as long as the longest wait takes.
  server.network.down = false
  server.network.latency = 10
  for (const { client } of people) client.wake('restored')
  for (let i = 0; i < 12; i++) {
    system.advance(20_000)
    server.send({ type: 'ping' })
  }
  return { server, people }
}

describe('nothing is lost, doubled or reordered', () => {
  it('whatever befalls the line and the page', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(events, fc.nat(4_000)), { maxLength: 60 }), (script) => {
        const { server, people } = play(script)
        const log = server.chats[0]?.log.all.filter(({ body }) => body['kind'] === 'text') ?? []
        for (const [seat, person] of people.entries()) {
          expect(person.client.state.phase.get()).toBe('chatting')
          expect(person.lines, 'sees the log, all of it, in its order').toEqual(
            log.map((item) => `${item.seat === seat ? 'me' : 'stranger'}: ${String(item.body['text'])}`),
          )
          expect(person.waiting, 'every send was answered').toBe(0)
          const own = log.filter((item) => item.seat === seat).map(({ body }) => body['text'])
          expect(own, 'what was said is in the log, once, in order').toEqual(person.said)
          const theirs = log.filter((item) => item.seat !== seat).map(({ body }) => body['text'])
          expect(new Set(person.heard), 'and was heard').toEqual(new Set(theirs))
        }
      }),
    )
  })

  it('one page hears each message once (no reload, no event twice)', () => {
    const calm = events.filter((event) => event.do !== 'reload')
    fc.assert(
      fc.property(fc.array(fc.tuple(calm, fc.nat(4_000)), { maxLength: 60 }), (script) => {
        const { people } = play(script)
        expect(people[0]?.heard).toEqual(people[1]?.said)
        expect(people[1]?.heard).toEqual(people[0]?.said)
      }),
    )
  })
})

describe('P-RESUME-7: two tabs of one session, taking the seat from each other', () => {
  const turns = fc.array(
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({ do: fc.constant('say' as const), tab: fc.nat(1), ms: fc.nat(300) }),
      },
      fc.record({ do: fc.constantFrom('take' as const, 'cut' as const), tab: fc.nat(1), ms: fc.nat(300) }),
    ),
    { maxLength: 40 },
  )

  it('everything that either said reaches the stranger, once, and in the order of each', () => {
    fc.assert(
      fc.property(turns, fc.nat(100), fc.nat(3), (script, latency, early) => {
        const system = new FakeClock()
        const server = new FakeServer({ system, ackMs: 50 })
        const make = (storage: ReturnType<typeof memoryStorage>) =>
          new StrangerClient({
            url: 'https://chat.example',
            transport: server.transport,
            system,
            storage,
          })
        const storage = memoryStorage()
        const first = make(storage)
        void first.start()
        system.advance(100)
        const chat = server.match()
        system.advance(100)
        const said: string[][] = [[], []]
        server.network.down = true
        server.network.cut()
        for (let i = 0; i < early; i++) {
          const text = `tab 0 says ${i}`
          if (first.send(text)) said[0]?.push(text)
        }
        // As a browser duplicates a tab: with a copy of all that the tab keeps, words that wait for the line included.
        const copy = memoryStorage()
        for (const [key, value] of storage.session.entries) copy.session.set(key, value)
        for (const [key, value] of storage.device.entries) copy.device.set(key, value)
        const tabs = [first, make(copy)]
        server.network.down = false
        tabs[1]?.resume()
        system.advance(20_000)
        tabs[1]?.reconnect()
        system.advance(1_000)
        expect(tabs.map(({ state }) => state.connection.get())).toEqual(['closed', 'online'])

        server.network.latency = latency
        for (const { do: what, tab, ms } of script) {
          const text = `tab ${tab} says ${said[tab]?.length ?? 0}`
          if (what === 'take') tabs[tab]?.reconnect()
          else if (what === 'cut') server.network.cut()
          else if (tabs[tab]?.send(text)) said[tab]?.push(text)
          system.advance(ms)
        }
        for (const tab of tabs) {
          tab.reconnect()
          system.advance(30_000)
        }
        tabs[0]?.reconnect()
        system.advance(30_000)

        const log = chat.log.all.map(({ body }) => String(body['text']))
        for (const [tab, own] of said.entries())
          expect(log.filter((text) => text.startsWith(`tab ${tab}`))).toEqual(own)
        const lines = tabs[0]?.state.messages.get() ?? []
        expect(
          lines.map(({ text }) => text),
          'the tab that sits there sees the log',
        ).toEqual(log)
        expect(new Set(lines.map(({ state }) => state))).toEqual(new Set(log.length > 0 ? ['sent'] : []))
      }),
    )
  })
})
