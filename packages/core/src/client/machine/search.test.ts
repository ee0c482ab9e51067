import { describe, expect, it } from 'vitest'
import { CHAT, chatFrame, endFrame, Rehearsal } from '../../testing/rehearsal.js'

const wish = { mode: 'text', languages: ['en'], interests: ['tea'], facts: {} } as const

describe('searching', () => {
  it('shows how the search goes', () => {
    const me = new Rehearsal().searching()
    const since = me.at
    me.pass(5_000).hear({
      type: 'queued',
      ticket: me.ticket,
      relaxed: ['interests'],
      waiting: 1,
      estimateMs: 900,
      reason: 'only_you',
    })
    expect(me.state.search).toEqual({
      ticket: me.ticket,
      mode: 'text',
      since,
      interests: ['tea'],
      languages: [],
      relaxed: ['interests'],
      waiting: 1,
      estimateMs: 900,
      reason: 'only_you',
    })
  })

  it('stop takes the wish back', () => {
    const me = new Rehearsal().searching()
    const { ticket } = me
    me.do({ type: 'stop' })
    expect(me.last('leave')).toEqual({ type: 'leave', ticket })
    expect(me.state).toMatchObject({ phase: 'idle', search: null })
  })

  it('a ticket the server still holds after that is taken back again', () => {
    const me = new Rehearsal().searching()
    const { ticket } = me
    me.do({ type: 'stop' }).hear({ type: 'queued', ticket, relaxed: [] })
    expect(me.answer).toEqual(['leave'])
  })

  it('the answer to an old leave does not stop a new search', () => {
    const me = new Rehearsal()
      .searching()
      .do({ type: 'stop' })
      .do({ type: 'start', wish })
      .hear({ type: 'idle' })
    expect(me.pass(10_000).all('join')).toHaveLength(2)
    expect(me.state.phase).toBe('searching')
  })

  it('a match that crossed the stop is ended, and the new wish goes with the end', () => {
    const me = new Rehearsal().searching()
    const { ticket } = me
    me.do({ type: 'stop' }).do({ type: 'start', wish }).hear(chatFrame(ticket))
    expect(me.last('end')).toEqual({
      type: 'end',
      chat: CHAT,
      reason: 'skip',
      next: { ticket: me.ticket, ...wish },
    })
    // That chat was the answer to the leave: the next idle is about the new ticket.
    expect(me.hear({ type: 'idle' }).due('join')).toBe(2_000)
  })

  it('an idle just before a queued means nothing', () => {
    const me = new Rehearsal().searching().hear({ type: 'idle' })
    me.hear({ type: 'queued', ticket: me.ticket, relaxed: [] })
    expect(me.pass(10_000).all('join')).toHaveLength(1)
  })

  it('P-MATCH-5: a ticket that was used up is replaced by a fresh one; the wait goes on counting', () => {
    const me = new Rehearsal().searching()
    const { ticket } = me
    const since = me.state.search?.since
    me.hear({ type: 'idle' }).pass(2_000)
    expect(me.answer).toEqual(['join'])
    expect(me.ticket).not.toBe(ticket)
    expect(me.state.search).toMatchObject({ ticket: me.ticket, since })
  })

  it('an idle with a reason ends the search', () => {
    const me = new Rehearsal().searching().hear({ type: 'idle', reason: 'night' })
    expect(me.state).toMatchObject({ phase: 'idle', error: { code: 'unavailable' } })
  })

  it('start while searching, and next while idle', () => {
    const me = new Rehearsal().searching()
    const { ticket } = me
    expect(me.do({ type: 'start', wish }).ticket).toBe(ticket)
    expect(new Rehearsal().online().do({ type: 'next', wish }).answer).toEqual(['join'])
  })
})

describe('P-MATCH-4: the other one never came', () => {
  it('the search goes on with the same ticket at its old age', () => {
    const me = new Rehearsal().searching()
    const { ticket } = me
    const since = me.state.search?.since
    me.pass(5_000).hear(chatFrame(ticket)).pass(10_000).hear(endFrame(1, 'no_show'))
    expect(me.state).toMatchObject({ phase: 'ended', end: { reason: 'no_show' } })
    me.hear({ type: 'queued', ticket, relaxed: [] })
    expect(me.state).toMatchObject({ phase: 'searching', chat: null, end: null, search: { ticket, since } })
    expect(me.hear(chatFrame(ticket, { chat: 'chat-000002' })).state.phase).toBe('chatting')
  })

  it('or finds somebody at once', () => {
    const me = new Rehearsal().chatting()
    me.hear(endFrame(1, 'no_show')).hear(chatFrame(me.ticket, { chat: 'chat-000002' }))
    expect(me.state.chat?.view.id).toBe('chat-000002')
  })

  it('but not for somebody who has left meanwhile', () => {
    const me = new Rehearsal().chatting()
    const { ticket } = me
    me.do({ type: 'stop' }).hear(endFrame(1, 'no_show')).hear({ type: 'queued', ticket, relaxed: [] })
    expect(me.last('leave')?.ticket).toBe(ticket)
    expect(me.state.phase).toBe('ended')
  })

  it('nor after any other end', () => {
    const me = new Rehearsal().chatting().hear(endFrame(1, 'left'))
    me.hear(chatFrame(me.ticket, { chat: 'chat-000002' }))
    expect(me.state.chat?.view.id).toBe(CHAT)
    expect(me.last('end')?.chat).toBe('chat-000002')
  })
})
