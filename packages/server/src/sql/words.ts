import { type Kysely, sql, type Transaction } from 'kysely'
import type { Change, Ledger, Wrapped } from '../ports/ledger.js'
import { sealedOf } from './rows.js'
import type { Tables } from './tables.js'

/**
 * Sealed words, the keys they lie under, and marks. To destroy a key or words is to overwrite them where they are: a deleted
 * row would make a database move its neighbours to fill the gap, and leave a copy of each behind where it was.
 */
export function createWords(
  db: Kysely<Tables>,
): Pick<
  Ledger,
  | 'key'
  | 'keysOf'
  | 'sealed'
  | 'pictures'
  | 'shreddable'
  | 'staleStatements'
  | 'wrapped'
  | 'rewrap'
  | 'forgetMarks'
> {
  const keyOf = async (id: string): Promise<Uint8Array | undefined> => {
    const row = await db
      .selectFrom('drawers')
      .select('key')
      .where('id', '=', id)
      .where('live', '=', 1)
      .executeTakeFirst()
    return row && new Uint8Array(row.key)
  }
  return {
    key: keyOf,

    async keysOf(drawers) {
      if (drawers.length === 0) return []
      const rows = await db
        .selectFrom('drawers')
        .select(['id', 'key', 'live'])
        .where('id', 'in', drawers)
        .orderBy('id')
        .execute()
      // Left to the database, it would look through all that are live for a handful.
      return rows.filter(({ live }) => live === 1).map(wrappedOf)
    },

    async sealed(id, of) {
      const key = await keyOf(id)
      if (of?.length === 0) return { ...(key && { key }), items: [] }
      let ask = db.selectFrom('sealed').selectAll().where('drawer', '=', id).where('live', '=', 1)
      if (of !== undefined) ask = ask.where('of_id', 'in', of)
      const rows = await ask.orderBy('at').orderBy('id').execute()
      return { ...(key && { key }), items: rows.map(sealedOf) }
    },

    async pictures(id) {
      const rows = await db
        .selectFrom('reports')
        .innerJoin('sealed', 'sealed.of_id', 'reports.id')
        .select(['sealed.id', 'sealed.of_id as of', sql<number>`length(blob)`.as('bytes')])
        .where('reports.case_id', '=', id)
        // A report's words lie in its case's drawer, or in its own: two looks into the index.
        .where(sql<boolean>`sealed.drawer in (${id}, reports.id)`)
        .where('what', '=', 'picture')
        .where('live', '=', 1)
        .orderBy('sealed.at')
        .orderBy('sealed.id')
        .execute()
      return rows.map((row) => ({ ...row }))
    },

    async shreddable({ decidedBefore, now, appealableSince, practiceBefore, limit }) {
      const rows = await db
        .selectFrom('drawers')
        .leftJoin('reports', 'reports.id', 'drawers.id')
        .innerJoin('cases', (join) =>
          join.on(({ eb, fn, ref }) =>
            eb('cases.id', '=', fn.coalesce(ref('reports.case_id'), ref('drawers.id'))),
          ),
        )
        .select(['cases.id as case', 'drawers.id as drawer'])
        .where('drawers.live', '=', 1)
        .where(({ eb, or, and }) =>
          or([
            eb('cases.decided_at', '<', decidedBefore),
            and([eb('cases.practice', '=', 1), eb('cases.opened_at', '<', practiceBefore)]),
          ]),
        )
        .where(({ eb, or }) => or([eb('held_until', 'is', null), eb('held_until', '<=', now)]))
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('actions')
                .select('actions.id')
                .whereRef('actions.case_id', '=', 'cases.id')
                .where(({ eb, or, and }) =>
                  or([
                    eb('appeal', '=', 'filed'),
                    and([
                      eb('appeal', '=', 'none'),
                      eb('holds_until', '>', now),
                      eb('actions.at', '>=', appealableSince),
                    ]),
                  ]),
                ),
            ),
          ),
        )
        .orderBy('cases.decided_at')
        .orderBy('cases.id')
        .orderBy('drawers.id')
        .limit(limit)
        .execute()
      return rows.map(({ case: of, drawer }) => ({ case: of, drawer }))
    },

    async staleStatements(before, now, limit) {
      const rows = await db
        .selectFrom('drawers')
        .innerJoin('actions', 'actions.id', 'drawers.id')
        .innerJoin('cases', 'cases.id', 'actions.case_id')
        .select(['actions.id as action', 'actions.case_id as case'])
        .where('drawers.live', '=', 1)
        .where('actions.at', '<', before)
        .where('appeal', '!=', 'filed')
        .where(({ eb, or }) => or([eb('held_until', 'is', null), eb('held_until', '<=', now)]))
        .orderBy('actions.at')
        .orderBy('actions.id')
        .limit(limit)
        .execute()
      return rows.map(({ action, case: of }) => ({ action, case: of }))
    },

    async wrapped(after, limit) {
      const rows = await db
        .selectFrom('drawers')
        .select(['id', 'key'])
        // The sign keeps SQLite from taking the index of what is live, and sorting all of that for each page.
        .where(sql<number>`+live`, '=', 1)
        .where('id', '>', after)
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(wrappedOf)
    },

    rewrap: (changes) =>
      db.transaction().execute(async (step) => {
        for (const { drawer, from, to } of changes)
          await step
            .updateTable('drawers')
            .set({ key: to })
            .where('id', '=', drawer)
            .where('live', '=', 1)
            .where('key', '=', from)
            .execute()
      }),

    async forgetMarks(before) {
      await db.deleteFrom('marks').where('at', '<', before).execute()
    },
  }
}

