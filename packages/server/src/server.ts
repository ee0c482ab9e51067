import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http'
import type { Server as HttpsServer } from 'node:https'
import type { Duplex } from 'node:stream'
import { LIMITS } from '@stranger-chat/core/protocol'
import { Admission } from './gate/admission.js'
import { Door } from './gate/door.js'
import { createGates } from './gate/gates.js'
import { createOrigins } from './gate/origin.js'
import { createPlugins } from './gate/plugins.js'
import { createPrefixer } from './gate/prefix.js'
import { createProxy } from './gate/proxy.js'
import { Pace, PaceTable } from './gate/ratelimit.js'
import { createAssets, findCheck, findWidget } from './http/assets.js'
import { Reading } from './http/reading.js'
import { replyError } from './http/reply.js'
import { createHealth, type Finding } from './http/health.js'
import { createSite } from './http/site.js'
import { openEngines } from './engines.js'
import { createLog } from './log.js'
import { createMedia } from './media/media.js'
import { Counts } from './metrics/counts.js'
import { startMetering, traceOf } from './metrics/metering.js'
import { timed } from './metrics/timed.js'
import { Sweep } from './sweep.js'
import type { ServerOptions } from './options.js'
import type { ActionRecord } from './ports/ledger.js'
import type { Socket, SocketEvents } from './ports/socket.js'
import type { Sanction } from './rules/sanctions.js'
import { RELAX_MS } from './rules/relax.js'
import { createCapsules } from './safety/capsule.js'
import { startFollowing } from './safety/following.js'
import { startHeeding } from './safety/heeding.js'
import { createModeration } from './safety/moderation.js'
import { pictureLimit } from './safety/pictures.js'
import { startRetention } from './safety/retention.js'
import { createRulings } from './safety/rulings.js'
import { createStamper } from './safety/stamp.js'
import { startTurning } from './safety/turning.js'
import { createVault } from './safety/vault.js'
import { createWebhook } from './safety/webhook.js'
import { AckTimer } from './session/acks.js'
import { Connection, type Visit } from './session/connection.js'
import { drain, sendAway } from './session/drain.js'
import { EntryWriter } from './session/frames.js'
import { RHYTHM } from './session/heartbeat.js'
import { GRACE, type House, TICK_MS } from './session/house.js'
import { isOurs } from './session/ownership.js'
import { createOpener } from './session/opening.js'
import { Registry } from './session/registry.js'
import { createTokens } from './session/token.js'
import { systemClock, systemRandom } from './system.js'
import { attach } from './use/node.js'
import { createPoll } from './use/poll.js'
import { createWs } from './use/ws.js'

