import { describe, expect, it } from 'vitest'
import { hook, staticList, turnRest } from '../media/providers.js'
import { createMemoryBackplane } from '../memory/backplane.js'
import type { ServerOptions } from '../options.js'
import type { Backplane, Ticket } from '../ports/backplane.js'
import type { Plugin } from '../ports/plugin.js'
import { FakeClock, seededRandom } from '../testing/clock.js'
import {
  ANSWER,
  description,
  hostCandidate,
  OFFER,
  RELAY,
  relayCandidate,
  trickled,
} from '../testing/call.js'
import { createStage, type Person, settle, type Stage } from '../testing/people.js'

const TURN = 'turn:turn.example.org:3478'
const CALLS: ServerOptions = {
  modes: ['text', 'voice', 'video'],
  ice: staticList([{ urls: TURN, username: 'u', credential: 'c' }], [RELAY]),
}
const signal = (what: string, data: string, call = 1) => ({ kind: 'signal', call, signal: what, data })
const ICE = { type: 'ice' } as const

describe('what is offered (P-ICE-1)', () => {
  it('is what was configured, and the kinds of bodies that go with it', async () => {
    const person = await (await createStage(CALLS)).enter()
    expect(person.last('welcome')).toMatchObject({
      modes: ['text', 'voice', 'video'],
      caps: ['text', 'signal', 'consent'],
    })
  })

  it('is text alone where nothing relays, which the log says once', async () => {
    const stage = await createStage({ modes: ['text', 'video'] })
    const person = await stage.enter()
    expect(person.last('welcome')).toMatchObject({ modes: ['text'], caps: ['text'] })
    expect(person.last('welcome').direct).toBe(undefined)
    await person.join({ mode: 'video' })
    expect(person.last('error')).toMatchObject({ code: 'unsupported', re: { type: 'join' } })
    expect(stage.logged()).toMatch(/^media\.not_offered hint=.*TURN/)
  })

  it('is said in the log where nobody named from where media is relayed', async () => {
    const unnamed = staticList([{ urls: TURN, username: 'u', credential: 'c' }])
    expect((await createStage({ ...CALLS, ice: unnamed })).logged()).toMatch(/^media\.any_relay hint=/)
    expect((await createStage(CALLS)).logged()).toBe('')
  })

  it('needs no relay where the operator allows addresses to be seen', async () => {
    const person = await (await createStage({ modes: ['text', 'video'], icePolicy: 'all' })).enter()
    await person.join({ mode: 'video' })
    expect(person.last('ice')).toMatchObject({ policy: 'all', servers: [], relays: [] })
    // Said at the welcome, before anybody wishes for a call.
    expect(person.last('welcome').direct).toBe(true)
  })

  it('goes away with the relay', async () => {
    let isThere = true
    const stage = await createStage({
      ...CALLS,
      ice: { ...staticList([{ urls: TURN }]), isThere: () => isThere },
    })
    expect((await stage.enter()).last('welcome').modes).toEqual(['text', 'voice', 'video'])
    isThere = false
    const late = await stage.enter()
    expect(late.last('welcome').modes).toEqual(['text'])
    await late.join({ mode: 'voice' })
    expect(late.last('error')).toMatchObject({ code: 'unsupported' })
  })
})

