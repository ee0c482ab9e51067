import type { Kysely } from 'kysely'
import type { Followers } from '../ports/ledger.js'
import type { Tables } from './tables.js'

/** How far each follower has read, and who reads for it. */
export function createFollowers(db: Kysely<Tables>): Followers {
  return {
    async lend(name, holder, now, until) {
      await db
        .insertInto('followers')
        .values(({ selectFrom }) => ({
          name,
          seq: selectFrom('ledger_head').select('seq'),
          holder,
          until: 0,
        }))
        .onConflict((conflict) => conflict.column('name').doNothing())
        .execute()
      const row = await db
        .updateTable('followers')
        .set({ holder, until })
        .where('name', '=', name)
        .where(({ or, eb }) => or([eb('holder', '=', holder), eb('until', '<=', now)]))
        .returning('seq')
        .executeTakeFirst()
      return row?.seq
    },

    async advance(name, holder, seq) {
      const { numUpdatedRows } = await db
        .updateTable('followers')
        .set({ seq })
        .where('name', '=', name)
        .where('holder', '=', holder)
        .where('seq', '<=', seq)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
  }
}
