import { nameOf } from '../log.js'
import type { Clock, Log } from '../ports/clock.js'

/** Something that is done now and again, for as long as the server runs. */
export interface Round {
  /** What the log calls it when it failed. */
  readonly failed: string
  /** Ms until the next one, when it failed and unless it says otherwise. */
  readonly everyMs: number
  /** Ms until the first one; at once without it. */
  readonly firstMs?: number
  /** @returns ms until the next one, if that is to be sooner or later than usual */
  readonly work: (isOver: () => boolean) => Promise<number | void>
}

/** Does it now or in a moment, and again and again, one at a time, whatever failed before. @returns stops it */
export function startRounds(
  { failed, everyMs, firstMs = 0, work }: Round,
  { clock, log }: { readonly clock: Pick<Clock, 'after'>; readonly log: Log },
): () => void {
  let stopped = false
  let stop: () => void = () => undefined
  const isOver = (): boolean => stopped
  const go = async (): Promise<void> => {
    let wait = everyMs
    try {
      wait = (await work(isOver)) ?? everyMs
    } catch (cause) {
      if (!stopped) log.log('error', failed, { cause: nameOf(cause) })
    }
    if (!stopped) stop = clock.after(wait, () => void go())
  }
  stop = clock.after(firstMs, () => void go())
  return () => {
    stopped = true
    stop()
  }
}
