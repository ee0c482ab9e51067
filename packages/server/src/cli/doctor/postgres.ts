import { migrations } from '../../sql/migrations.js'
import { systemClock } from '../../system.js'
import { type Note, noteClock, PATIENCE_MS } from './findings.js'

/** What `pg` throws of a table that isn't there. */
const NO_TABLE = '42P01'

/** Nothing there goes by its own clock: it only tells whether ours is right. */
const SHARED =
  'bans, tokens and keys go by the clock of each server, and if it is this one that is wrong, so are they'

/**
 * Looks at the Postgres, and changes nothing in it.
 * @returns whether its tables are those of this version, so that what lies in them can be looked at
 */
export async function lookAtPostgres(url: string, note: Note): Promise<boolean> {
  const { host, pathname } = new URL(url)
  const about = `postgres ${host}${pathname}`
  const pg = await import('pg').catch(() => undefined)
  if (pg === undefined) {
    note('broken', about, 'its driver is not installed: npm install pg')
    return false
  }
  const client = new pg.default.Client({
    connectionString: url,
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
  })
  // What ends it while nobody asks is told by the next question.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows: version } = await client.query<{ server_version: string }>('show server_version')
    note('ok', about, `answers, version ${version[0]?.server_version.split(' ', 1)[0] ?? 'unknown'}`)
    const asked = systemClock.now()
    const { rows: time } = await client.query<{ ms: string }>(
      'select (extract(epoch from clock_timestamp()) * 1000)::text as ms',
    )
    noteClock(note, about, SHARED, Number(time[0]?.ms), [asked, systemClock.now()])
    const { rows: done } = await client
      .query<{ name: string }>('select name from kysely_migration order by name')
      .catch((cause: unknown) => {
        if (codeOf(cause) === NO_TABLE) return { rows: [] }
        throw cause
      })
    return noteSteps(
      note,
      about,
      done.map(({ name }) => name),
      Object.keys(await migrations.getMigrations()),
    )
  } catch (cause) {
    note(
      'broken',
      about,
      `it can't be used from here (${reasonOf(cause)}). Does it run, does it take this user and password, and does a firewall stand between?`,
    )
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

function noteSteps(note: Note, about: string, done: readonly string[], ours: readonly string[]): boolean {
  const unknown = done.filter((name) => !ours.includes(name))
  const missing = ours.filter((name) => !done.includes(name))
  if (unknown.length > 0)
    note('broken', about, `a newer version of the server wrote it (${unknown.at(-1)}): run that version`)
  else if (done.length === 0) note('ok', about, 'empty; the server makes its tables when it first starts')
  else if (missing.length > 0)
    note(
      'look',
      about,
      `its tables are ${missing.length} steps behind; this version brings them up to date when it starts`,
    )
  else note('ok', about, `its tables are up to date (${ours.at(-1)})`)
  return unknown.length === 0 && missing.length === 0
}

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : ''
const reasonOf = (cause: unknown): string => {
  if (cause instanceof AggregateError && cause.message === '') return cause.errors.map(reasonOf).join(', ')
  return codeOf(cause) || (cause instanceof Error ? (cause.message.split('\n', 1)[0] ?? '') : String(cause))
}
