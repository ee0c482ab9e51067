import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ConsentBody, rankOf, STEPS } from '../protocol/index.js'
import { GROUND, heard, holds, type Ladder, ladderView, say, settled } from './ladder.js'

const yes = (step: ConsentBody['step']): ConsentBody => ({ kind: 'consent', call: 1, step, on: true })
const no = (step: ConsentBody['step']): ConsentBody => ({ kind: 'consent', call: 1, step, on: false })
const after = (...steps: readonly (readonly ['me' | 'stranger', ConsentBody])[]): Ladder =>
  steps.reduce((ladder, [from, body]) => heard(ladder, from, body), GROUND)

describe('the ladder (P-CONSENT)', () => {
  it('begins with nothing', () => {
    expect(holds(GROUND, 'video')).toBe(null)
    expect(ladderView(GROUND, 'video')).toEqual({
      ...{ mine: null, theirs: null, holds: null, asked: null, asking: null, declined: null },
      ceiling: 'clear',
    })
  })

  it('holds what both agreed to, and each step includes those before it', () => {
    expect(holds(after(['me', yes('clear')]), 'video')).toBe(null)
    expect(holds(after(['me', yes('clear')], ['stranger', yes('voice')]), 'video')).toBe('voice')
    expect(holds(after(['me', yes('clear')], ['stranger', yes('blurred')]), 'video')).toBe('blurred')
    expect(holds(after(['me', yes('clear')], ['stranger', yes('clear')]), 'video')).toBe('clear')
  })

  it('says what is asked and by whom', () => {
    expect(ladderView(after(['stranger', yes('voice')]), 'video').asked).toBe('voice')
    expect(ladderView(after(['me', yes('blurred')]), 'video').asking).toBe('blurred')
  })

  it('a no takes both back below the step, so that both have to agree anew', () => {
    const talking = after(['me', yes('clear')], ['stranger', yes('clear')], ['stranger', no('clear')])
    expect(ladderView(talking, 'video')).toMatchObject({
      ...{ holds: 'blurred', mine: 'blurred', theirs: 'blurred', declined: 'clear', asking: null },
    })
    expect(holds(heard(talking, 'stranger', yes('clear')), 'video')).toBe('blurred')
    const refused = after(['me', yes('voice')], ['stranger', no('voice')])
    expect(ladderView(refused, 'video')).toMatchObject({ holds: null, asking: null, declined: 'voice' })
    expect(ladderView(heard(refused, 'me', yes('voice')), 'video').declined).toBe(null)
  })

  it('never goes above what the mode allows', () => {
    const both = after(['me', yes('clear')], ['stranger', yes('clear')])
    expect(holds(both, 'voice')).toBe('voice')
    expect(holds(both, 'text')).toBe(null)
  })

  it('what one says counts before it is in the log; what was refused never did', () => {
    const asked = after(['stranger', yes('voice')])
    const answered = say(asked, yes('voice'))
    expect(holds(answered, 'voice')).toBe('voice')
    expect(holds(settled(answered, yes('voice'), false), 'voice')).toBe('voice')
    expect(holds(settled(answered, yes('voice'), true), 'voice')).toBe(null)
    // Taking back needs nobody's leave.
    const talking = after(['me', yes('voice')], ['stranger', yes('voice')])
    expect(holds(settled(say(talking, no('voice')), no('voice'), true), 'voice')).toBe(null)
    expect(holds(say(settled(answered, yes('voice'), false), no('voice')), 'voice')).toBe(null)
  })

  const step = fc.record({
    from: fc.constantFrom('me' as const, 'stranger' as const),
    body: fc.constantFrom(...STEPS.flatMap((one) => [yes(one), no(one)])),
  })

  it('both sides of a log come to the same, each from its own seat', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (log) => {
        const here = log.reduce((ladder, { from, body }) => heard(ladder, from, body), GROUND)
        const there = log.reduce(
          (ladder, { from, body }) => heard(ladder, from === 'me' ? 'stranger' : 'me', body),
          GROUND,
        )
        expect(holds(here, 'video')).toBe(holds(there, 'video'))
        expect([here.mine, here.theirs]).toEqual([there.theirs, there.mine])
      }),
    )
  })

  it('holds nothing that either has not agreed to since anybody last said no to it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), fc.nat(3), (log, unsettled) => {
        // The last few of one's own are still on their way.
        const cut = Math.max(0, log.length - unsettled)
        let ladder = log.slice(0, cut).reduce((at, { from, body }) => heard(at, from, body), GROUND)
        const late = log.slice(cut).filter(({ from }) => from === 'me')
        for (const { body } of late) ladder = say(ladder, body)
        const held = rankOf(holds(ladder, 'video'))
        const told = [...log.slice(0, cut), ...late]
        for (const who of ['me', 'stranger'] as const) {
          const back = told.findLastIndex(({ body }) => !body.on && rankOf(body.step) <= held)
          const agreed = told
            .slice(back + 1)
            .some(({ from, body }) => from === who && body.on && rankOf(body.step) >= held)
          expect(held === 0 || agreed).toBe(true)
        }
      }),
    )
  })
})