describe('servers for media (P-ICE-2)', () => {
  it('come by themselves with a wish for voice or video, before anything else of it, and not with one for text', async () => {
    const { enter } = await createStage(CALLS)
    const person = await enter()
    await person.join()
    expect(person.all('ice')).toEqual([])
    await person.join({ mode: 'video' })
    expect(person.heard.map(({ type }) => type).slice(-2)).toEqual(['ice', 'queued'])
    expect(person.last('ice')).toEqual({
      type: 'ice',
      policy: 'relay',
      servers: [{ urls: [TURN], username: 'u', credential: 'c' }],
      relays: [RELAY],
      ttlMs: 86_400_000,
    })
  })

  it('come once for a ticket, however often it is joined again, and with every next one', async () => {
    const { pair, pass } = await createStage(CALLS)
    const [one] = await pair({ mode: 'voice' })
    const next = {
      ticket: one.ticket(),
      mode: 'voice',
      languages: [],
      interests: [],
      facts: { age: 18, rules: '1' },
    } as const
    await pass(2_000)
    await one.says({ type: 'end', chat: one.chat, reason: 'skip', next })
    expect(one.all('ice')).toHaveLength(2)
    await one.join({ ...next, offer: OFFER })
    expect(one.all('ice')).toHaveLength(2)
  })

  it('are made once and kept for half of their time', async () => {
    const clock = new FakeClock()
    const names: string[] = []
    const rest = turnRest({ secret: 'north', urls: [TURN] }, clock)
    const ice = {
      ...rest,
      servers: (context: Parameters<typeof rest.servers>[0]) => {
        names.push(context.session)
        return rest.servers(context)
      },
    }
    const { enter, pass } = await createStage({ ...CALLS, ice, clock })
    const person = await enter()
    await person.join({ mode: 'voice' })
    const first = person.last('ice')
    await pass(200_000)
    await person.says(ICE)
    expect(person.last('ice')).toEqual({ ...first, ttlMs: 400_000 })
    await pass(101_000)
    await person.says(ICE)
    expect(person.last('ice').ttlMs).toBe(600_000)
    expect(person.last('ice').servers).not.toEqual(first.servers)
    // One name for all, so that the TURN server's quota counts one person as one; and it says nothing of who that is.
    expect(new Set(names).size).toBe(1)
    expect(JSON.stringify(person.last('welcome'))).not.toContain(names[0])
  })

  it('are for whoever looks for a call, or is in a chat that allows one', async () => {
    const { enter, pair } = await createStage(CALLS)
    const idle = await enter()
    await idle.says(ICE)
    expect(idle.last('error')).toMatchObject({ code: 'bad_state', re: { type: 'ice' } })
    await idle.join()
    await idle.says(ICE)
    expect(idle.all('error')).toHaveLength(2)
    const [one, two] = await pair({ mode: 'voice' })
    await one.says(ICE)
    expect(one.all('ice')).toHaveLength(2)
    await two.says({ type: 'end', chat: two.chat, reason: 'left' }, ICE)
    expect(two.last('error')).toMatchObject({ code: 'bad_state', re: { type: 'ice' } })
  })

  it('are answered three times at once, then once in ten seconds', async () => {
    const { enter, pass } = await createStage(CALLS)
    const person = await enter()
    await person.join({ mode: 'voice' })
    await person.says(ICE, ICE, ICE, ICE)
    expect(person.all('ice')).toHaveLength(4)
    expect(person.last('error')).toMatchObject({
      code: 'rate_limited',
      retryAfterMs: 10_000,
      re: { type: 'ice' },
    })
    await pass(10_000)
    await person.says(ICE)
    expect(person.all('ice')).toHaveLength(5)
  })

  it.each([
    ['throws', () => Promise.reject(new TypeError('secret north'))],
    [
      'throws at once',
      () => {
        throw new TypeError('secret north')
      },
    ],
    ['answers nonsense', () => ({ servers: [{ urls: ['https://a.example'] }], ttlMs: 600_000 })],
    ['makes them good for no time', () => ({ servers: [], ttlMs: 0 })],
    ['answers nothing', () => undefined as never],
  ])('a provider that %s keeps nobody from meeting', async (_, servers) => {
    const stage = await createStage({ ...CALLS, ice: { servers } })
    const [one, two] = await stage.pair({ mode: 'video' })
    await one.send('hello')
    expect(two.texts).toEqual(['hello'])
    expect(one.last('error')).toMatchObject({ code: 'unavailable', retryAfterMs: 5_000, re: { type: 'ice' } })
    expect(stage.logged()).toMatch(/ice\.failed cause=(Type|Range)Error/)
    expect(stage.logged()).not.toContain('north')
  })

  it('a hook that never answers is given up after two seconds, and asked once for many', async () => {
    const clock = new FakeClock()
    let asked = 0
    const ice = hook(() => (asked++, new Promise(() => undefined)), [], clock)
    const { enter, pass, logged } = await createStage({ ...CALLS, ice, clock })
    const person = await enter()
    await person.join({ mode: 'video' })
    await person.says(ICE, ICE)
    expect(person.last('queued')).toBeDefined()
    await pass(2_000)
    expect(person.last('error')).toMatchObject({ code: 'unavailable', re: { type: 'ice' } })
    expect(asked).toBe(1)
    expect(logged()).toContain('ice.failed cause=TooLate')
  })
})

