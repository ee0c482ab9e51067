import type { System } from '../system.js'
import type { Negotiator } from './negotiator.js'
import { type CallStats, readStats } from './stats.js'
import { Watchdog } from './watchdog.js'

/** `cut`: a stall when there was reason to expect one. `quiet`: nothing should be coming. */
export type Felt = 'flowing' | 'stalled' | 'cut' | 'quiet'

/** Reads a connection's statistics, which may take as long as they like: nothing waits for them. */
export class Pulse {
  readonly #system: System
  readonly #dog = new Watchdog()
  #stats: CallStats | null = null
  #isReading = false

  constructor(system: System) {
    this.#system = system
  }

  /** As last read; null before. */
  get stats(): CallStats | null {
    return this.#stats
  }

  /** Something may have cut the line: a stall shows sooner. */
  hurry(): void {
    this.#dog.hurry(this.#system.now())
  }

  /** @returns how it stands; undefined when nothing can be said yet, or the last reading isn't done */
  async feel(line: Negotiator, isExpecting: () => boolean): Promise<Felt | undefined> {
    if (this.#isReading) return undefined
    this.#isReading = true
    const report = await line.stats().catch(() => undefined)
    this.#isReading = false
    if (report === undefined) return undefined
    const now = this.#system.now()
    this.#stats = readStats(report)
    const verdict = this.#dog.look(this.#stats.bytes, isExpecting(), now)
    if (verdict === 'stalled' && this.#dog.isHurried(now)) return 'cut'
    return verdict ?? (isExpecting() ? undefined : 'quiet')
  }
}
