import {
  CompiledQuery,
  type DatabaseConnection,
  type Kysely,
  sql,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
} from 'kysely'
import type { DatabaseSync } from 'node:sqlite'
import { pause } from '../system.js'

/** How long we wait for another process, such as a command on the same data folder, before we give up. */
const BUSY_MS = 5_000
/** How long between one try and the next. */
const AGAIN_MS = 5

/**
 * Kysely's SQLite dialect over Node's own SQLite. Loaded when a database is opened and not before: importing the server must
 * stay silent, and some versions of Node announce this module.
 * @param path a file, or `:memory:`
 */
export async function openSqlite(path: string): Promise<SqliteDialect> {
  const sqlite = await import('node:sqlite')
  const database = new sqlite.DatabaseSync(path, { timeout: BUSY_MS })
  try {
    // Readers don't wait for the writer. A commit then survives the death of the process; what a power cut may take is the
    // last moments, and in exchange no write waits for the disk with every conversation behind it.
    database.exec('pragma journal_mode = wal; pragma synchronous = normal')
    // What is deleted is overwritten, and what is sorted never goes through a file of its own.
    database.exec('pragma secure_delete = on; pragma temp_store = memory')
  } catch (error) {
    database.close()
    throw error
  }
  return new NodeSqliteDialect({ database: adapt(database) })
}

/**
 * Writes the log into the database and cuts it to nothing, since it holds what pages were before they changed.
 * @returns false if somebody else was busy with it for all that time, so that it stays for now
 */
export const scrubSqlite = <Tables>(db: Kysely<Tables>): Promise<boolean> =>
  patiently(() =>
    db.connection().execute((connection) =>
      atOnce(
        (statement) => sql.raw(statement).execute(connection),
        async () => {
          const cut = sql<{ readonly busy: number }>`pragma wal_checkpoint(truncate)`
          const { rows } = await cut.execute(connection)
          return rows[0]?.busy === 0
        },
      ),
    ),
  )

/** Tries until it works or `BUSY_MS` are over, between other work of this process. Whether it worked. */
async function patiently(attempt: () => Promise<boolean>): Promise<boolean> {
  for (let tries = BUSY_MS / AGAIN_MS; tries > 0; tries--) {
    if (await attempt()) return true
    await pause(AGAIN_MS)
  }
  return attempt()
}

/** One attempt without SQLite's own way to wait, which would hold up every conversation of this process. */
async function atOnce<T>(
  execute: (statement: string) => Promise<unknown>,
  attempt: () => Promise<T>,
): Promise<T> {
  await execute('pragma busy_timeout = 0')
  try {
    return await attempt()
  } finally {
    await execute(`pragma busy_timeout = ${BUSY_MS}`)
  }
}

type SqliteValue = null | number | bigint | string | Uint8Array
type Statement = ReturnType<SqliteDatabase['prepare']>

/** Statements kept ready. We have about a hundred; the bound is for lists of changing length in one. */
const STATEMENTS = 256

/** What Kysely asks of a database, in the words of Node's. */
function adapt(database: DatabaseSync): SqliteDatabase {
  const ready = new Map<string, Statement>()
  return {
    close: () => database.close(),
    prepare(sql) {
      const known = ready.get(sql)
      if (known !== undefined) return known
      const statement = database.prepare(sql)
      const made: Statement = {
        reader: statement.columns().length > 0,
        all: (values) => statement.all(...(values as readonly SqliteValue[])),
        run: (values) => statement.run(...(values as readonly SqliteValue[])),
        iterate: (values) => statement.iterate(...(values as readonly SqliteValue[])),
      }
      if (ready.size >= STATEMENTS) ready.clear()
      ready.set(sql, made)
      return made
    },
  }
}

class NodeSqliteDialect extends SqliteDialect {
  readonly #config: ConstructorParameters<typeof SqliteDriver>[0]
  constructor(config: ConstructorParameters<typeof SqliteDriver>[0]) {
    super(config)
    this.#config = config
  }
  override createDriver(): SqliteDriver {
    return new ImmediateDriver(this.#config)
  }
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter()
  }
}

/**
 * Takes the write lock when a transaction begins, however long that takes: one that reads first and writes later would fail
 * at once, without waiting, if another process wrote in between.
 */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    const execute = (statement: string) => connection.executeQuery(CompiledQuery.raw(statement))
    const begin = () =>
      execute('begin immediate').then(
        () => undefined,
        (error: unknown) => {
          if (!isBusy(error)) throw error
          return error
        },
      )
    let busy: unknown
    const began = await patiently(async () => (busy = await atOnce(execute, begin)) === undefined)
    if (!began) throw busy
  }
}

const SQLITE_BUSY = 5
/** Whether somebody else has the write lock; its finer codes are in the upper bits. */
const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY

/** SQLite can undo a change of tables, so the migrations run in one transaction: all or nothing, one process at a time. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}
