import { LIMITS } from '@stranger-chat/core/protocol'
import type { Backplane } from '../ports/backplane.js'
import type { Clock, Log, Random } from '../ports/clock.js'
import { PAIRING, type PairingRules } from '../rules/pairing.js'
import { chatsOf } from './chats.js'
import type { Engine, RedisLimits } from './engine.js'
import { RedisInbox } from './inbox.js'
import { judge } from './judging.js'
import { connect, type Link } from './link.js'
import { claimAgain, sessionsOf } from './sessions.js'
import { Shards } from './shards.js'
import { ticketsOf } from './tickets.js'

export const REDIS_LIMITS: RedisLimits = {
  sockets: LIMITS.sockets,
  ticketMs: LIMITS.ticketMs,
  logEntries: LIMITS.logEntries,
  logBytes: LIMITS.logBytes,
  claims: 200_000,
  tickets: 1_000_000,
  allOfferBytes: 256 * 1024 * 1024,
  endedMs: 120_000,
  orphanMs: 150_000,
}

export interface RedisBackplaneOptions {
  /** `redis://` or `rediss://`: one, or several of a Cluster. */
  readonly urls: readonly string[]
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly limits?: Partial<RedisLimits>
  readonly pairing?: Partial<PairingRules>
  /** The time that deadlines in Redis go by, for tests that play it. Default: Redis' own, so that servers may differ. */
  readonly now?: () => number
  /** Takes a Redis that writes to disk, where people's words would lie. Default: refused (law 4). */
  readonly allowPersistence?: boolean
}

/**
 * The backplane of several processes: everything in one Redis or a Cluster, nothing on disk.
 * @throws RedisError when it can't be reached, writes to disk, or its client isn't installed
 */
export async function createRedisBackplane(options: RedisBackplaneOptions): Promise<Backplane> {
  const link = await connect(options.urls, options.log)
  try {
    await judge(link, options.allowPersistence === true)
    return await backplaneOn(link, options)
  } catch (cause) {
    await link.close()
    throw cause
  }
}

/** The same on a connection that is there, which goes with it. */
export async function backplaneOn(
  link: Link,
  options: Omit<RedisBackplaneOptions, 'urls' | 'allowPersistence'>,
): Promise<Backplane> {
  const { clock, random, log } = options
  const shards = new Shards(
    link,
    options.now,
    () => inbox.names.join('\n'),
    (node, push) => inbox.near(node, push),
    (tag) => {
      log.log('warn', 'redis.renewed', { shard: tag })
      inbox.run(() => claimAgain(engine, tag))
    },
  )
  const engine: Engine = {
    clock,
    random,
    log,
    shards,
    limits: { ...REDIS_LIMITS, ...options.limits },
    pairing: { ...PAIRING, ...options.pairing },
    whisper: (node, push) => inbox.whisper(node, push),
    living: () => inbox.nodes(),
    claims: new Map(),
    leaving: new Map(),
  }
  const inbox = new RedisInbox(link, engine)
  link.onReturn(shards.forget)
  await shards.hailAll()
  await inbox.open()
  let closing: Promise<void> | undefined
  const closed = async (): Promise<void> => {
    try {
      await inbox.close()
    } finally {
      await link.close()
    }
  }
  return {
    sessions: sessionsOf(engine),
    tickets: ticketsOf(engine),
    chats: chatsOf(engine),
    inbox,
    command: (identity, action) => inbox.command(identity, action),
    close: () => (closing ??= closed()),
  }
}
