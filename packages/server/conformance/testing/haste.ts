import { type Clock, systemClock } from '../system.js'

/**
 * A clock on which so many seconds pass in one, for servers and the kit alike.
 * @param epoch where it starts, ms since 1970
 */
export function hasteClock(times: number, epoch: number): Clock {
  const start = systemClock.now()
  return {
    now: () => Math.floor(epoch + (systemClock.now() - start) * times),
    after: (ms, fn) => systemClock.after(ms / times, fn),
  }
}
