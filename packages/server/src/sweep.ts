import type { Clock } from './ports/clock.js'

/** Something that must not outlive its time. `bucket` is the sweep's own note. */
export interface Perishable {
  bucket: number
  /** Called once when the time is over; whatever it is about may be gone already. */
  readonly expire: () => void
}

/** The bucket of a thing that nothing waits for. */
export const NEVER = -1

/**
 * Ends what outlived its time, with one timer for everything and none while there is nothing. Counts ticks instead of
 * reading the clock, which may step. Things go up to one tick early, never late.
 */
export class Sweep {
  readonly #clock: Clock
  readonly #tickMs: number
  readonly #buckets = new Map<number, Set<Perishable>>()
  #tick = 0
  #count = 0
  #cancel: (() => void) | undefined

  constructor(clock: Clock, tickMs: number) {
    this.#clock = clock
    this.#tickMs = tickMs
  }

  /** Lets `thing` expire in `ms` at the latest. A thing has one time: setting it again moves it. */
  set(thing: Perishable, ms: number): void {
    this.clear(thing)
    const bucket = this.#tick + Math.max(1, Math.floor(ms / this.#tickMs))
    const things = this.#buckets.get(bucket)
    if (things === undefined) this.#buckets.set(bucket, new Set([thing]))
    else things.add(thing)
    thing.bucket = bucket
    this.#count++
    this.#arm()
  }

  clear(thing: Perishable): void {
    const { bucket } = thing
    const things = this.#buckets.get(bucket)
    thing.bucket = NEVER
    if (things === undefined || !things.delete(thing)) return
    if (things.size === 0) this.#buckets.delete(bucket)
    if (--this.#count === 0) this.#disarm()
  }

  close(): void {
    this.#disarm()
    this.#buckets.clear()
    this.#count = 0
  }

  #arm(): void {
    this.#cancel ??= this.#clock.after(this.#tickMs, () => {
      this.#cancel = undefined
      this.#tick++
      const things = this.#buckets.get(this.#tick)
      this.#buckets.delete(this.#tick)
      this.#count -= things?.size ?? 0
      let fault: { readonly cause: unknown } | undefined
      for (const thing of things ?? []) {
        try {
          if (thing.bucket !== this.#tick) continue
          thing.bucket = NEVER
          thing.expire()
        } catch (cause) {
          fault ??= { cause }
        }
      }
      if (this.#count > 0) this.#arm()
      // Whoever fails is heard of, but the others' time runs on.
      if (fault !== undefined) throw fault.cause
    })
  }

  #disarm(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }
}