const wrappedOf = ({ id, key }: { readonly id: string; readonly key: Uint8Array }): Wrapped => ({
  drawer: id,
  key: new Uint8Array(key),
})

/** Writes the keys, words and marks that come with a change. */
export async function keep(step: Transaction<Tables>, change: Change): Promise<void> {
  for (const { drawer: id, key } of change.keys ?? []) {
    const { numInsertedOrUpdatedRows } = await step
      .insertInto('drawers')
      .values({ id, live: 1, key })
      // A drawer whose words were destroyed may get new ones, under a new key. One in use is never replaced.
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet({ live: 1, key }).where('drawers.live', '=', 0),
      )
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows !== 1n) throw new Error(`The drawer ${id} has a key already.`)
  }
  for (const { id, drawer, what, of, at, blob } of change.sealed ?? []) {
    const live = await step.selectFrom('drawers').select('live').where('id', '=', drawer).executeTakeFirst()
    if (live?.live !== 1) throw new Error(`The drawer ${drawer} has no key to seal words under.`)
    await step.insertInto('sealed').values({ id, drawer, what, of_id: of, at, live: 1, blob }).execute()
  }
  for (const { case: of, mark } of change.marks ?? []) {
    await step
      .insertInto('marks')
      .values({ case_id: of, mark, at: change.at })
      .onConflict((conflict) => conflict.columns(['case_id', 'mark']).doUpdateSet({ at: change.at }))
      .execute()
  }
}

/** Destroys keys and words of drawers. */
export async function shred(step: Transaction<Tables>, drawers: readonly string[]): Promise<void> {
  for (const id of drawers) {
    const found = await step.selectFrom('drawers').select('key').where('id', '=', id).executeTakeFirst()
    if (found === undefined) continue
    await step
      .updateTable('drawers')
      // As long as the key, so that it lands on the same bytes.
      .set({ live: 0, key: new Uint8Array(found.key.length) })
      .where('id', '=', id)
      .execute()
    await step
      .updateTable('sealed')
      .set({ live: 0, blob: new Uint8Array(0) })
      .where('drawer', '=', id)
      .execute()
  }
}