describe('quiet (P-END-2)', () => {
  const MINUTE = 60_000
  /** Minutes in which nobody writes, with a sign every five of them from each of those who give one. */
  async function rest(stage: Stage, minutes: number, ...signs: readonly Person[]): Promise<void> {
    for (let passed = 0; passed < minutes; passed += 5) {
      await stage.pass(5 * MINUTE)
      for (const one of signs) await one.says(ICE)
    }
  }

  it('is none while both ask for servers, as clients in a call do: nobody is parted for talking', async () => {
    const stage = await createStage(CALLS)
    const [one, two] = await stage.pair({ mode: 'voice' })
    await rest(stage, 40, one, two)
    expect([one.ends, two.ends]).toEqual([[], []])
    await rest(stage, 20)
    expect([one.ends, two.ends]).toEqual([['idle'], ['idle']])
  })

  it('is also none when they ask too often, or when their operator has no answer', async () => {
    const ice = { servers: () => Promise.reject(new TypeError('no')) }
    const stage = await createStage({ ...CALLS, ice })
    const [one, two] = await stage.pair({ mode: 'video' })
    await rest(stage, 20, one, two, one, two, one, two, one, two)
    expect([one.ends, two.ends]).toEqual([[], []])
    expect(one.last('error').code).toBe('rate_limited')
  })

  it('goes on when one of the two has forgotten the chat, and where there are no calls', async () => {
    const stage = await createStage(CALLS)
    const [one, two] = await stage.pair({ mode: 'voice' })
    const [three, four] = await stage.pair()
    await rest(stage, 20, one, three, four)
    for (const person of [one, two, three, four]) expect(person.ends).toEqual(['idle'])
  })
})

