import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { describe, expect, it } from 'vitest'
import { openSqlite } from './sqlite.js'

interface Notes {
  readonly notes: { readonly id: number; readonly note: string }
}

async function database(path = ':memory:'): Promise<Kysely<Notes>> {
  const db = new Kysely<Notes>({ dialect: await openSqlite(path) })
  await db.schema.createTable('notes').addColumn('id', 'integer').addColumn('note', 'text').execute()
  return db
}

describe('Kysely over node:sqlite', () => {
  it('reads what it wrote, and counts what it changed', async () => {
    const db = await database()
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('notes')
      .values([
        { id: 1, note: 'one 🪑' },
        { id: 2, note: 'two' },
      ])
      .executeTakeFirstOrThrow()
    expect(numInsertedOrUpdatedRows).toBe(2n)
    const kept = await db.insertInto('notes').values({ id: 3, note: 'three' }).returning('id').execute()
    expect(kept.map(({ id }) => id)).toEqual([3])
    const { numDeletedRows } = await db.deleteFrom('notes').where('id', '>', 1).executeTakeFirstOrThrow()
    expect(numDeletedRows).toBe(2n)
    expect(await db.selectFrom('notes').select('note').execute()).toMatchObject([{ note: 'one 🪑' }])
    const streamed: string[] = []
    for await (const { note } of db.selectFrom('notes').select('note').stream()) streamed.push(note)
    expect(streamed).toEqual(['one 🪑'])
    await db.destroy()
  })

  it('undoes a transaction that failed, and keeps transactions apart', async () => {
    const db = await database()
    const write = (id: number, fail: boolean) =>
      db.transaction().execute(async (step) => {
        await step.insertInto('notes').values({ id, note: '' }).execute()
        if (fail) throw new Error('changed my mind')
      })
    const outcomes = await Promise.allSettled([write(1, false), write(2, true), write(3, false)])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    const rows = await db.selectFrom('notes').select('id').orderBy('id').execute()
    expect(rows.map(({ id }) => id)).toEqual([1, 3])
    await db.destroy()
  })

  it('takes the write lock when a transaction begins, before its first statement', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stranger-chat-sqlite-'))
    const path = join(folder, 'notes.db')
    const db = await database(path)
    const other = new DatabaseSync(path, { timeout: 0 })
    const write = () => other.exec(`insert into notes values (1, '')`)
    await db.transaction().execute(async () => expect(write).toThrow('locked'))
    write()
    expect(await db.selectFrom('notes').select('id').execute()).toHaveLength(1)
    other.close()
    await db.destroy()
    rmSync(folder, { recursive: true })
  })

  it('undoes a migration that failed half-way, tables and all, so that the next start can try again', async () => {
    const db = await database()
    const migrate = (fail: boolean) =>
      new Migrator({
        db,
        provider: {
          getMigrations: () =>
            Promise.resolve({
              '0001_chairs': {
                up: (step: Kysely<unknown>) =>
                  step.schema.createTable('chairs').addColumn('id', 'integer').execute(),
              },
              '0002_tables': {
                async up(step: Kysely<unknown>) {
                  await step.schema.createTable('tables').addColumn('id', 'integer').execute()
                  if (fail) throw new Error('out of wood')
                },
              },
            }),
        },
      }).migrateToLatest()
    const names = async () => (await db.introspection.getTables()).map(({ name }) => name)

    expect(await migrate(true)).toMatchObject({ error: { message: 'out of wood' } })
    expect(await names()).toEqual(['notes'])
    expect((await migrate(false)).error).toBeUndefined()
    expect(await names()).toEqual(['chairs', 'notes', 'tables'])
    await db.destroy()
  })
})
