import { type Clock, systemClock } from '../system.js'

/** A clock on which so many seconds pass in one, for servers and the kit alike. */
export function hasteClock(times: number): Clock {
  const start = systemClock.now()
  const epoch = Date.now()
  return {
    now: () => Math.floor(epoch + (systemClock.now() - start) * times),
    after: (ms, fn) => systemClock.after(ms / times, fn),
  }
}
