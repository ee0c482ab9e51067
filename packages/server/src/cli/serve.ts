import { createServer as createHttp, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { MODES } from '@stranger-chat/core/protocol'
import { createLog } from '../log.js'
import type { Prometheus } from '../metrics/prometheus.js'
import type { Log } from '../ports/clock.js'
import type { Meter } from '../ports/meter.js'
import { createServer, type StrangerServer } from '../server.js'
import { RedisError } from '../redis/link.js'
import { KeyError } from '../session/keys.js'
import { StoreError } from '../sql/store.js'
import { stayAlive, systemClock, systemRandom } from '../system.js'
import { callsLine, providerOf, wantsDevTurn } from './calls.js'
import { type DevTurn, findProgram, startDevTurn } from './dev-turn.js'
import { makeFolder } from './folder.js'
import { metricsUrl, serveMetrics } from './metrics.js'
import { needsFolder } from './records.js'
import type { Settings } from './settings.js'
import { Trouble } from './trouble.js'

/** Of a crowd that comes at once so many may wait to be answered, as far as the system allows; past it they are dropped. */
const BACKLOG = 4_096

/** How long the last goodbyes may take to leave the process, ms. */
const FLUSH_MS = 500

/** A request that takes longer to arrive is no browser's, ms. */
const PATIENCE = { headersTimeout: 10_000, requestTimeout: 30_000 }

/**
 * Serves until a signal ends it: the first asks everybody to move, a second one, or the first in development, ends it at once.
 * @returns the exit code
 */
export async function serve(settings: Settings, version: string): Promise<number> {
  const { port, host, dev } = settings
  const log = createLog({
    clock: systemClock,
    write: (line) => process.stderr.write(line),
    level: 'info',
    form: dev || process.stderr.isTTY ? 'plain' : 'json',
  })
  // From the very beginning: the first process of a container is ended by no signal that it doesn't hear.
  const first = signalled()
  const relay = wantsDevTurn(settings) ? await devTurn(log) : undefined
  let server: StrangerServer | undefined
  let figures: HttpServer | undefined
  const http = createHttp(PATIENCE)
  try {
    const { meters, prometheus } = await metersOf(settings)
    server = await open(settings, relay, log, meters)
    if (settings.metrics !== undefined && prometheus !== undefined)
      figures = await serveMetrics(settings.metrics, prometheus, server)
    server.attach(http)
    await listen(http, port, host)
  } catch (cause) {
    first.forget()
    figures?.close()
    await server?.close()
    relay?.stop()
    throw cause
  }
  const bound = (http.address() as AddressInfo).port
  process.stdout.write(greeting(version, bound, settings, relay, figures))
  log.log('info', 'server.started', { version, port: bound, dev })
  await first.heard
  // The port is free from now on, so that a successor can take in those who are asked to move.
  const closed = new Promise<void>((done) => void http.close(() => done()))
  const leave = stayAlive()
  const second = signalled()
  if (!dev) await Promise.race([server.drain(), second.heard])
  await server.close()
  relay?.stop()
  figures?.closeAllConnections()
  figures?.close()
  await Promise.race([closed, new Promise<void>((done) => void systemClock.after(FLUSH_MS, done))])
  leave()
  second.forget()
  log.log('info', 'server.stopped')
  return 0
}

async function devTurn(log: Log): Promise<DevTurn | undefined> {
  const program = findProgram('turnserver', process.env['PATH'])
  return program === undefined ? undefined : await startDevTurn(program, log, systemRandom)
}

/** Loaded only where somebody wants them. */
async function metersOf({ metrics, otel }: Settings): Promise<{ meters: Meter[]; prometheus?: Prometheus }> {
  const meters: Meter[] = []
  if (otel === true) {
    const { createOpenTelemetry } = await import('../metrics/opentelemetry.js')
    const meter = await createOpenTelemetry().catch((cause: unknown) => {
      throw new Trouble(1, cause instanceof Error ? cause.message : String(cause))
    })
    meters.push(meter)
  }
  if (metrics === undefined) return { meters }
  const { createPrometheus } = await import('../metrics/prometheus.js')
  const prometheus = createPrometheus()
  return { meters: [...meters, prometheus], prometheus }
}

async function open(
  settings: Settings,
  relay: DevTurn | undefined,
  log: Log,
  meters: readonly Meter[],
): Promise<StrangerServer> {
  if (needsFolder(settings)) makeFolder(settings.data)
  try {
    const ice = relay?.ice ?? providerOf(settings)
    const calls = {
      ...(ice === undefined ? {} : { ice }),
      ...(settings.dev && ice !== undefined ? { modes: MODES } : {}),
    }
    return await createServer({ page: true, ...calls, ...settings, log, meters })
  } catch (cause) {
    if (cause instanceof KeyError || cause instanceof StoreError || cause instanceof RedisError)
      throw new Trouble(1, cause.message)
    if (cause instanceof RangeError) throw new Trouble(2, cause.message)
    throw cause
  }
}

function listen(http: HttpServer, port: number, host: string | undefined): Promise<void> {
  return new Promise((done, fail) => {
    http.once('error', (error: NodeJS.ErrnoException) => fail(new Trouble(1, whyNot(error, port, host))))
    http.listen({ port, backlog: BACKLOG, ...(host === undefined ? {} : { host }) }, done)
  })
}

function whyNot({ code, message }: NodeJS.ErrnoException, port: number, host: string | undefined): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken by another program. Stop that one, or choose another port: --port ${port === 65_535 ? 8787 : port + 1}`
    case 'EACCES':
      return `Port ${port} needs more rights than this account has. Choose one above 1023, such as --port 8787, behind a proxy.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address ${host ?? ''}. Leave --host out to listen on all it has.`
    default:
      return `Port ${port} can't be opened: ${message}`
  }
}

