import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Bare, joinFor, type Seated, text, ticket } from './support/bare.ts'
import { type RunningServer, startServer } from './support/server.ts'

/**
 * Somebody who doesn't use our client in a chat that allows calls, against the real server: what might show an address, lead
 * elsewhere or hold words in secret never reaches the other side, who stays and can talk.
 */
const RELAY = '203.0.113.7'
/** Addresses that must not arrive: the attacker's own, and one to which a victim would be led. */
const OWN = '192.0.2.77'
const OWN_SIX = '2001:db8::77'
const FOREIGN = '198.51.100.66'
/** Words that look like part of a call. */
const SECRET = 'meet_me_at_the_usual_place'

let server: RunningServer
let people = 0
const lines: Bare[] = []

async function dial(): Promise<Bare> {
  people++
  const line = await Bare.dial(server.url, { from: `10.9.${people}.1` })
  lines.push(line)
  return line
}

beforeAll(async () => {
  server = await startServer({
    args: ['--trust-proxy', '127.0.0.1/32'],
    config: {
      modes: ['text', 'voice', 'video'],
      // Nothing is sent there: what is tried here comes before any media.
      iceServers: [{ urls: `turn:${RELAY}`, username: 'u', credential: 'c' }],
      iceRelays: [RELAY],
    },
  })
})
afterAll(() => server.remove())
afterEach(() => {
  for (const line of lines.splice(0)) line.vanish()
})

interface Wish {
  readonly mode?: 'voice' | 'video'
  readonly offer?: string
}

/** An attacker and their victim. The attacker waited, so theirs is the offer that counts. */
async function newPair({ mode = 'video', offer }: Wish = {}): Promise<readonly [Seated, Seated]> {
  const interests = [`call ${ticket().slice(0, 8)}`]
  const enter = async () => {
    const line = await dial()
    return { line, welcome: await line.hello() }
  }
  const [bad, good] = [await enter(), await enter()]
  const wish = (from: typeof bad) => ({ ...joinFor(from.welcome, { interests }), mode })
  bad.line.say({ ...wish(bad), ...(offer === undefined ? {} : { offer }) })
  await bad.line.next('queued')
  good.line.say(wish(good))
  const chats = [await bad.line.next('chat'), await good.line.next('chat')] as const
  expect(chats[0].chat).toBe(chats[1].chat)
  const seated = (who: typeof bad, chat: (typeof chats)[0]): Seated => {
    who.line.say({ type: 'seen', chat: chat.chat, offset: 0 })
    return { ...who, chat }
  }
  return [seated(bad, chats[0]), seated(good, chats[1])]
}

const signal = (what: string, data: string, call = 1) => ({ kind: 'signal', call, signal: what, data })
const consent = (step: string) => ({ kind: 'consent', call: 1, step, on: true })

const description = (more: readonly string[] = []): string =>
  [
    'v=0',
    'o=- 1 2 IN IP4 0.0.0.0',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'c=IN IP4 0.0.0.0',
    'a=ice-ufrag:evil',
    'a=ice-pwd:thisIsSomebodyElsesClient',
    `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => '66').join(':')}`,
    'a=setup:actpass',
    'a=mid:0',
    'a=sendrecv',
    'a=rtcp-mux',
    'a=rtpmap:111 opus/48000/2',
    ...more,
    '',
  ].join('\r\n')
const host = (address = OWN): string => `candidate:1 1 udp 2122194687 ${address} 50000 typ host`
const relayed = (address: string, port = 49_200): string =>
  `candidate:1 1 udp 33562367 ${address} ${port} typ relay raddr 0.0.0.0 rport 0`
const trickled = (...candidates: readonly string[]): string =>
  JSON.stringify(candidates.map((candidate) => ({ candidate, mid: '0' })))

/** Sends bodies as `n` = 1, 2, … and resolves with what the author learns of each. */
async function outcomes({ line, chat }: Seated, bodies: readonly object[]): Promise<readonly string[]> {
  for (const [i, body] of bodies.entries())
    line.say({ type: 'send', chat: chat.chat, n: i + 1, body: { ...body } })
  const learnt = new Map<number, string>()
  while (learnt.size < bodies.length) {
    const { acked } = await line.next('ack')
    for (const [n, , , , why = 'ok'] of acked) learnt.set(n, why)
  }
  return bodies.map((_, i) => learnt.get(i + 1) ?? 'nothing')
}

/** What arrived, in order, and that nothing else did. */
async function arrived({ line, chat }: Seated, count: number): Promise<readonly unknown[]> {
  await line.next('entry', ({ offset }) => offset === count)
  const heard = JSON.stringify(line.heard)
  for (const secret of [OWN, OWN_SIX, FOREIGN, SECRET]) expect(heard).not.toContain(secret)
  return line.heard.flatMap((frame) =>
    frame.type === 'entry' && frame.chat === chat.chat ? [frame.body['signal'] ?? frame.body['kind']] : [],
  )
}

