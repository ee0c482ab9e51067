import type { EventSource, StreamLike, TrackLike } from '../platform.js'

/** What events are told through, as far as media listen. */
export class FakeEvents implements EventSource {
  readonly #listeners = new Map<string, Set<(event: never) => void>>()

  addEventListener(type: string, listener: (event: never) => void): void {
    this.#listeners.set(type, (this.#listeners.get(type) ?? new Set()).add(listener))
  }

  removeEventListener(type: string, listener: (event: never) => void): void {
    this.#listeners.get(type)?.delete(listener)
  }

  /** Tells whoever listens at this moment. */
  fire(type: string, event: object = { type }): void {
    for (const listener of [...(this.#listeners.get(type) ?? [])]) listener(event as never)
  }

  /** How many listen: 0 once whoever listened has let go. */
  get listening(): number {
    let count = 0
    for (const listeners of this.#listeners.values()) count += listeners.size
    return count
  }
}

let made = 0

/** A track of a pretended device. */
export class FakeTrack extends FakeEvents implements TrackLike {
  readonly kind: 'audio' | 'video'
  readonly id: string = `track-${++made}`
  readonly label: string
  readonly deviceId: string
  readyState: 'live' | 'ended' = 'live'
  muted = false
  enabled = true

  constructor(kind: 'audio' | 'video', deviceId = '', label = '') {
    super()
    this.kind = kind
    this.deviceId = deviceId
    this.label = label
  }

  /** As in browsers: whoever stops a track isn't told that it ended. */
  readonly stop = (): void => {
    this.readyState = 'ended'
  }

  /** The device is gone: whoever listens is told. */
  end(): void {
    if (this.readyState === 'ended') return
    this.readyState = 'ended'
    this.fire('ended')
  }

  readonly getSettings = (): { deviceId: string; width?: number; height?: number } =>
    this.kind === 'video' ? { deviceId: this.deviceId, width: 640, height: 480 } : { deviceId: this.deviceId }
}

export class FakeStream implements StreamLike {
  readonly id: string = `stream-${++made}`
  readonly #tracks: readonly TrackLike[]

  constructor(tracks: readonly TrackLike[]) {
    this.#tracks = tracks
  }

  readonly getTracks = (): TrackLike[] => [...this.#tracks]
}
