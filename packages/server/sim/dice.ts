const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** All chance of a run comes from one seed. A fork has numbers of its own, so that one part's use never shifts another's. */
export class Dice {
  readonly #seed: number
  #state: number

  constructor(seed: number) {
    this.#seed = seed >>> 0
    this.#state = this.#seed
  }

  fork(name: string): Dice {
    let hash = this.#seed ^ 0x811c9dc5
    for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
    const child = new Dice(hash)
    // The first numbers of neighbouring seeds are alike.
    child.unit()
    return child
  }

  /** At least 0, less than 1 (mulberry32). */
  readonly unit = (): number => {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** 22 characters, as the real ids. */
  readonly id = (): string => {
    let id = ''
    for (let i = 0; i < 22; i++) id += LETTERS.charAt(Math.floor(this.unit() * 64))
    return id
  }

  readonly bytes = (length: number): Uint8Array =>
    Uint8Array.from({ length }, () => Math.floor(this.unit() * 256))

  chance(share: number): boolean {
    return this.unit() < share
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1))
  }

  /** A waiting time with this mean, as independent events have them. */
  wait(mean: number): number {
    return Math.ceil(-mean * Math.log(1 - this.unit()))
  }

  pick<T>(list: readonly T[]): T {
    const item = list[Math.floor(this.unit() * list.length)]
    if (item === undefined) throw new RangeError('Nothing to pick from.')
    return item
  }

  /** One of the keys, by weight. */
  weighted<K extends string>(weights: Readonly<Partial<Record<K, number>>>): K {
    const entries = Object.entries(weights) as [K, number][]
    let left = this.unit() * entries.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [key, weight] of entries) if ((left -= weight) < 0) return key
    return this.pick(entries.map(([key]) => key))
  }
}
