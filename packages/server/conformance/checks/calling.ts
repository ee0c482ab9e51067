import { MODES } from '@stranger-chat/core/protocol'
import {
  callers,
  callMode,
  description,
  direct,
  ELSEWHERE,
  modesOf,
  relayed,
  signal,
  trickled,
} from '../call.js'
import { check, type Check } from '../check.js'
import { must, NotRun, same } from '../deviation.js'
import type { Person } from '../person.js'

const VOID = { kind: 'void' }
const OFFER = description('actpass')
/** Answers to `ice` that come at once (P-ICE-2). */
const BURST = 3

/** A body that must become a tombstone, for this reason or any. */
async function isRefused(from: Person, to: Person, body: object, what: string, why?: string): Promise<void> {
  const [, , , , reason] = await from.acked(from.tell({ ...body }))
  must(reason !== undefined, `${what} to be refused`, 'it was accepted')
  if (why !== undefined) same(reason, why, `the reason for ${what}`)
  same((await to.entry('the tombstone')).body, VOID, `the body in the place of ${what}`)
}

async function passes(from: Person, to: Person, body: Readonly<Record<string, unknown>>): Promise<void> {
  from.tell(body)
  same((await to.entry(String(body['signal'] ?? body['kind']))).body, body, 'the body')
}

