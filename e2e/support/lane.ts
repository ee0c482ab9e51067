import type { Socket } from 'node:net'
import type { Toxic } from './proxy.ts'

/** Bytes a lane holds before it stops reading: a slow lane pushes back on its sender as a slow network does. */
const HELD = 256 * 1024

export interface LaneEvents {
  readonly passed: (bytes: number) => void
  /** A `limit_data` toxic is used up. */
  readonly spent: (by: 'reset' | 'close' | 'half_open') => void
  /** The sender's end was passed on. */
  readonly ended: () => void
  /** The sender's socket broke, or closed without an end. */
  readonly broken: () => void
}

/** One direction of a link: reads, applies the toxics in force, writes, in order. */
export class Lane {
  readonly #from: Socket
  readonly #to: Socket
  readonly #toxics: () => readonly Toxic[]
  readonly #events: LaneEvents
  readonly #queue: ({ readonly chunk: Buffer; readonly due: number } | 'end')[] = []
  /** Bytes passed under each `limit_data` toxic. */
  readonly #counts = new Map<Toxic, number>()
  #held = 0
  #lastDue = 0
  #frozen = false
  #stopped = false
  /** Something broke or closed while frozen: told when the lane thaws. */
  #missed: (() => void) | undefined
  #sawEnd = false
  #wake: (() => void) | undefined

  constructor(from: Socket, to: Socket, toxics: () => readonly Toxic[], events: LaneEvents) {
    this.#from = from
    this.#to = to
    this.#toxics = toxics
    this.#events = events
    from.on('data', (chunk: Buffer) => this.#take(chunk))
    from.on('end', () => {
      this.#sawEnd = true
      this.#queue.push('end')
      this.#stir()
    })
    from.on('error', () => this.#break())
    from.on('close', () => {
      if (!this.#sawEnd) this.#break()
    })
    from.resume()
    void this.#run()
  }

  freeze(): void {
    this.#frozen = true
    this.#from.pause()
    this.#stir()
  }

  thaw(): void {
    this.#frozen = false
    this.#from.resume()
    this.#missed?.()
    this.#stir()
  }

  stop(): void {
    this.#stopped = true
    this.#stir()
  }

  #break(): void {
    if (this.#stopped) return
    if (this.#frozen) this.#missed = this.#events.broken
    else this.#events.broken()
  }

  #take(chunk: Buffer): void {
    let late = 0
    for (const toxic of this.#toxics()) {
      if (toxic.kind === 'latency') late += toxic.ms + (Math.random() * 2 - 1) * (toxic.jitter ?? 0)
    }
    // Never earlier than the chunk before: a stream keeps its order.
    this.#lastDue = Math.max(this.#lastDue, performance.now() + Math.max(0, late))
    this.#queue.push({ chunk, due: this.#lastDue })
    this.#held += chunk.length
    if (this.#held > HELD) this.#from.pause()
    this.#stir()
  }

  async #run(): Promise<void> {
    for (;;) {
      while (!this.#stopped && (this.#frozen || this.#queue.length === 0)) await this.#stirred()
      if (this.#stopped) return
      const next = this.#queue[0]
      if (next === undefined) continue
      if (next === 'end') {
        this.#queue.shift()
        this.#events.ended()
        this.#to.end()
        return
      }
      await this.#until(next.due)
      // The world may have changed while waiting: look again before a byte leaves.
      if (this.#frozen || this.#stopped) continue
      this.#queue.shift()
      this.#held -= next.chunk.length
      if (!this.#frozen && this.#held <= HELD) this.#from.resume()
      await this.#pass(next.chunk)
    }
  }

  async #pass(chunk: Buffer): Promise<void> {
    let rest = chunk
    while (rest.length > 0) {
      while (this.#frozen && !this.#stopped) await this.#stirred()
      if (this.#stopped) return
      const { size, perSecond } = this.#allowed(rest.length)
      const piece = rest.subarray(0, size)
      rest = rest.subarray(size)
      this.#events.passed(size)
      const room = this.#to.write(piece)
      this.#count(size)
      if (perSecond < Infinity) await this.#until(performance.now() + (size * 1_000) / perSecond)
      if (!room) await this.#drained()
    }
  }

  /** How much of `length` may leave at once. */
  #allowed(length: number): { readonly size: number; readonly perSecond: number } {
    let size = length
    let perSecond = Infinity
    for (const toxic of this.#toxics()) {
      if (toxic.kind === 'slicer') size = Math.min(size, toxic.size)
      if (toxic.kind === 'bandwidth') perSecond = Math.min(perSecond, toxic.bytesPerSecond)
      const left = toxic.kind === 'limit_data' ? toxic.bytes - (this.#counts.get(toxic) ?? 0) : 0
      if (left > 0) size = Math.min(size, left)
    }
    // Fifty pieces a second are smooth enough.
    if (perSecond < Infinity) size = Math.min(size, Math.max(1, Math.ceil(perSecond / 50)))
    return { size, perSecond }
  }

  #count(size: number): void {
    for (const toxic of this.#toxics()) {
      if (toxic.kind !== 'limit_data') continue
      const before = this.#counts.get(toxic) ?? 0
      this.#counts.set(toxic, before + size)
      if (before < toxic.bytes && before + size >= toxic.bytes) this.#events.spent(toxic.by)
    }
  }

  #until(due: number): Promise<void> {
    const ms = due - performance.now()
    return ms <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms))
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#to.once('drain', resolve)
      this.#to.once('close', resolve)
    })
  }

  #stirred(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }

  #stir(): void {
    const wake = this.#wake
    this.#wake = undefined
    wake?.()
  }
}
