import { expect, it } from 'vitest'
import type { System } from '../system.js'
import { FakeClock } from '../testing/clock.js'
import { Negotiator } from './negotiator.js'
import { FakePeers } from './testing/fake-peers.js'
import { sdpOf } from './testing/fake-sdp.js'

const ICE = { servers: [], ttlMs: 60_000, policy: 'relay', relays: ['192.0.2.1'] } as const
const settle = async (): Promise<void> => {
  for (let turns = 0; turns < 20; turns++) await Promise.resolve()
}
const OFFER = {
  ...({ kind: 'signal', call: 1, signal: 'offer' } as const),
  data: sdpOf({ name: 'them', kinds: ['audio'], directions: ['sendrecv'] }, 'offer', []),
}
const on = { tell() {}, changed() {}, refused() {}, gathered() {}, ready() {} }

/** A connection for sound in a world of its own. */
function stage({
  caller,
  clock = new FakeClock(),
  system = clock,
}: {
  readonly caller: boolean
  readonly clock?: FakeClock
  readonly system?: System
}) {
  const peers = new FakePeers(clock)
  const platform = { PeerConnection: peers.PeerConnection } as never
  return { peers, line: new Negotiator({ platform, system, ice: ICE, caller, kinds: ['audio'], on }) }
}

it('closed while the browser reads an offer, it holds nothing of the connection', async () => {
  const { peers, line } = stage({ caller: false })
  const [peer] = peers.all
  const read = peer?.setRemoteDescription.bind(peer)
  let wasRead = false
  if (peer !== undefined)
    peer.setRemoteDescription = async (description) => {
      await read?.(description)
      wasRead = true
      line.close()
    }
  line.take(OFFER)
  await settle()
  expect(wasRead).toBe(true)
  expect(line.transceiver('audio')).toBeUndefined()
})

it('closed while it is about to tell what it found, it leaves no timer behind', async () => {
  const clock = new FakeClock()
  const timers = new Set<object>()
  const after = (ms: number, task: () => void): (() => void) => {
    const timer = {}
    // As in a browser: never in the turn in which it was asked for.
    const done = clock.after(Math.max(1, ms), () => (timers.delete(timer), task()))
    timers.add(timer)
    return () => (timers.delete(timer), done())
  }
  const { peers, line } = stage({ caller: false, clock, system: { ...clock, after } })
  line.take(OFFER)
  await settle()
  clock.advance(peers.gatherMs)
  expect(timers.size).toBe(1)
  // The stranger offers anew, and what was found leaves with the answer.
  line.take(OFFER)
  await settle()
  line.close()
  expect(timers.size).toBe(0)
})

it('closed while the browser makes a description, it goes when that is done: Chromium would keep it for ever', async () => {
  const { peers, line } = stage({ caller: true })
  const [peer] = peers.all
  let isDone: (() => void) | undefined
  if (peer !== undefined) peer.setLocalDescription = () => new Promise<void>((done) => (isDone = done))
  void line.prepare()
  await settle()
  line.close()
  await settle()
  expect(peers.open).toHaveLength(1)
  isDone?.()
  await settle()
  expect(peers.open).toHaveLength(0)
})

it('closed between two steps, it goes at once', () => {
  const { peers, line } = stage({ caller: true })
  line.close()
  expect(peers.open).toHaveLength(0)
})

it.each([
  ['when its relay has answered', true],
  ['after three seconds, where the relay never does', false],
])(
  'closed while it asks for a place at a relay, it goes %s, so that the place is given back',
  async (_, isUp) => {
    const clock = new FakeClock()
    const { peers, line } = stage({ caller: true, clock })
    peers.up = isUp
    void line.prepare()
    await settle()
    line.close()
    expect(peers.open).toHaveLength(1)
    clock.advance(isUp ? peers.gatherMs : 2_999)
    if (!isUp) {
      expect(peers.open).toHaveLength(1)
      clock.advance(1)
    }
    expect(peers.open).toHaveLength(0)
    expect(peers.all[0]?.listeners).toBe(0)
  },
)
