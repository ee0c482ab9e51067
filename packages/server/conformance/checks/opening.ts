import type { Wish } from '@stranger-chat/core/protocol'
import { check, type Check, EARLY } from '../check.js'
import { must, NotRun, same } from '../deviation.js'
import { secret } from '../system.js'
import { CLIENT } from '../stage.js'
import { factsFor, text } from '../person.js'

/** P-HELLO-1 says 5 s; a timer may be late. */
const HELLO_MS = 5_000

export const openingChecks: readonly Check[] = [
  check('P-HELLO-1', 'any other first frame: 4400', async (stage) => {
    for (const frame of ['{"type":"pong"}', '{"type":"teleport"}']) {
      const line = await stage.dial()
      line.raw(frame)
      await line.sentAway(4400)
    }
  }),

  check('P-HELLO-1', 'no frame within 5 s: 4408', async (stage) => {
    const line = await stage.dial()
    const start = stage.server.clock.now()
    await line.sentAway(4408, HELLO_MS + stage.patienceMs)
    const took = stage.server.clock.now() - start
    must(took > HELLO_MS * EARLY, '4408 after 5 s', `it came after ${Math.round(took)} ms`)
  }),

  check('P-HELLO-1', 'a second hello: 4400', async (stage) => {
    const { line } = await stage.enter()
    line.say({ type: 'hello', conn: 2, client: CLIENT })
    await line.sentAway(4400)
  }),

  check('P-HELLO-2', 'join may follow hello at once', async (stage) => {
    const line = await stage.dial()
    const ticket = secret()
    const facts = factsFor(stage.server.welcome)
    line.say({ type: 'hello', conn: 1, client: CLIENT })
    line.say({
      type: 'join',
      ticket,
      mode: 'text',
      languages: [stage.language],
      interests: [stage.word],
      facts,
    })
    await line.next('welcome', 'welcome')
    const queued = await line.next('queued', 'queued')
    same(queued.ticket, ticket, 'the ticket in queued')
  }),

  check('P-HELLO-3', 'no token is a new session', async (stage) => {
    const [one, two] = [await stage.enter(), await stage.enter()]
    for (const { welcome } of [one, two]) same(welcome.resumed, false, 'welcome.resumed')
    must(one.welcome.token !== two.welcome.token, 'a token for each session', 'both got the same')
  }),

  check('P-HELLO-3', 'a token or device token that was changed: 4401', async (stage) => {
    const { welcome } = await stage.enter()
    for (const which of ['token', 'device'] as const) {
      const whole = welcome[which]
      // Which part is the signature isn't ours to know; one part may name the key, and then it is an unknown one.
      const places = [0.25, 0.5, 0.75, 0.95].map((share) => Math.floor(whole.length * share))
      const codes = await Promise.all(
        places.map(async (at) => {
          const other = whole[at] === 'A' ? 'B' : 'A'
          const line = await stage.dial()
          const forged = whole.slice(0, at) + other + whole.slice(at + 1)
          line.say({ type: 'hello', conn: 2, client: CLIENT, [which]: forged })
          const answer = await line.until(
            () => line.heard.find(({ type }) => type === 'welcome' || type === 'goodbye'),
            'goodbye with 4401, or a new session',
          )
          if (answer.type !== 'welcome') return (await line.sentAway(4401)).code
          must(answer[which] !== whole, 'the changed token not to be taken', 'it was')
          return 0
        }),
      )
      must(codes.includes(4401), `goodbye with 4401 for a ${which} whose signature is wrong`, 'never')
    }
  }),

  check('P-HELLO-4', 'welcome says what the server takes, and its tokens work', async (stage) => {
    const { line, welcome } = await stage.enter()
    same(welcome.version, 1, 'welcome.version')
    must(welcome.caps.includes('text'), 'caps with text', JSON.stringify(welcome.caps))
    for (const [name, ms] of Object.entries({ ...welcome.ping, ...welcome.grace }))
      must(ms > 0, `a time above 0 for ${name}`, String(ms))
    await line.leave()
    const { token, device } = welcome
    const again = await stage.enter({ token, device, conn: 2 })
    same(again.welcome.resumed, false, 'welcome.resumed without resume')
  }),

  check('P-HELLO-5', 'another version: the handshake, goodbye, 4406', async (stage) => {
    const line = await stage.dial({ protocols: ['stranger-chat.v99', 'chat'] })
    same(line.protocol, 'stranger-chat.v99', 'the subprotocol chosen')
    await line.sentAway(4406)
  }),

  check('P-HELLO-5', 'a page from elsewhere: the handshake, goodbye, 4403', async (stage) => {
    const line = await stage.dial({ origin: 'https://conformance.invalid' })
    line.say({ type: 'hello', conn: 1, client: CLIENT })
    const answer = await line.until(
      () => line.heard.find(({ type }) => type === 'welcome' || type === 'goodbye'),
      'goodbye with 4403',
    )
    if (answer.type === 'welcome') throw new NotRun('this server takes pages from everywhere')
    const goodbye = await line.sentAway(4403)
    same(goodbye.reason, 'origin', 'goodbye.reason')
  }),

  check('P-HELLO-6', 'a join that lacks a fact is denied', async (stage) => {
    const { gates } = stage.server.welcome
    if (gates.length === 0) throw new NotRun('this server asks for nothing before a join')
    const person = await stage.enter()
    const facts = factsFor(person.welcome)
    const wrong: Wish['facts'][] = [{}]
    for (const { kind, choices = [] } of gates) {
      if (kind === 'rules') wrong.push({ ...facts, rules: secret() })
      else wrong.push({ ...facts, age: choices.includes(150) ? 0 : 150 })
    }
    for (const bad of wrong.slice(0, stage.limits.joinBurst)) {
      const ticket = person.join({ facts: bad })
      await person.refused('denied', { type: 'join', ticket })
    }
  }),

  check('P-BEAT-2', 'an unasked pong is answered by ping', async (stage) => {
    const { line } = await stage.enter()
    line.isAwake = false
    line.say({ type: 'pong', hidden: false })
    await line.next('ping', 'ping')
    // The first of these answers it, the second is unasked again.
    line.say({ type: 'pong' })
    line.say({ type: 'pong', hidden: true })
    await line.next('ping', 'another ping')
    line.raw(JSON.stringify({ type: 'send', chat: secret(), n: 1, body: text('still here') }))
    await line.next('error', 'an answer on the same line')
  }),
]
