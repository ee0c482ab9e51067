import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { Store } from '../ports/store.js'
import { createBlocks } from './blocks.js'
import { createLedger, type Scrub } from './ledger.js'
import { migrations } from './migrations.js'
import { openPostgres, scrubPostgres } from './postgres.js'
import { openSqlite, scrubSqlite } from './sqlite.js'
import type { Tables } from './tables.js'

/** Why there is no store to work with. `message` is for the person who starts the server, and holds no password. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: 'store_unusable' | 'store_unreachable' | 'store_driver_missing'
  readonly retryable: boolean
  constructor(message: string, code: StoreError['code'] = 'store_unusable') {
    super(message)
    this.code = code
    this.retryable = code === 'store_unreachable'
  }
}

/** Where the store is: a file, or `:memory:` for one that is gone when it closes; or a Postgres, by its URL. */
export type StorePlace = { readonly path: string } | { readonly url: string }

/**
 * The store in an SQLite file or a Postgres database, brought up to date. A file's folder is made if need be; folder and file
 * are their owner's alone.
 * @throws StoreError when the file can't be opened or isn't ours, when the server can't be reached, or without `pg` to reach it
 */
export const openStore = (place: StorePlace): Promise<Store> =>
  'url' in place ? openUrl(place.url) : openFile(place.path)

async function openFile(path: string): Promise<Store> {
  try {
    if (path !== ':memory:') {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      // SQLite gives the files it puts beside this one the same permissions.
      closeSync(openSync(path, 'a', 0o600))
    }
    return await storeOn(new Kysely<Tables>({ dialect: await openSqlite(path) }), scrubSqlite, false)
  } catch (error) {
    throw unusable(path, error)
  }
}

async function openUrl(url: string): Promise<Store> {
  const named = nameOf(url)
  if (named === undefined) {
    throw new StoreError("The database's URL can't be read: postgres://user:password@host:5432/name is one.")
  }
  const dialect = await openPostgres(url).catch((error: unknown) => {
    const missing = codeOf(error) === 'ERR_MODULE_NOT_FOUND'
    if (!missing) throw unusable(named, error)
    throw new StoreError(
      'To keep the data in Postgres, install its driver: npm install pg',
      'store_driver_missing',
    )
  })
  const db = new Kysely<Tables>({ dialect })
  try {
    await sql`select 1`.execute(db)
  } catch (error) {
    await db.destroy()
    if (REFUSED.test(codeOf(error))) throw unusable(named, error)
    throw new StoreError(`The database ${named} can't be reached: ${reasonOf(error)}.`, 'store_unreachable')
  }
  return storeOn(db, scrubPostgres, true).catch((error: unknown) => {
    throw unusable(named, error)
  })
}

/** Postgres' classes of errors that no waiting heals: not let in, no such database, not allowed. */
const REFUSED = /^(28|3D|42)...$/

const unusable = (named: string, error: unknown): StoreError =>
  new StoreError(
    `The database ${named} can't be used: ${reasonOf(error)}. ` +
      'If a newer version of the server wrote it, run that version; if it is damaged, restore it from a backup.',
  )

/** Host, port and name of a database: what of its URL may be shown. */
function nameOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined
  const { protocol, host, pathname } = new URL(url)
  return protocol === 'postgres:' || protocol === 'postgresql:' ? `${host}${pathname}` : undefined
}

/** The one implementation, on any database. */
async function storeOn(
  db: Kysely<Tables>,
  scrub: (db: Kysely<Tables>) => ReturnType<Scrub>,
  isShared: boolean,
): Promise<Store> {
  const { error } = await new Migrator({ db, provider: migrations }).migrateToLatest()
  if (error !== undefined) {
    await db.destroy()
    throw error instanceof Error ? error : new Error(reasonOf(error))
  }
  // A process that died may have left traces of what it had shredded.
  await scrub(db)
  return {
    blocks: createBlocks(db),
    isShared,
    belongsTo: (rings, current) => belongsTo(db, rings, current),
    async adopt(current) {
      await db.deleteFrom('place').where('name', '=', RING).execute()
      await belongsTo(db, [current], current)
    },
    ledger: createLedger(db, () => scrub(db)),
    close: () => db.destroy(),
  }
}

const RING = 'ring'
async function belongsTo(db: Kysely<Tables>, rings: readonly string[], current?: string): Promise<boolean> {
  if (current !== undefined)
    await db
      .insertInto('place')
      .values({ name: RING, value: current })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute()
  const owner = await db.selectFrom('place').select('value').where('name', '=', RING).executeTakeFirst()
  if (owner === undefined) return true
  if (!rings.includes(owner.value)) return false
  // Old lineages end one day; the current one is there for longest.
  if (current !== undefined && owner.value !== current)
    await db
      .updateTable('place')
      .set({ value: current })
      .where('name', '=', RING)
      .where('value', '=', owner.value)
      .execute()
  return true
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''

function reasonOf(error: unknown): string {
  // A name with several addresses fails with one error for each, and says nothing itself.
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join(', ')
  return error instanceof Error ? error.message : String(error)
}
