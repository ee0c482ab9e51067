import type { IncomingMessage, ServerResponse } from 'node:http'
import { DEMO_CSS, demoPage, pagePolicy } from '../demo/page.js'
import type { Door } from '../gate/door.js'
import type { House } from '../session/house.js'
import { type PollHandler, pollPreflight } from '../use/poll.js'
import type { Assets } from './assets.js'
import type { Moderation } from '../safety/moderation.js'
import { createBlocks } from './blocks.js'
import { createConsoleApi } from './console/api.js'
import { moderateCss, moderatePage } from './console/page.js'
import { createDecisionsApi } from './decisions.js'
import { type Health, replyReadiness } from './health.js'
import { createIntake, type PlaceOf } from './intake.js'
import { createNoticePage } from './notice/routes.js'
import { createNotices } from './notices.js'
import { createOutcomes } from './outcomes.js'
import { Reading } from './reading.js'
import { createReports } from './reports.js'
import { type Headers, replyError, replyJson, replyNothing } from './reply.js'

export interface SiteOptions {
  readonly house: House
  readonly door: Door
  readonly health: Pick<Health, 'look'>
  readonly moderation: Moderation
  /** What stands before every path. */
  readonly prefix: string
  readonly poll: PollHandler
  readonly assets: Assets
  /** Our own page at `/`: none, one element, or two side by side. */
  readonly page: 'none' | 'one' | 'two'
}

type Handler = (req: IncomingMessage, res: ServerResponse, cors: Headers) => void | Promise<void>
type Route = (req: IncomingMessage, res: ServerResponse) => void | Promise<void>

/** Everything the server answers over HTTP. `path` is what follows the prefix; whatever isn't ours goes to `next`. */
export interface Site {
  readonly answer: (path: string, req: IncomingMessage, res: ServerResponse, next: () => void) => void
  /** Lets go of whoever watches. */
  readonly close: () => void
}

export function createSite({
  house,
  door,
  health,
  moderation,
  prefix,
  poll,
  assets,
  page,
}: SiteOptions): Site {
  const placeOf: PlaceOf = (req) =>
    door.neighbourhood({ remote: req.socket.remoteAddress, headers: req.headers })
  const notices = createNotices(house, moderation, placeOf)
  const outcomes = createOutcomes(house, moderation, placeOf)
  const intake = createIntake({ reading: new Reading(house.clock), clock: house.clock, placeOf })
  const { take } = intake
  const reports = createReports(house, moderation, { notices, outcomes }, take)
  const { decisions, appeal } = createDecisionsApi(house, moderation, take)
  const consoleApi = createConsoleApi({
    house,
    moderation,
    take,
    about(req) {
      const request = { remote: req.socket.remoteAddress, headers: req.headers }
      const isHttps = 'encrypted' in req.socket || door.cameByHttps(request)
      return {
        host: door.host(request),
        place: door.neighbourhood(request),
        prefix,
        cookie: { path: `${prefix}${CONSOLE}`, isHttps },
      }
    },
  })
  /** What pages post to us from wherever they were loaded. */
  const posted = (handler: Handler): Readonly<Record<string, Route>> => ({
    POST: (req, res) => withCors(door, req, res, (cors) => handler(req, res, cors)),
    OPTIONS: (req, res) => withCors(door, req, res, (cors) => replyNothing(res, { ...cors, ...PREFLIGHT })),
  })
  const routes: Readonly<Record<string, Readonly<Partial<Record<string, Route>>>>> = {
    '/healthz': { GET: (_, res) => replyJson(res, 200, { status: 'ok' }) },
    '/livez': { GET: (_, res) => replyJson(res, 200, { status: 'ok' }) },
    '/readyz': { GET: async (_, res) => replyReadiness(res, await health.look()) },
    '/v1/blocks': posted(createBlocks(house, take)),
    '/v1/reports': posted(reports.report),
    '/v1/reports/status': posted(reports.status),
    '/v1/notices': posted(reports.notice),
    '/v1/certificate-keys': {
      GET: (_, res) =>
        replyJson(res, 200, { keys: moderation.certificateKeys() }, { 'access-control-allow-origin': '*' }),
    },
    '/v1/decisions': posted(decisions),
    '/v1/appeals': posted(appeal),
    '/moderate': { GET: moderatePage },
    '/moderate.css': { GET: moderateCss },
    ...createNoticePage({
      ...{ house, notices, outcomes, intake },
      hostOf: (req) => door.host({ remote: req.socket.remoteAddress, headers: req.headers }),
    }),
    '/poll': { POST: poll, OPTIONS: pollPreflight },
    '/ws': {
      GET: (_, res) =>
        replyError(res, 426, 'upgrade_required', 'This address takes WebSocket connections only.', {
          upgrade: 'websocket',
        }),
    },
    ...(page === 'none' ? {} : pageRoutes(page, house)),
  }

  const answer: Site['answer'] = (path, req, res, next) => {
    if (path.startsWith(CONSOLE))
      return run(
        house,
        (asked, reply) => consoleApi.handle(path.slice(CONSOLE.length), asked, reply),
        req,
        res,
      )
    const methods = Object.hasOwn(routes, path) ? routes[path] : undefined
    const method = req.method === 'HEAD' ? 'GET' : (req.method ?? 'GET')
    const route = methods !== undefined && Object.hasOwn(methods, method) ? methods[method] : undefined
    if (route !== undefined) return run(house, route, req, res)
    if (methods !== undefined) {
      const allow = Object.keys(methods).join(', ')
      return replyError(res, 405, 'method_not_allowed', `This address takes ${allow}.`, { allow })
    }
    const { url } = req
    // The files know nothing of the prefix; whoever is asked next sees the address as it came.
    req.url = path
    assets.serve(req, res, () => {
      if (url !== undefined) req.url = url
      next()
    })
  }
  return { answer, close: () => consoleApi.close() }
}

