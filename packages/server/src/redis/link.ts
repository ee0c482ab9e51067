import type { Log } from '../ports/clock.js'
import { nameOf } from '../log.js'

/** What the engine needs of a connection to Redis, single or Cluster. */
export interface Link {
  readonly isCluster: boolean
  /** Sends a command to the master of `key`. */
  readonly send: (key: string, args: readonly string[]) => Promise<unknown>
  /** The same with a command that names no key, which a Cluster's client would send to all masters: one that is away fails it. */
  readonly sendTo: (key: string, args: readonly string[]) => Promise<unknown>
  /** A message on a channel that begins with a tag goes by its slot in a Cluster that can, and to all of it elsewhere. */
  readonly publish: (channel: string, message: string) => Promise<unknown>
  readonly subscribe: (channels: readonly string[], hear: (message: string) => void) => Promise<void>
  readonly unsubscribe: (channels: readonly string[]) => Promise<void>
  /** Asks every server there is, replicas too. */
  readonly each: (args: readonly string[]) => Promise<readonly unknown[]>
  /** Called when channels may be heard no more: they have to be subscribed to anew. */
  readonly onDeaf: (fn: () => void) => void
  /** Called when a connection is there again. */
  readonly onReturn: (fn: () => void) => void
  /** Publishing by slot, which Redis has since 7. */
  readonly isSharded: boolean
  readonly close: () => Promise<void>
}

/** Why there is no Redis to work with. `message` is for the person who starts the server, and holds no password. */
export class RedisError extends Error {
  override readonly name = 'RedisError'
  readonly code: 'redis_unreachable' | 'redis_driver_missing' | 'redis_persists' | 'redis_unusable'
  readonly retryable: boolean
  constructor(message: string, code: RedisError['code']) {
    super(message)
    this.code = code
    this.retryable = code === 'redis_unreachable'
  }
}

/** Commands that may wait for their answer; past it one is refused at once. */
const QUEUE = 100_000
/** A connection is asked this often whether it is alive, and given up when nothing came for so long, ms. */
const PING_MS = 2_000
const SILENCE_MS = 6_000
const CONNECT_MS = 5_000

/** Backs off to half a second: a failover takes about as long, and one attempt costs next to nothing. */
const reconnectStrategy = (retries: number): number => Math.min(500, 50 * 2 ** Math.min(retries, 5))

/**
 * Connects to one Redis, or to a Cluster if more than one URL is named or the one says that it is of a Cluster.
 * @param urls `redis://` or `rediss://`
 * @throws RedisError
 */
export async function connect(urls: readonly string[], log: Log): Promise<Link> {
  const [first] = urls
  if (first === undefined) throw new RedisError('No Redis is named.', 'redis_unusable')
  const { createClient, createCluster } = await import('@redis/client').catch(() => {
    throw new RedisError(
      'To run on Redis, install its client: npm install @redis/client',
      'redis_driver_missing',
    )
  })
  const defaults = {
    socket: { reconnectStrategy, connectTimeout: CONNECT_MS, socketTimeout: SILENCE_MS },
    pingInterval: PING_MS,
    commandsQueueMaxLength: QUEUE,
    // While it is away everything is refused at once: a person is told to try again, instead of waiting for nobody knows what.
    disableOfflineQueue: true,
  }
  const named = urls.map(hostOf).join(', ')
  // Every one that can't be reached is noted once in a row, not at each attempt.
  const troubled = new Set<string>()
  const watch = (client: { on(event: string, fn: (cause?: unknown) => void): unknown }, what: string) => {
    client.on('error', (cause) => {
      if (troubled.has(what)) return
      troubled.add(what)
      log.log('warn', 'redis.trouble', { what, cause: nameOf(cause) })
    })
    client.on('ready', () => {
      if (troubled.delete(what)) log.log('info', 'redis.back', { what })
    })
  }
  const unreachable = (cause: unknown): never => {
    throw new RedisError(`Redis at ${named} can't be reached: ${reasonOf(cause)}.`, 'redis_unreachable')
  }

  // Any of them tells what they are.
  let info: string | undefined
  for (const url of urls) {
    const socket = { ...defaults.socket, reconnectStrategy: false as const }
    const one = createClient({ url, ...defaults, socket })
    one.on('error', () => undefined)
    info ??= await one
      .connect()
      .then(() => one.info())
      .catch(url === urls.at(-1) ? unreachable : () => undefined)
    one.destroy()
    if (info !== undefined) break
  }
  if (info === undefined) return unreachable('none answers')
  const isCluster = urls.length > 1 || /^cluster_enabled:1/m.test(info)
  const isSharded = isCluster && Number(/^redis_version:(\d+)/m.exec(info)?.[1] ?? 0) >= 7

  if (!isCluster) {
    const client = createClient({ url: first, ...defaults })
    const ear = createClient({ url: first, ...defaults })
    watch(client, 'commands')
    watch(ear, 'pushes')
    await Promise.all([client.connect(), ear.connect()]).catch(unreachable)
    return {
      isCluster,
      isSharded,
      each: async (args) => [await client.sendCommand([...args])],
      // The client subscribes anew by itself.
      onDeaf: () => undefined,
      onReturn: (fn) => void client.on('ready', fn),
      send: (_, args) => client.sendCommand([...args]),
      sendTo: (_, args) => client.sendCommand([...args]),
      publish: (channel, message) => client.publish(channel, message),
      subscribe: (channels, hear) => ear.subscribe([...channels], hear),
      unsubscribe: (channels) => ear.unsubscribe([...channels]),
      close: async () => {
        ear.destroy()
        await client.close()
      },
    }
  }

  const { username, password } = new URL(first)
  const cluster = createCluster({
    rootNodes: urls.map((url) => ({ url })),
    defaults: {
      ...defaults,
      ...(username === '' ? {} : { username: decodeURIComponent(username) }),
      ...(password === '' ? {} : { password: decodeURIComponent(password) }),
      ...(first.startsWith('rediss:') ? { socket: { ...defaults.socket, tls: true as const } } : {}),
    },
    topologyRefreshOnReconnectionAttemptStrategy: 500,
  })
  watch(cluster, 'cluster')
  await cluster.connect().catch(unreachable)
  return {
    isCluster,
    isSharded,
    each: (args) =>
      Promise.all(
        [...cluster.masters, ...cluster.replicas].map(async (node) =>
          (await cluster.nodeClient(node)).sendCommand([...args]),
        ),
      ),
    onDeaf: (fn) => void cluster.on('sharded-channel-moved-error', fn),
    onReturn: (fn) => void cluster.on('node-ready', fn),
    send: (key, args) => cluster.sendCommand(key, false, [...args]),
    sendTo: async (key, args) => (await cluster.getNodeClientForKey(key)).sendCommand([...args]),
    publish: (channel, message) =>
      isSharded
        ? cluster.sendCommand(channel, false, ['SPUBLISH', channel, message])
        : cluster.publish(channel, message),
    subscribe: async (channels, hear) => {
      if (!isSharded) return cluster.subscribe([...channels], hear)
      for (const channel of channels) await cluster.sSubscribe(channel, hear)
    },
    unsubscribe: async (channels) => {
      if (!isSharded) return cluster.unsubscribe([...channels])
      for (const channel of channels) await cluster.sUnsubscribe(channel)
    },
    close: () => cluster.close(),
  }
}

/** Host and port: what of a URL may be shown. */
const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : 'an address that is none')

const reasonOf = (cause: unknown): string => {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const text = cause instanceof Error ? cause.message : String(cause)
  return code === '' ? (text.split('\n', 1)[0] ?? '').slice(0, 120) : code
}
