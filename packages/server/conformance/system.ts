import { randomBytes } from 'node:crypto'

/** Time as the kit sees it, ms. */
export interface Clock {
  readonly now: () => number
  /** @returns a function that takes the timer back */
  readonly after: (ms: number, fn: () => void) => () => void
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, fn) {
    const timer = setTimeout(fn, ms)
    return () => clearTimeout(timer)
  },
}

/** 16 characters nobody else comes upon. */
export const secret = (): string => randomBytes(12).toString('base64url')

/** A whole number from 0 to `below` - 1. */
export const anyOf = (below: number): number => randomBytes(4).readUInt32BE() % below
