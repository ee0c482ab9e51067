import { describe, expect, it } from 'vitest'
import {
  acked,
  CHAT,
  chatFrame,
  endFrame,
  entryFrame,
  Rehearsal,
  welcomeFrame,
} from '../../testing/rehearsal.js'
import { LIMITS } from '../../protocol/index.js'

const wish = { mode: 'text', languages: [], interests: [], facts: {} } as const

describe('saying something', () => {
  it('is numbered, stored, sent, and shown as pending', () => {
    const me = new Rehearsal().chatting().do({ type: 'say', text: 'hello' })
    expect(me.last('send')).toEqual({ type: 'send', chat: CHAT, n: 1, body: { kind: 'text', text: 'hello' } })
    expect(me.lines).toEqual(['me pending hello'])
    expect(me.storesBefore('send')).toBe(true)
  })

  it.each([
    ['without a chat', new Rehearsal().searching(), 'hello', 'bad_state'],
    ['after the end', new Rehearsal().chatting().hear(endFrame(1, 'left')), 'hello', 'bad_state'],
    ['without words', new Rehearsal().chatting(), '', 'bad_state'],
    ['with too many', new Rehearsal().chatting(), 'x'.repeat(LIMITS.textLength + 1), 'too_long'],
  ])('is refused %s', (_, me, text, code) => {
    const lines = [...me.lines]
    me.do({ type: 'say', text })
    expect(me.state.error?.code).toBe(code)
    expect(me.answer).toEqual([])
    expect(me.lines).toEqual(lines)
  })

  it('P-LIMIT-2: counts code points', () => {
    expect(
      new Rehearsal().chatting().do({ type: 'say', text: '🍵'.repeat(LIMITS.textLength) }).answer,
    ).toEqual(['send'])
  })

  it('stops at 50 that were not answered, whatever the server allows', () => {
    const me = new Rehearsal().online({ limits: { ...LIMITS, outbox: 1_000_000 } })
    me.do({ type: 'start', wish }).hear({ type: 'queued', ticket: me.ticket, relaxed: [] })
    me.hear(chatFrame(me.ticket))
    for (let i = 0; i < 60; i++) me.do({ type: 'say', text: String(i) })
    expect(me.state.chat?.outbox.items).toHaveLength(50)
    expect(me.state.error).toMatchObject({ code: 'busy', retryable: true })
  })

  it('a failed message goes again as a new one', () => {
    const me = new Rehearsal().chatting().do({ type: 'say', text: 'hello' })
    me.hear({ type: 'ack', chat: CHAT, acked: [acked(1, 1, 'denied')] }).do({
      type: 'retry',
      key: `${CHAT}:1`,
    })
    expect(me.last('send')).toMatchObject({ n: 2, body: { text: 'hello' } })
    expect(me.lines).toEqual(['me pending hello'])
  })

  it('but never to the next stranger', () => {
    const me = new Rehearsal()
      .chatting()
      .do({ type: 'say', text: 'for your eyes only' })
      .hear(endFrame(1, 'left'))
    const key = me.messages.find(({ state }) => state === 'failed')?.key ?? ''
    me.do({ type: 'retry', key }).do({ type: 'start', wish })
    me.hear(chatFrame(me.ticket, { chat: 'chat-000002' })).do({ type: 'retry', key })
    expect(me.all('send').map(({ chat: to }) => to)).toEqual([CHAT])
  })
})

describe('stop', () => {
  it('from the end back to idle', () => {
    const me = new Rehearsal().chatting().hear(endFrame(1, 'left')).do({ type: 'stop' })
    expect(me.state).toMatchObject({ phase: 'idle', chat: null, end: null })
    expect(me.do({ type: 'stop' }).effects).toEqual([])
  })
})

describe('clear and purge', () => {
  it('clear forgets what was said; the chat goes on', () => {
    const me = new Rehearsal().chatting().hear(entryFrame(1, 'one')).do({ type: 'clear' })
    expect(me.messages).toEqual([])
    expect(me.hear(entryFrame(2, 'two')).lines).toEqual(['stranger sent two'])
  })

  it('clear after the end forgets all of it', () => {
    const me = new Rehearsal()
      .chatting()
      .hear(entryFrame(1, 'one'))
      .hear(endFrame(2, 'left'))
      .do({ type: 'clear' })
    expect(me.state.transcript).toEqual({ current: null, previous: null })
  })

  it('P-KEEP-2: half an hour after the end the words are gone', () => {
    const me = new Rehearsal().chatting().hear(entryFrame(1, 'one')).hear(endFrame(2, 'left'))
    expect(me.due('purge')).toBe(30 * 60_000)
    me.do({ type: 'timer', name: 'purge' })
    expect(me.state.transcript).toEqual({ current: null, previous: null })
    expect(me.effects.map(({ type }) => type)).toEqual(['persist'])
  })

  it('P-KEEP-2: but not those of the chat that goes on', () => {
    const me = new Rehearsal().chatting().hear(entryFrame(1, 'one')).hear(endFrame(2, 'left'))
    me.do({ type: 'start', wish }).hear(chatFrame(me.ticket, { chat: 'chat-000002' }))
    expect(me.state.transcript.previous?.entries).toHaveLength(2)
    me.do({ type: 'timer', name: 'purge' })
    expect(me.state.transcript).toMatchObject({ current: { chat: 'chat-000002' }, previous: null })
  })
})

