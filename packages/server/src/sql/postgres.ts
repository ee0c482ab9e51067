import { type Kysely, PostgresDialect, sql } from 'kysely'

/** Connections of one process: the ledger has one writer at a time, and the rest is short. */
const CONNECTIONS = 10
/** How long we wait for a connection before we say that there is none. */
const CONNECT_MS = 5_000
/** A process that stands still with the ledger's lock gives it back after this long. */
const STUCK_MS = 30_000
/** How long scrubbing waits for those who read, ms: meanwhile nobody new gets at the keys. */
const SCRUB_MS = 250

/** Postgres' type of 64-bit numbers. Ours are times and counts, which a double holds exactly. */
const INT8 = 20

/**
 * Kysely's Postgres dialect over `pg`, which is loaded here and not before: whoever keeps everything in one file needn't have it.
 * @param url `postgres://user:password@host:port/database`
 */
export async function openPostgres(url: string): Promise<PostgresDialect> {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    idle_in_transaction_session_timeout: STUCK_MS,
    application_name: 'stranger-chat',
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
    },
  })
  // A connection that breaks tells whoever waits for its answer, and is replaced when the next one needs it. It says so here
  // as well, and with nobody listening that would end the process.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => void client.on('error', () => undefined))
  return new PostgresDialect({ pool })
}

/**
 * Writes the table of keys anew, without those that were destroyed, and gives back the room of words. What Postgres can't
 * promise: the bytes stay in its write-ahead log until that is reused, and in archives, replicas and backups as long as
 * those are kept; words, which are worthless without their key, stay in freed pages until something else is written there.
 * @returns false if it couldn't be done for now
 */
export const scrubPostgres = <Tables>(db: Kysely<Tables>): Promise<boolean> =>
  db.connection().execute(async (connection) => {
    try {
      await sql.raw(`set lock_timeout = ${SCRUB_MS}`).execute(connection)
      await sql`vacuum full drawers`.execute(connection)
      await sql`vacuum sealed`.execute(connection)
      return true
    } catch {
      return false
    } finally {
      await sql`reset lock_timeout`.execute(connection)
    }
  })
