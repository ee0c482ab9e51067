import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { FakeClock } from '../testing/clock.js'
import { LocalMedia } from './local-media.js'
import type { Device } from './problems.js'
import { FakeDevices, platformOf } from './testing/fake-devices.js'

const DEVICES = ['camera', 'microphone'] as const
const IDS = {
  camera: ['cam-1', 'cam-2', 'cam-3'],
  microphone: ['mic-1', 'mic-2'],
} as const

/** What a person does. */
type Press =
  | { readonly do: 'start' | 'release'; readonly what: Partial<Record<Device, boolean>> }
  | { readonly do: 'select'; readonly device: Device; readonly id: string }
  | { readonly do: 'mute'; readonly device: Device; readonly on: boolean }
  | { readonly do: 'renew'; readonly device: Device }
/** What the world does. */
type Event =
  | { readonly do: 'answer'; readonly which: number }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'unplug' | 'plug' | 'busy' | 'picky'; readonly device: Device; readonly id: string }
  | { readonly do: 'permission'; readonly device: Device; readonly to: 'granted' | 'denied' }
  | { readonly do: 'refresh' | 'close' }

const device = fc.constantFrom(...DEVICES)
const named = device.chain((one) => fc.record({ device: fc.constant(one), id: fc.constantFrom(...IDS[one]) }))
const what = fc.constantFrom({ camera: true }, { microphone: true }, { camera: true, microphone: true })

const press: fc.Arbitrary<Press> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('start'), what }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('release'), what }) },
  { weight: 2, arbitrary: named.map((one) => ({ do: 'select' as const, ...one })) },
  fc.record({ do: fc.constant('mute'), device, on: fc.boolean() }),
  fc.record({ do: fc.constant('renew'), device }),
)
const passing: fc.Arbitrary<Event> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('answer'), which: fc.nat(5) }) },
  fc.record({ do: fc.constant('pass'), ms: fc.nat(400) }),
  fc.record({ do: fc.constant('refresh') }),
)
const trouble: fc.Arbitrary<Event> = fc.oneof(
  fc
    .tuple(fc.constantFrom('unplug', 'plug', 'busy', 'picky'), named)
    .map(([act, one]) => ({ do: act, ...one })),
  fc.record({ do: fc.constant('permission'), device, to: fc.constantFrom('granted', 'denied') }),
)

class World {
  readonly devices = new FakeDevices({ cameras: IDS.camera, microphones: IDS.microphone })
  readonly clock = new FakeClock()
  readonly local = new LocalMedia({ platform: platformOf(this.devices), system: this.clock })
  readonly #asked: Promise<unknown>[] = []

  constructor() {
    this.devices.late = true
  }

  async step(act: Press | Event): Promise<void> {
    this.#act(act)
    // Before anything else gets a turn: a light that stays on for a moment was on. Of an answer nobody knows yet.
    if (act.do !== 'answer') this.#check()
    await setImmediate()
    this.#check()
  }

  #act(act: Press | Event): void {
    const { devices, clock, local } = this
    switch (act.do) {
      case 'start':
        return void this.#asked.push(local.start(act.what))
      case 'release':
        return local.release(act.what)
      case 'select':
        return void this.#asked.push(local.select({ [act.device]: act.id }))
      case 'mute':
        return local.mute({ [act.device]: act.on })
      case 'renew':
        return void this.#asked.push(local.renew(act.device))
      case 'answer':
        return devices.waiting.splice(act.which, 1)[0]?.()
      case 'pass':
        return clock.advance(act.ms)
      case 'unplug':
        return devices.unplug(act.id)
      case 'plug':
        return devices.plug(act.device, act.id)
      case 'busy':
      case 'picky': {
        const ids = devices[act.do]
        return void (ids.has(act.id) ? ids.delete(act.id) : ids.add(act.id))
      }
      case 'permission':
        devices.permission[act.device] = act.to
        return
      case 'refresh':
        return void local.refresh()
      case 'close':
        return local.close()
    }
  }

  /** Lets everything answer and pass until nothing is left to come. Every promise given is kept by then. */
  async settle(): Promise<void> {
    for (let i = 0; i < 500 && (this.devices.waiting.length > 0 || this.clock.pending > 0); i++) {
      await this.step({ do: 'answer', which: 0 })
      await this.step({ do: 'pass', ms: 100 })
    }
    expect([this.devices.waiting.length, this.clock.pending]).toEqual([0, 0])
    await Promise.all(this.#asked)
    for (const one of DEVICES) expect(this.state(one)).not.toBe('starting')
  }

  state(one: Device): string {
    return this.local.state.get()[one].state
  }

  /** What the state says is what is lit; and what may be sent is what is lit. */
  #check(): void {
    const { devices, local } = this
    for (const one of DEVICES) {
      const live = devices.live(one)
      const state = this.state(one)
      expect(live.length).toBe(state === 'on' || state === 'muted' ? 1 : 0)
      expect(local.tracks[one]).toBe(live[0] ?? null)
      if (live[0]) expect(live[0].enabled).toBe(state === 'on')
    }
    expect(devices.peak.camera).toBeLessThanOrEqual(1)
    expect(devices.peak.microphone).toBeLessThanOrEqual(1)
    expect(local.state.get().stream?.getTracks() ?? []).toEqual(devices.live('camera'))
  }
}

it('whatever people press and devices do, what is lit is what the state says, and never two of a kind', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(press, passing, trouble), { maxLength: 40 }), async (acts) => {
      const world = new World()
      for (const act of acts) await world.step(act)
      await world.settle()
      for (const one of DEVICES) {
        const last = acts.findLast((act) => (act.do === 'start' || act.do === 'release') && act.what[one])
        if (last?.do !== 'start') expect(world.state(one)).toBe('off')
      }
    }),
  )
})

it('closed at any moment: nothing lives, nothing listens, every promise is kept', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(press, passing, trouble), { maxLength: 25 }),
      fc.array(fc.oneof(press, passing, trouble), { maxLength: 10 }),
      async (before, after) => {
        const world = new World()
        for (const act of before) await world.step(act)
        await world.step({ do: 'close' })
        for (const act of after) await world.step(act)
        await world.settle()
        expect(world.devices.live()).toEqual([])
        expect(world.devices.listening).toBe(0)
      },
    ),
  )
})

it('where nothing goes wrong, the last press decides: what is on, which one, and whether it is muted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(press, passing), { maxLength: 40 }), async (acts) => {
      const world = new World()
      const wanted = {
        camera: { isOn: false, isMuted: false, id: 'cam-1' },
        microphone: { isOn: false, isMuted: false, id: 'mic-1' },
      }
      for (const act of acts) {
        await world.step(act)
        if (act.do === 'start' || act.do === 'release') {
          for (const one of DEVICES) {
            if (!act.what[one]) continue
            wanted[one].isOn = act.do === 'start'
            if (act.do === 'release') wanted[one].isMuted = false
          }
        }
        if (act.do === 'select') wanted[act.device].id = act.id
        if (act.do === 'mute' && wanted[act.device].isOn) wanted[act.device].isMuted = act.on
      }
      await world.settle()
      for (const one of DEVICES) {
        const { isOn, isMuted, id } = wanted[one]
        const state = isMuted ? 'muted' : 'on'
        expect(world.local.state.get()[one]).toEqual(
          isOn ? { state, problem: null, id } : { state: 'off', problem: null, id: null },
        )
      }
    }),
  )
})
