import { beforeEach, describe, expect, it } from 'vitest'
import { filterSdp } from '../protocol/index.js'
import { FakeClock } from '../testing/clock.js'
import { StrangerMedia } from './media.js'
import { FakeDevices } from './testing/fake-devices.js'
import { FakePair, type FakeSide } from './testing/fake-pair.js'
import { FakePeers } from './testing/fake-peers.js'
import { FakeStream } from './testing/fake-tracks.js'
import type { MediaPlatform } from './platform.js'

/** Two people, each with a client, devices and a browser's connections; time moves when told. */
function stage({ prearm = 'queue' as 'off' | 'queue', over = {} as Partial<MediaPlatform> } = {}) {
  const clock = new FakeClock()
  const faults: unknown[] = []
  const peers = new FakePeers(clock)
  const pair = new FakePair(clock, (error) => faults.push(error))
  const person = (side: FakeSide, more: Partial<MediaPlatform> = {}) => {
    const devices = new FakeDevices()
    const moved = new Set<() => void>()
    const platform: MediaPlatform = {
      PeerConnection: peers.PeerConnection,
      devices,
      stream: (tracks) => new FakeStream(tracks),
      isSecure: true,
      allows: () => true,
      onNetwork: (changed) => {
        moved.add(changed)
        return () => moved.delete(changed)
      },
      ...more,
    }
    // A browser's timers run behind whatever promises have to do: no timer in the turn that set it.
    const after = (ms: number, task: () => void): (() => void) => clock.after(Math.max(10, ms), task)
    const make = () => new StrangerMedia(pair.client(side), platform, { system: { ...clock, after }, prearm })
    const media = make()
    /** The page goes without a word, and comes back with what its client kept. */
    const reload = (): StrangerMedia => {
      media.close()
      // Servers aren't kept over a reload, and nobody tells them unasked.
      side.set(side.ice, null)
      return make()
    }
    const call = () => media.state.call.get()
    const holds = () => media.state.ladder.get().holds
    return { side, media, reload, devices, call, holds, moved: () => moved.forEach((changed) => changed()) }
  }
  const here = person(pair.here)
  const there = person(pair.there, over)
  /** Time goes by in small steps, with room for what promises do in between. */
  const pass = async (ms: number): Promise<void> => {
    for (let gone = 0; gone < ms; gone += 10) {
      clock.advance(10)
      for (let i = 0; i < 12; i++) await Promise.resolve()
    }
  }
  const meet = async (mode: 'voice' | 'video' = 'video'): Promise<void> => {
    for (const side of [pair.here, pair.there]) {
      pair.seek(side, mode)
      pair.give(side)
    }
    await pass(100)
    pair.meet(mode)
  }
  const live = async (mode: 'voice' | 'video' = 'video'): Promise<void> => {
    await meet(mode)
    await pass(400)
    expect([here.call().phase, there.call().phase]).toEqual(['live', 'live'])
  }
  return { clock, faults, peers, pair, here, there, pass, meet, live }
}
type Stage = ReturnType<typeof stage>

/** Everything that any connection was ever told to send. */
const everSent = ({ peers }: Stage) =>
  peers.all.flatMap(({ senders }) => senders.flatMap(({ history }) => history))
const pictures = (at: Stage) => everSent(at).filter(({ kind }) => kind === 'video')

let at: Stage
beforeEach(() => {
  at = stage()
})