describe('challenges', () => {
  const sum = { type: 'challenge', challenge: 'challenge-1', kind: 'sum', question: '1 + 1' } as const
  const shown = { id: 'challenge-1', kind: 'sum', question: '1 + 1' }
  const wrong = { type: 'error', code: 'denied', message: 'Try again.', re: { type: 'solve' } } as const

  it('are shown and answered; the server goes on by itself', () => {
    const me = new Rehearsal().searching().hear(sum)
    expect(me.state.challenge).toEqual(shown)
    me.do({ type: 'solve', answer: '2' })
    expect(me.answer).toEqual(['solve'])
    expect(me.last('solve')).toEqual({ type: 'solve', challenge: 'challenge-1', answer: '2' })
    expect(me.state.challenge).toBeNull()
  })

  it('after a wrong answer are shown again, with what the server says', () => {
    const me = new Rehearsal().searching().hear(sum).do({ type: 'solve', answer: '3' }).hear(wrong)
    expect(me.state).toMatchObject({ challenge: shown, error: { code: 'denied', message: 'Try again.' } })
  })

  it('may stand before the welcome, and give a person time', () => {
    const me = new Rehearsal().do({ type: 'connect' }).opened().hear(sum).pass(60_000)
    expect(me.state).toMatchObject({ challenge: shown, line: { opening: 1 } })
    me.do({ type: 'start', wish })
    expect(me.state.challenge).toEqual(shown)
    me.do({ type: 'solve', answer: '3' }).hear(wrong)
    expect(me.state.challenge).toEqual(shown)
    me.do({ type: 'solve', answer: '2' }).hear(welcomeFrame())
    expect(me.state).toMatchObject({ challenge: null, error: null, line: { state: 'online' } })
    expect(me.said.map(({ conn, frame }) => `${conn} ${frame.type}`)).toEqual([
      '1 hello',
      '1 solve',
      '1 solve',
      '1 join',
    ])
  })

  it('are gone with the line that asked them', () => {
    expect(new Rehearsal().do({ type: 'connect' }).opened().hear(sum).falls().state.challenge).toBeNull()
    expect(new Rehearsal().searching().hear(sum).falls().state.challenge).toBeNull()
  })

  it('an answer nobody judges in time was given to nobody', () => {
    const me = new Rehearsal()
      .do({ type: 'connect' })
      .opened()
      .hear(sum)
      .do({ type: 'solve', answer: '2' })
      .pass(10_000)
    expect(me.effects).toContainEqual({ type: 'terminate', conn: 1 })
  })

  it('there is no answer without a question', () => {
    expect(new Rehearsal().searching().do({ type: 'solve', answer: '2' }).effects).toEqual([])
  })
})

it('a word of the operator is passed on', () => {
  const me = new Rehearsal()
    .online()
    .hear({ type: 'notice', level: 'info', code: 'night', text: 'Closing at ten.' })
  expect(me.events).toEqual([
    { type: 'notice', value: { level: 'info', code: 'night', text: 'Closing at ten.', action: null } },
  ])
})

describe('close', () => {
  it('says bye, closes with 1000, and lets every timer go', () => {
    const me = new Rehearsal().chatting().do({ type: 'say', text: 'hello' }).do({ type: 'close' })
    expect(me.answer).toEqual(['bye'])
    expect(me.effects).toContainEqual({ type: 'close', conn: 1, code: 1000 })
    expect(me.state).toMatchObject({
      phase: 'ended',
      end: { reason: 'you' },
      line: { state: 'closed', live: null },
    })
    expect([...me.timers]).toEqual([])
  })

  it('without a line there is nobody to say it to', () => {
    const me = new Rehearsal().searching().falls().do({ type: 'close' })
    expect(me.answer).toEqual([])
    expect(me.state).toMatchObject({ phase: 'idle', line: { state: 'closed', retryAt: null } })
  })
})

describe('what a call says (P-N-4)', () => {
  const off = { kind: 'consent', call: 1, step: 'voice', on: false } as const

  it('goes before words that wait for their pace, is stored first, and no word is lost or shown twice', () => {
    const me = new Rehearsal().chatting()
    for (let i = 1; i <= 20; i++) me.do({ type: 'say', text: `word ${i}` })
    me.do({ type: 'signal', body: { kind: 'signal', call: 1, signal: 'hangup', data: '' } })
    expect(me.storesBefore('send')).toBe(true)
    expect(me.last('send')).toMatchObject({ n: 14, body: { signal: 'hangup' } })
    me.do({ type: 'signal', body: off }).pass(200)
    expect(me.last('send')).toMatchObject({ n: 15, body: off })
    me.do({ type: 'say', text: 'word 21' }).pass(5_000)
    expect(me.all('send').map(({ n }) => n)).toEqual(Array.from({ length: 23 }, (_, i) => i + 1))
    for (let n = 1; n <= 23; n++) me.hear({ type: 'ack', chat: CHAT, acked: [acked(n, n)] })
    expect(me.lines).toEqual(Array.from({ length: 21 }, (_, i) => `me sent word ${i + 1}`))
    expect(new Set(me.messages.map(({ key }) => key)).size).toBe(21)
  })

  it('has room of its own: many words keep nobody from taking a step back', () => {
    const me = new Rehearsal().chatting()
    for (let i = 0; i < LIMITS.outbox; i++) me.do({ type: 'say', text: 'word' })
    me.do({ type: 'signal', body: off })
    expect(me.state.error).toBeNull()
    expect(me.state.chat?.outbox.items).toHaveLength(LIMITS.outbox + 1)
    me.do({ type: 'say', text: 'one more' })
    expect(me.state.error?.code).toBe('busy')
  })
})
