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

/** How long a statement waits for another process, such as a command on the same data folder, before it fails. */
const BUSY_MS = 5_000

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
 * @returns false if somebody else was reading, so that it stays for now
 */
export async function scrubSqlite<Tables>(db: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql<{ readonly busy: number }>`pragma wal_checkpoint(truncate)`.execute(db)
  return rows[0]?.busy === 0
}

type SqliteValue = null | number | bigint | string | Uint8Array
type Statement = ReturnType<SqliteDatabase['prepare']>

/** Statements kept ready. We have a handful; the bound is for lists of changing length in one. */
const STATEMENTS = 64

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
 * Takes the write lock when a transaction begins: one that reads first and writes later would fail at once, without waiting,
 * if another process wrote in between.
 */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }
}

/** SQLite can undo a change of tables, so the migrations run in one transaction: all or nothing, one process at a time. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}