describe('a call comes about', () => {
  it('with the offer made while waiting, which is in the log already', async () => {
    await at.live()
    expect(at.here.side.armed).toHaveLength(1)
    expect(at.here.side.said.map((body) => body.kind === 'signal' && body.signal)).not.toContain('offer')
    // One for each, and the one that the other had made in vain.
    expect(at.peers.all).toHaveLength(3)
    expect(at.peers.open).toHaveLength(2)
  })

  it('without any offer made before, by candidates as they are found', async () => {
    at = stage({ prearm: 'off' })
    await at.live()
    const kinds = at.here.side.said.map((body) => (body.kind === 'signal' ? body.signal : body.step))
    expect(kinds).toEqual(['offer', 'candidate'])
  })

  it('with an offer that was still being made when the match came', async () => {
    for (const ms of [10, 30, 60, 70]) {
      at = stage()
      for (const side of [at.pair.here, at.pair.there]) {
        at.pair.seek(side, 'video')
        at.pair.give(side)
      }
      await at.pass(ms)
      at.pair.meet('video')
      await at.pass(500)
      expect([ms, at.here.call().phase, at.there.call().phase]).toEqual([ms, 'live', 'live'])
    }
  })

  it('by a second call where the offer in the log is of a connection that was let go', async () => {
    at = stage({ prearm: 'off' })
    const gone = new at.peers.PeerConnection({
      iceServers: [],
      iceTransportPolicy: 'relay',
      bundlePolicy: 'max-bundle',
    })
    for (const kind of ['audio', 'video'] as const) gone.addTransceiver(kind)
    await gone.setLocalDescription()
    const offer = filterSdp(gone.localDescription?.sdp ?? '', { mode: 'relay', relays: [] })
    gone.close()
    at.here.side.armed.push(offer.ok ? offer.sdp : null)
    await at.meet()
    await at.pass(1_000)
    expect([at.here.call(), at.there.call()]).toMatchObject([
      { phase: 'live', call: 2 },
      { phase: 'live', call: 2 },
    ])
  })

  it('waits for servers that come after the match', async () => {
    for (const side of [at.pair.here, at.pair.there]) at.pair.seek(side, 'voice')
    at.pair.meet('voice')
    await at.pass(100)
    expect(at.peers.all).toHaveLength(0)
    at.pair.give(at.pair.here)
    at.pair.give(at.pair.there)
    await at.pass(400)
    expect([at.here.call().phase, at.there.call().phase]).toEqual(['live', 'live'])
  })

  it('asks relays only, of the server the session was given', async () => {
    await at.live()
    expect(at.peers.all.map(({ config }) => config[0])).toEqual(
      at.peers.all.map(() => ({
        iceServers: [{ urls: ['turn:192.0.2.1'], username: 'u', credential: 'c' }],
        iceTransportPolicy: 'relay',
        bundlePolicy: 'max-bundle',
      })),
    )
  })

  it('never in a chat of mode text', async () => {
    at.pair.meet('text')
    await at.pass(400)
    expect(at.peers.all).toHaveLength(0)
    expect(at.here.call().phase).toBe('none')
  })

  it('takes no picture in a chat of mode voice, whatever is offered', async () => {
    await at.live('voice')
    expect(
      at.peers.open.flatMap((peer) => peer.getTransceivers().map(({ receiver }) => receiver.track.kind)),
    ).toEqual(['audio', 'audio'])
  })

  it('tells both at once that it can not where one browser has no calls', async () => {
    at = stage({ over: { PeerConnection: undefined } })
    await at.meet()
    await at.pass(100)
    expect(at.there.call()).toMatchObject({ phase: 'ended', end: 'unsupported' })
    expect(at.here.call()).toMatchObject({ phase: 'ended', end: 'they_hung_up' })
  })
})

