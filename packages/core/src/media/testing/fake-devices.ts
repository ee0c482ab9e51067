import type { CaptureConstraints, DeviceInfo, DevicesLike, MediaPlatform, StreamLike } from '../platform.js'
import { FakeEvents, FakeStream, FakeTrack } from './fake-tracks.js'

type Device = 'camera' | 'microphone'
const KINDS = { camera: 'video', microphone: 'audio' } as const
const DEVICES = ['camera', 'microphone'] as const

export interface FakeDevicesOptions {
  /** Ids, in the platform's order: the first is the default. */
  readonly cameras?: readonly string[]
  readonly microphones?: readonly string[]
}

/** Cameras and microphones that a test plugs in, occupies and pulls out. Answers at once unless `late`. */
export class FakeDevices extends FakeEvents implements DevicesLike {
  /** What the person says, or has said. Ids and labels show once a device of the kind was had. */
  readonly permission: Record<Device, 'granted' | 'denied'> = { camera: 'granted', microphone: 'granted' }
  /** Ids that another program holds. */
  readonly busy = new Set<string>()
  /** Ids that this engine can't give in the wished size: only plainly. */
  readonly picky = new Set<string>()
  /** Answers wait in `waiting` until the test lets them go. */
  late = false
  /** Lets one answer go, which is decided at that moment; in order of asking. */
  readonly waiting: (() => void)[] = []
  /** Everything `getUserMedia` was asked for. */
  readonly asked: CaptureConstraints[] = []
  /** The most tracks of a kind that ever lived at once: more than 1 is a double capture. */
  readonly peak: Record<Device, number> = { camera: 0, microphone: 0 }
  readonly #plugged: Record<Device, string[]>
  readonly #had = new Set<Device>()
  readonly #tracks: FakeTrack[] = []

  constructor({ cameras = ['cam-1'], microphones = ['mic-1'] }: FakeDevicesOptions = {}) {
    super()
    this.#plugged = { camera: [...cameras], microphone: [...microphones] }
  }

  /** The tracks that live: none means that the light is off. */
  live(device?: Device): FakeTrack[] {
    return this.#tracks.filter(
      ({ readyState, kind }) => readyState === 'live' && (!device || kind === KINDS[device]),
    )
  }

  plug(device: Device, id: string): void {
    if (this.#plugged[device].includes(id)) return
    this.#plugged[device].push(id)
    this.fire('devicechange')
  }

  /** Pulls it out: its tracks end and the list changes. */
  unplug(id: string): void {
    for (const device of DEVICES) {
      const at = this.#plugged[device].indexOf(id)
      if (at < 0) continue
      this.#plugged[device].splice(at, 1)
      for (const track of this.live(device)) if (track.deviceId === id) track.end()
      this.fire('devicechange')
    }
  }

  readonly getUserMedia = (constraints: CaptureConstraints): Promise<StreamLike> => {
    this.asked.push(constraints)
    return this.#answer(() => this.#capture(constraints))
  }

  readonly enumerateDevices = (): Promise<DeviceInfo[]> => this.#answer(() => this.#list())

  #answer<T>(decide: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const go = (): void => {
        try {
          resolve(decide())
        } catch (error) {
          reject(error as Error)
        }
      }
      if (this.late) this.waiting.push(go)
      else go()
    })
  }

  /** All of what was asked for or nothing, as in browsers. */
  #capture({ video, audio }: CaptureConstraints): StreamLike {
    const wishes = { camera: video, microphone: audio }
    const wanted = DEVICES.filter((device) => wishes[device])
    if (wanted.length === 0) throw failure('TypeError')
    if (wanted.some((device) => this.#plugged[device].length === 0)) throw failure('NotFoundError')
    if (wanted.some((device) => this.permission[device] === 'denied')) throw failure('NotAllowedError')
    const found = wanted.map((device) => ({ device, id: this.#find(device, wishes[device]) }))
    if (found.some(({ id }) => this.busy.has(id))) throw failure('NotReadableError')
    const tracks = found.map(({ device, id }) => new FakeTrack(KINDS[device], id, `Label of ${id}`))
    this.#tracks.push(...tracks)
    for (const device of wanted) {
      this.#had.add(device)
      this.peak[device] = Math.max(this.peak[device], this.live(device).length)
    }
    return new FakeStream(tracks)
  }

  #find(device: Device, wish: CaptureConstraints['video']): string {
    const exact = exactOf(wish)
    const id = this.#plugged[device].find((one) => exact === undefined || one === exact)
    const isPlain = typeof wish !== 'object' || !('width' in wish || 'echoCancellation' in wish)
    if (id === undefined || (this.picky.has(id) && !isPlain)) throw failure('OverconstrainedError')
    return id
  }

  #list(): DeviceInfo[] {
    return DEVICES.flatMap((device) => {
      const kind = `${KINDS[device]}input`
      if (this.#had.has(device)) {
        return this.#plugged[device].map((id) => ({
          deviceId: id,
          kind,
          label: `Label of ${id}`,
          groupId: id,
        }))
      }
      return this.#plugged[device].slice(0, 1).map(() => ({ deviceId: '', kind, label: '', groupId: '' }))
    })
  }
}

function exactOf(wish: CaptureConstraints['video']): unknown {
  const id = typeof wish === 'object' ? wish['deviceId'] : undefined
  return typeof id === 'object' && id !== null && 'exact' in id ? id.exact : undefined
}

const failure = (name: string): Error => Object.assign(new Error('Said by pretended devices.'), { name })

class NoPeer {
  constructor() {
    throw new Error('This platform has devices only: give it a PeerConnection of your own.')
  }
}

/** A platform around pretended devices; what a test needs otherwise it says in `over`. */
export const platformOf = (
  devices: DevicesLike | undefined,
  over: Partial<MediaPlatform> = {},
): MediaPlatform => ({
  PeerConnection: NoPeer as unknown as NonNullable<MediaPlatform['PeerConnection']>,
  devices,
  stream: (tracks) => new FakeStream(tracks),
  isSecure: true,
  allows: () => true,
  ...over,
})
