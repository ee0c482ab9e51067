import type { House } from './house.js'

/** Everybody gets at least this long to move, ms. */
const WINDOW_MS = 10_000
/** How long after the window the slowest may still be on their way. */
const LATE_MS = 2_000
const LOOK_MS = 100

/** The time over which `connections` are spread, so that nobody has to take them all at once. */
export const drainWindow = (connections: number, perSecond: number): number =>
  Math.max(WINDOW_MS, (connections / perSecond) * 1000)

/**
 * Asks everybody to move and waits until they have, or the window is over; whoever is left is sent away with a time to
 * come back. Resolves with how many had to be.
 */
export async function drain({ registry, clock, random, log, acceptRate }: House): Promise<number> {
  const { connections } = registry
  const windowMs = drainWindow(connections.size, acceptRate)
  log.log('info', 'drain.started', { connections: connections.size, windowMs })
  for (const connection of connections) {
    connection.drain(Math.floor(random.unit() * windowMs))
  }
  const until = clock.now() + windowMs + LATE_MS
  while (connections.size > 0 && clock.now() < until) {
    await new Promise<void>((resolve) => void clock.after(LOOK_MS, resolve))
  }
  const left = connections.size
  sendAway({ registry, random }, windowMs)
  log.log('info', 'drain.done', { sentAway: left })
  return left
}

/** Says goodbye to everybody, each with another time to come back. */
export function sendAway({ registry, random }: Pick<House, 'registry' | 'random'>, windowMs: number): void {
  for (const connection of registry.connections) {
    connection.goodbye('draining', { retryAfterMs: Math.floor(random.unit() * windowMs) })
  }
}
