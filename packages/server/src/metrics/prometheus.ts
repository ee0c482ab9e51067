import { collectDefaultMetrics, Registry } from 'prom-client'
import type { Instrument, Meter } from '../ports/meter.js'

/** Tells Prometheus, which comes and asks. */
export interface Prometheus extends Meter {
  /** What `text` is. */
  readonly contentType: string
  /** Everything there is to tell now, in the form in which Prometheus scrapes it. */
  readonly text: () => Promise<string>
}

const PREFIX = 'stranger_chat_'

/** As Prometheus wants it: with the unit, and counters with `_total`. */
export const prometheusName = ({ kind, name }: Pick<Instrument, 'kind' | 'name'>): string =>
  PREFIX + name + { counter: '_total', gauge: '', histogram: '_seconds' }[kind]

/** @param options.process the process itself as well: memory, CPU, event loop, open files. Default: yes */
export function createPrometheus(options: { readonly process?: boolean } = {}): Prometheus {
  const registry = new Registry()
  if (options.process !== false) collectDefaultMetrics({ register: registry })
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    watch(instruments) {
      for (const instrument of instruments)
        registry.registerMetric(asMetric(instrument) as unknown as Parameters<Registry['registerMetric']>[0])
      return () => {
        for (const instrument of instruments) registry.removeSingleMetric(prometheusName(instrument))
      }
    },
  }
}

interface Value {
  readonly value: number
  readonly labels: Readonly<Record<string, string | number>>
  readonly metricName?: string
}

/** What a registry needs of a metric. Ours are only read when it asks, so nothing is counted twice. */
function asMetric(instrument: Instrument) {
  const name = prometheusName(instrument)
  const { help, kind: type } = instrument
  const get = () => ({ name, help, type, values: valuesOf(instrument, name), aggregator: 'sum' })
  return { name, help, type, get }
}

function valuesOf(instrument: Instrument, name: string): readonly Value[] {
  const labelled = (of: string | undefined): Record<string, string> =>
    instrument.label === undefined || of === undefined ? {} : { [instrument.label]: of }
  if (instrument.kind !== 'histogram')
    return [...instrument.read()].map(({ value, of }) => ({ value, labels: labelled(of) }))
  return [...instrument.read()].flatMap(({ of, spread: { counts, sum } }) => {
    const labels = labelled(of)
    let total = 0
    const buckets = counts.map((count, i) => ({
      value: (total += count),
      labels: { ...labels, le: instrument.bounds[i] ?? '+Inf' },
      metricName: `${name}_bucket`,
    }))
    return [
      ...buckets,
      { value: sum, labels, metricName: `${name}_sum` },
      { value: total, labels, metricName: `${name}_count` },
    ]
  })
}
