import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ConsentBody, filterSdp, rankOf, type SignalBody, SIGNALS, STEPS } from '../protocol/index.js'
import { FakeClock } from '../testing/clock.js'
import { StrangerMedia } from './media.js'
import { FakeDevices } from './testing/fake-devices.js'
import { FakePair } from './testing/fake-pair.js'
import { type FakePeer, FakePeers } from './testing/fake-peers.js'
import { sdpOf } from './testing/fake-sdp.js'
import { FakeStream } from './testing/fake-tracks.js'

const MODES = ['voice', 'video'] as const
type Mode = (typeof MODES)[number]

/** Somebody honest, and a stranger who says what they like, past every judge: in whichever order, number and shape. */
function stage(isCaller: boolean, mode: Mode, slowMs = 0) {
  const clock = new FakeClock()
  const faults: unknown[] = []
  const peers = new FakePeers(clock)
  peers.slowMs = slowMs
  const pair = new FakePair(clock, (error) => faults.push(error))
  const devices = new FakeDevices({ cameras: ['cam-1', 'cam-2'] })
  const me = isCaller ? pair.here : pair.there
  /** Timers that media set and that have neither run nor been taken back. */
  const timers = new Set<object>()
  const after = (ms: number, task: () => void): (() => void) => {
    const timer = {}
    timers.add(timer)
    const stop = clock.after(Math.max(10, ms), () => {
      timers.delete(timer)
      task()
    })
    return () => {
      timers.delete(timer)
      stop()
    }
  }
  let moved = (): void => {}
  const media = new StrangerMedia(
    pair.client(me),
    {
      ...{ PeerConnection: peers.PeerConnection, devices, isSecure: true, allows: () => true },
      stream: (tracks) => new FakeStream(tracks),
      onNetwork: (changed) => {
        moved = changed
        return () => (moved = (): void => {})
      },
    },
    { system: { ...clock, after } },
  )
  media.state.call.subscribe(() => {})

  /** Nothing is open that needn't be, and nothing leaves beyond what holds: at any moment at all. */
  const check = (): void => {
    // One that is given up may wait for its relay, to give back what it asked for.
    expect(peers.open.filter(({ listeners }) => listeners > 1).length).toBeLessThanOrEqual(2)
    expect(peers.open.length).toBeLessThanOrEqual(4)
    const holds = rankOf(media.state.ladder.get().holds)
    for (const peer of peers.open)
      for (const sender of peer.senders) {
        const { track, parameters } = sender
        if (track?.readyState !== 'live' || !track.enabled) continue
        expect(holds).toBeGreaterThanOrEqual(rankOf(track.kind === 'audio' ? 'voice' : 'blurred'))
        const [first, ...others] = parameters.encodings
        if (track.kind === 'video' && holds < rankOf('clear'))
          expect(480 / (first?.scaleResolutionDownBy ?? 1)).toBeLessThanOrEqual(64)
        expect(others.filter(({ active }) => active !== false)).toEqual([])
      }
  }
  const pass = async (ms: number): Promise<void> => {
    for (let gone = 0; gone < ms; gone += 10) {
      clock.advance(10)
      for (let i = 0; i < 12; i++) {
        await Promise.resolve()
        check()
      }
    }
  }
  const seek = async (): Promise<void> => {
    pair.seek(me, mode)
    pair.give(me)
    await pass(100)
  }
  const meet = async (): Promise<void> => {
    if (me.phase.get() !== 'searching') await seek()
    pair.meet(mode)
  }
  /** Heard as if every server between had let it pass. */
  const hear = (said: SignalBody | ConsentBody, chat = me.chat.get()?.id ?? ''): void => {
    const body = { ...said, call: said.call + media.state.call.get().call }
    me.hear({ chat, offset: 1, from: 'stranger', body, refused: null })
  }
  /** A call as it should be, up to the last step. */
  const behave = async (): Promise<void> => {
    const kinds = mode === 'video' ? ['audio', 'video'] : ['audio']
    const signal = isCaller ? 'answer' : 'offer'
    hear({ kind: 'signal', call: 0, signal, data: described(kinds, signal, []) })
    hear({ kind: 'consent', call: 0, step: 'clear', on: true })
    for (const step of STEPS) media.agree(step)
    await pass(100)
  }
  return {
    clock,
    faults,
    peers,
    pair,
    devices,
    media,
    me,
    timers,
    check,
    pass,
    seek,
    meet,
    hear,
    behave,
    moved: () => moved(),
  }
}
type Stage = ReturnType<typeof stage>

