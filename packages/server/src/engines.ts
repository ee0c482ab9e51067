import { join } from 'node:path'
import type { Limits } from '@stranger-chat/core/protocol'
import { createMemoryBackplane } from './memory/backplane.js'
import type { ServerOptions } from './options.js'
import type { Backplane } from './ports/backplane.js'
import type { Clock, Log, Random } from './ports/clock.js'
import type { Store } from './ports/store.js'
import type { KeyRing } from './session/keys.js'
import { ringFor } from './session/ownership.js'
import { openStore, type StorePlace } from './sql/store.js'

/** What a server stands on: what outlives it, its keys, and where its chats live. */
export interface Engines {
  readonly store: Store
  readonly keys: KeyRing
  readonly backplane: Backplane
  /** Lets go of what was opened here. */
  readonly close: () => Promise<void>
}

interface Parts {
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly limits: Limits
}

/** The database's file in the data folder. */
export const DATABASE = 'stranger-chat.db'
/** In development the same two people may meet again almost at once. */
const DEV_RECENT_MS = 3_000

/** Opens what the options name, one after the other; what was opened before a failure is closed again. */
export async function openEngines(options: ServerOptions, parts: Parts): Promise<Engines> {
  const { clock, random, log } = parts
  const store = options.store ?? (await openStore(placeOf(options)))
  const closeStore = async (): Promise<void> => (options.store === undefined ? store.close() : undefined)
  try {
    const keys = await ringFor(options, store, clock, random)
    const backplane = options.backplane ?? (await openBackplane(options, parts))
    if (options.redis !== undefined && !store.isShared)
      log.log('warn', 'store.own', {
        hint: 'Servers on one Redis share chats, and without --postgres each keeps blocks and cases for itself.',
      })
    return {
      ...{ store, keys, backplane },
      async close() {
        if (options.backplane === undefined) await backplane.close()
        await closeStore()
      },
    }
  } catch (cause) {
    await closeStore()
    throw cause
  }
}

/** Where blocks and cases lie. */
export const placeOf = ({ postgres, data }: Pick<ServerOptions, 'postgres' | 'data'>): StorePlace =>
  postgres === undefined
    ? { path: data === undefined ? ':memory:' : join(data, DATABASE) }
    : { url: postgres }

async function openBackplane(
  { redis, redisPersists = false, dev = false }: ServerOptions,
  { clock, random, log, limits }: Parts,
): Promise<Backplane> {
  const { sockets, ticketMs, logEntries, logBytes } = limits
  const shared = {
    ...{ clock, random, limits: { sockets, ticketMs, logEntries, logBytes } },
    ...(dev ? { pairing: { recentMs: DEV_RECENT_MS } } : {}),
  }
  if (redis === undefined) return createMemoryBackplane(shared)
  // Loaded here and not before: a single process needs none of it.
  const { createRedisBackplane } = await import('./redis/index.js')
  return createRedisBackplane({ ...shared, urls: redis, log, allowPersistence: redisPersists })
}
