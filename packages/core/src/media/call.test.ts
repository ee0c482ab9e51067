import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Call,
  type CallInput,
  CONNECT_MS,
  HEAL_MS,
  next,
  NO_CALL,
  RECONNECT_MS,
  RESTART_EVERY_MS,
} from './call.js'

const BEGIN: CallInput = { type: 'begin', chat: 'chat', call: 1 }
const plain = (
  type: 'offered' | 'connected' | 'stalled' | 'flowing' | 'failed' | 'moved' | 'tick',
): CallInput => ({ type })

/** Plays inputs at their times; says where that led and when restarts were due. */
function play(inputs: readonly (readonly [at: number, input: CallInput])[]) {
  let call: Call = NO_CALL
  const restarts: number[] = []
  for (const [at, input] of inputs) {
    const step = next(call, input, at)
    call = step.call
    if (step.restart) restarts.push(at)
  }
  return { call, restarts }
}
const live = [
  [0, BEGIN],
  [10, plain('offered')],
  [300, plain('connected')],
] as const
const ticks = (from: number, to: number, every = 500): (readonly [number, CallInput])[] =>
  Array.from(
    { length: Math.floor((to - from) / every) + 1 },
    (_, i) => [from + i * every, plain('tick')] as const,
  )

describe('a call', () => {
  it('waits for an offer, connects, is live', () => {
    expect(play([[0, BEGIN]]).call).toMatchObject({ phase: 'waiting', chat: 'chat', call: 1, since: 0 })
    expect(play(live.slice(0, 2)).call.phase).toBe('connecting')
    expect(play(live).call).toMatchObject({ phase: 'live', since: 300, end: null })
  })

  it('fails when it is not connected in time, whether an offer came or not', () => {
    for (const begun of [live.slice(0, 1), live.slice(0, 2)]) {
      const { call } = play([...begun, ...ticks(500, CONNECT_MS + 500)])
      expect(call).toMatchObject({ phase: 'ended', end: 'ice_failed' })
    }
  })

  it('gives a stall a moment, then restarts every few seconds, then ends', () => {
    const { call, restarts } = play([...live, [1_000, plain('stalled')], ...ticks(1_000, 20_000)])
    expect(restarts).toEqual([1_000 + HEAL_MS, 6_000, 10_000])
    expect(RESTART_EVERY_MS).toBe(4_000)
    expect(call).toMatchObject({ phase: 'ended', end: 'connection_lost', since: 1_000 + RECONNECT_MS })
  })

  it('needs no restart for what heals by itself', () => {
    const { call, restarts } = play([
      ...live,
      [1_000, plain('stalled')],
      [1_900, plain('flowing')],
      ...ticks(2_000, 20_000),
    ])
    expect(restarts).toEqual([])
    expect(call).toMatchObject({ phase: 'live', since: 1_900 })
  })

  it('restarts at once when ICE gave up, and soon when the network changes meanwhile', () => {
    expect(play([...live, [1_000, plain('failed')]])).toMatchObject({
      call: { phase: 'reconnecting' },
      restarts: [1_000],
    })
    const restarts = (more: readonly (readonly [number, CallInput])[]) =>
      play([...live, [1_000, plain('failed')], ...more, ...ticks(1_500, 6_000)]).restarts
    expect(restarts([])).toEqual([1_000, 5_000])
    expect(restarts([[1_200, plain('moved')]])).toEqual([1_000, 3_500])
  })

  it('doesn’t care for the network while it flows', () => {
    expect(play([...live, [1_000, plain('moved')]])).toMatchObject({ call: { phase: 'live' }, restarts: [] })
  })

  it('ends once, with the first reason, and a new call begins anew', () => {
    const ended = [
      ...live,
      [400, { type: 'end', end: 'hung_up' }],
      [500, { type: 'end', end: 'chat_over' }],
    ] as const
    expect(play(ended).call).toMatchObject({ phase: 'ended', end: 'hung_up' })
    expect(play([...ended, [600, { type: 'begin', chat: 'chat', call: 2 }]]).call).toMatchObject({
      phase: 'waiting',
      call: 2,
      end: null,
    })
    expect(play([...ended, [600, { type: 'clear' }]]).call).toMatchObject({
      phase: 'none',
      chat: null,
      call: 0,
    })
  })

  it('is over within 15 s of any stall, whatever happens, unless it flows', () => {
    const input = fc.constantFrom<CallInput>(
      plain('stalled'),
      plain('failed'),
      plain('moved'),
      plain('offered'),
      plain('tick'),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2_000), input), { maxLength: 30 }), (events) => {
        let at = 1_000
        const rest = events.map(([ms, one]) => [(at += ms), one] as const)
        const lasting = [
          ...live,
          [1_000, plain('stalled')],
          ...rest,
          ...ticks(at, Math.max(at, 1_000 + 15_000)),
        ] as const
        const { call, restarts } = play(lasting)
        expect(call.phase).toBe('ended')
        expect(restarts.every((one) => one <= 1_000 + RECONNECT_MS)).toBe(true)
      }),
    )
  })
})
