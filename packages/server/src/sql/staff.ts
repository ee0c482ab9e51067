import type { Kysely } from 'kysely'
import type { Staff } from '../ports/ledger.js'
import { moderatorOf, passOf } from './rows.js'
import type { Tables } from './tables.js'

/** Who may sign in, and the passes they do it with. */
export function createStaff(db: Kysely<Tables>): Staff {
  return {
    async add({ id, name, role, addedAt, joinedAt, removedAt, oidc, keys }) {
      await db
        .insertInto('moderators')
        .values({
          ...{ id, name, role, added_at: addedAt, removed_at: removedAt ?? null, oidc: oidc ?? null },
          joined_at: joinedAt ?? null,
          keys: JSON.stringify(keys),
        })
        .execute()
    },

    async get(id) {
      const row = await db.selectFrom('moderators').selectAll().where('id', '=', id).executeTakeFirst()
      return row && moderatorOf(row)
    },

    async all() {
      const rows = await db.selectFrom('moderators').selectAll().orderBy('added_at').orderBy('id').execute()
      return rows.map(moderatorOf)
    },

    async change(id, { role, joinedAt, removedAt, keys }) {
      const change = {
        ...(role !== undefined && { role }),
        ...(joinedAt !== undefined && { joined_at: joinedAt }),
        ...(removedAt !== undefined && { removed_at: removedAt }),
        ...(keys !== undefined && { keys: JSON.stringify(keys) }),
      }
      if (Object.keys(change).length === 0) return
      const { numUpdatedRows } = await db
        .updateTable('moderators')
        .set(change)
        .where('id', '=', id)
        .executeTakeFirst()
      if (numUpdatedRows !== 1n) throw new Error(`There is no moderator ${id}.`)
    },

    async addPass(pass) {
      await db.insertInto('passes').values(pass).execute()
    },

    async useOnce(hash, expires) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('passes')
        .values({ hash, kind: 'used', moderator: '', expires })
        .onConflict((conflict) => conflict.column('hash').doNothing())
        .executeTakeFirstOrThrow()
      return numInsertedOrUpdatedRows === 1n
    },

    async takePass(hash) {
      const row = await db
        .deleteFrom('passes')
        .where('hash', '=', hash)
        .where('kind', '=', 'invite')
        .returningAll()
        .executeTakeFirst()
      return row && passOf(row)
    },

    async pass(hash, now) {
      const row = await db
        .selectFrom('passes')
        .selectAll()
        .where('hash', '=', hash)
        .where('expires', '>', now)
        .executeTakeFirst()
      return row && passOf(row)
    },

    async dropPasses({ moderator, hash, expiredBefore }) {
      if (moderator === undefined && hash === undefined && expiredBefore === undefined) return
      let drop = db.deleteFrom('passes')
      if (moderator !== undefined) drop = drop.where('moderator', '=', moderator)
      if (hash !== undefined) drop = drop.where('hash', '=', hash)
      if (expiredBefore !== undefined) drop = drop.where('expires', '<', expiredBefore)
      await drop.execute()
    },
  }
}