describe('the ladder is enforced by whoever sends (P-CONSENT-2)', () => {
  const start = async (): Promise<void> => {
    await Promise.all([at.here, at.there].map(({ media }) => media.start({ camera: true, microphone: true })))
    await at.live()
  }

  it('nothing leaves before both agreed, although both devices run', async () => {
    await start()
    await at.pass(3_000)
    expect(everSent(at).filter(({ kind }) => kind !== null)).toEqual([])
    at.here.media.agree('clear')
    await at.pass(1_000)
    expect(everSent(at).filter(({ kind }) => kind !== null)).toEqual([])
    expect(at.there.media.state.ladder.get()).toMatchObject({ asked: 'clear', holds: null })
  })

  it('voice is sound alone', async () => {
    await start()
    at.here.media.agree('clear')
    at.there.media.agree('voice')
    await at.pass(200)
    expect([at.here.holds(), at.there.holds()]).toEqual(['voice', 'voice'])
    expect(pictures(at)).toEqual([])
    expect(everSent(at).some(({ kind }) => kind === 'audio')).toBe(true)
  })

  it('a blurred picture has 64 lines at most, from the first one on', async () => {
    await start()
    at.here.media.agree('blurred')
    at.there.media.agree('blurred')
    await at.pass(3_000)
    expect(pictures(at).length).toBeGreaterThan(0)
    for (const { encoding } of pictures(at))
      expect(480 / (encoding.scaleResolutionDownBy ?? 1)).toBeLessThanOrEqual(64)
  })

  it('a phone that is turned has 64 lines again within half a second', async () => {
    await start()
    at.here.media.agree('blurred')
    at.there.media.agree('blurred')
    await at.pass(500)
    const camera = at.here.devices.live('camera')[0]
    if (camera) Object.assign(camera, { getSettings: () => ({ deviceId: 'cam-1', width: 480, height: 640 }) })
    await at.pass(600)
    const sender = at.peers.open.flatMap(({ senders }) => senders).find(({ track }) => track === camera)
    expect(sender?.parameters.encodings[0]?.scaleResolutionDownBy).toBe(640 / 64)
    const told = sender?.history.length
    await at.pass(2_000)
    expect(sender?.history).toHaveLength(told ?? 0)
  })

  it('a stranger who asked for the picture in several sizes gets the blurred one alone', async () => {
    await start()
    for (const peer of at.peers.open)
      for (const sender of peer.senders) sender.parameters.encodings.push({}, {})
    at.here.media.agree('blurred')
    at.there.media.agree('blurred')
    await at.pass(500)
    const senders = at.peers.open.flatMap((peer) => peer.senders)
    expect(senders.some(({ track }) => track?.kind === 'video')).toBe(true)
    for (const { parameters } of senders)
      expect(parameters.encodings.map(({ active }) => active)).toEqual([true, false, false])
  })

  it('what a stranger says before both agreed is not heard', async () => {
    await at.live()
    const heard = (): boolean[] =>
      at.peers.open.map((peer) => peer.getTransceivers()[0]?.receiver.track.enabled ?? true)
    expect(heard()).toEqual([false, false])
    at.here.media.agree('clear')
    await at.pass(100)
    expect(heard()).toEqual([false, false])
    at.there.media.agree('voice')
    await at.pass(100)
    expect(heard()).toEqual([true, true])
    at.here.media.decline('voice')
    expect(heard()).toContain(false)
    await at.pass(100)
    expect(heard()).toEqual([false, false])
  })

  it('a browser that takes no limit sends no picture at all', async () => {
    await start()
    for (const peer of at.peers.open) for (const sender of peer.senders) sender.refuses = true
    at.here.media.agree('blurred')
    at.there.media.agree('blurred')
    await at.pass(500)
    expect(pictures(at)).toEqual([])
  })

  it('a clear picture starts small and grows', async () => {
    await start()
    at.here.media.agree('clear')
    at.there.media.agree('clear')
    await at.pass(2_000)
    const scales = pictures(at).map(({ encoding }) => encoding.scaleResolutionDownBy)
    expect(scales[0]).toBe(4)
    expect(scales.at(-1)).toBe(1)
  })

  it('going back counts in the same turn, for both, and needs both to go up again', async () => {
    await start()
    at.here.media.agree('clear')
    at.there.media.agree('clear')
    await at.pass(2_000)
    const camera = at.here.devices.live('camera')[0]
    at.here.media.decline('clear')
    expect(at.here.holds()).toBe('blurred')
    expect(camera?.enabled).toBe(false)
    await at.pass(200)
    expect([at.there.holds(), camera?.enabled]).toEqual(['blurred', true])
    for (const peer of at.peers.open)
      expect(peer.senders[1]?.parameters.encodings[0]?.scaleResolutionDownBy).toBeCloseTo(640 / 64)
    at.here.media.agree('clear')
    await at.pass(200)
    expect([at.here.holds(), at.there.media.state.ladder.get().asked]).toEqual(['blurred', 'clear'])
  })

  it('going back isn’t undone by who unmutes at that moment', async () => {
    await start()
    at.here.media.agree('clear')
    at.there.media.agree('clear')
    await at.pass(2_000)
    const camera = at.here.devices.live('camera')[0]
    at.here.media.mute({ camera: true })
    at.here.media.decline('clear')
    for (const muted of [false, true, false]) at.here.media.mute({ camera: muted })
    expect(camera?.enabled).toBe(false)
    await at.pass(100)
    expect(camera?.enabled).toBe(true)
  })

  it('going back counts with the line down, too', async () => {
    await start()
    at.here.media.agree('voice')
    at.there.media.agree('voice')
    await at.pass(200)
    at.pair.cut()
    at.here.media.decline('voice')
    await at.pass(100)
    expect(at.here.holds()).toBe(null)
    expect(
      at.peers.open.some(({ senders }) =>
        senders.some(({ track }) => track === at.here.devices.live('microphone')[0]),
      ),
    ).toBe(false)
    at.pair.mend()
    await at.pass(100)
    expect(at.there.holds()).toBe(null)
  })

  it('what is muted is not sent and said to be off', async () => {
    await start()
    at.here.media.agree('voice')
    at.there.media.agree('voice')
    await at.pass(200)
    expect(at.there.media.state.remote.get().audio).toBe(true)
    at.here.media.mute({ microphone: true })
    await at.pass(200)
    expect(at.there.media.state.remote.get().audio).toBe(false)
    at.here.media.mute({ microphone: false })
    await at.pass(200)
    expect(at.there.media.state.remote.get().audio).toBe(true)
  })

  it('no step above the mode is even said', async () => {
    await at.live('voice')
    at.here.media.agree('clear')
    expect(at.here.side.said.filter(({ kind }) => kind === 'consent')).toEqual([])
  })
})