const described = (
  kinds: readonly string[],
  type: string,
  directions: readonly string[],
  more = '',
): string => {
  const read = filterSdp(sdpOf({ name: 'evil', kinds, directions }, type, []), { mode: 'relay', relays: [] })
  return read.ok ? read.sdp + more : sdpOf({ name: 'evil', kinds, directions }, type, [])
}
const sdp = fc
  .record({
    kinds: fc.constantFrom(
      ['audio'],
      ['video'],
      ['audio', 'video'],
      ['video', 'audio'],
      ['audio', 'video', 'video'],
      ['audio', 'application'],
    ),
    type: fc.constantFrom('offer', 'answer'),
    directions: fc.array(fc.constantFrom('sendrecv', 'inactive', 'recvonly', 'sendonly'), { maxLength: 3 }),
    more: fc.constantFrom('', 'a=rid:h recv\r\na=rid:l recv\r\na=simulcast:recv h;l\r\n', 'a=x'),
  })
  .map(({ kinds, type, directions, more }) => described(kinds, type, directions, more))
const candidates = fc
  .array(
    fc.constantFrom('192.0.2.1', '10.0.0.7', '127.0.0.1').map((address) => ({
      candidate: `candidate:1 1 udp 1 ${address} 40000 typ relay raddr 0.0.0.0 rport 0 ufrag evil`,
      mid: '0',
    })),
    { maxLength: 20 },
  )
  .map((list) => JSON.stringify(list))
const data = fc.oneof(
  sdp,
  candidates,
  fc.constantFrom(
    '',
    '{"audio":true,"video":true}',
    '{"audio":false,"video":false}',
    'null',
    '[]',
    '[null]',
    '{',
  ),
  fc.string(),
)
/** How far from the call that there is. */
const call = fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, -1, 1, 2, 40)
const signal: fc.Arbitrary<SignalBody> = fc.oneof(
  fc.record({ kind: fc.constant('signal' as const), call, signal: fc.constantFrom(...SIGNALS), data }),
  fc.record({
    ...{ kind: fc.constant('signal' as const), call, signal: fc.constantFrom('offer', 'answer') },
    data: sdp,
  }) as fc.Arbitrary<SignalBody>,
)
const consent: fc.Arbitrary<ConsentBody> = fc.record({
  ...{ kind: fc.constant('consent' as const), call, step: fc.constantFrom(...STEPS) },
  on: fc.constantFrom(true, true, false),
})

interface Move {
  readonly name: string
  readonly run: (at: Stage) => void | Promise<void>
}
const move = <T>(name: string, from: fc.Arbitrary<T>, run: (at: Stage, value: T) => void | Promise<void>) =>
  from.map((value): Move => ({
    name: `${name} ${JSON.stringify(value)}`,
    run: (at) => run(at, value),
  }))
