export { createOpenTelemetry } from './opentelemetry.js'
export { createPrometheus, type Prometheus } from './prometheus.js'
export type { Count, Histogram, Instrument, Meter, Reading, Spreading, Trace, Work } from '../ports/meter.js'
