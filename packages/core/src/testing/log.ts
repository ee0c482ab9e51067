import type { Acked, Entry } from '../protocol/index.js'

export interface LogItem {
  readonly offset: number
  readonly seat: number
  readonly at: number
  readonly body: Entry['body']
  readonly stamp: string
  readonly n?: number
  readonly rejected?: string
}

/** The log of a pretended chat: numbers, order, duplicates and trimming as the protocol has them, stamps made up. */
export class FakeLog {
  readonly chat: string
  readonly epoch: string
  /** What is still held. */
  items: readonly LogItem[] = []
  top = 0
  /** Every entry there ever was, for a test to compare with. */
  readonly all: LogItem[] = []
  readonly #accepted = new Map<number, number>()
  readonly #seen = new Map<number, number>()
  #at = 0

  constructor(chat: string, epoch: string, seats: readonly number[]) {
    this.chat = chat
    this.epoch = epoch
    for (const seat of seats) this.#seen.set(seat, 0)
  }

  accepted(seat: number): number {
    return this.#accepted.get(seat) ?? 0
  }

  get ended(): boolean {
    return this.all.at(-1)?.body['kind'] === 'end'
  }

  append(
    seat: number,
    body: Entry['body'],
    now: number,
    own: { readonly n?: number; readonly rejected?: string } = {},
  ): LogItem {
    this.#at = Math.max(this.#at, now)
    const offset = ++this.top
    const item = { offset, seat, at: this.#at, body, stamp: `k1.${String(offset).padStart(22, '0')}`, ...own }
    this.items = [...this.items, item]
    this.all.push(item)
    if (own.n !== undefined) this.#accepted.set(seat, own.n)
    return item
  }

  /** The own entry of that number, as long as it is held. */
  own(seat: number, n: number): LogItem | undefined {
    return this.items.find((item) => item.seat === seat && item.n === n)
  }

  /** Confirms, and forgets what every seat has confirmed. */
  confirm(seat: number, offset: number): void {
    this.#seen.set(seat, Math.max(this.#seen.get(seat) ?? 0, Math.min(offset, this.top)))
    const lowest = Math.min(...this.#seen.values())
    this.items = this.items.filter((item) => item.offset > lowest)
  }

  seen(seat: number): number {
    return this.#seen.get(seat) ?? 0
  }
}

export const ackOf = ({ n = 0, offset, at, stamp, rejected }: LogItem): Acked =>
  rejected === undefined ? [n, offset, at, stamp] : [n, offset, at, stamp, rejected]