const step = fc.constantFrom(...STEPS)
const moves = fc.oneof(
  { weight: 5, arbitrary: move('all goes well', fc.constant(0), (at) => at.behave()) },
  { weight: 6, arbitrary: move('they say', signal, (at, body) => at.hear(body)) },
  { weight: 6, arbitrary: move('they consent', consent, (at, body) => at.hear(body)) },
  { weight: 1, arbitrary: move('of another chat', signal, (at, body) => at.hear(body, 'another')) },
  {
    weight: 2,
    arbitrary: move('a storm', signal, (at, body) => {
      for (let i = 0; i < 60; i++) at.hear(body)
    }),
  },
  { weight: 5, arbitrary: move('I agree', step, (at, one) => at.media.agree(one)) },
  { weight: 3, arbitrary: move('I decline', step, (at, one) => at.media.decline(one)) },
  {
    weight: 2,
    arbitrary: move('mute', fc.boolean(), (at, on) => at.media.mute({ camera: on, microphone: on })),
  },
  {
    weight: 2,
    arbitrary: move(
      'camera',
      fc.constantFrom('cam-1', 'cam-2'),
      (at, id) => void at.media.select({ camera: id }),
    ),
  },
  { weight: 1, arbitrary: move('hang up', fc.constant(0), (at) => at.media.hangUp()) },
  { weight: 2, arbitrary: move('again', fc.constant(0), (at) => at.media.again()) },
  {
    weight: 1,
    arbitrary: move('next', fc.constant(0), async (at) => {
      await at.seek()
      await at.meet()
    }),
  },
  { weight: 1, arbitrary: move('part', fc.constant(0), (at) => at.pair.part()) },
  { weight: 1, arbitrary: move('network', fc.constant(0), (at) => at.moved()) },
  { weight: 1, arbitrary: move('line', fc.boolean(), (at, up) => (up ? at.pair.mend() : at.pair.cut())) },
  {
    weight: 1,
    arbitrary: move('connected', fc.constantFrom('connected', 'disconnected', 'failed'), (at, state) => {
      for (const peer of at.peers.open) (peer as FakePeer).become(state as 'connected')
    }),
  },
  {
    weight: 6,
    arbitrary: move('time', fc.constantFrom(10, 10, 20, 50, 300, 2_500), (at, ms) => at.pass(ms)),
  },
)

describe('a stranger who says whatever they like', () => {
  it('never makes a client throw, send beyond what holds, use more than two connections, or leave anything behind', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.constantFrom(...MODES),
        fc.constantFrom(0, 30),
        fc.array(moves, { minLength: 5, maxLength: 40 }),
        async (isCaller, mode, slowMs, steps) => {
          const at = stage(isCaller, mode, slowMs)
          await at.media.start({ camera: true, microphone: true })
          await at.seek()
          await at.meet()
          for (const one of steps) {
            await one.run(at)
            at.check()
          }
          await at.pass(30)
          at.media.close()
          await at.pass(at.peers.gatherMs + 20)
          expect(at.faults).toEqual([])
          expect(at.peers.open).toEqual([])
          expect(at.peers.all.filter(({ listeners }) => listeners > 0)).toEqual([])
          expect([at.timers.size, at.me.listeners, at.devices.live().length]).toEqual([0, 0, 0])
        },
      ),
      { numRuns: 150 },
    )
  }, 60_000)

  it('begins three calls in ten seconds, however many they announce', async () => {
    const at = stage(false, 'video')
    await at.seek()
    await at.meet()
    const before = at.peers.all.length
    for (let n = 2; n <= 60; n++) {
      at.hear({ kind: 'signal', call: 1, signal: 'offer', data: described(['audio', 'video'], 'offer', []) })
      await at.pass(20)
    }
    expect(at.peers.all.length - before).toBe(3)
    await at.pass(10_000)
    at.hear({ kind: 'signal', call: 7, signal: 'offer', data: described(['audio', 'video'], 'offer', []) })
    expect(at.media.state.call.get()).toMatchObject({ call: 11, phase: 'connecting' })
  })

  it('gives the browser two hundred candidates of a call to try, however many they name', async () => {
    const at = stage(false, 'video')
    await at.seek()
    await at.meet()
    await at.behave()
    let tried = 0
    for (const peer of at.peers.open)
      peer.addIceCandidate = () => {
        tried++
        return Promise.resolve()
      }
    const one = { candidate: 'candidate:1 1 udp 1 192.0.2.1 40000 typ relay raddr 0.0.0.0 rport 0', mid: '0' }
    const data = JSON.stringify(Array.from({ length: 20 }, () => one))
    for (let n = 0; n < 1_000; n++) at.hear({ kind: 'signal', call: 0, signal: 'candidate', data })
    await at.pass(2_000)
    expect(tried).toBe(200)
  })

  it('can use up the numbers of calls: then there is none any more, and nothing else breaks', async () => {
    const at = stage(true, 'video')
    await at.seek()
    await at.meet()
    at.hear({ kind: 'signal', call: 99, signal: 'restart', data: '' })
    await at.pass(100)
    at.media.hangUp()
    at.media.again()
    await at.pass(12_000)
    expect(at.media.state.call.get().phase).toBe('ended')
    expect(at.peers.open).toEqual([])
  })
})
