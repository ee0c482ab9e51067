import type { Mode, SignalBody, LadderStep } from '@stranger-chat/core/protocol'
import { describe, expect, it } from 'vitest'
import {
  ANSWER,
  description,
  hostCandidate,
  OFFER,
  RELAY,
  relayCandidate,
  trickled,
} from '../testing/call.js'
import { type Ground, offerIn, Referee } from './signals.js'

const RELAYED = { mode: 'relay', relays: [RELAY] } as const
const referee = (ground: Partial<Ground> = {}): Referee =>
  new Referee({
    mode: 'video',
    policy: RELAYED,
    limits: { callDescriptions: 12, callCandidates: 40 },
    ...ground,
  })
const signal = (what: SignalBody['signal'], data: string, call = 1): SignalBody => ({
  kind: 'signal',
  call,
  signal: what,
  data,
})
const NOW = 1_000_000
/** As the log takes it. */
function say(judge: Referee, body: SignalBody, now = NOW): string {
  const why = judge.judge(body, now)
  judge.note(why === undefined ? body : { kind: 'void' }, now)
  return why ?? 'ok'
}

describe('a signal passes as it is, or not at all (P-CALL-3)', () => {
  it.each([
    ['offer', OFFER],
    ['answer', ANSWER],
    ['offer', description('actpass', [`a=${relayCandidate()}`])],
    ['candidate', trickled(relayCandidate(), '')],
    ['state', '{"audio":true,"video":false}'],
    ['restart', ''],
    ['hangup', ''],
    ['hangup', 'they_hung_up'],
  ] as const)('%s %j passes', (what, data) => expect(say(referee(), signal(what, data))).toBe('ok'))

  it.each([
    ['an address of a machine’s own', 'offer', description('actpass', [`a=${hostCandidate()}`])],
    [
      'a relay that isn’t the operator’s',
      'offer',
      description('actpass', [`a=${relayCandidate('198.51.100.66')}`]),
    ],
    [
      'where it was gathered',
      'candidate',
      trickled(relayCandidate().replace('raddr 0.0.0.0', 'raddr 192.0.2.4')),
    ],
    ['a host candidate', 'candidate', trickled(hostCandidate())],
    ['one bad one among good ones', 'candidate', trickled(relayCandidate(), hostCandidate())],
    ['the browser’s name in the origin', 'offer', OFFER.replace('o=-', 'o=mozilla')],
    ['a line nobody needs', 'offer', OFFER.replace('s=-', 's=call me at 555')],
    ['another spelling of the list', 'candidate', ` ${trickled(relayCandidate())}`],
    ['words in the list', 'candidate', '[{"candidate":"","mid":"0","word":"hi"}]'],
    ['words in a state', 'state', '{"audio":true,"video":false,"say":"hi"}'],
    ['another order', 'state', '{"video":false,"audio":true}'],
    ['half a state', 'state', '{"audio":true}'],
    ['words in a restart', 'restart', 'please'],
    ['words in a hang-up', 'hangup', 'call me at 555'],
    ['a long word', 'hangup', 'a'.repeat(33)],
    ['no description', 'offer', 'hello'],
    ['no list', 'candidate', 'hello'],
  ] as const)('%s: denied', (_, what, data) => expect(say(referee(), signal(what, data))).toBe('denied'))

  it('lets no picture’s section into a chat of mode voice, nor into its wish (P-CALL-4)', () => {
    const picture = OFFER.replace('m=audio', 'm=video')
    expect(say(referee(), signal('offer', picture))).toBe('ok')
    expect(say(referee({ mode: 'voice' }), signal('offer', picture))).toBe('denied')
    expect([offerIn(picture, 'video', RELAYED), offerIn(picture, 'voice', RELAYED)]).toEqual([
      picture,
      undefined,
    ])
  })

  it('lets direct candidates pass under policy all, but no loopback', () => {
    const open = referee({ policy: { mode: 'all', relays: [] } })
    expect(say(open, signal('candidate', trickled(hostCandidate())))).toBe('ok')
    expect(say(open, signal('candidate', trickled(hostCandidate('127.0.0.1'))))).toBe('denied')
  })
})

