import { type Cell, cell } from '../client/stores.js'
import type { Store } from '../client/types.js'
import { type System, system as platformSystem } from '../system.js'
import { acquire } from './acquire.js'
import { capture } from './capture.js'
import { Choices } from './choices.js'
import type { MediaPlatform, StreamLike, TrackLike } from './platform.js'
import { type Device, DEVICES, obstacleOf } from './problems.js'
import { Slot, type Want } from './slot.js'
import type { DeviceProblem, LocalView } from './types.js'

/** A device that was freed a moment ago may still be held by the system. */
const RETRY_MS = 300

type Devices<T> = Partial<Readonly<Record<Device, T>>>
/** What can be sent: the tracks that live at this moment. */
export type Tracks = Readonly<Record<Device, TrackLike | null>>

export interface LocalMediaOptions {
  readonly platform: MediaPlatform
  readonly system?: Pick<System, 'after'>
  /** Hears what a listener throws. */
  readonly fault?: (error: unknown) => void
}

const OFF = { state: 'off', problem: null, id: null } as const
const NOTHING: LocalView = {
  camera: OFF,
  microphone: OFF,
  cameras: [],
  microphones: [],
  stream: null,
  look: null,
}

/**
 * The one owner of capture: every camera and microphone of a page is started and freed here, and kept from chat to chat.
 * It captures one thing at a time, stops the old before it asks for the new, and lets go at once of what arrives when
 * nobody wants it any more.
 */
export class LocalMedia {
  readonly state: Store<LocalView>
  readonly #cell: Cell<LocalView>
  readonly #platform: MediaPlatform
  readonly #after: System['after']
  readonly #fault: (error: unknown) => void
  readonly #slots: Readonly<Record<Device, Slot>>
  readonly #choices: Choices
  readonly #listeners = new Set<(tracks: Tracks) => void>()
  #tracks: Tracks = { camera: null, microphone: null }
  #stream: StreamLike | null = null
  #look: LocalView['look'] = null
  #isWorking = false
  #isClosed = false

