import type { Meter, Trace } from '../ports/meter.js'
import { watchLateness } from '../system.js'
import { instrumentsOf, type Sources } from './instruments.js'

/** How often the event loop is looked at, ms. */
const LOOK_MS = 100

/** Tells all meters of a server. @returns ends it */
export function startMetering(meters: readonly Meter[], sources: Sources): () => void {
  const instruments = instrumentsOf(sources)
  const { lateness } = sources.counts
  const stops = [
    ...meters.map((meter) => meter.watch(instruments)),
    watchLateness(LOOK_MS, (seconds) => lateness.observe(seconds)),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

/** Does work under a name for every meter that traces; where none does, it is only done. */
export const traceOf = (meters: readonly Meter[]): Trace =>
  meters.reduce<Trace>(
    (inner, { trace }) =>
      trace === undefined ? inner : (name, work) => trace(name, () => inner(name, work)),
    (_, work) => work(),
  )
