import { type CreateTableBuilder, type Kysely, sql } from 'kysely'
import { EMPTY_HEAD } from '../rules/chain.js'

/** The moderators' record: `ports/ledger.ts`. */
export async function createLedgerTables(db: Kysely<unknown>): Promise<void> {
  await createChain(db)
  await createRows(db)
  await createWords(db)
  await createStaff(db)
}

async function createChain(db: Kysely<unknown>): Promise<void> {
  await table(db, 'ledger_events', {
    at: 'bigint',
    actor: 'text',
    fact: 'text',
    before: 'text',
    hash: 'text',
  })
    .addColumn('seq', 'bigint', (column) => column.primaryKey())
    .execute()
  await table(db, 'ledger_head', { seq: 'bigint', at: 'bigint', hash: 'text' })
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .execute()
  const { seq, hash } = EMPTY_HEAD
  await sql`insert into ledger_head (id, seq, at, hash) values (1, ${seq}, 0, ${hash})`.execute(db)
}

async function createRows(db: Kysely<unknown>): Promise<void> {
  await table(db, 'cases', {
    version: 'bigint',
    subject: 'text',
    state: 'text',
    reason: 'text',
    rank: 'integer',
    doubt: 'double precision',
    stranger: 'integer',
    reports: 'integer',
    opened_at: 'bigint',
    practice: 'integer',
  })
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('held_until', 'bigint')
    .addColumn('taken_by', 'text')
    .addColumn('taken_until', 'bigint')
    .addColumn('decided_at', 'bigint')
    .addColumn('decided_by', 'text')
    .addColumn('acted', 'integer')
    .execute()
  await index(db, 'cases', ['state', 'practice', 'rank', 'opened_at', 'id'])
  await index(db, 'cases', ['state', 'practice', 'opened_at'])
  await index(db, 'cases', ['subject', 'state'])
  await index(db, 'cases', ['opened_at'])
  await index(db, 'cases', ['decided_at'])

  await table(db, 'reports', {
    case_id: 'text',
    kind: 'text',
    reason: 'text',
    reporter: 'text',
    by_seat: 'integer',
    of_seat: 'integer',
    weight: 'integer',
    entries: 'integer',
    at: 'bigint',
    seq: 'bigint',
  })
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('chat', 'text')
    .addColumn('was', 'text')
    // Nobody reports one chat twice. Notices name no chat, and nulls equal nothing.
    .addUniqueConstraint('reports_once', ['chat', 'by_seat'])
    .execute()
  await index(db, 'reports', ['case_id', 'seq'])
  await index(db, 'reports', ['reporter', 'was'])

  await table(db, 'actions', {
    case_id: 'text',
    subject: 'text',
    kind: 'text',
    policies: 'text',
    ground: 'text',
    automated: 'integer',
    actor: 'text',
    at: 'bigint',
    seq: 'bigint',
    holds_until: 'bigint',
    appeal: 'text',
  })
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('until', 'bigint')
    .addColumn('reversed_at', 'bigint')
    .addColumn('appealed_at', 'bigint')
    .execute()
  await index(db, 'actions', ['subject', 'holds_until'])
  await index(db, 'actions', ['subject', 'seq'])
  await index(db, 'actions', ['appeal', 'appealed_at', 'id'])
  await index(db, 'actions', ['case_id'])
}

async function createWords(db: Kysely<unknown>): Promise<void> {
  await table(db, 'case_keys', { live: 'integer', key: 'bytea' })
    .addColumn('case_id', 'text', (column) => column.notNull().primaryKey())
    .execute()
  await index(db, 'case_keys', ['live'])
  await table(db, 'sealed', { what: 'text', of_id: 'text', at: 'bigint', live: 'integer', blob: 'bytea' })
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    // No words without a key.
    .addColumn('case_id', 'text', (column) => column.notNull().references('case_keys.case_id'))
    .execute()
  await index(db, 'sealed', ['case_id'])
  await table(db, 'marks', { case_id: 'text', mark: 'text', at: 'bigint' })
    .addPrimaryKeyConstraint('marks_once', ['case_id', 'mark'])
    .execute()
  await index(db, 'marks', ['mark', 'at', 'case_id'])
  await index(db, 'marks', ['at'])
}

async function createStaff(db: Kysely<unknown>): Promise<void> {
  await table(db, 'moderators', { name: 'text', role: 'text', added_at: 'bigint', keys: 'text' })
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('removed_at', 'bigint')
    .addColumn('oidc', 'text')
    .execute()
  // A provider's subject is one person, as long as they are with us.
  await db.schema
    .createIndex('moderators_by_oidc')
    .on('moderators')
    .column('oidc')
    .unique()
    .where(sql.ref('removed_at'), 'is', null)
    .execute()
  await table(db, 'passes', { kind: 'text', moderator: 'text', expires: 'bigint' })
    .addColumn('hash', 'text', (column) => column.notNull().primaryKey())
    .execute()
  await index(db, 'passes', ['moderator'])
  await index(db, 'passes', ['expires'])
}

type ColumnType = 'text' | 'integer' | 'bigint' | 'double precision' | 'bytea'

/** A table with columns that are never null; the others are added to it. */
const table = (
  db: Kysely<unknown>,
  name: string,
  columns: Readonly<Record<string, ColumnType>>,
): CreateTableBuilder<string, string> => {
  let builder: CreateTableBuilder<string, string> = db.schema.createTable(name)
  for (const [column, type] of Object.entries(columns)) {
    builder = builder.addColumn(column, type, (built) => built.notNull())
  }
  return builder
}

const index = (db: Kysely<unknown>, on: string, columns: readonly string[]): Promise<void> =>
  db.schema
    .createIndex(`${on}_by_${columns.join('_')}`)
    .on(on)
    .columns([...columns])
    .execute()