  constructor({ platform, system = platformSystem, fault = () => {} }: LocalMediaOptions) {
    this.#platform = platform
    this.#after = system.after
    this.#fault = fault
    this.#cell = cell(NOTHING, fault)
    this.state = this.#cell
    const slot = (device: Device): Slot => new Slot(() => this.#lost(device))
    this.#slots = { camera: slot('camera'), microphone: slot('microphone') }
    this.#choices = new Choices(platform.devices, () => this.#tell())
  }

  get tracks(): Tracks {
    return this.#tracks
  }

  /** Called on every change of `tracks`, before the state tells. @returns a function that stops */
  onTracks(listener: (tracks: Tracks) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Starts devices, by a press of the person: both with one prompt. Never rejects; what failed stands in the state. */
  readonly start = (what: Devices<boolean>): Promise<void> => {
    const wants = this.#each(what, (slot, device, isOn) => {
      if (!isOn) return null
      const obstacle = obstacleOf(device, this.#platform)
      if (slot.track) slot.problem = null
      else if (obstacle) slot.free(obstacle)
      if (slot.track || obstacle) return null
      return slot.want ?? slot.wish(slot.chosen, 'any')
    })
    return this.#settle(wants)
  }

  /** Frees devices: their light goes off at once, also when they are still being started. */
  readonly release = (what: Devices<boolean>): void => {
    this.#each(what, (slot, _, isFreed) => isFreed && slot.free())
    this.#tell()
  }

  /** Another device of a kind. What is off stays off and starts with it the next time. Never rejects. */
  readonly select = (what: Devices<string>): Promise<void> => {
    const wants = this.#each(what, (slot, _, id) => {
      slot.chosen = id === '' ? null : id
      if (id === '' || id === (slot.used ?? slot.want?.id)) return slot.want
      if (slot.track) return slot.wish(id, 'back', slot.used)
      return slot.want && slot.wish(id, slot.want.instead, slot.want.back)
    })
    return this.#settle(wants)
  }

  /** Keeps the device and sends nothing of it, or sends again. */
  readonly mute = (what: Devices<boolean>): void => {
    this.#each(what, (slot, _, isMuted) => slot.mute(isMuted))
    this.#tell()
  }

  /** For when a page shows again: what ended while nobody looked, and which devices there are now. */
  readonly refresh = async (): Promise<void> => {
    for (const device of DEVICES) {
      const { track } = this.#slots[device]
      if (track?.readyState === 'ended') this.#lost(device)
      else if (track?.muted) void this.renew(device)
    }
    await this.#choices.refresh()
  }

  /** Captures the same device anew: phones leave tracks that live and yet show nothing more. Never another device. */
  readonly renew = (device: Device): Promise<void> => {
    const slot = this.#slots[device]
    return this.#settle([slot.track ? slot.wish(slot.used, 'none') : slot.want])
  }

  /** What whoever watches the self-view has seen of it. */
  readonly looks = (look: LocalView['look']): void => {
    this.#look = look
    this.#tell()
  }

  /** Frees everything, for good. Idempotent. */
  readonly close = (): void => {
    this.release({ camera: true, microphone: true })
    this.#isClosed = true
    this.#choices.close()
    this.#listeners.clear()
  }

  #each<T, R>(what: Devices<T>, act: (slot: Slot, device: Device, value: T) => R): R[] {
    if (this.#isClosed) return []
    return DEVICES.flatMap((device) => {
      const value = what[device]
      return value === undefined ? [] : [act(this.#slots[device], device, value)]
    })
  }

  async #settle(wants: readonly (Want | null)[]): Promise<void> {
    this.#tell()
    void this.#work()
    await Promise.all(wants.flatMap((want) => want?.settled ?? []))
  }

  /** One capture after the other: a second one at the same time ends the first on iOS. */
  async #work(): Promise<void> {
    if (this.#isWorking) return
    this.#isWorking = true
    for (;;) {
      const due = DEVICES.flatMap((device) => {
        const { want } = this.#slots[device]
        return want ? [{ device, want }] : []
      })
      const [first, second] = due
      if (!first) break
      if (second && !first.want.alone && !second.want.alone) await this.#together(due)
      else await this.#alone(first.device, first.want)
    }
    this.#isWorking = false
    // Labels show once a device was had, and what failed may have gone.
    void this.#choices.refresh()
  }

  async #together(due: readonly { readonly device: Device; readonly want: Want }[]): Promise<void> {
    const requests = Object.fromEntries(due.map(({ device, want }) => [device, { id: want.id }]))
    const { tracks } = await capture(this.#platform, requests)
    // A missing camera doesn't cost the microphone: what failed together is tried one by one.
    for (const { device, want } of due) {
      const track = tracks[device]
      if (track) this.#arrived(device, want, want.id, track)
      else want.alone = true
    }
  }

  async #alone(device: Device, want: Want): Promise<void> {
    const slot = this.#slots[device]
    const problem = await acquire(want, {
      attempt: async (request, note) => {
        if (slot.want !== want) return null
        const { tracks, problem: failed } = await capture(this.#platform, { [device]: request })
        const track = tracks[device]
        if (track) this.#arrived(device, want, request.id, track, note)
        return slot.want === want ? failed : null
      },
      others: async () => {
        await this.#choices.refresh()
        return this.#choices.others(device, want.id)
      },
      pause: () => new Promise((resolve) => void this.#after(RETRY_MS, resolve)),
    })
    if (!problem || slot.want !== want) return
    slot.free(problem)
    this.#tell()
  }

  /** It may be wanted no more, or wanted anew by now: asked for, released and asked for again while a prompt was open. */
  #arrived(device: Device, want: Want, id: string | null, track: TrackLike, note?: DeviceProblem): void {
    const slot = this.#slots[device]
    const isWanted = slot.want !== null && (slot.want === want || slot.want.id === id)
    if (!isWanted) return track.stop()
    if (track.readyState === 'ended') {
      slot.free('unplugged')
    } else {
      slot.take(track)
      if (note) {
        // It went back to the one before, which is then the one to start the next time.
        slot.problem = note
        slot.chosen = id
      }
    }
    this.#tell()
  }

  #lost(device: Device): void {
    this.#slots[device].free('unplugged')
    this.#tell()
  }

  /** Whoever sends hears first, so that nobody sees "off" while something is still being sent. */
  #tell(): void {
    const { camera, microphone } = this.#slots
    const before = this.#tracks
    if (camera.track !== before.camera || camera.view.state !== 'on') this.#look = null
    if (camera.track !== before.camera) {
      this.#stream = camera.track && this.#guarded(this.#platform.stream, [camera.track])
    }
    if (camera.track !== before.camera || microphone.track !== before.microphone) {
      this.#tracks = { camera: camera.track, microphone: microphone.track }
      for (const listener of [...this.#listeners]) this.#guarded(listener, this.#tracks)
    }
    const lists = this.#choices.lists
    const shown = this.#cell.get()
    const next: LocalView = {
      camera: kept(shown.camera, camera.view),
      microphone: kept(shown.microphone, microphone.view),
      cameras: lists.camera,
      microphones: lists.microphone,
      stream: this.#stream,
      look: this.#look,
    }
    if (this.#cell.set(kept(shown, next))) this.#cell.notify()
  }

  #guarded<T, R>(call: (argument: T) => R, argument: T): R | null {
    try {
      return call(argument)
    } catch (error) {
      this.#fault(error)
      return null
    }
  }
}

/** The one that was shown, when it says the same: a store's reference changes with its meaning. */
function kept<T extends object>(shown: T, next: T): T {
  const keys = Object.keys(next) as (keyof T)[]
  return keys.every((key) => Object.is(shown[key], next[key])) ? shown : next
}