describe('a call breaks and heals', () => {
  const talk = async (): Promise<void> => {
    await Promise.all([at.here, at.there].map(({ media }) => media.start({ camera: true, microphone: true })))
    await at.live()
    at.here.media.agree('clear')
    at.there.media.agree('clear')
    await at.pass(3_000)
  }

  it('says so within 3 s of the relay falling silent, and is back within 6 s of its return', async () => {
    await talk()
    at.peers.down()
    await at.pass(3_000)
    expect([at.here.call().phase, at.there.call().phase]).toEqual(['reconnecting', 'reconnecting'])
    at.peers.back()
    await at.pass(6_000)
    expect([at.here.call().phase, at.there.call().phase]).toEqual(['live', 'live'])
    expect(at.here.holds()).toBe('clear')
  })

  it('heals whenever it comes back before the end', async () => {
    for (const gone of [1_000, 4_500, 7_000]) {
      at = stage()
      await talk()
      at.peers.down()
      await at.pass(gone)
      at.peers.back()
      await at.pass(6_000)
      expect([gone, at.here.call().phase, at.there.call().phase]).toEqual([gone, 'live', 'live'])
    }
  })

  it('ends within 15 s if it stays away, and the chat goes on', async () => {
    await talk()
    at.peers.down()
    await at.pass(15_000)
    expect([at.here.call(), at.there.call()]).toMatchObject([
      { phase: 'ended', end: 'connection_lost' },
      { phase: 'ended', end: 'connection_lost' },
    ])
    expect(at.peers.open).toEqual([])
    expect(at.here.side.phase.get()).toBe('chatting')
  })

  const offers = (before: number) =>
    at.here.side.said.slice(before).filter((body) => body.kind === 'signal' && body.signal === 'offer')

  it('looks for another way within a second when the network changes under it', async () => {
    await talk()
    const before = at.here.side.said.length
    at.peers.down()
    at.here.moved()
    await at.pass(1_500)
    expect(offers(before)).toHaveLength(1)
    at.peers.back()
    await at.pass(6_000)
    expect([at.here.call().phase, at.there.call().phase]).toEqual(['live', 'live'])
  })

  it('lets a call alone that goes on whatever the browser says of the network', async () => {
    await talk()
    const before = at.here.side.said.length
    for (let i = 0; i < 15; i++) {
      at.here.moved()
      await at.pass(1_000)
    }
    expect([offers(before), at.here.call().phase]).toEqual([[], 'live'])
  })

  it('doesn’t end a call for want of pictures while its connection holds', async () => {
    await talk()
    // As when a phone's system takes the camera away: nothing more is sent, and nobody is told.
    for (const peer of at.peers.open) for (const sender of peer.senders) await sender.replaceTrack(null)
    await at.pass(30_000)
    expect(['live', 'reconnecting']).toContain(at.here.call().phase)
  })

  it('says that a camera is off which its system has muted', async () => {
    await talk()
    expect(at.there.media.state.remote.get().video).toBe(true)
    for (const track of at.here.devices.live('camera')) track.muted = true
    await at.pass(1_000)
    expect(at.there.media.state.remote.get().video).toBe(false)
  })

  it('heeds a stranger who asks for restarts once in two seconds', async () => {
    await talk()
    const before = at.here.side.said.length
    const restart = { kind: 'signal', call: 1, signal: 'restart', data: '' } as const
    const { chat } = at.here.call()
    for (let i = 0; i < 20; i++)
      at.pair.here.hear({ chat: chat ?? '', from: 'stranger', offset: 90 + i, refused: null, body: restart })
    await at.pass(500)
    const offers = at.here.side.said
      .slice(before)
      .filter((body) => body.kind === 'signal' && body.signal === 'offer')
    expect(offers).toHaveLength(1)
    expect(at.here.call().phase).toBe('live')
  })

  it('takes fresh credentials for it when the old ones are old', async () => {
    await talk()
    at.pair.give(at.pair.here, { ttlMs: 1 })
    await at.pass(1_000)
    const asked = at.here.side.iceAsked
    for (const peer of at.peers.open) peer.become('failed')
    await at.pass(50)
    expect(at.here.side.iceAsked).toBeGreaterThan(asked)
    at.pair.give(at.pair.here, {
      servers: [{ urls: ['turn:192.0.2.1'], username: 'fresh', credential: 'c' }],
    })
    await at.pass(1_000)
    expect(at.peers.open[0]?.config.at(-1)?.iceServers[0]?.username).toBe('fresh')
    expect(at.here.call().phase).toBe('live')
  })
})

