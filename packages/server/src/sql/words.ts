import type { Kysely, Transaction } from 'kysely'
import type { Change, Ledger } from '../ports/ledger.js'
import { sealedOf } from './rows.js'
import type { Tables } from './tables.js'

/**
 * Sealed words, the keys they lie under, and marks. To destroy a key or words is to overwrite them where they are: a deleted
 * row would make a database move its neighbours to fill the gap, and leave a copy of each behind where it was.
 */
export function createWords(
  db: Kysely<Tables>,
): Pick<Ledger, 'key' | 'sealed' | 'shreddable' | 'forgetMarks'> {
  const keyOf = async (id: string): Promise<Uint8Array | undefined> => {
    const row = await db
      .selectFrom('case_keys')
      .select('key')
      .where('case_id', '=', id)
      .where('live', '=', 1)
      .executeTakeFirst()
    return row && new Uint8Array(row.key)
  }
  return {
    key: keyOf,

    async sealed(id, of) {
      const key = await keyOf(id)
      if (of?.length === 0) return { ...(key && { key }), items: [] }
      let ask = db.selectFrom('sealed').selectAll().where('case_id', '=', id).where('live', '=', 1)
      if (of !== undefined) ask = ask.where('of_id', 'in', of)
      const rows = await ask.orderBy('at').orderBy('id').execute()
      return { ...(key && { key }), items: rows.map(sealedOf) }
    },

    async shreddable(before, now, limit) {
      const rows = await db
        .selectFrom('case_keys')
        .innerJoin('cases', 'cases.id', 'case_keys.case_id')
        .select('cases.id')
        .where('case_keys.live', '=', 1)
        .where('cases.decided_at', '<', before)
        .where(({ eb, or }) => or([eb('held_until', 'is', null), eb('held_until', '<=', now)]))
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('actions')
                .select('actions.id')
                .whereRef('actions.case_id', '=', 'cases.id')
                .where('appeal', '=', 'filed'),
            ),
          ),
        )
        .orderBy('cases.decided_at')
        .orderBy('cases.id')
        .limit(limit)
        .execute()
      return rows.map(({ id }) => id)
    },

    async forgetMarks(before) {
      await db.deleteFrom('marks').where('at', '<', before).execute()
    },
  }
}

/** Writes the keys, words and marks that come with a change. */
export async function keep(step: Transaction<Tables>, change: Change): Promise<void> {
  for (const { case: id, key } of change.keys ?? []) {
    const { numInsertedOrUpdatedRows } = await step
      .insertInto('case_keys')
      .values({ case_id: id, live: 1, key })
      // A case whose words were destroyed may get new ones, under a new key. One in use is never replaced.
      .onConflict((conflict) =>
        conflict.column('case_id').doUpdateSet({ live: 1, key }).where('case_keys.live', '=', 0),
      )
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows !== 1n) throw new Error(`The case ${id} has a key already.`)
  }
  for (const { id, case: of, what, of: belongs, at, blob } of change.sealed ?? []) {
    const live = await step
      .selectFrom('case_keys')
      .select('live')
      .where('case_id', '=', of)
      .executeTakeFirst()
    if (live?.live !== 1) throw new Error(`The case ${of} has no key to seal words under.`)
    await step
      .insertInto('sealed')
      .values({ id, case_id: of, what, of_id: belongs, at, live: 1, blob })
      .execute()
  }
  for (const { case: of, mark } of change.marks ?? []) {
    await step
      .insertInto('marks')
      .values({ case_id: of, mark, at: change.at })
      .onConflict((conflict) => conflict.columns(['case_id', 'mark']).doUpdateSet({ at: change.at }))
      .execute()
  }
}

/** Destroys keys and words of cases. */
export async function shred(step: Transaction<Tables>, cases: readonly string[]): Promise<void> {
  for (const id of cases) {
    const found = await step
      .selectFrom('case_keys')
      .select('key')
      .where('case_id', '=', id)
      .executeTakeFirst()
    if (found === undefined) continue
    await step
      .updateTable('case_keys')
      // As long as the key, so that it lands on the same bytes.
      .set({ live: 0, key: new Uint8Array(found.key.length) })
      .where('case_id', '=', id)
      .execute()
    await step
      .updateTable('sealed')
      .set({ live: 0, blob: new Uint8Array(0) })
      .where('case_id', '=', id)
      .execute()
  }
}