describe('signals (P-CALL)', () => {
  it('ride the log like words, and a reconnect replays them', async () => {
    const { pair, enter } = await createStage(CALLS)
    const [one, two] = await pair({ mode: 'voice' })
    await one.tell(signal('offer', OFFER))
    expect(two.last('entry').body).toEqual(signal('offer', OFFER))
    await two.falls()
    await one.tell(signal('candidate', trickled(relayCandidate())))
    const back = await enter(two.back())
    expect(back.last('entry').body).toEqual(signal('candidate', trickled(relayCandidate())))
    await back.tell(signal('answer', ANSWER), 1)
    expect(one.last('entry').body).toEqual(signal('answer', ANSWER))
  })

  it('become tombstones when they would show an address, and are counted, not logged', async () => {
    const { pair, server, logged, pass } = await createStage(CALLS)
    const [one, two] = await pair({ mode: 'video' })
    await one.tell(signal('candidate', trickled(hostCandidate('192.0.2.77'))))
    await one.tell(signal('offer', description('actpass', [`a=${hostCandidate('192.0.2.77')}`])))
    await one.tell(signal('offer', OFFER))
    await pass(200)
    expect(one.outcomes).toEqual({ 1: 'denied', 2: 'denied', 3: 'ok' })
    expect(two.all('entry').map(({ body }) => body['kind'])).toEqual(['void', 'void', 'signal'])
    expect(JSON.stringify(two.heard)).not.toContain('192.0.2.77')
    expect(server.stats().signalsRefused).toBe(2)
    expect(logged().match(/signal\.refused/g)).toHaveLength(1)
    expect(logged()).not.toContain('192.0.2.77')
  })

  it('are refused where the two only write (P-BODY-2)', async () => {
    const { pair, pass } = await createStage(CALLS)
    const [one, two] = await pair()
    await one.tell(signal('offer', OFFER))
    await one.tell({ kind: 'consent', call: 1, step: 'voice', on: true })
    await pass(200)
    expect(one.outcomes).toEqual({ 1: 'bad_state', 2: 'bad_state' })
    expect(two.all('entry').map(({ body }) => body['kind'])).toEqual(['void', 'void'])
  })

  it('that take back, hang up or mend are no plugin’s to judge, nor any call’s too late (P-CALL-7)', async () => {
    const asked: string[] = []
    const plugin: Plugin = {
      name: 'no',
      send: (_, body) => (asked.push(body.kind), { verdict: 'reject', message: 'No.' }),
    }
    const { pair, pass } = await createStage({ ...CALLS, plugins: [plugin] })
    const [one, two] = await pair({ mode: 'video' })
    await one.tell({ kind: 'consent', call: 2, step: 'clear', on: true })
    await one.tell({ kind: 'consent', call: 2, step: 'voice', on: false })
    await one.tell(signal('state', '{"audio":false,"video":false}', 1))
    await one.tell(signal('restart', '', 1))
    await one.tell(signal('hangup', 'hung_up', 1))
    await pass(200)
    expect(asked).toEqual(['consent'])
    expect(one.outcomes).toEqual({ 1: 'denied', 2: 'ok', 3: 'ok', 4: 'ok', 5: 'ok' })
    expect(two.all('entry').map(({ body }) => body['signal'] ?? body['kind'])).toEqual([
      ...['void', 'consent', 'state', 'restart', 'hangup'],
    ])
  })

  it('count once, also when they come again (P-N-1)', async () => {
    const { pair, pass } = await createStage({ ...CALLS, limits: { callDescriptions: 1 } })
    const [one] = await pair({ mode: 'voice' })
    await one.tell(signal('offer', OFFER), 1)
    await one.tell(signal('offer', OFFER), 1)
    await one.tell(signal('answer', ANSWER), 2)
    await pass(200)
    expect(one.outcomes).toEqual({ 1: 'ok', 2: 'denied' })
  })

  it('have a pace of their own, beside that of words (P-LIMIT-3)', async () => {
    const { pair, pass } = await createStage({ ...CALLS, limits: { signalsPer10s: 4, sendBurst: 1 } })
    const [one, two] = await pair({ mode: 'voice' })
    for (let i = 0; i < 4; i++) await one.tell(signal('state', '{"audio":true,"video":false}'))
    await one.send('a word between', 5)
    expect(two.texts).toEqual(['a word between'])
    await one.tell(signal('restart', ''), 6)
    expect(one.last('error')).toMatchObject({ code: 'rate_limited', re: { type: 'send', n: 6 } })
    await pass(3_000)
    await one.tell(signal('restart', ''), 6)
    expect(two.last('entry').body).toEqual(signal('restart', ''))
  })
})