describe('servers for media', () => {
  it('are asked for again where none came, and are fresh for as long as a call may need them', async () => {
    at.pair.answersIce = true
    await at.live()
    await at.pass(310_000)
    expect(at.here.side.iceAsked).toBe(1)
    at.here.media.hangUp()
    await at.pass(700_000)
    expect(at.here.side.iceAsked).toBe(1)
  })

  it('are asked for every five minutes of a call, however long they are good: nobody is parted for quiet', async () => {
    await at.live()
    at.pair.answersIce = true
    at.pair.give(at.pair.here, { ttlMs: 24 * 3_600_000 })
    await at.pass(310_000)
    expect(at.here.side.iceAsked).toBe(1)
  })

  it('are asked for again when a server said to come later, and not where there are none to be had', async () => {
    at.pair.seek(at.pair.here, 'video')
    at.here.side.refuse('rate_limited', 2_000)
    await at.pass(1_900)
    expect(at.here.side.iceAsked).toBe(0)
    await at.pass(200)
    expect(at.here.side.iceAsked).toBe(1)
    at.here.side.refuse('bad_state', null)
    at.pair.give(at.pair.here)
    await at.pass(60_000)
    expect(at.here.side.iceAsked).toBe(1)
  })

  it('are asked of nobody in a chat of mode text', async () => {
    at.pair.give(at.pair.here)
    at.pair.meet('text')
    await at.pass(310_000)
    expect(at.here.side.iceAsked).toBe(0)
  })

  it('are fetched anew for a call that begins with old ones', async () => {
    await at.live()
    at.here.media.hangUp()
    await at.pass(700_000)
    at.pair.answersIce = true
    at.here.media.again()
    await at.pass(1_000)
    expect([at.here.call().phase, at.there.call().phase]).toEqual(['live', 'live'])
  })
})