const CONSOLE = '/v1/moderation'

function run(house: House, route: Route, req: IncomingMessage, res: ServerResponse): void {
  const fail = (): void => {
    house.log.log('error', 'http.failed', { path: req.url?.split('?')[0]?.slice(0, 100) })
    if (res.headersSent) res.destroy()
    else replyError(res, 500, 'internal', 'Something went wrong here. Try again in a moment.')
  }
  try {
    route(req, res)?.catch(fail)
  } catch {
    fail()
  }
}

const PREFLIGHT: Headers = {
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'content-type',
  'access-control-max-age': '600',
}

/** The same rule as for connections: a page we don't know neither acts nor reads an answer. There are no cookies to protect. */
function withCors(
  door: Door,
  req: IncomingMessage,
  res: ServerResponse,
  route: (cors: Headers) => void | Promise<void>,
): void | Promise<void> {
  const { origin } = req.headers
  if (!door.allows({ remote: req.socket.remoteAddress, headers: req.headers })) {
    return replyError(res, 403, 'origin', "This server doesn't accept pages from there.", { vary: 'origin' })
  }
  return route(origin === undefined ? {} : { 'access-control-allow-origin': origin, vary: 'origin' })
}

function pageRoutes(page: 'one' | 'two', { media }: House): Record<string, Record<string, Route>> {
  return {
    '/': {
      GET(req, res) {
        const wantsOne = new URLSearchParams(req.url?.split('?')[1] ?? '').has('one')
        res.writeHead(200, {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': pagePolicy(req.headers.host),
          'referrer-policy': 'no-referrer',
          'x-content-type-options': 'nosniff',
          'cache-control': 'no-cache',
        })
        res.end(demoPage(page === 'two' && !wantsOne, media.modes()))
      },
    },
    '/demo.css': {
      GET(_, res) {
        res.writeHead(200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' })
        res.end(DEMO_CSS)
      },
    },
  }
}
