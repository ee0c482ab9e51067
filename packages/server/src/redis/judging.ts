import { type Link, RedisError } from './link.js'

/** Settings of a server that decide whether words may be trusted to it. */
export const ASKED = [
  'save',
  'appendonly',
  'maxmemory-policy',
  'rdb-del-sync-files',
  'repl-diskless-load',
] as const
type Settings = Readonly<Record<string, string>>

/**
 * Refuses a Redis that writes to disk, where people's words would lie (law 4), or that throws away what is held when it is full.
 * @param mayPersist the operator accepts the disk
 * @throws RedisError with a sentence that says what to set
 */
export async function judge(link: Link, mayPersist: boolean): Promise<void> {
  const all = await settingsOf(link).catch(() => undefined)
  if (all === undefined) {
    if (mayPersist) return
    throw new RedisError(
      "This Redis doesn't say whether it writes to disk, where people's words would lie. If you know that it doesn't, or accept it, say so with --redis-persists.",
      'redis_persists',
    )
  }
  const roles = await link.each(['ROLE'])
  for (const [i, settings] of all.entries()) {
    const kept = mayPersist ? undefined : keptOnDisk(settings, roles[i])
    if (kept !== undefined)
      throw new RedisError(
        `This Redis ${kept.how}, where people's words would lie. Turn that off (${kept.remedy}), or accept it with --redis-persists.`,
        'redis_persists',
      )
    const policy = settings['maxmemory-policy'] ?? 'noeviction'
    if (policy !== 'noeviction')
      throw new RedisError(
        `This Redis throws chats away when it is full (maxmemory-policy ${policy}). Set maxmemory-policy noeviction: then it refuses, and people are told so.`,
        'redis_unusable',
      )
  }
}

/**
 * How people's words would come to lie on a server's disk, and what turns that off; nothing, if they wouldn't.
 * @param role what it answers to ROLE
 */
export function keptOnDisk(
  settings: Settings,
  role: unknown,
): { readonly how: string; readonly remedy: string } | undefined {
  if (settings['save'] !== '' || settings['appendonly'] !== 'no')
    return { how: 'writes to disk', remedy: 'save "" and appendonly no' }
  // What a replica gets from its master it would keep as a file. A client needn't know the replicas; servers of one place have one
  // configuration, and the master's says what theirs is.
  const [kind, , replicas] = role as readonly [string, unknown, unknown]
  const isPair = kind === 'slave' || (Array.isArray(replicas) && replicas.length > 0)
  const keepsSync = settings['rdb-del-sync-files'] === 'no' && settings['repl-diskless-load'] === 'disabled'
  return isPair && keepsSync
    ? {
        how: 'keeps on disk what a replica gets from its master',
        remedy: 'rdb-del-sync-files yes, on every server',
      }
    : undefined
}

async function settingsOf(link: Link): Promise<readonly Settings[]> {
  const found: Record<string, string>[] = []
  for (const name of ASKED) {
    for (const [i, answer] of (await link.each(['CONFIG', 'GET', name])).entries())
      Object.assign((found[i] ??= {}), Object.fromEntries(pairsIn(answer)))
  }
  return found
}

/** CONFIG GET answers a map, or a flat list in the older protocol. */
function pairsIn(answer: unknown): readonly (readonly [string, string])[] {
  if (answer instanceof Map) return [...answer.entries()].map(([key, value]) => [String(key), String(value)])
  if (!Array.isArray(answer)) return Object.entries(answer as Record<string, string>)
  return answer.flatMap((key, i) => (i % 2 === 0 ? [[String(key), String(answer[i + 1])] as const] : []))
}
