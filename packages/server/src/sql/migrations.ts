import { type ColumnDefinitionBuilder, type Kysely, sql } from 'kysely'
import type { Migration, MigrationProvider } from 'kysely/migration'
import { createLedgerTables } from './migration-ledger.js'

/**
 * Every change of the tables, in order, for SQLite and Postgres alike. One that was ever released is never changed: the next
 * step gets the next number. There is no way back; a backup is.
 */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001_blocks': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('blocks')
        .addColumn('blocker', 'varchar(64)', (column) => column.notNull())
        .addColumn('blocked', 'varchar(64)', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('blocks_pair', ['blocker', 'blocked'])
        .execute()
      // A block counts for both, so both ask for theirs, newest first.
      await db.schema.createIndex('blocks_by_blocker').on('blocks').columns(['blocker', 'at']).execute()
      await db.schema.createIndex('blocks_by_blocked').on('blocks').columns(['blocked', 'at']).execute()
    },
  },
  '0002_ledger': { up: createLedgerTables },
  '0003_followers': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('followers')
        .addColumn('name', 'varchar(64)', (column) => column.primaryKey())
        .addColumn('seq', 'bigint', (column) => column.notNull())
        .addColumn('holder', 'varchar(64)', (column) => column.notNull())
        .addColumn('until', 'bigint', (column) => column.notNull())
        .execute()
    },
  },
  '0004_words_of': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createIndex('sealed_by_case_id_of_id')
        .on('sealed')
        .columns(['case_id', 'of_id'])
        .execute()
    },
  },
  '0005_joined': {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('moderators').addColumn('joined_at', 'bigint').execute()
    },
  },
  '0006_drawers': {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('case_keys').renameTo('drawers').execute()
      await db.schema.alterTable('drawers').renameColumn('case_id', 'id').execute()
      await db.schema.alterTable('sealed').renameColumn('case_id', 'drawer').execute()
    },
  },
  '0007_decisive': {
    async up(db: Kysely<unknown>) {
      const count = (column: ColumnDefinitionBuilder) => column.notNull().defaultTo(0)
      await db.schema.alterTable('cases').addColumn('decisive', 'bigint', count).execute()
      await db.schema.alterTable('reports').addColumn('added', 'integer', count).execute()
      await db.schema
        .createIndex('reports_by_weight')
        .on('reports')
        .columns(['case_id', 'weight', 'seq'])
        .execute()
      await sql`update cases set decisive = version`.execute(db)
    },
  },
  '0008_place': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('place')
        .addColumn('name', 'varchar(64)', (column) => column.primaryKey())
        .addColumn('value', 'varchar(64)', (column) => column.notNull())
        .execute()
    },
  },
  '0009_wants': {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('cases').addColumn('wants', 'varchar(16)').execute()
    },
  },
}

export const migrations: MigrationProvider = { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) }
