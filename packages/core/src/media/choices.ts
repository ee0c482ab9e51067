import type { DeviceInfo, DevicesLike } from './platform.js'
import type { Device } from './problems.js'
import type { DeviceChoice } from './types.js'

const KINDS = { camera: 'videoinput', microphone: 'audioinput' } as const
/** Chromium's names for what the system prefers; the same devices stand in the list under their own. */
const ALIASES = new Set(['default', 'communications'])

export type Lists = Readonly<Record<Device, readonly DeviceChoice[]>>

/** Which devices there are, kept fresh once `refresh` was called. Asks the person for nothing. */
export class Choices {
  #lists: Lists = { camera: [], microphone: [] }
  #asked = 0
  #isListening = false
  #isClosed = false
  readonly #devices: DevicesLike | undefined
  readonly #changed: () => void

  constructor(devices: DevicesLike | undefined, changed: () => void) {
    this.#devices = devices
    this.#changed = changed
  }

  get lists(): Lists {
    return this.#lists
  }

  /** The ones to try when `id` is taken, in the platform's order. Without an id it was the first that was tried. */
  others(device: Device, id: string | null): string[] {
    const ids = this.#lists[device].map((choice) => choice.id).filter((one) => one && !ALIASES.has(one))
    return id === null || ALIASES.has(id) ? ids.slice(1) : ids.filter((one) => one !== id)
  }

  /** Reads the list anew. A later reading wins over one that answers late; one that fails changes nothing. */
  readonly refresh = async (): Promise<void> => {
    if (!this.#devices || this.#isClosed) return
    if (!this.#isListening) this.#devices.addEventListener('devicechange', this.#onChange)
    this.#isListening = true
    const asked = ++this.#asked
    try {
      const found = await this.#devices.enumerateDevices()
      if (asked !== this.#asked || this.#isClosed) return
      this.#lists = { camera: of(found, 'camera'), microphone: of(found, 'microphone') }
      this.#changed()
    } catch {
      // The lists stay as they were: a device can still be started without one.
    }
  }

  close(): void {
    this.#isClosed = true
    this.#devices?.removeEventListener('devicechange', this.#onChange)
  }

  readonly #onChange = (): void => void this.refresh()
}

const of = (found: readonly DeviceInfo[], device: Device): DeviceChoice[] =>
  found.filter(({ kind }) => kind === KINDS[device]).map(({ deviceId, label }) => ({ id: deviceId, label }))
