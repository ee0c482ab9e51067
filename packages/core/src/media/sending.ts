import { type LadderStep, OPENS, rankOf, reaches } from '../protocol/index.js'
import type { System } from '../system.js'
import type { Encoding, SenderLike, TrackLike } from './platform.js'

/** What a call sends at most, bits a second; with both directions and the relay's two legs a pair takes about four times that. */
const BITRATES = { sound: 32_000, blurred: 60_000, clear: 500_000 } as const
/** A blurred picture has at most so many lines (P-CONSENT-2), however it is turned: nobody can sharpen what was never sent. */
const BLURRED_LINES = 64
/** A clear picture starts at a quarter of its size, so that the first one is there soon, and grows after this time, ms. */
const START_SCALE = 4
const GROW_MS = 700
/** What may leave now. */
interface Wanted {
  readonly step: LadderStep | null
  readonly track: TrackLike | null
  readonly encoding: Encoding
}
const SILENCE: Wanted = { step: null, track: null, encoding: {} }

/**
 * One direction of one kind, sound or picture: sends what the ladder allows and nothing beyond it. What may not be sent is taken
 * out of the sender, so there is nothing that could leak.
 */
export class Sending {
  readonly kind: 'audio' | 'video'
  readonly #sender: SenderLike
  readonly #system: System
  #step: LadderStep | null = null
  /** As far as the sender may still go: lower only once it has done what it was told. */
  #told: LadderStep | null = null
  #track: TrackLike | null = null
  #hushed: TrackLike | null = null
  #isGrown = false
  #grow: (() => void) | undefined
  #wanted: Wanted = SILENCE
  /** What the sender has taken. */
  #done: Wanted = SILENCE
  #isWorking = false
  #again = false
  #isClosed = false

  constructor(kind: 'audio' | 'video', sender: SenderLike, system: System) {
    this.kind = kind
    this.#sender = sender
    this.#system = system
  }

  /** Now and then: a camera may have another size by now, and what a browser refused is tried again. */
  look(): void {
    if (this.#isClosed || this.#isWorking) return
    const { track, encoding } = this.#wish()
    const { scaleResolutionDownBy: scale } = this.#done.encoding
    if (track !== this.#done.track || (track && encoding.scaleResolutionDownBy !== scale)) this.#apply()
  }

  /** @param holds the step both agreed to; @param track the device's, if it is on and not muted */
  set(holds: LadderStep | null, track: TrackLike | null): void {
    const most = this.kind === 'audio' ? 'voice' : holds
    const step = reaches(holds, OPENS[this.kind]) ? most : null
    const before = this.#track
    // Whatever the sender still has to be told, from this moment on nothing of it leaves: nor if it is unmuted meanwhile.
    if (rankOf(step) < rankOf(this.#told))
      for (const one of [before, track]) if (one !== null) this.#hush(one)
    if (step === this.#step && track === before) return
    this.#step = step
    this.#track = track
    this.#apply()
  }

  /** Nothing leaves any more. */
  close(): void {
    this.#isClosed = true
    this.#grow?.()
  }

  /** A track that sends black and silence until the sender has been told, which takes a moment. */
  #hush(track: TrackLike): void {
    if (!track.enabled) return
    track.enabled = false
    this.#hushed = track
  }

  /** What was muted meanwhile stays so: that is its owner's. */
  #unhush(): void {
    const track = this.#hushed
    this.#hushed = null
    if (track !== null && track === this.#track && track.readyState === 'live') track.enabled = true
  }

  #apply(): void {
    this.#wanted = this.#wish()
    this.#again = true
    if (!this.#isWorking) void this.#work()
  }

  #wish(): Wanted {
    const step = this.#step
    const encoding = step === null || this.#track === null ? null : this.#encoding(this.#track)
    return encoding === null ? { ...SILENCE, step } : { step, track: this.#track, encoding }
  }

  /** Null: what may be sent can't be made of this, as nobody knows how large it is. */
  #encoding(track: TrackLike): Encoding | null {
    if (this.kind === 'audio') return { active: true, maxBitrate: BITRATES.sound }
    if (this.#step !== 'clear') {
      this.#isGrown = false
      this.#grow?.()
      this.#grow = undefined
      const { width = 0, height = 0 } = track.getSettings()
      if (!(width > 0 && height > 0)) return null
      const scale = Math.max(1, Math.max(width, height) / BLURRED_LINES)
      return { active: true, maxBitrate: BITRATES.blurred, scaleResolutionDownBy: scale }
    }
    if (!this.#isGrown)
      this.#grow ??= this.#system.after(GROW_MS, () => {
        this.#isGrown = true
        if (!this.#isClosed) this.#apply()
      })
    return {
      active: true,
      maxBitrate: BITRATES.clear,
      scaleResolutionDownBy: this.#isGrown ? 1 : START_SCALE,
    }
  }

  /** Tells the sender, one thing after the other, until it does what is wanted now: first smaller, then on; first off, then larger. */
  async #work(): Promise<void> {
    this.#isWorking = true
    while (this.#again && !this.#isClosed) {
      this.#again = false
      const { step, track, encoding } = this.#wanted
      if (rankOf(step) > rankOf(this.#told)) this.#told = step
      this.#done = SILENCE
      try {
        const next = track !== null && (await this.#limit(encoding)) ? track : null
        if (this.#sender.track !== next) await this.#sender.replaceTrack(next)
        if (next) this.#done = { step, track: next, encoding }
      } catch {
        // A limit that isn't taken is none, so nothing is sent. What is closed or ended sends nothing anyway.
        await this.#sender.replaceTrack(null).catch(() => {})
      }
    }
    this.#told = this.#wanted.step
    this.#unhush()
    this.#isWorking = false
  }

  /** False before the descriptions are exchanged: there is nothing to limit yet, and `look` tries again. */
  async #limit(encoding: Encoding): Promise<boolean> {
    const parameters = this.#sender.getParameters()
    const [first, ...others] = parameters.encodings
    if (first === undefined) return false
    Object.assign(first, encoding)
    // Of what the stranger's description asked for besides, such as a second size, none has a limit of its own.
    for (const other of others) other.active = false
    await this.#sender.setParameters(parameters)
    return true
  }
}
