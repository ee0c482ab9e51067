import { ASKED, keptOnDisk } from '../../redis/judging.js'
import { seconds, systemClock } from '../../system.js'
import { type Note, noteClock, PATIENCE_MS } from './findings.js'

/** How often it is asked how long an answer takes, and from how many ms on that is worth a word. */
const PINGS = 20
const SLOW_MS = 5

/** What we ask of one. */
interface Redis {
  readonly ask: (...command: readonly string[]) => Promise<unknown>
  readonly close: () => void
}

/** Looks at every Redis that is named, and at all others of its Cluster. No password is ever said. */
export async function lookAtRedis(urls: readonly string[], mayPersist: boolean, note: Note): Promise<void> {
  const seen = new Set<string>()
  const queue = [...urls]
  for (let url = queue.shift(); url !== undefined; url = queue.shift()) {
    const name = new URL(url).host
    if (seen.has(name)) continue
    seen.add(name)
    const about = `redis ${name}`
    let redis: Redis | undefined
    try {
      redis = await connect(url)
    } catch (cause) {
      note('broken', about, notReached(cause))
      if (isMissing(cause)) return
      continue
    }
    try {
      const others = await lookAtOne(redis, about, mayPersist, note)
      for (const other of others) queue.push(withHost(url, other))
    } catch (cause) {
      note('broken', about, `it stopped answering: ${reasonOf(cause)}`)
    } finally {
      redis.close()
    }
  }
}

/** @returns the other nodes of its Cluster, as `host:port` */
async function lookAtOne(
  redis: Redis,
  about: string,
  mayPersist: boolean,
  note: Note,
): Promise<readonly string[]> {
  const info = String(await redis.ask('INFO'))
  const field = (name: string): string => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? ''
  const version = field('redis_version')
  const isOld = !(Number.parseInt(version, 10) >= 6)
  note(
    isOld ? 'broken' : 'ok',
    about,
    isOld ? `version ${version} is too old: 6 or newer is needed` : `answers, version ${version}`,
  )
  await lookAtSettings(redis, about, mayPersist, note)
  await lookAtTime(redis, about, note)
  if (field('cluster_enabled') !== '1') return []
  const state = String(await redis.ask('CLUSTER', 'INFO'))
  const isWhole = /^cluster_state:ok/m.test(state) && /^cluster_slots_assigned:16384/m.test(state)
  note(
    isWhole ? 'ok' : 'broken',
    about,
    isWhole
      ? 'its Cluster is whole'
      : 'its Cluster is not whole: chats whose slots nobody serves fail. See: redis-cli --cluster check',
  )
  return nodesIn(String(await redis.ask('CLUSTER', 'NODES')))
}

async function lookAtSettings(redis: Redis, about: string, mayPersist: boolean, note: Note): Promise<void> {
  const setting = async (name: string): Promise<string | undefined> => {
    const answer = await redis.ask('CONFIG', 'GET', name).catch(() => undefined)
    // A map in the newer form of the protocol, a list in the older one.
    if (Array.isArray(answer)) return answer.length > 1 ? String(answer[1]) : undefined
    const value =
      answer instanceof Map ? answer.get(name) : (answer as Record<string, unknown> | null)?.[name]
    return value === undefined ? undefined : String(value)
  }
  const settings: Record<string, string> = {}
  for (const name of ASKED) {
    const value = await setting(name)
    if (value !== undefined) settings[name] = value
  }
  const hint = mayPersist ? 'look' : 'broken'
  const { save, appendonly, 'maxmemory-policy': policy } = settings
  if (save === undefined || appendonly === undefined)
    note(
      hint,
      about,
      "it doesn't say whether it writes to disk (CONFIG is forbidden), where people's words would lie. If you know that it doesn't: --redis-persists",
    )
  else {
    const kept = keptOnDisk(settings, await redis.ask('ROLE'))
    if (kept === undefined) note('ok', about, 'writes nothing to disk')
    else
      note(
        hint,
        about,
        `it ${kept.how}, where people's words would lie. In its configuration: ${kept.remedy}`,
      )
  }
  // Scripts are called with people's words: a slow call would keep them where every operator can read them.
  const [slow, noted] = [await setting('slowlog-log-slower-than'), await setting('slowlog-max-len')]
  if (Number(slow) >= 0 && Number(noted) > 0)
    note(
      'look',
      about,
      "it notes commands that took long, with people's words in them (SLOWLOG GET shows them). In its configuration: slowlog-max-len 0, or slowlog-log-slower-than -1; and once: SLOWLOG RESET",
    )
  if (policy !== undefined && policy !== 'noeviction')
    note(
      'broken',
      about,
      `when its memory is full it throws parts of chats away (${policy}). In its configuration: maxmemory-policy noeviction`,
    )
  if ((await setting('maxmemory')) === '0')
    note(
      'look',
      about,
      'nothing bounds its memory. With maxmemory it refuses when full; without, the system ends it',
    )
}

/** Deadlines there are its own; that somebody looks since then is what a server says. */
const SINCE =
  'how long somebody has looked goes by both, and with Redis ahead a wish may be over before its time'

async function lookAtTime(redis: Redis, about: string, note: Note): Promise<void> {
  const took: number[] = []
  for (let i = 0; i < PINGS; i++) {
    const began = seconds()
    await redis.ask('PING')
    took.push(1_000 * (seconds() - began))
  }
  const median = took.toSorted((a, b) => a - b)[PINGS / 2] as number
  const isSlow = median > SLOW_MS
  note(
    isSlow ? 'look' : 'ok',
    about,
    `answers in ${median.toFixed(1)} ms${isSlow ? ': every message waits for that. Put servers and Redis into one network' : ''}`,
  )
  const asked = systemClock.now()
  const [whole, micros] = (await redis.ask('TIME')) as readonly [string, string]
  const theirs = Number(whole) * 1_000 + Number(micros) / 1_000
  noteClock(note, about, SINCE, theirs, [asked, systemClock.now()])
}

/** Addresses in the answer of CLUSTER NODES, of nodes that aren't given up. */
function nodesIn(answer: string): readonly string[] {
  return answer.split('\n').flatMap((line) => {
    const [, address = '', flags = ''] = line.split(' ')
    const place = address.split('@', 1)[0] ?? ''
    return place === '' || place.startsWith(':') || /fail|noaddr|handshake/.test(flags) ? [] : [place]
  })
}

/** The same user and password, elsewhere. */
function withHost(url: string, place: string): string {
  const other = new URL(url)
  const at = place.lastIndexOf(':')
  const host = place.slice(0, at)
  other.hostname = host.includes(':') ? `[${host}]` : host
  other.port = place.slice(at + 1)
  return other.href
}

async function connect(url: string): Promise<Redis> {
  const { createClient } = await import('@redis/client')
  const client = createClient({
    url,
    socket: { reconnectStrategy: false, connectTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS },
  })
  client.on('error', () => undefined)
  await client.connect()
  return { ask: (...command) => client.sendCommand([...command]), close: () => client.destroy() }
}

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : ''
const isMissing = (cause: unknown): boolean => codeOf(cause) === 'ERR_MODULE_NOT_FOUND'
const reasonOf = (cause: unknown): string => {
  const text = cause instanceof Error ? cause.message : String(cause)
  return codeOf(cause) || (text.split('\n', 1)[0] ?? '').slice(0, 120)
}
const notReached = (cause: unknown): string =>
  isMissing(cause)
    ? 'its client is not installed: npm install @redis/client'
    : `it can't be reached from here (${reasonOf(cause)}). Does it run, does it listen on this address, and does a firewall or a password stand between?`
