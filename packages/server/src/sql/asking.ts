import { type Kysely, type Selectable, sql } from 'kysely'
import type { CaseRecord, Ledger, Page, QueueAsk } from '../ports/ledger.js'
import { cursorOf, parseCursor } from './cursor.js'
import { actionOf, caseOf, reportOf } from './rows.js'
import type { ActionsTable, Tables } from './tables.js'

type Asking = Pick<
  Ledger,
  | 'case'
  | 'openCaseOf'
  | 'queue'
  | 'similar'
  | 'reports'
  | 'reportsSince'
  | 'reportOf'
  | 'report'
  | 'reporter'
  | 'action'
  | 'actionsOn'
  | 'sanctions'
  | 'appeals'
  | 'counts'
>

/** Of how many marks at most, the newest, cases are looked at: behind a carrier's address are thousands. */
const ALIKE = 200
const HOUR_MS = 60 * 60_000

/** What can be asked of cases, reports and actions. */
export function createAsking(db: Kysely<Tables>): Asking {
  const cases = () => db.selectFrom('cases').selectAll()
  const reports = () => db.selectFrom('reports').selectAll()
  const actions = () => db.selectFrom('actions').selectAll()
  // Asked at every hello, so it is built and compiled once.
  const sanctions = actions()
    .where('subject', '=', '')
    .where('holds_until', '>', 0)
    .orderBy('seq', 'desc')
    .compile()
  return {
    async case(id) {
      const row = await cases().where('id', '=', id).executeTakeFirst()
      return row && caseOf(row)
    },

    async openCaseOf(subject, practice = false) {
      const row = await cases()
        .where('subject', '=', subject)
        .where('state', '=', 'open')
        .where('practice', '=', practice ? 1 : 0)
        .orderBy('opened_at')
        .orderBy('id')
        .executeTakeFirst()
      return row && caseOf(row)
    },

    queue: (ask) => queue(db, ask),

    async similar(id, limit) {
      const alike = db
        .selectFrom('marks as mine')
        .innerJoin('marks as theirs', 'theirs.mark', 'mine.mark')
        .select('theirs.case_id')
        .where('mine.case_id', '=', id)
        .where('theirs.case_id', '!=', id)
        .orderBy('theirs.at', 'desc')
        .limit(ALIKE)
      const rows = await cases()
        .where('id', 'in', alike)
        .orderBy('opened_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(caseOf)
    },

    async reports(id, limit) {
      const rows = await reports()
        .where('case_id', '=', id)
        .orderBy('weight', 'desc')
        .orderBy('seq')
        .limit(limit)
        .execute()
      return rows.map(reportOf)
    },

    async reportsSince(id, seq) {
      const { count } = await db
        .selectFrom('reports')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('case_id', '=', id)
        .where('seq', '>', seq)
        .executeTakeFirstOrThrow()
      return count
    },

    async reportOf(chat, by) {
      const row = await reports().where('chat', '=', chat).where('by_seat', '=', by).executeTakeFirst()
      return row && reportOf(row)
    },

    async report(report) {
      const row = await reports().where('id', '=', report).executeTakeFirst()
      return row && reportOf(row)
    },

    async reporter(identity) {
      const found = await db
        .selectFrom('reports')
        .select(({ fn }) => ['was', fn.countAll<number>().as('times')])
        .where('reporter', '=', identity)
        .where('was', 'in', ['right', 'wrong'])
        .groupBy('was')
        .execute()
      const times = (what: string): number => found.find(({ was }) => was === what)?.times ?? 0
      return { right: times('right'), wrong: times('wrong') }
    },

    async action(id) {
      const row = await actions().where('id', '=', id).executeTakeFirst()
      return row && actionOf(row)
    },

    async actionsOn(subject, limit) {
      const rows = await actions()
        .where('subject', '=', subject)
        .orderBy('seq', 'desc')
        .limit(limit)
        .execute()
      return rows.map(actionOf)
    },

    async sanctions(subject, now) {
      const { rows } = await db.executeQuery<Selectable<ActionsTable>>({
        ...sanctions,
        parameters: [subject, now],
      })
      return rows.map(actionOf)
    },

    async appeals(after, limit) {
      const behind = after === undefined ? undefined : parseCursor(after, 1)
      let ask = actions().where('appeal', '=', 'filed')
      if (behind) {
        const { id, numbers } = behind
        ask = ask.where(({ eb, refTuple, tuple }) =>
          eb(refTuple('appealed_at', 'id'), '>', tuple(numbers[0] ?? 0, id)),
        )
      }
      const rows = await ask
        .orderBy('appealed_at')
        .orderBy('id')
        .limit(limit + 1)
        .execute()
      return pageOf(rows, limit, actionOf, (row) => cursorOf([row.appealed_at ?? 0], row.id))
    },

    async counts(since) {
      const real = db.selectFrom('cases').where('practice', '=', 0)
      const open = real.where('state', '=', 'open')
      const waiting = await open
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      const oldest = await open.select('opened_at').orderBy('opened_at').limit(1).executeTakeFirst()
      const appeals = await db
        .selectFrom('actions')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('appeal', '=', 'filed')
        .executeTakeFirstOrThrow()
      const decided = await real
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('decided_at', '>=', since)
        .executeTakeFirstOrThrow()
      // Whole numbers divide into whole ones, on every database.
      const hour = sql<number>`(opened_at - ${sql.lit(since)}) / ${sql.lit(HOUR_MS)}`
      const opened = await real
        .select([hour.as('hour'), ({ fn }) => fn.countAll<number>().as('cases')])
        .where('opened_at', '>=', since)
        .groupBy(hour)
        .orderBy('hour')
        .execute()
      return {
        waiting: waiting.count,
        oldestAt: oldest?.opened_at ?? 0,
        appeals: appeals.count,
        decided: decided.count,
        opened: opened.map(({ hour: at, cases: count }) => ({ hour: at, cases: count })),
      }
    },
  }
}

async function queue(db: Kysely<Tables>, { state, after, limit }: QueueAsk): Promise<Page<CaseRecord>> {
  let ask = db.selectFrom('cases').selectAll().where('state', '=', state).where('practice', '=', 0)
  const behind = after === undefined ? undefined : parseCursor(after, 2)
  if (behind) {
    const [rank = 0, openedAt = 0] = behind.numbers
    ask = ask.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('rank', 'opened_at', 'id'), '>', tuple(rank, openedAt, behind.id)),
    )
  }
  const rows = await ask
    .orderBy('rank')
    .orderBy('opened_at')
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  return pageOf(rows, limit, caseOf, (row) => cursorOf([row.rank, row.opened_at], row.id))
}

/** Rows as a page: one more than it holds was asked for, to know whether there is another. */
function pageOf<Row, T>(
  rows: readonly Row[],
  limit: number,
  make: (row: Row) => T,
  cursor: (last: Row) => string,
): Page<T> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    rows: shown.map(make),
    ...(rows.length > limit && last !== undefined && { next: cursor(last) }),
  }
}
