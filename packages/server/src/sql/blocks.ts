import { type CompiledQuery, type Kysely, sql } from 'kysely'
import { type Blocks, STORE_LIMITS } from '../ports/store.js'
import type { Tables } from './tables.js'

/** Blocks in a table, by nothing that only one database knows. */
export function createBlocks(db: Kysely<Tables>): Blocks {
  // Asked at every join, so it is built and compiled once for each limit, of which callers have one or two. The limit is part
  // of the text: SQLite plans a statement anew whenever a bound limit is given a value.
  const compiled = new Map<number, CompiledQuery>()
  const aroundOf = (limit: number): CompiledQuery => {
    const query = compiled.get(limit) ?? selectAround(db, '', limit).compile()
    compiled.set(limit, query)
    return query
  }
  return {
    async add(by, of, at) {
      checkIdentity(by)
      checkIdentity(of)
      if (by === of) return
      await db.transaction().execute(async (step) => {
        await step
          .insertInto('blocks')
          .values({ blocker: by, blocked: of, at })
          .onConflict((conflict) => conflict.columns(['blocker', 'blocked']).doNothing())
          .execute()
        const surplus = await step
          .selectFrom('blocks')
          .select('blocked')
          .where('blocker', '=', by)
          .orderBy('at', 'desc')
          .orderBy('blocked')
          .limit(STORE_LIMITS.blocks)
          .offset(STORE_LIMITS.blocks)
          .execute()
        if (surplus.length === 0) return
        await step
          .deleteFrom('blocks')
          .where('blocker', '=', by)
          .where(
            'blocked',
            'in',
            surplus.map(({ blocked }) => blocked),
          )
          .execute()
      })
    },

    async around(identity, limit) {
      checkIdentity(identity)
      const { rows } = await db.executeQuery<{ readonly other: string }>({
        ...aroundOf(limit),
        parameters: [identity, identity],
      })
      return rows.map(({ other }) => other)
    },
  }
}

/** Each side is cut to `limit` by its own index first, so a person whom thousands blocked costs no more than another. */
function selectAround(db: Kysely<Tables>, identity: string, most: number) {
  const limit = sql.lit(most)
  const made = db
    .selectFrom('blocks')
    .select(['blocked as other', 'at'])
    .where('blocker', '=', identity)
    .orderBy('at', 'desc')
    .orderBy('blocked')
    .limit(limit)
    .as('made')
  const met = db
    .selectFrom('blocks')
    .select(['blocker as other', 'at'])
    .where('blocked', '=', identity)
    .orderBy('at', 'desc')
    .orderBy('blocker')
    .limit(limit)
    .as('met')
  return db
    .selectFrom(db.selectFrom(made).selectAll().unionAll(db.selectFrom(met).selectAll()).as('around'))
    .select(({ fn }) => ['other', fn.max('at').as('latest')])
    .groupBy('other')
    .orderBy('latest', 'desc')
    .orderBy('other')
    .limit(limit)
}

/** The server makes every identity, so a wrong one is a slip of ours: it is refused rather than cut. */
function checkIdentity(identity: string): void {
  if (identity.length > 0 && identity.length <= STORE_LIMITS.identity) return
  throw new RangeError(`An identity has 1 to ${STORE_LIMITS.identity} characters, not ${identity.length}.`)
}
