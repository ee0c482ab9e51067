import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Dialect, Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { Store } from '../ports/store.js'
import { createBlocks } from './blocks.js'
import { createLedger, type Scrub } from './ledger.js'
import { migrations } from './migrations.js'
import { openSqlite, scrubSqlite } from './sqlite.js'
import type { Tables } from './tables.js'

/** Why there is no store to work with. `message` is for the person who starts the server. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code = 'store_unusable'
  readonly retryable = false
}

/**
 * The store in an SQLite file, brought up to date; its folder is made if need be. Folder and file are their owner's alone.
 * @param options.path a file, or `:memory:` for one that is gone when it closes
 * @throws StoreError when the file can't be opened or isn't ours
 */
export async function openStore(options: { readonly path: string }): Promise<Store> {
  const { path } = options
  try {
    if (path !== ':memory:') {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      // SQLite gives the files it puts beside this one the same permissions.
      closeSync(openSync(path, 'a', 0o600))
    }
    return await storeOn(await openSqlite(path), scrubSqlite)
  } catch (error) {
    throw new StoreError(
      `The database ${path} can't be used: ${reasonOf(error)}. ` +
        'If a newer version of the server wrote it, run that version; if it is damaged, restore it from a backup.',
    )
  }
}

/** The one implementation, on any dialect. */
async function storeOn(dialect: Dialect, scrub: (db: Kysely<Tables>) => ReturnType<Scrub>): Promise<Store> {
  const db = new Kysely<Tables>({ dialect })
  const { error } = await new Migrator({ db, provider: migrations }).migrateToLatest()
  if (error !== undefined) {
    await db.destroy()
    throw new Error(reasonOf(error))
  }
  // A process that died may have left traces of what it had shredded.
  await scrub(db)
  return {
    blocks: createBlocks(db),
    ledger: createLedger(db, () => scrub(db)),
    close: () => db.destroy(),
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
