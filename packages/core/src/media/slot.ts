import type { TrackLike } from './platform.js'
import type { DeviceProblem, DeviceView } from './types.js'

/** That a device shall be on, until it is or turns out not to be. */
export interface Want {
  /** Null: whichever the platform prefers. */
  readonly id: string | null
  /** What a person has pressed for, if this one can't be had: any other, the one they had before, or none. */
  readonly instead: 'any' | 'back' | 'none'
  readonly back: string | null
  /** It failed together with the other device: it is asked for by itself now. */
  alone: boolean
  /** Resolves when it is settled either way, or when something else is wanted. */
  readonly settled: Promise<void>
  readonly settle: () => void
}

/** One kind of device. Never wanted and had at the same time: the old track stops before a new one is asked for. */
export class Slot {
  want: Want | null = null
  problem: DeviceProblem | null = null
  /** The device that the person chose, in this page's memory only. */
  chosen: string | null = null
  #track: TrackLike | null = null
  #isMuted = false
  readonly #lost: () => void

  /** @param lost called when the track ends by itself: unplugged, or taken away by the system */
  constructor(lost: () => void) {
    this.#lost = lost
  }

  get track(): TrackLike | null {
    return this.#track
  }

  /** The id of the device in use. */
  get used(): string | null {
    return this.#track?.getSettings().deviceId ?? null
  }

  get view(): DeviceView {
    const on = this.#isMuted ? 'muted' : 'on'
    return {
      state: this.want ? 'starting' : this.#track ? on : 'off',
      problem: this.problem,
      id: this.#track ? this.used : (this.want?.id ?? null),
    }
  }

  /** Wants a device in place of what is had or was wanted. */
  wish(id: string | null, instead: Want['instead'], back: string | null = null): Want {
    this.#drop()
    this.want?.settle()
    let settle = (): void => {}
    const settled = new Promise<void>((resolve) => {
      settle = resolve
    })
    this.problem = null
    this.want = { id, instead, back, alone: false, settled, settle }
    return this.want
  }

  take(track: TrackLike): void {
    this.#track = track
    track.enabled = !this.#isMuted
    track.addEventListener('ended', this.#lost)
    this.want?.settle()
    this.want = null
  }

  mute(isMuted: boolean): void {
    // A track that isn't muted may be silent for a reason of its sender's, so nothing is done twice.
    if ((!this.#track && !this.want) || isMuted === this.#isMuted) return
    this.#isMuted = isMuted
    if (this.#track) this.#track.enabled = !isMuted
  }

  /** Off. Whoever starts it again is heard and seen. */
  free(problem: DeviceProblem | null = null): void {
    this.#drop()
    this.want?.settle()
    this.want = null
    this.problem = problem
    this.#isMuted = false
  }

  #drop(): void {
    this.#track?.removeEventListener('ended', this.#lost)
    this.#track?.stop()
    this.#track = null
  }
}