export const callingChecks: readonly Check[] = [
  check('P-ICE-1', 'a mode of welcome.modes is taken, and no other', async (stage) => {
    const one = await stage.enter()
    for (const mode of MODES) {
      const ticket = one.join({ mode })
      const answer = await one.line.until(
        () =>
          one.line.take('queued', (frame) => frame.ticket === ticket) ??
          one.line.take('error', ({ re }) => re?.ticket === ticket),
        `queued or a refusal of mode ${mode}`,
      )
      const expected = modesOf(stage).includes(mode) ? 'queued' : 'error'
      same(answer.type, expected, `the answer to a join of mode ${mode}`)
    }
  }),

  check(
    'P-ICE-2',
    'a wish for voice or video brings servers for media, and asking brings them again',
    async (stage) => {
      const mode = callMode(stage)
      const one = await stage.enter()
      one.join({ mode })
      const first = await one.line.next('ice', 'ice')
      must(first.ttlMs > 0, 'ttlMs above 0', String(first.ttlMs))
      one.say({ type: 'ice' })
      const again = await one.line.next('ice', 'ice, asked for')
      same(again.policy, first.policy, 'the policy')
      must(again.ttlMs > 0, 'ttlMs above 0', String(again.ttlMs))
    },
  ),

  check('P-ICE-2', 'without such a wish or chat there are none', async (stage) => {
    callMode(stage)
    const one = await stage.enter()
    one.say({ type: 'ice' })
    await one.refused('bad_state', { type: 'ice' })
    await one.queue()
    one.say({ type: 'ice' })
    await one.refused('bad_state', { type: 'ice' })
    must(!one.line.heard.some(({ type }) => type === 'ice'), 'no ice', 'it came')
  }),

  check('P-ICE-2', 'whoever asks too often is told to wait', async (stage) => {
    const mode = callMode(stage)
    const one = await stage.enter()
    one.join({ mode })
    await one.line.next('ice', 'ice')
    for (let i = 0; i <= BURST + 1; i++) one.say({ type: 'ice' })
    const { retryAfterMs = 0 } = await one.refused('rate_limited', { type: 'ice' })
    must(retryAfterMs > 0, 'retryAfterMs', String(retryAfterMs))
    await one.settled()
    const count = one.line.heard.filter(({ type }) => type === 'ice').length
    must(count <= BURST + 1, `${BURST} answers at most`, String(count - 1))
  }),

  check(
    'P-ICE-3',
    'under policy relay no candidate names an address that is not in relays',
    async (stage) => {
      const [one, two, { policy, relays }] = await callers(stage)
      if (policy !== 'relay' || relays.length === 0)
        throw new NotRun('this server lets any address be a relay')
      await isRefused(
        one,
        two,
        signal('candidate', trickled(relayed(ELSEWHERE))),
        'a relay elsewhere',
        'denied',
      )
      await passes(one, two, signal('candidate', trickled(relayed(relays[0] ?? ''))))
    },
  ),

  check('P-CALL-2', 'whoever has begun a new call can not go on in the one before', async (stage) => {
    const [one, two] = await callers(stage)
    await passes(one, two, signal('offer', OFFER, 2))
    await isRefused(one, two, signal('offer', OFFER, 1), 'an offer in an older call', 'bad_state')
    const step = { kind: 'consent', call: 1, step: 'voice', on: true }
    await isRefused(one, two, step, 'a step up in an older call', 'bad_state')
    await passes(one, two, signal('candidate', trickled(''), 2))
  }),

  check('P-CALL-7', 'taking back, hanging up and mending pass in an older call too', async (stage) => {
    const [one, two] = await callers(stage)
    await passes(one, two, signal('offer', OFFER, 2))
    await passes(one, two, { kind: 'consent', call: 1, step: 'clear', on: false })
    await passes(one, two, signal('state', '{"audio":false,"video":false}', 1))
    await passes(one, two, signal('restart', '', 1))
    await passes(one, two, signal('hangup', 'done', 1))
  }),

  check('P-CALL-3', 'signals in form arrive as they were sent', async (stage) => {
    const [one, two] = await callers(stage)
    await passes(one, two, signal('offer', OFFER))
    await passes(two, one, signal('answer', description('active')))
    await passes(two, one, signal('candidate', trickled('')))
    await passes(one, two, signal('state', '{"audio":true,"video":false}'))
    await passes(two, one, signal('restart', ''))
    await passes(one, two, signal('hangup', 'done'))
  }),

  check('P-CALL-3', 'a description or candidate that is not in form is denied', async (stage) => {
    const [one, two, { policy }] = await callers(stage)
    const origin = OFFER.replace('o=- ', 'o=kit ')
    await isRefused(one, two, signal('offer', origin), 'a name in the origin', 'denied')
    await isRefused(one, two, signal('offer', OFFER.replace('s=-', 's=call me')), 'words in it', 'denied')
    const told = trickled(relayed(ELSEWHERE).replace('raddr 0.0.0.0', `raddr ${ELSEWHERE}`))
    await isRefused(one, two, signal('candidate', told), 'an address in raddr', 'denied')
    const local = trickled(direct('127.0.0.1'))
    await isRefused(one, two, signal('candidate', local), 'a loopback address', 'denied')
    if (policy !== 'relay') return
    const own = description('actpass', [`a=${direct(ELSEWHERE)}`])
    await isRefused(one, two, signal('offer', own), 'an address of one’s own', 'denied')
    must(!JSON.stringify(two.line.heard).includes(ELSEWHERE), 'no address to arrive', 'one did')
  }),

  check('P-CALL-4', 'a call has so many descriptions, and a new call begins anew', async (stage) => {
    const [one, two] = await callers(stage)
    const { callDescriptions, signalsPer10s } = stage.limits
    if (callDescriptions + 2 > signalsPer10s)
      throw new NotRun('limits.signalsPer10s is below what this needs')
    // At once: with time there would be room for more.
    for (let i = 0; i < callDescriptions; i++) one.tell(signal('offer', OFFER))
    for (let i = 0; i < callDescriptions; i++)
      same((await two.entry('an offer')).body, signal('offer', OFFER), 'the body')
    await isRefused(one, two, signal('offer', OFFER), 'one description more')
    await passes(one, two, signal('offer', OFFER, 2))
  }),

  check('P-CALL-4', 'a signal has so many candidates, and a description so many lines', async (stage) => {
    const [one, two] = await callers(stage)
    const many = JSON.stringify(Array.from({ length: 21 }, () => ({ candidate: '', mid: '0' })))
    await isRefused(one, two, signal('candidate', many), 'more than 20 candidates')
    const lines = Array.from({ length: 400 }, () => 'a=x')
    await isRefused(one, two, signal('offer', description('actpass', lines)), 'more than 400 lines')
  }),

  check(
    'P-CALL-5',
    'the offer of whoever waited is the first entry, and counts as their first send',
    async (stage) => {
      const mode = callMode(stage)
      const [one, two] = await Promise.all([stage.enter(), stage.enter()])
      await one.queue({ mode, offer: OFFER })
      two.join({ mode })
      const chats = await Promise.all([one.met(), two.met()])
      stage.mustBeTogether(one, two)
      for (const person of [one, two]) person.confirm()
      same(
        chats.map(({ accepted }) => accepted),
        [1, 0],
        'accepted of either',
      )
      same(chats[0].polite, false, 'polite of the caller')
      const entries = await Promise.all([one.entry('the offer'), two.entry('the offer')])
      for (const { offset, seat, body } of entries)
        same([offset, seat, body], [1, chats[0].you, signal('offer', OFFER)], 'offset, seat and body')
      same(
        entries.map(({ n }) => n),
        [1, undefined],
        'n for its author',
      )
      one.send('second')
      same((await two.hears('second')).offset, 2, 'the offset of the next one')
    },
  ),

  check('P-CALL-5', 'an offer that is not in form is left out', async (stage) => {
    const mode = callMode(stage)
    const [one, two] = await Promise.all([stage.enter(), stage.enter()])
    await one.queue({ mode, offer: OFFER.replace('s=-', 's=call me') })
    two.join({ mode })
    const chats = await Promise.all([one.met(), two.met()])
    stage.mustBeTogether(one, two)
    same(
      chats.map(({ offset, accepted }) => [offset, accepted]),
      [
        [0, 0],
        [0, 0],
      ],
      'offset and accepted',
    )
  }),

  check('P-CONSENT-3', 'a step up to the mode is taken, one above it refused', async (stage) => {
    const mode = modesOf(stage).includes('voice') ? 'voice' : callMode(stage)
    const [one, two] = await callers(stage, mode)
    await passes(one, two, { kind: 'consent', call: 1, step: 'voice', on: true })
    const above = { kind: 'consent', call: 1, step: 'blurred', on: true }
    if (mode === 'voice') await isRefused(one, two, above, 'a step above it', 'bad_state')
    else await passes(one, two, above)
  }),

  check('P-BODY-2', 'in a chat of mode text there is no signal and no consent', async (stage) => {
    callMode(stage)
    const [one, two] = await stage.pair()
    await isRefused(one, two, signal('offer', OFFER), 'a signal', 'bad_state')
    const step = { kind: 'consent', call: 1, step: 'voice', on: true }
    await isRefused(one, two, step, 'a step', 'bad_state')
  }),
]
