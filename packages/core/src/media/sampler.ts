import { type System, system as platformSystem } from '../system.js'
import type { Picture } from './types.js'

/** Whoever looks at pictures now and then. */
export interface PictureConsumer {
  readonly everyMs: number
  readonly size: { readonly width: number; readonly height: number }
  /** A picture that isn't judged yet holds back the next one. @param at ms since 1970 */
  readonly take: (picture: Picture, at: number) => void | Promise<void>
}

export interface FrameSamplerOptions {
  /** The view's: draws what the video shows at this size. Null: there is no picture now. */
  readonly grab: (width: number, height: number) => Picture | null
  readonly consumers?: readonly PictureConsumer[]
  /** How finely time is divided: a consumer's picture comes this much late at most. */
  readonly intervalMs?: number
  readonly system?: Pick<System, 'now' | 'after'>
  /** Hears what `grab` or a consumer throws; the next picture is tried all the same. */
  readonly fault?: (error: unknown) => void
}

const INTERVAL_MS = 250

interface Seat {
  readonly consumer: PictureConsumer
  /** When its last picture was grabbed. */
  last: number
  isBusy: boolean
}

/**
 * Takes small pictures of a video for those who judge or keep them. Nothing is grabbed for a consumer that is still busy, while
 * hidden, or that nobody wants; what wasn't grabbed is never made up for.
 */
export class FrameSampler {
  readonly #grab: FrameSamplerOptions['grab']
  readonly #intervalMs: number
  readonly #system: Pick<System, 'now' | 'after'>
  readonly #fault: (error: unknown) => void
  readonly #seats = new Set<Seat>()
  #stop: (() => void) | null = null
  #isHidden = false
  #isClosed = false

  constructor({
    grab,
    consumers = [],
    intervalMs = INTERVAL_MS,
    system = platformSystem,
    fault = () => {},
  }: FrameSamplerOptions) {
    this.#grab = grab
    this.#intervalMs = intervalMs
    this.#system = system
    this.#fault = fault
    for (const consumer of consumers) this.add(consumer)
  }

  /** Its first picture comes with the next interval. @returns a function that takes it out */
  add(consumer: PictureConsumer): () => void {
    const seat: Seat = { consumer, last: -Infinity, isBusy: false }
    this.#seats.add(seat)
    this.#wind()
    return () => {
      this.#seats.delete(seat)
      this.#wind()
    }
  }

  /** A hidden page, or a video that shows nothing worth a look: no pictures, and no timer. */
  set hidden(isHidden: boolean) {
    this.#isHidden = isHidden
    this.#wind()
  }

  /** For good. A consumer that is judging finishes; what it makes of it is its own. */
  close(): void {
    this.#isClosed = true
    this.#wind()
    this.#seats.clear()
  }

  #wind(): void {
    const isDue = !this.#isClosed && !this.#isHidden && this.#seats.size > 0
    if (isDue) {
      this.#stop ??= this.#system.after(this.#intervalMs, this.#tick)
    } else {
      this.#stop?.()
      this.#stop = null
    }
  }

  readonly #tick = (): void => {
    this.#stop = null
    const at = this.#system.now()
    /** Those of the same size look at the same picture. */
    const grabbed = new Map<string, Picture | null>()
    for (const seat of [...this.#seats]) {
      // One consumer may take out another, close or hide while it looks.
      if (this.#isClosed || this.#isHidden) break
      if (seat.isBusy || !this.#seats.has(seat) || at - seat.last < seat.consumer.everyMs) continue
      const { width, height } = seat.consumer.size
      const size = `${width} ${height}`
      const picture = grabbed.has(size) ? (grabbed.get(size) ?? null) : this.#grabbed(width, height)
      grabbed.set(size, picture)
      if (picture) void this.#give(seat, picture, at)
    }
    this.#wind()
  }

  #grabbed(width: number, height: number): Picture | null {
    try {
      return this.#grab(width, height)
    } catch (error) {
      this.#fault(error)
      return null
    }
  }

  async #give(seat: Seat, picture: Picture, at: number): Promise<void> {
    seat.last = at
    seat.isBusy = true
    try {
      await seat.consumer.take(picture, at)
    } catch (error) {
      this.#fault(error)
    }
    seat.isBusy = false
  }
}