describe('a call ends', () => {
  it('when the chat does: no picture, no connection, no listener is left, in that very turn', async () => {
    await at.live()
    expect(at.here.media.state.remote.get().stream).not.toBe(null)
    at.pair.part()
    expect(at.here.media.state.remote.get().stream).toBe(null)
    expect(at.here.call()).toMatchObject({ phase: 'ended', end: 'chat_over' })
    expect(at.peers.open).toEqual([])
    expect(at.peers.all.map(({ listeners }) => listeners)).toEqual([0, 0, 0])
  })

  it('when one hangs up, and the chat goes on', async () => {
    await at.live()
    at.here.media.hangUp()
    await at.pass(100)
    expect([at.here.call().end, at.there.call().end]).toEqual(['hung_up', 'they_hung_up'])
    expect(at.peers.open).toEqual([])
  })

  it('and can begin anew from either side, with nothing agreed', async () => {
    for (const who of ['here', 'there'] as const) {
      at = stage()
      await at.live()
      at.here.media.agree('voice')
      at.there.media.agree('voice')
      await at.pass(100)
      at.here.media.hangUp()
      await at.pass(100)
      at[who].media.again()
      await at.pass(500)
      expect([at.here.call(), at.there.call()]).toMatchObject([
        { phase: 'live', call: 2 },
        { phase: 'live', call: 2 },
      ])
      expect([at.here.holds(), at.there.holds()]).toEqual([null, null])
    }
  })

  it('and begins once when both ask at once', async () => {
    await at.live()
    at.here.media.hangUp()
    await at.pass(100)
    at.here.media.again()
    at.there.media.again()
    await at.pass(1_000)
    expect([at.here.call(), at.there.call()]).toMatchObject([
      { phase: 'live', call: 2 },
      { phase: 'live', call: 2 },
    ])
    expect(at.peers.open).toHaveLength(2)
  })

  it('and begins anew when a page is loaded again, whichever of the two', async () => {
    for (const who of ['here', 'there'] as const) {
      at = stage()
      await at.live()
      at.here.media.agree('voice')
      at.there.media.agree('voice')
      await at.pass(100)
      at.pair.answersIce = true
      const again = at[who].reload()
      await at.pass(500)
      const other = at[who === 'here' ? 'there' : 'here']
      expect([again.state.call.get(), other.call()]).toMatchObject([
        { phase: 'live', call: 2 },
        { phase: 'live', call: 2 },
      ])
      expect([again.state.ladder.get().holds, other.holds()]).toEqual([null, null])
    }
  })

  it('says nothing more in a call that is over', async () => {
    await at.live()
    at.here.media.hangUp()
    const said = at.here.side.said.length
    at.here.media.agree('voice')
    at.here.media.decline('voice')
    expect(at.here.side.said).toHaveLength(said)
  })

  it('ignores what comes late of a call before', async () => {
    await at.live()
    at.here.media.hangUp()
    await at.pass(100)
    at.here.media.again()
    await at.pass(500)
    at.pair.here.hear({
      ...{ chat: 'chat-3', from: 'stranger', offset: 9, refused: null },
      body: { kind: 'signal', call: 1, signal: 'hangup', data: 'hung_up' },
    })
    expect(at.here.call().phase).toBe('live')
  })

  it('leaves nothing behind after many', async () => {
    for (let i = 0; i < 20; i++) await at.live()
    at.pair.part()
    expect(at.peers.open).toEqual([])
    at.here.media.close()
    at.there.media.close()
    expect(at.clock.pending).toBe(0)
    expect([at.here.side.listeners, at.there.side.listeners]).toEqual([0, 0])
    expect(at.faults).toEqual([])
  })
})

describe('who waits learns whether a call can come about', () => {
  const wait = async (ms: number): Promise<void> => {
    at.pair.seek(at.pair.here, 'video')
    at.pair.give(at.pair.here)
    await at.pass(ms)
  }

  it('says that the relay can not be reached, before anybody is met', async () => {
    at.peers.up = false
    await wait(4_200)
    expect(at.here.call()).toMatchObject({ phase: 'ended', end: 'turn_unreachable', chat: null })
    await at.pass(3_000)
    expect(at.peers.open).toEqual([])
  })

  it('says at once that it refuses the credentials', async () => {
    at.peers.authorised = false
    await wait(200)
    expect(at.here.call()).toMatchObject({ phase: 'ended', end: 'turn_auth' })
  })

  it('holds a place at the relay for a minute at most', async () => {
    await wait(1_000)
    expect(at.peers.open).toHaveLength(1)
    await at.pass(60_000)
    expect(at.peers.open).toHaveLength(0)
    expect(at.here.side.armed.at(-1)).toBe(null)
  })

  it('makes another offer when the network changed under the first', async () => {
    await wait(1_000)
    at.here.moved()
    await at.pass(500)
    expect(at.here.side.armed.filter((offer) => offer !== null)).toHaveLength(2)
    expect(at.peers.open).toHaveLength(1)
  })

  it('lets go when the search is given up', async () => {
    await wait(200)
    at.pair.here.set(at.pair.here.search, null)
    at.pair.here.set(at.pair.here.phase, 'idle')
    expect(at.peers.open).toEqual([])
  })
})
