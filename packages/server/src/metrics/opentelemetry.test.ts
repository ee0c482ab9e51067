import { context, metrics, trace } from '@opentelemetry/api'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createStage } from '../testing/people.js'
import { createOpenTelemetry } from './opentelemetry.js'

/** With the real SDK, set up as an operator would. */

const spans = new InMemorySpanExporter()
const exported = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
let provider: MeterProvider
beforeEach(() => {
  provider = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter: exported })] })
  metrics.setGlobalMeterProvider(provider)
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }))
})
afterEach(async () => {
  spans.reset()
  exported.reset()
  metrics.disable()
  trace.disable()
  context.disable()
  await provider.shutdown()
})

it('tells the same figures, histograms with our own buckets', async () => {
  const stage = await createStage({ meters: [await createOpenTelemetry()] })
  const [ann] = await stage.pair()
  await ann.send('hello')
  await provider.forceFlush()
  await stage.server.close()
  const told = new Map(
    exported
      .getMetrics()
      .flatMap(({ scopeMetrics }) =>
        scopeMetrics.flatMap(({ metrics: all }) => all.map((one) => [one.descriptor.name, one] as const)),
      ),
  )
  const pointsOf = (name: string) => told.get(`stranger_chat.${name}`)?.dataPoints ?? []
  expect(pointsOf('connections')[0]?.value).toBe(2)
  expect(pointsOf('entries').find(({ attributes }) => attributes['kind'] === 'text')?.value).toBe(1)
  const [wait] = pointsOf('match_wait')
  expect(wait?.value).toMatchObject({ count: 2, buckets: { boundaries: expect.arrayContaining([0.5, 300]) } })
  expect(told.get('stranger_chat.match_wait')?.descriptor.unit).toBe('s')
})

it('has a span for a hello and for a match, with nothing of anybody in it', async () => {
  const stage = await createStage({ meters: [await createOpenTelemetry()] })
  await stage.pair()
  await stage.server.close()
  const names = spans.getFinishedSpans().map(({ name }) => name)
  expect(names.filter((name) => name === 'stranger_chat.hello')).toHaveLength(2)
  expect(names).toContain('stranger_chat.match')
  for (const { attributes, events } of spans.getFinishedSpans()) {
    expect(attributes).toEqual({})
    expect(events).toEqual([])
  }
})

it('marks a span whose work failed, by the class of what was thrown, and throws on', async () => {
  const { trace: traced } = await createOpenTelemetry()
  const work = traced?.('report', () => Promise.reject(new TypeError('somebody’s words')))
  await expect(work).rejects.toThrow('somebody’s words')
  const [span] = spans.getFinishedSpans()
  expect(span?.status.code).toBe(2)
  expect(JSON.stringify([span?.attributes, span?.events, span?.status])).not.toContain('words')
  expect(span?.attributes['error.type']).toMatch(/^TypeError/)
})