describe('an offer made beforehand (P-CALL-5)', () => {
  it('is the log’s first entry when whoever made it had waited', async () => {
    const { pair } = await createStage(CALLS)
    const [one, two] = await pair({ mode: 'video', offer: OFFER })
    const [mine, theirs] = [one, two].map((person) => person.last('chat'))
    expect(mine).toMatchObject({ you: 0, polite: false, offset: 1, accepted: 1 })
    expect(theirs).toMatchObject({ you: 1, polite: true, offset: 1, accepted: 0 })
    expect(two.heard.at(-1)).toMatchObject({
      type: 'entry',
      offset: 1,
      seat: 0,
      body: signal('offer', OFFER),
    })
    expect(one.heard.at(-1)).toMatchObject({
      type: 'entry',
      offset: 1,
      seat: 0,
      n: 1,
      body: signal('offer', OFFER),
    })
    await one.send('my second', 2)
    expect(two.texts).toEqual(['my second'])
  })

  it.each([
    ['shows an address', description('actpass', [`a=${hostCandidate()}`])],
    ['is none', 'hello'],
  ])('is left out when it %s: the two meet all the same', async (_, offer) => {
    const { pair } = await createStage(CALLS)
    const [one, two] = await pair({ mode: 'video', offer })
    expect(two.last('chat')).toMatchObject({ offset: 0 })
    await one.send('hello')
    expect(two.texts).toEqual(['hello'])
  })

  it('is replaced by each join, and taken back by one without', async () => {
    const { enter, pass } = await createStage(CALLS)
    const one = await enter()
    const ticket = one.ticket()
    const newer = description('actpass', [`a=${relayCandidate()}`])
    await one.join({ ticket, mode: 'voice', offer: OFFER })
    await one.join({ ticket, mode: 'voice', offer: newer })
    const two = await enter()
    await two.join({ mode: 'voice' })
    expect(two.last('entry').body).toEqual(signal('offer', newer))
    await pass(2_000)
    const three = await enter()
    const another = three.ticket()
    await three.join({ ticket: another, mode: 'voice', offer: OFFER })
    await three.join({ ticket: another, mode: 'voice' })
    const four = await enter()
    await four.join({ mode: 'voice' })
    expect(four.last('chat').offset).toBe(0)
  })

  it('confirms nobody, and is not used again for the next one (P-MATCH-4)', async () => {
    const { enter, pass } = await createStage(CALLS)
    const [ghost, two] = [await enter(), await enter()]
    await ghost.join({ mode: 'voice', offer: OFFER })
    await two.join({ mode: 'voice', offer: description('actpass', [`a=${relayCandidate()}`]) })
    await two.says({ type: 'seen', chat: two.chat, offset: 1 })
    await pass(11_000)
    expect(two.ends).toEqual(['no_show'])
    await settle()
    expect(two.heard.at(-1)).toMatchObject({ type: 'queued' })
    const three = await enter()
    await three.join({ mode: 'voice' })
    expect(three.last('chat')).toMatchObject({ chat: two.chat, offset: 0 })
  })

  it('is brought by a join that costs nothing, three times for a ticket, then counts like any (P-LIMIT-3)', async () => {
    const asked: string[] = []
    const plugin: Plugin = { name: 'asks', join: () => (asked.push('join'), { verdict: 'allow' }) }
    const { enter, pass } = await createStage({ ...CALLS, plugins: [plugin], limits: { joinBurst: 1 } })
    const one = await enter()
    const ticket = one.ticket()
    const wish = { ticket, mode: 'voice', interests: ['quiet'] } as const
    await one.join(wish)
    for (let i = 0; i < 3; i++) await one.join({ ...wish, ...(i === 1 ? {} : { offer: OFFER }) })
    expect(one.all('error')).toEqual([])
    expect(one.all('queued'), 'each is answered').toHaveLength(4)
    expect(asked, 'and judged once').toHaveLength(1)
    await one.join({ ...wish, offer: OFFER })
    expect(one.last('error')).toMatchObject({ code: 'rate_limited', re: { type: 'join', ticket } })
    await pass(3_300)
    await one.join({ ...wish, offer: OFFER })
    await one.join({ ...wish, interests: ['another'], offer: OFFER })
    expect(one.all('error'), 'another wish is paid for, and the time has brought one').toHaveLength(1)
    await one.join({ ...wish, interests: ['another', 'yet'], offer: OFFER })
    expect(one.all('error')).toHaveLength(2)
  })

  it.each([
    ['for as long as it waits', 2],
    ['and not where there was no room for it', 1],
  ])('is kept %s (law 8)', async (_, room) => {
    const clock = new FakeClock()
    const limits = { allOfferBytes: room * OFFER.length }
    const backplane = createMemoryBackplane({ clock, random: seededRandom(3), limits })
    const entered: Ticket[] = []
    const enter: Backplane['tickets']['enter'] = (ticket) => (
      entered.push(ticket),
      backplane.tickets.enter(ticket)
    )
    const tickets = { ...backplane.tickets, enter }
    const { enter: arrive, pass } = await createStage({
      ...{ ...CALLS, clock },
      backplane: { ...backplane, tickets },
    })
    for (const mode of ['voice', 'video'] as const) await (await arrive()).join({ mode, offer: OFFER })
    entered.length = 0
    await pass(6_000)
    expect(new Set(entered.map(({ mode }) => mode)).size, 'both look again').toBe(2)
    expect(new Set(entered.filter(({ offer }) => offer !== undefined).map(({ mode }) => mode)).size).toBe(
      room,
    )
  })
})