/** The victim is still there, and heard. */
async function talks(good: Seated, bad: Seated): Promise<void> {
  good.line.say({ type: 'send', chat: good.chat.chat, n: 1, body: text('still here') })
  await bad.line.next('entry', ({ body }) => body['text'] === 'still here')
}

describe('addresses', () => {
  test('of one’s own, and of whoever isn’t the relay, reach nobody (P-CALL-3, P-ICE-3)', async () => {
    const [bad, good] = await newPair()
    const bodies = [
      signal('candidate', trickled(host())),
      signal('candidate', trickled(host(OWN_SIX))),
      signal('candidate', trickled(relayed(FOREIGN))),
      signal('candidate', trickled(relayed(RELAY).replace('raddr 0.0.0.0', `raddr ${OWN}`))),
      signal('candidate', trickled(relayed(RELAY).replace('typ relay', 'typ srflx'))),
      signal('candidate', trickled(`${relayed(RELAY)} generation 0 network-id 1 ${OWN} x`)),
      signal('offer', description([`a=${host()}`])),
      signal('offer', description([`a=${relayed(FOREIGN)}`])),
      signal('offer', description().replace('c=IN IP4 0.0.0.0', `c=IN IP4 ${OWN}`)),
      signal('offer', description().replace('o=- 1 2 IN IP4 0.0.0.0', `o=- 1 2 IN IP4 ${OWN}`)),
      signal('answer', description([`a=x-note:${SECRET}`])),
      signal('offer', description()),
    ]
    const expected = [...bodies.slice(1).map(() => 'denied'), 'ok']
    expect(await outcomes(bad, bodies)).toEqual(expected)
    expect(await arrived(good, bodies.length)).toEqual([...bodies.slice(1).map(() => 'void'), 'offer'])
    await talks(good, bad)
  })

  test('nor in an offer made beforehand, which is left out (P-CALL-5)', async () => {
    const [bad, good] = await newPair({ offer: description([`a=${host()}`]) })
    expect([bad.chat.accepted, good.chat.offset]).toEqual([0, 0])
    expect(await outcomes(bad, [signal('offer', description())])).toEqual(['ok'])
    expect(await arrived(good, 1)).toEqual(['offer'])
  })

  test('while one in form is there at once, and its author’s own', async () => {
    const [bad, good] = await newPair({ offer: description() })
    expect([bad.chat.accepted, bad.chat.polite, good.chat.accepted, good.chat.polite]).toEqual([
      1,
      false,
      0,
      true,
    ])
    expect(await arrived(good, 1)).toEqual(['offer'])
  })
})

describe('words in secret', () => {
  test('find no place in a signal (P-CALL-3)', async () => {
    const [bad, good] = await newPair()
    const bodies = [
      signal('hangup', `${SECRET}, at eight`),
      signal('hangup', SECRET.repeat(2)),
      signal('restart', SECRET),
      signal('state', JSON.stringify({ audio: true, video: true, say: SECRET })),
      signal('state', SECRET),
      signal('candidate', JSON.stringify([{ candidate: '', mid: '0', say: SECRET }])),
      signal('candidate', JSON.stringify([{ candidate: '', mid: `0 ${SECRET}` }])),
      signal('offer', description().replace('s=-', `s=${SECRET}`)),
      signal('offer', SECRET),
    ]
    expect(await outcomes(bad, bodies)).toEqual(bodies.map(() => 'denied'))
    expect(await arrived(good, bodies.length)).toEqual(bodies.map(() => 'void'))
    await talks(good, bad)
  })
})

describe('out of turn', () => {
  test('a call that was replaced, and one that can’t be (P-CALL-2)', async () => {
    const [bad, good] = await newPair()
    const bodies = [
      signal('offer', description(), 2),
      signal('offer', description(), 1),
      signal('candidate', trickled(relayed(RELAY)), 0),
      signal('candidate', trickled(relayed(RELAY)), 1_000_000),
      signal('teleport', ''),
      signal('candidate', trickled(relayed(RELAY)), 2),
    ]
    expect(await outcomes(bad, bodies)).toEqual([
      'ok',
      'bad_state',
      'ill_formed',
      'ill_formed',
      'ill_formed',
      'ok',
    ])
    expect(await arrived(good, 6)).toEqual(['offer', 'void', 'void', 'void', 'void', 'candidate'])
    await talks(good, bad)
  })

  test('a step above what the wish allows (P-CONSENT-3)', async () => {
    const [bad, good] = await newPair({ mode: 'voice' })
    const bodies = [consent('clear'), consent('blurred'), consent('naked'), consent('voice')]
    expect(await outcomes(bad, bodies)).toEqual(['bad_state', 'bad_state', 'ill_formed', 'ok'])
    expect(await arrived(good, 4)).toEqual(['void', 'void', 'void', 'consent'])
    await talks(good, bad)
  })
})

