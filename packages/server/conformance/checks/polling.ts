import { check, type Check, EARLY } from '../check.js'
import { must, NotRun, same } from '../deviation.js'
import { factsFor, text } from '../person.js'
import { Poller, post } from '../poller.js'
import { CLIENT } from '../stage.js'
import { secret } from '../system.js'

/** Long against the quarter of a second at which a server may look at its clock. */
const HOLD_MS = 1_000

export const pollingChecks: readonly Check[] = [
  check('P-POLL-1', 'who polls meets who has a WebSocket, and they talk', async (stage) => {
    const [one, two] = [new Poller(stage), await stage.enter()]
    await one.poll([], 0)
    const { gates } = await one.next('welcome')
    same(gates, two.welcome.gates, 'the gates in welcome')
    const facts = factsFor(two.welcome)
    const wish = { mode: 'text' as const, languages: [stage.language], interests: [stage.word], facts }
    await one.poll([{ type: 'join', ticket: secret(), ...wish }], 0)
    two.join()
    const [{ chat }] = await Promise.all([one.next('chat'), two.met()])
    same(chat, two.id, 'the chat of both')
    two.confirm()
    await one.poll([{ type: 'send', chat, n: 1, body: text('from a poll') }], 0)
    await two.hears('from a poll')
    two.send('to a poll')
    same((await one.next('entry')).body, text('to a poll'), 'the body')
    await one.poll([{ type: 'bye' }], 0, { close: 1000 })
  }),

  check('P-POLL-3', 'a poll with nothing to say is answered empty after hold', async (stage) => {
    const one = new Poller(stage)
    await one.poll([], 0)
    await one.next('welcome')
    const start = stage.server.clock.now()
    const { frames } = await one.poll([], HOLD_MS)
    const took = stage.server.clock.now() - start
    must(took > HOLD_MS * EARLY, `an answer after ${HOLD_MS} ms`, `it came after ${Math.round(took)} ms`)
    must(took < HOLD_MS + stage.patienceMs, `an answer after ${HOLD_MS} ms`, `${Math.round(took)} ms`)
    same(frames, [], 'the frames of an empty answer')
  }),

  check('P-POLL-4', 'a higher seq ends the poll before it with an empty answer', async (stage) => {
    const one = new Poller(stage)
    await one.poll([], 0)
    await one.next('welcome')
    const start = stage.server.clock.now()
    const held = one.poll([], 2 * stage.patienceMs)
    await stage.pause(300)
    await one.poll([], 0)
    same((await held).frames, [], 'the frames of the poll that was ended')
    must(stage.server.clock.now() - start < stage.patienceMs, 'its end at once', 'it was held on')
  }),

  check(
    'P-POLL-5',
    'what was not confirmed comes again, and what comes twice is carried out once',
    async (stage) => {
      const one = new Poller(stage)
      const frame = { type: 'send' as const, chat: secret(), n: 1, body: text('is anybody there') }
      await one.poll([frame], 0)
      await one.next('error')
      // As if no answer had arrived: the same frames under the same count, and nothing confirmed.
      const { answer, frames } = await one.poll([frame], HOLD_MS, { sent: 0, got: 0 })
      same(answer.at, 0, 'the count before a repeated answer')
      const types = frames.map(({ type }) => type).filter((type) => type === 'welcome' || type === 'error')
      same(types, ['welcome', 'error'], 'what comes again')
      same((await one.poll([], HOLD_MS)).frames, [], 'what comes after it')
    },
  ),

  check('P-POLL-7', 'a goodbye says closed, with its code', async (stage) => {
    const one = new Poller(stage)
    await one.poll([], 0)
    await one.next('welcome')
    await one.poll([{ type: 'hello', conn: 2, client: CLIENT }], 0)
    same((await one.next('goodbye')).code, 4400, 'the code of goodbye')
    same(one.closed?.code, 4400, 'closed.code in the answer that brings it')
  }),

  check('P-POLL-8', 'what is no poll, or too large, is refused in the form of an answer', async (stage) => {
    const bodies = [
      [400, '{}'],
      [400, 'no JSON'],
      [413, JSON.stringify({ frames: ['x'.repeat(70_000)] })],
    ] as const
    for (const [status, body] of bodies) {
      const refused = await post(stage, body)
      same(refused.status, status, 'the HTTP status')
      const [goodbye] = refused.frames
      must(goodbye?.type === 'goodbye', 'goodbye', JSON.stringify(refused.frames))
      same(refused.answer.closed?.code, goodbye.code, 'closed.code')
    }
  }),

  check('P-POLL-9', 'a page from elsewhere may read that it is refused: goodbye with 4403', async (stage) => {
    const origin = 'https://conformance.invalid'
    const hello = { type: 'hello', conn: 1, client: CLIENT }
    const poll = { protocol: 'stranger-chat.v1', line: secret() + secret(), seq: 1, sent: 0, got: 0, hello }
    const { status, allowed, frames } = await post(stage, JSON.stringify({ ...poll, frames: [], hold: 0 }), {
      origin,
    })
    if (status === 200) throw new NotRun('this server takes pages from everywhere')
    const [goodbye] = frames
    must(goodbye?.type === 'goodbye', 'goodbye', JSON.stringify(frames))
    same([status, goodbye.code], [403, 4403], 'the HTTP status and the code of goodbye')
    must(['*', origin].includes(allowed), 'an answer it may read', 'it may not')
  }),
]
