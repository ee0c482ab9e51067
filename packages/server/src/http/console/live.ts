import type { ServerResponse } from 'node:http'
import type { Counters } from '@stranger-chat/core/api'
import type { Clock } from '../../ports/clock.js'
import type { Ledger } from '../../ports/ledger.js'

/** How often the ledger is looked at while anybody watches, ms: what another node wrote shows as soon as what this one did. */
const LOOK_MS = 500
/** A word now and then, so that no proxy takes a quiet line for a dead one, in looks. */
const BREATH = 30
/** Consoles that watch at once; more are told to ask instead. */
const WATCHERS = 200
/** What a console that doesn't read may be behind, bytes. */
const BEHIND = 64 * 1024
const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-accel-buffering': 'no',
}

/** Tells open consoles that something happened, by server-sent events. They ask for what it was themselves. */
export class Live {
  readonly #ledger: Pick<Ledger, 'head'>
  readonly #clock: Pick<Clock, 'after'>
  readonly #count: () => Promise<Counters>
  /** Each with whether its console is still open: not signed out, removed or expired. */
  readonly #watchers = new Map<ServerResponse, () => Promise<boolean>>()
  #stop: (() => void) | undefined
  #seq = -1
  #looks = 0
  #said = ''

  constructor(ledger: Pick<Ledger, 'head'>, clock: Pick<Clock, 'after'>, count: () => Promise<Counters>) {
    this.#ledger = ledger
    this.#clock = clock
    this.#count = count
  }

  /** How many consoles watch on this node. */
  get size(): number {
    return this.#watchers.size
  }

  /** @returns false when too many watch already */
  async watch(res: ServerResponse, isOpen: () => Promise<boolean>): Promise<boolean> {
    if (this.#watchers.size >= WATCHERS) return false
    res.writeHead(200, HEADERS)
    this.#watchers.set(res, isOpen)
    res.on('close', () => this.#leave(res))
    const counters = await this.#count()
    // It may have closed meanwhile, and then nobody is left to look for.
    if (!this.#watchers.has(res)) return true
    res.write(`event: counters\ndata: ${JSON.stringify(counters)}\n\n`)
    this.#stop ??= this.#clock.after(LOOK_MS, this.#look)
    return true
  }

  close(): void {
    for (const res of this.#watchers.keys()) res.end()
    this.#watchers.clear()
    this.#rest()
  }

  #leave(res: ServerResponse): void {
    this.#watchers.delete(res)
    if (this.#watchers.size === 0) this.#rest()
  }

  #rest(): void {
    this.#stop?.()
    this.#stop = undefined
  }

  readonly #look = (): void => {
    this.#stop = this.#clock.after(LOOK_MS, this.#look)
    this.#tell().catch(() => {
      // The store is away: the next look tells.
    })
  }

  async #tell(): Promise<void> {
    const { seq } = await this.#ledger.head()
    if (++this.#looks % BREATH === 0) {
      await this.#endClosed()
      this.#say(': still here\n\n')
    }
    if (seq !== this.#seq && this.#seq >= 0) this.#say('event: queue\ndata: {}\n\n')
    if (seq === this.#seq && this.#looks % BREATH !== 0) return
    this.#seq = seq
    const counters = JSON.stringify(await this.#count())
    if (counters !== this.#said) this.#say(`event: counters\ndata: ${counters}\n\n`)
    this.#said = counters
  }

  async #endClosed(): Promise<void> {
    for (const [res, isOpen] of this.#watchers) {
      if (await isOpen()) continue
      res.end()
      this.#leave(res)
    }
  }

  #say(text: string): void {
    for (const res of this.#watchers.keys()) {
      if (res.writableLength > BEHIND) res.destroy()
      else res.write(text)
    }
  }
}
