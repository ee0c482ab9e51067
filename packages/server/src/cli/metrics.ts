import { createServer as createHttp, type Server as HttpServer } from 'node:http'
import { type AddressInfo, isIP } from 'node:net'
import { replyReadiness } from '../http/health.js'
import { replyError, replyJson } from '../http/reply.js'
import type { Prometheus } from '../metrics/prometheus.js'
import type { StrangerServer } from '../server.js'
import { Trouble } from './trouble.js'

/** Where figures are told. */
export interface MetricsPlace {
  readonly host: string
  readonly port: number
}

const NEARBY = '127.0.0.1'

/** `9464`, `10.0.0.5:9464`, `[::1]:9464`: this machine alone unless told otherwise; nothing for what is none of these. */
export function metricsPlaceOf(text: string): MetricsPlace | undefined {
  const [, inBrackets, plain, digits = ''] = /^(?:(?:\[([^\]]+)\]|([^:[\]]+)):)?(\d{1,5})$/.exec(text) ?? []
  const port = Number(digits)
  if (digits === '' || port > 65_535) return undefined
  if (inBrackets !== undefined) return isIP(inBrackets) === 6 ? { host: inBrackets, port } : undefined
  return { host: plain ?? NEARBY, port }
}

/**
 * Listens for whoever scrapes, on an address of its own: what it tells is for the operator, and the public port knows nothing
 * of it. Readiness is here as well, and a scrape looks at it, so that it can be told.
 * @throws Trouble when it can't listen there
 */
export async function serveMetrics(
  { host, port }: MetricsPlace,
  prometheus: Pick<Prometheus, 'contentType' | 'text'>,
  server: Pick<StrangerServer, 'ready'>,
): Promise<HttpServer> {
  const http = createHttp({ requestTimeout: 10_000 }, (req, res) => {
    const path = req.url?.split('?', 1)[0]
    if (req.method !== 'GET' && req.method !== 'HEAD')
      return replyError(res, 405, 'method_not_allowed', 'This address takes GET.', { allow: 'GET' })
    if (path === '/livez') return replyJson(res, 200, { status: 'ok' })
    const fail = (): void => replyError(res, 500, 'internal', 'Something went wrong here.')
    if (path === '/readyz') return void server.ready().then((found) => replyReadiness(res, found), fail)
    if (path !== '/metrics')
      return replyError(res, 404, 'not_found', 'There are /metrics, /livez and /readyz here.')
    void server
      .ready()
      .then(() => prometheus.text())
      .then((text) => {
        res.writeHead(200, { 'content-type': prometheus.contentType, 'cache-control': 'no-store' })
        res.end(text)
      })
      .catch(fail)
  })
  // It tells of the server, and never keeps it alive.
  http.unref()
  await new Promise<void>((done, fail) => {
    http.once('error', ({ code, message }: NodeJS.ErrnoException) =>
      fail(
        new Trouble(
          1,
          `Figures can't be told at ${host}:${port}: ${code === 'EADDRINUSE' ? 'that port is taken' : message}. Choose another place: --metrics [HOST:]PORT`,
        ),
      ),
    )
    http.listen({ host, port }, done)
  })
  return http
}

/** Where it listens, for a person to open. */
export function metricsUrl(http: HttpServer): string {
  const { address, port } = http.address() as AddressInfo
  return `http://${address.includes(':') ? `[${address}]` : address}:${port}/metrics`
}