/** A stranger-chat server: put it beside an http server you have, or hand it requests and upgrades yourself. */
export interface StrangerServer {
  /** Takes this server's requests and upgrades on an http server that may serve other things too. Returns a function that detaches. */
  readonly attach: (http: HttpServer | HttpsServer) => () => void
  /** Answers a request, or calls `next`; without one, whatever isn't ours is a 404. Fits Express and Connect. */
  readonly handle: (req: IncomingMessage, res: ServerResponse, next?: () => void) => void
  /** Takes an `upgrade` request, whose path must be one that `owns` names. */
  readonly upgrade: (req: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** Whether an upgrade request's path is this server's. */
  readonly owns: (url: string | undefined) => boolean
  /** Takes a connection of any transport; what it returns hears the socket. `door` judges who may come. */
  readonly accept: (socket: Socket, visit: Visit) => SocketEvents
  readonly door: Door
  /** Takes nobody new, asks everybody to move, and resolves when they have or had to go. Then `close`. */
  readonly drain: () => Promise<void>
  /** Sends everybody away and lets go of keys, store and backplane. Idempotent. */
  readonly close: () => Promise<void>
  /** Whether people may be sent here, as `/readyz` says it. */
  readonly ready: () => Promise<Finding>
  readonly stats: () => Stats
}
export interface Stats {
  readonly connections: number
  /** Connected ones, and those whose grace runs. */
  readonly sessions: number
  readonly isDraining: boolean
  /** Signals of calls that might have shown an address, or weren't in form, since the start. */
  readonly signalsRefused: number
}

const MAX_CONNECTIONS = 50_000
/** A welcome with all that follows costs about a millisecond, so a crowd leaves four fifths of a core for whoever talks. */
const ACCEPT_RATE = 200
/** Identities whose joins are remembered. */
const JOINERS = 50_000
const SECOND = 1_000

/**
 * @throws {RangeError} for an address block that isn't one, with a sentence that names it
 * @throws KeyError, StoreError when the data folder can't be used, or the database is another server's; RedisError without a Redis to work with
 */
export async function createServer(options: ServerOptions = {}): Promise<StrangerServer> {
  const { dev = false, clock = systemClock, random = systemRandom } = options
  const counts = new Counts()
  const log = counts.of(
    options.log ??
      createLog({ clock, write: (line) => process.stderr.write(line), level: 'warn', form: 'json' }),
  )
  const limits = {
    ...{ ...LIMITS, ...options.limits },
    reportPictures: pictureLimit(options.reportPictures ?? options.limits?.reportPictures ?? 0),
  }
  const prefix = normalise(options.path)
  const proxy = createProxy(options.trustProxy ?? [], log)
  const engines = await openEngines(options, { clock, random, log, limits })
  const { store, keys } = engines
  const { meters = [] } = options
  const { backplane, calls } =
    meters.length === 0 ? { ...engines, calls: undefined } : timed(engines.backplane)
  const stamper = createStamper(keys)
  const vault = createVault(keys, random)
  const { modes = ['text'], ice: provider, icePolicy: policy = 'relay' } = options
  const media = createMedia({
    ...{ modes, provider, policy, clock, random, log },
    denied: (code) => void counts.refused[code]++,
  })
  const { acceptRate = ACCEPT_RATE } = options
  if (!(acceptRate >= 1))
    throw new RangeError('acceptRate must be at least 1: so many connections come in a second.')
  const house: House = {
    node: random.id(),
    clock,
    random,
    log,
    counts,
    trace: traceOf(meters),
    wheel: new Sweep(clock, TICK_MS),
    acks: new AckTimer(clock),
    registry: new Registry(log),
    writer: new EntryWriter(stamper),
    paces: {
      // Twice a second's worth at once: a full outbox after a resume is no flood.
      frames: new Pace(SECOND / limits.frameRate, 2 * limits.frameRate),
      sends: new Pace(SECOND / limits.sendRate, limits.sendBurst),
      signals: new Pace((10 * SECOND) / limits.signalsPer10s, limits.signalsPer10s),
      typing: new Pace(SECOND, 2),
      joins: new PaceTable(new Pace(limits.joinIntervalMs, limits.joinBurst), JOINERS),
    },
    backplane,
    blocks: store.blocks,
    sanctions: (identity) => store.ledger.sanctions(identity, clock.now()).then(sanctionsOf),
    ruled: createRulings({ ledger: store.ledger, vault, clock, random, log }),
    tokens: createTokens(keys, clock),
    stamper,
    capsules: createCapsules(keys, clock),
    plugins: createPlugins(options.plugins ?? [], clock, log),
    gates: createGates(options.gates),
    limits,
    rhythm: RHYTHM,
    grace: { ...GRACE, ...options.grace },
    relax: { ...RELAX_MS, ...options.relax },
    media,
    caps: media.isPossible ? ['text', 'signal', 'consent'] : ['text'],
    hours: options.hours,
    acceptRate,
  }
  const door = new Door({
    origins: createOrigins({ allow: options.origins ?? [], dev }),
    proxy,
    prefixer: createPrefixer(keys, clock),
    clock,
    log,
    admission: new Admission(acceptRate, random.unit),
    maxConnections: options.maxConnections ?? MAX_CONNECTIONS,
    connections: () => house.registry.connections.size,
    turnedAway: (close) => void counts.turnedAway[close]++,
  })
  const health = createHealth(
    { backplane: () => engines.backplane.inbox.nodes(), store: () => store.ledger.head() },
    { isDraining: () => door.isClosed, clock },
  )
  const widget = findWidget()
  if (widget === undefined)
    log.log('warn', 'assets.missing', {
      hint: "The widget's files were not found, so /stranger-chat.js is a 404.",
    })
  const open = createOpener(house)
  const accept: StrangerServer['accept'] = (socket, visit) => new Connection(socket, visit, house, open)
  const sidOf = (token: string): string | undefined => {
    const read = house.tokens.session.read(token)
    return read.ok ? read.sid : undefined
  }
  const site = createSite({
    house,
    door,
    health,
    prefix,
    moderation: createModeration({
      ...{ ledger: store.ledger, keys, clock, random, log, backplane, oidc: options.oidc },
    }),
    poll: createPoll({ door, accept, wheel: house.wheel, clock, reading: new Reading(clock), sidOf }),
    assets: createAssets(widget, findCheck(), dev),
    page: options.page === true ? (dev ? 'two' : 'one') : 'none',
  })
  const { ledger } = store
  const sinks = [
    ...(options.webhooks ?? []).map((hook) => createWebhook(hook, clock)),
    ...(options.sinks ?? []),
  ]
  // Read before anybody comes in: what was decided until then people hear at their hello.
  const since = store.isShared ? (await ledger.head()).seq : 0
  const stops = [
    ...(store.isShared ? [startHeeding({ ledger, since, clock, log, tell: house.registry.command })] : []),
    startRetention(ledger, clock, log),
    startTurning({ keys, clock, log, ledger, vault, isOurs: () => isOurs(store, keys) }),
    startFollowing({ ledger, sinks, node: house.node, clock, log }),
    backplane.inbox.onNodeLost(house.registry.nodeLost),
  ]
  if (calls !== undefined)
    stops.push(
      startMetering(meters, {
        ...{ counts, calls, registry: house.registry, reachable: health.reachable },
        maxConnections: options.maxConnections ?? MAX_CONNECTIONS,
        isDraining: () => door.isClosed,
      }),
    )
  const leaveInbox = backplane.inbox.on(house.node, house.registry.push)
  let closing: Promise<void> | undefined

  const server: StrangerServer = {
    door,
    accept,
    owns: (url) => pathIn(prefix, url) === '/ws',
    handle(req, res, next = () => replyError(res, 404, 'not_found', 'There is nothing here.')) {
      const path = pathIn(prefix, req.url)
      if (path === undefined) next()
      else site.answer(path, req, res, next)
    },
    upgrade: (req, socket, head) => ws(req, socket, head),
    attach: (http) => attach(server, http),
    async drain() {
      door.isClosed = true
      await drain(house)
    },
    close: () => (closing ??= close()),
    ready: health.look,
    stats: () => ({
      connections: house.registry.connections.size,
      sessions: house.registry.size,
      isDraining: door.isClosed,
      signalsRefused: media.refused(),
    }),
  }
  const ws = createWs(server)

  async function close(): Promise<void> {
    door.isClosed = true
    sendAway(house, 10 * SECOND)
    leaveInbox()
    for (const stop of stops) stop()
    site.close()
    house.wheel.close()
    house.acks.close()
    await engines.close()
  }

  return server
}

/** As a session sees them. */
const sanctionsOf = (actions: readonly ActionRecord[]): readonly Sanction[] =>
  actions.map(({ id, kind, until }) => ({ action: id, kind, ...(until === undefined ? {} : { until }) }))

/** `/chat` from `chat`, `/chat/` or `/chat`; empty for none. */
function normalise(path = ''): string {
  const inner = path.replace(/^\/+|\/+$/g, '')
  return inner === '' ? '' : `/${inner}`
}

/** What a request's path is within the prefix, `/` for the prefix itself; nothing if it is elsewhere. */
function pathIn(prefix: string, url: string | undefined): string | undefined {
  const path = (url ?? '/').split('?', 1)[0] ?? '/'
  if (prefix === '') return path
  if (path === prefix) return '/'
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : undefined
}
