import type { Clock, Log, Random } from '../ports/clock.js'
import type { Fenced, Push, Unknown } from '../ports/backplane.js'
import type { PairingRules } from '../rules/pairing.js'
import { type Answer, type Shards, textsIn } from './shards.js'
import { SCRIPTS } from './scripts.js'
import { thorough } from './thorough.js'

/** Every bound of the Redis engine. Times in ms, sizes in bytes. What all hold together is Redis' own `maxmemory`. */
export interface RedisLimits {
  readonly sockets: number
  readonly ticketMs: number
  readonly logEntries: number
  readonly logBytes: number
  /** Sessions that one process claims. */
  readonly claims: number
  /** Tickets in one pool. */
  readonly tickets: number
  /** What the offers of all who wait in the pools of one shard may hold together. */
  readonly allOfferBytes: number
  readonly endedMs: number
  readonly orphanMs: number
}

/** A session claimed here. `chat` is where it was seen sitting last: what its own record may forget. */
export interface Held {
  readonly conn: number
  readonly node: string
  readonly identity: string
  chat?: string
}

/** What the facets share. */
export interface Engine {
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly limits: RedisLimits
  readonly pairing: PairingRules
  readonly shards: Shards
  readonly whisper: (node: string, push: Push) => void
  /** The nodes of all processes that live. */
  readonly living: () => Promise<readonly string[]>
  /** Sessions claimed here and not released: by which connection, and on which node. */
  readonly claims: Map<string, Held>
  /** Sessions that said bye or were given up, by which connection, until that is done. */
  readonly leaving: Map<string, number>
}

export const UNKNOWN: Unknown = { kind: 'unknown' }

/** A newer connection has the session: it is claimed here no more, also where the word of that got lost. */
export function supersede({ claims }: Engine, sid: string, conn: number): void {
  if ((claims.get(sid)?.conn ?? Infinity) < conn) claims.delete(sid)
}
export function fencedBy(engine: Engine, sid: string, conn: unknown): Fenced {
  supersede(engine, sid, Number(conn))
  return { kind: 'fenced', conn: Number(conn) }
}

/** Whose shard it is, and which keys there. */
interface Place {
  readonly name: string
  readonly keys: readonly string[]
}
export const sessionAt = (sid: string): Place => ({ name: sid, keys: [`s:${sid}`] })
export const identityAt = (identity: string): Place => ({ name: identity, keys: [`i:${identity}`] })
export const poolAt = (pool: string): Place => ({
  name: pool,
  keys: [`t:${pool}`, `o:${pool}`, `v:${pool}`],
})
export const chatAt = (id: string): Place => ({ name: id, keys: [`c:${id}`, `l:${id}`] })

/** Runs a script about a session, an identity or a pool. */
export const run = (
  { shards }: Engine,
  name: keyof typeof SCRIPTS,
  place: Place,
  args: readonly string[],
): Promise<Answer> => shards.run(SCRIPTS[name], shards.tagOf(place.name), place.keys, args)

/** Does something about every session that a script finds on the shards. Those that can't answer keep nobody from the rest. */
export async function aboutAll(
  { shards }: Engine,
  name: 'on' | 'orphans',
  args: readonly string[],
  about: (sid: string) => Promise<unknown>,
): Promise<void> {
  const found: string[] = []
  const asking = thorough(shards.tags, async (tag) => {
    const [sids] = await shards.run(SCRIPTS[name], tag, [], args)
    found.push(...textsIn(sids))
  })
  const [asked] = await Promise.allSettled([asking])
  await thorough(found, about)
  if (asked.status === 'rejected') throw asked.reason
}

/** Runs a script about a chat. */
export const runOnChat = (
  engine: Engine,
  name: 'open' | 'seat' | 'end' | 'read',
  id: string,
  args: readonly string[],
): Promise<Answer> => {
  const { endedMs, orphanMs } = engine.limits
  return run(engine, name, chatAt(id), [String(endedMs), String(orphanMs), ...args])
}