describe('bounds of a call (P-CALL-4)', () => {
  it('says too_long for what is', () => {
    const long = description(
      'actpass',
      Array.from({ length: 400 }, () => 'a=rtcp-mux'),
    )
    expect(say(referee(), signal('offer', long))).toBe('too_long')
    expect(say(referee(), signal('offer', 'x'.repeat(12 * 1024 + 1)))).toBe('too_long')
    expect(say(referee(), signal('candidate', trickled(...Array.from({ length: 21 }, () => ''))))).toBe(
      'too_long',
    )
  })

  it('takes so many descriptions, and begins anew with a new call', () => {
    const judge = referee({ limits: { callDescriptions: 2, callCandidates: 40 } })
    expect(say(judge, signal('offer', OFFER))).toBe('ok')
    expect(say(judge, signal('answer', ANSWER))).toBe('ok')
    expect(say(judge, signal('offer', OFFER))).toBe('denied')
    expect(say(judge, signal('hangup', ''))).toBe('ok')
    expect(say(judge, signal('offer', OFFER, 2))).toBe('ok')
  })

  it('takes so many candidates, in descriptions and behind them', () => {
    const judge = referee({ limits: { callDescriptions: 12, callCandidates: 3 } })
    expect(say(judge, signal('offer', description('actpass', [`a=${relayCandidate()}`])))).toBe('ok')
    expect(say(judge, signal('candidate', trickled(relayCandidate(), '')))).toBe('ok')
    expect(say(judge, signal('candidate', trickled(relayCandidate(), relayCandidate())))).toBe('denied')
    expect(say(judge, signal('candidate', trickled(relayCandidate())))).toBe('ok')
    expect(say(judge, signal('candidate', trickled(relayCandidate())))).toBe('denied')
    expect(say(judge, signal('candidate', trickled('')))).toBe('ok')
  })

  it('takes as many again in each minute, so that a long call can mend itself for as long as it lasts', () => {
    const judge = referee({ limits: { callDescriptions: 12, callCandidates: 40 } })
    const offer = signal('offer', description('actpass', [`a=${relayCandidate()}`]))
    for (let i = 0; i < 12; i++) expect(say(judge, offer)).toBe('ok')
    expect(say(judge, offer)).toBe('denied')
    expect(say(judge, offer, NOW + 4_999)).toBe('denied')
    expect(say(judge, offer, NOW + 5_000)).toBe('ok')
    expect(say(judge, offer, NOW + 5_000)).toBe('denied')
    for (let i = 1; i <= 200; i++) expect(say(judge, offer, NOW + 5_000 + i * 5_000)).toBe('ok')
    const after = NOW + 10 * 60_000_000
    for (let i = 0; i < 12; i++) expect(say(judge, offer, after)).toBe('ok')
    expect(say(judge, offer, after), 'and never more at once').toBe('denied')
    expect(say(judge, offer, NOW), 'nor for a clock that steps back').toBe('denied')
  })

  it('does so with candidates too', () => {
    const judge = referee({ limits: { callDescriptions: 12, callCandidates: 6 } })
    const three = signal('candidate', trickled(relayCandidate(), relayCandidate(), relayCandidate()))
    expect([say(judge, three), say(judge, three), say(judge, three)]).toEqual(['ok', 'ok', 'denied'])
    expect(say(judge, three, NOW + 29_999)).toBe('denied')
    expect(say(judge, three, NOW + 30_000)).toBe('ok')
  })

  it('counts what the log has, not what was judged', () => {
    const judge = referee({ limits: { callDescriptions: 1, callCandidates: 40 } })
    for (let i = 0; i < 3; i++) expect(judge.judge(signal('offer', OFFER), NOW)).toBeUndefined()
    judge.note(signal('offer', OFFER), NOW)
    expect(judge.judge(signal('offer', OFFER), NOW)).toBe('denied')
  })

  it('knows no way back to a call that was replaced (P-CALL-2)', () => {
    const judge = referee()
    expect(say(judge, signal('offer', OFFER, 3))).toBe('ok')
    expect(say(judge, signal('candidate', trickled(relayCandidate()), 2))).toBe('bad_state')
    expect(judge.judge({ kind: 'consent', call: 2, step: 'voice', on: true }, NOW)).toBe('bad_state')
    expect(judge.judge({ kind: 'consent', call: 3, step: 'voice', on: true }, NOW)).toBeUndefined()
  })

  it('but what takes back, ends or mends passes also in an older call: nobody is kept in one', () => {
    const judge = referee()
    expect(say(judge, signal('offer', OFFER, 3))).toBe('ok')
    expect(say(judge, signal('hangup', 'hung_up', 2))).toBe('ok')
    expect(say(judge, signal('state', '{"audio":false,"video":false}', 2))).toBe('ok')
    expect(say(judge, signal('restart', '', 2))).toBe('ok')
    expect(judge.judge({ kind: 'consent', call: 2, step: 'clear', on: false }, NOW)).toBeUndefined()
    expect(say(judge, signal('hangup', 'call me at 555', 2))).toBe('denied')
    expect(say(judge, signal('candidate', trickled(relayCandidate()), 2)), 'and no way back').toBe(
      'bad_state',
    )
  })
})

it('lets nobody climb above the mode of the chat (P-CONSENT-3, P-BODY-2)', () => {
  const allowed: Record<Mode, readonly LadderStep[]> = {
    text: [],
    voice: ['voice'],
    video: ['voice', 'blurred', 'clear'],
  }
  for (const mode of ['text', 'voice', 'video'] as const) {
    const judge = referee({ mode })
    for (const step of ['voice', 'blurred', 'clear'] as const) {
      const why = judge.judge({ kind: 'consent', call: 1, step, on: true }, NOW)
      expect(why, `${step} in ${mode}`).toBe(allowed[mode].includes(step) ? undefined : 'bad_state')
      const back = judge.judge({ kind: 'consent', call: 1, step, on: false }, NOW)
      expect(back, `back below ${step} in ${mode}`).toBe(mode === 'text' ? 'bad_state' : undefined)
    }
    expect(judge.judge(signal('state', '{"audio":true,"video":true}'), NOW)).toBe(
      mode === 'text' ? 'bad_state' : undefined,
    )
  }
})

it('takes an offer made beforehand if it is in form, and only where there are calls (P-CALL-5)', () => {
  expect(offerIn(OFFER, 'video', RELAYED)).toBe(OFFER)
  expect(offerIn(OFFER, 'text', RELAYED)).toBeUndefined()
  expect(offerIn(description('actpass', [`a=${hostCandidate()}`]), 'video', RELAYED)).toBeUndefined()
  expect(offerIn('hello', 'voice', RELAYED)).toBeUndefined()
  expect(offerIn(undefined, 'voice', RELAYED)).toBeUndefined()
})