describe('too much', () => {
  test('of a description: what fits into a frame is too_long, what doesn’t ends the line (P-CALL-4, P-FRAME-3)', async () => {
    const [bad, good] = await newPair()
    const lines13k = Array.from({ length: 200 }, (_, i) => `a=ssrc:${i} cname:${'x'.repeat(50)}`)
    const lines400 = Array.from({ length: 400 }, () => 'a=x')
    const bodies = [signal('offer', description(lines13k)), signal('offer', description(lines400))]
    expect(await outcomes(bad, bodies)).toEqual(['too_long', 'too_long'])
    expect(await arrived(good, 2)).toEqual(['void', 'void'])
    const huge = description(Array.from({ length: 1_500 }, (_, i) => `a=ssrc:${i} cname:${'x'.repeat(50)}`))
    expect(huge.length).toBeGreaterThan(100_000)
    bad.line.raw(JSON.stringify({ type: 'send', chat: bad.chat.chat, n: 3, body: signal('offer', huge) }))
    const { code } = await bad.line.closed
    expect([1009, 4413]).toContain(code)
    // The victim learns that the line fell, and nothing of why; what they say is kept for whoever comes back.
    await good.line.next('presence', ({ present }) => !present)
    good.line.say({ type: 'send', chat: good.chat.chat, n: 1, body: text('still here') })
    expect((await good.line.next('ack')).acked.map(([n]) => n)).toEqual([1])
  })

  test('a thousand candidates: forty arrive (P-CALL-4)', async () => {
    const [bad, good] = await newPair()
    const twenty = (first: number) =>
      trickled(...Array.from({ length: 20 }, (_, i) => relayed(RELAY, 49_200 + first + i)))
    const bodies = [
      ...Array.from({ length: 20 }, (_, i) => signal('candidate', twenty(20 * i))),
      signal('candidate', trickled(...Array.from({ length: 200 }, (_, i) => relayed(RELAY, 49_200 + i)))),
    ]
    const learnt = await outcomes(bad, bodies)
    expect(learnt.filter((why) => why === 'ok')).toHaveLength(2)
    expect(learnt.at(-1)).toBe('too_long')
    expect((await arrived(good, bodies.length)).filter((what) => what === 'candidate')).toHaveLength(2)
    await talks(good, bad)
  })

  test('one after the other without end: told to wait, then sent away (P-LIMIT-3, P-CLOSE-4)', async () => {
    const [bad, good] = await newPair()
    for (let n = 1; n <= 1_000; n++)
      bad.line.say({
        type: 'send',
        chat: bad.chat.chat,
        n,
        body: signal('candidate', trickled(host())),
      })
    const refused = await bad.line.next('error', ({ code }) => code === 'rate_limited')
    expect(refused.retryAfterMs).toBeGreaterThan(0)
    const goodbye = await bad.line.next('goodbye')
    expect([goodbye.code, goodbye.reason]).toEqual([4429, 'flooding'])
    expect((await bad.line.closed).code).toBe(4429)
    await good.line.next('presence', ({ present }) => !present)
    const voids = good.line.heard.filter((frame) => frame.type === 'entry')
    expect(voids.length).toBeLessThanOrEqual(good.welcome.limits.signalsPer10s)
    expect(JSON.stringify(good.line.heard)).not.toContain(OWN)
    good.line.say({ type: 'send', chat: good.chat.chat, n: 1, body: text('still here') })
    expect((await good.line.next('ack')).acked.map(([n]) => n)).toEqual([1])
  })

  test('servers for media, asked for without end, are given three times (P-ICE-2)', async () => {
    const [bad] = await newPair()
    for (let i = 0; i < 20; i++) bad.line.say({ type: 'ice' })
    const refused = await bad.line.next('error', ({ re }) => re?.type === 'ice')
    expect(refused).toMatchObject({ code: 'rate_limited', retryAfterMs: expect.any(Number) as number })
    // One came with the wish.
    expect(bad.line.heard.filter(({ type }) => type === 'ice')).toHaveLength(4)
  })
})

test('nothing of a call is in the log of the server: no description, candidate, address or credential', () => {
  const output = server.output()
  expect(output).toContain('signal.refused')
  for (const secret of [OWN, FOREIGN, SECRET, 'candidate:', 'ice-ufrag', 'credential'])
    expect(output).not.toContain(secret)
})
