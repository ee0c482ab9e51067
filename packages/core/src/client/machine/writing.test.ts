import { describe, expect, it } from 'vitest'
import { CHAT, endFrame, entryFrame, Rehearsal } from '../../testing/rehearsal.js'

const on = { type: 'typing', chat: CHAT, seat: 1, on: true } as const

describe('P-TYPING: the stranger writes', () => {
  it('until they stop, say something, leave or go away, or 6 s pass', () => {
    const writing = () => new Rehearsal().chatting().hear(on)
    expect(writing().state.typing).toBe(true)
    expect(writing().hear({ ...on, on: false }).state.typing).toBe(false)
    expect(writing().hear(entryFrame(1, 'hi')).state.typing).toBe(false)
    expect(writing().hear(endFrame(1, 'left')).state.typing).toBe(false)
    expect(writing().hear({ type: 'presence', chat: CHAT, seat: 1, present: false }).state.typing).toBe(false)
    expect(writing().falls().state.typing).toBe(false)
    expect(writing().pass(5_999).state.typing).toBe(true)
    expect(writing().pass(6_000).state.typing).toBe(false)
  })

  it('each sign counts anew', () => {
    const me = new Rehearsal().chatting().hear(on).pass(4_000).hear(on).pass(4_000)
    expect(me.state.typing).toBe(true)
  })

  it('one’s own seat is never the stranger', () => {
    expect(new Rehearsal().chatting().hear({ ...on, seat: 0 }).state.typing).toBe(false)
  })
})

describe('P-TYPING: oneself', () => {
  const typed = (me: Rehearsal) => me.all('typing').map((frame) => frame.on)

  it('is told at once, then again only while it goes on', () => {
    const me = new Rehearsal().chatting()
    for (let i = 0; i < 40; i++) me.do({ type: 'write', on: true }).pass(100)
    expect(typed(me)).toEqual([true, true])
  })

  it('at most once a second, and the last word is told', () => {
    const me = new Rehearsal().chatting()
    me.do({ type: 'write', on: true })
      .pass(100)
      .do({ type: 'write', on: false })
      .pass(100)
      .do({ type: 'write', on: true })
    expect(typed(me)).toEqual([true])
    me.do({ type: 'write', on: false })
    expect(typed(me.pass(799))).toEqual([true])
    expect(typed(me.pass(1))).toEqual([true, false])
  })

  it('switches itself off after 5 s', () => {
    const me = new Rehearsal().chatting().do({ type: 'write', on: true })
    expect(typed(me.pass(4_999))).toEqual([true])
    expect(typed(me.pass(1))).toEqual([true, false])
    expect(me.timers.has('writing')).toBe(false)
  })

  it('is over with the message, without a frame', () => {
    const me = new Rehearsal()
      .chatting()
      .do({ type: 'write', on: true })
      .do({ type: 'say', text: 'hello' })
      .pass(10_000)
    expect(typed(me)).toEqual([true])
  })

  it('says nothing without a chat, and nothing of the chat before', () => {
    expect(typed(new Rehearsal().searching().do({ type: 'write', on: true }))).toEqual([])
    const me = new Rehearsal()
      .chatting()
      .do({ type: 'write', on: true })
      .hear(endFrame(1, 'left'))
      .pass(10_000)
    expect(typed(me)).toEqual([true])
  })

  it('is told after the line came back, if it still goes on', () => {
    const me = new Rehearsal().chatting().do({ type: 'write', on: true }).resumed()
    expect(typed(me.do({ type: 'write', on: true }))).toEqual([true, true])
  })
})