function greeting(
  version: string,
  port: number,
  settings: Settings,
  relay: DevTurn | undefined,
  figures: HttpServer | undefined,
): string {
  const { host, dev, path = '', redis } = settings
  const calls = callsLine(settings, relay?.port)
  const name =
    host === undefined || host === '127.0.0.1' || host === '0.0.0.0' || host === '::' ? 'localhost' : host
  const base = `http://${name.includes(':') ? `[${name}]` : name}:${port}${path === '' ? '' : `/${path.replace(/^\/+|\/+$/g, '')}`}`
  return `stranger-chat ${version}${dev ? ', for development' : ''}

  Open     ${base}/
  Embed    <script type="module" src="${base}/stranger-chat.js"></script>
           <stranger-chat></stranger-chat>
  Moderate ${base}/moderate (let somebody in: stranger-chat moderator invite NAME)
${placesLine(settings)}
${redis === undefined ? '' : `  Shared   Redis at ${redis.map(hostOf).join(', ')}\n`}${figures === undefined ? '' : `  Metrics  ${metricsUrl(figures)}\n`}${calls === '' ? '' : `  Calls    ${calls}\n`}
`
}

function placesLine({ data, keys, postgres }: Settings): string {
  const lies = [
    ...(keys === undefined ? [] : [`keys ${resolve(keys)}`]),
    ...(postgres === undefined ? [] : [`records ${hostOf(postgres)}`]),
  ]
  if (lies.length === 0) return `  Data     ${resolve(data)} (keys and records: keep it, and keep it private)`
  if (lies.length === 1) lies.push(`${keys === undefined ? 'keys' : 'records'} ${resolve(data)}`)
  return `  Data     ${lies.join(', ')} (keep both, and keep them private)`
}

/** Of an address, what may be shown. */
const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : 'an address that is none')

const SIGNALS = ['SIGTERM', 'SIGINT'] as const

/** The next signal that asks for an end. */
function signalled(): { readonly heard: Promise<void>; readonly forget: () => void } {
  let forget: () => void = () => undefined
  const heard = new Promise<void>((done) => {
    const hear = (): void => {
      forget()
      done()
    }
    forget = () => {
      for (const signal of SIGNALS) process.off(signal, hear)
    }
    for (const signal of SIGNALS) process.on(signal, hear)
  })
  return { heard, forget }
}
