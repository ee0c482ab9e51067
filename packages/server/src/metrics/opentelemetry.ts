import { nameOf } from '../log.js'
import type { Instrument, Meter, Work } from '../ports/meter.js'

const SCOPE = '@stranger-chat/server'
const PREFIX = 'stranger_chat.'

/**
 * Tells OpenTelemetry, by whatever SDK the process has set up; without one nothing happens. Needs the package
 * `@opentelemetry/api`.
 * @throws Error with a sentence if that isn't installed
 */
export async function createOpenTelemetry(): Promise<Meter> {
  const api = await import('@opentelemetry/api').catch(() => {
    throw new Error('To tell OpenTelemetry, install its API: npm install @opentelemetry/api')
  })
  const meter = api.metrics.getMeter(SCOPE)
  const tracer = api.trace.getTracer(SCOPE)

  const watchOne = (instrument: Instrument): (() => void) => {
    const { kind, name, help: description, label } = instrument
    const labelled = (of: string | undefined) =>
      label === undefined || of === undefined ? {} : { [label]: of }
    if (kind === 'histogram') {
      const histogram = meter.createHistogram(PREFIX + name, {
        ...{ description, unit: 's' },
        advice: { explicitBucketBoundaries: [...instrument.bounds] },
      })
      const all = [...instrument.read()]
      for (const { of, spread } of all) spread.hear = (value) => histogram.record(value, labelled(of))
      return () => {
        for (const { spread } of all) spread.hear = undefined
      }
    }
    const observable =
      kind === 'counter'
        ? meter.createObservableCounter(PREFIX + name, { description })
        : meter.createObservableGauge(PREFIX + name, { description })
    const tell: Parameters<typeof observable.addCallback>[0] = (result) => {
      for (const { value, of } of instrument.read()) result.observe(value, labelled(of))
    }
    observable.addCallback(tell)
    return () => observable.removeCallback(tell)
  }

  return {
    watch(instruments) {
      const stops = instruments.map(watchOne)
      return () => {
        for (const stop of stops) stop()
      }
    },
    trace: <T>(name: Work, work: () => Promise<T>): Promise<T> =>
      tracer.startActiveSpan(`stranger_chat.${name}`, async (span) => {
        try {
          return await work()
        } catch (cause) {
          // Its class and place, as in the log: a message could quote somebody's words.
          span.setStatus({ code: api.SpanStatusCode.ERROR })
          span.setAttribute('error.type', nameOf(cause))
          throw cause
        } finally {
          span.end()
        }
      }),
  }
}
