import type { Readable } from 'node:stream'
import type { Clock } from '../ports/clock.js'

/** What bodies that are on their way at the same time may take (law 8): each may be small, and all of them together much. */
export interface ReadingBounds {
  /** Of all together. */
  readonly bytes: number
  /** Of one neighbourhood: somebody who sends much and never ends it leaves room for the others. */
  readonly share: number
  /** How long a body may be on its way, whatever the http server around us allows. */
  readonly patienceMs: number
}

const MB = 1024 * 1024
/** The longest report is half a MB, and a slow line brings it in time. */
export const BODIES: ReadingBounds = { bytes: 32 * MB, share: 8 * MB, patienceMs: 20_000 }
/** Somebody for whom there was no room comes again after this, ms. */
export const FULL_MS = 5_000

/** What became of a body. Whatever it was, it takes no room any more once `done` was called, or there is none to call. */
export type Arrival =
  | { readonly kind: 'arrived'; readonly text: string; readonly done: () => void }
  /** Longer than it may be · no room now · too slow · its sender went away. The rest of it is never read. */
  | { readonly kind: 'too_big' | 'busy' | 'late' | 'gone' }

/** The first room of a body; it doubles as long as more comes. */
const LEAST = 4 * 1024

export class Reading {
  readonly #clock: Pick<Clock, 'after'>
  readonly #bounds: ReadingBounds
  readonly #places = new Map<string, number>()
  #held = 0

  constructor(clock: Pick<Clock, 'after'>, bounds: ReadingBounds = BODIES) {
    this.#clock = clock
    this.#bounds = bounds
  }

  /** Bytes that are taken now. */
  get held(): number {
    return this.#held
  }

  /**
   * Reads a body of at most `max` bytes. Never rejects.
   * @param place the neighbourhood it comes from; without one only the whole is bounded
   */
  read(source: Readable, max: number, place?: string): Promise<Arrival> {
    return new Promise((resolve) => {
      // One piece of memory that grows: kept apart, pieces of a single byte would take hundreds of bytes each.
      let bytes: Uint8Array = new Uint8Array(0)
      let size = 0
      const release = (): void => {
        this.#give(-bytes.length, place)
        bytes = new Uint8Array(0)
      }
      const end = (arrival: Arrival): void => {
        stopWaiting()
        source.off('data', take).off('end', whole).off('close', gone).off('error', gone)
        resolve(arrival)
      }
      const fail = (kind: 'too_big' | 'busy' | 'late' | 'gone'): void => {
        source.pause()
        release()
        end({ kind })
      }
      const take = (piece: Uint8Array): void => {
        const needed = size + piece.length
        if (needed > max) return fail('too_big')
        if (needed > bytes.length) {
          const room = Math.min(max, Math.max(LEAST, 2 * needed))
          if (!this.#give(room - bytes.length, place)) return fail('busy')
          const wider = new Uint8Array(room)
          wider.set(bytes.subarray(0, size))
          bytes = wider
        }
        bytes.set(piece, size)
        size = needed
      }
      const whole = (): void => {
        const text = Buffer.from(bytes.buffer, 0, size).toString()
        end({ kind: 'arrived', text, done: release })
      }
      const gone = (): void => fail('gone')
      const stopWaiting = this.#clock.after(this.#bounds.patienceMs, () => fail('late'))
      // Somebody before us may have read it, or its sender left before we came to it: then nothing comes any more.
      if (source.readableEnded) return whole()
      if (source.destroyed) return gone()
      source.on('data', take).on('end', whole).on('close', gone).on('error', gone)
    })
  }

  /** @returns whether there was room for so many bytes more; fewer always fit */
  #give(bytes: number, place: string | undefined): boolean {
    const here = place === undefined ? 0 : (this.#places.get(place) ?? 0)
    const { bytes: most, share } = this.#bounds
    if (bytes > 0 && (this.#held + bytes > most || (place !== undefined && here + bytes > share)))
      return false
    this.#held += bytes
    if (place === undefined) return true
    if (here + bytes === 0) this.#places.delete(place)
    else this.#places.set(place, here + bytes)
    return true
  }
}
