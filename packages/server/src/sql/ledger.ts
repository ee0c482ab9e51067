import { canonical } from '@stranger-chat/core/protocol'
import type { Kysely, Transaction } from 'kysely'
import type { Change, Conflict, Ledger, Written } from '../ports/ledger.js'
import { link } from '../rules/chain.js'
import type { LedgerEvent } from '../rules/facts.js'
import { sha256Text } from '../system.js'
import { createAsking } from './asking.js'
import { createFollowers } from './followers.js'
import { holds } from './guards.js'
import { project } from './projections.js'
import { eventOf } from './rows.js'
import { createStaff } from './staff.js'
import type { Tables } from './tables.js'
import { createWords, keep, shred } from './words.js'

type Step = Transaction<Tables>

/** Events written by one statement: databases bound what one may carry. */
const CHUNK = 500

/** Leaves no copy of what was destroyed in the database's files, as far as it can; whether it could. */
export type Scrub = () => Promise<boolean>

/** The ledger in tables, by nothing that only one database knows but how it scrubs its files. */
export function createLedger(db: Kysely<Tables>, scrub: Scrub): Ledger {
  /** Whether something was destroyed whose traces are still there: somebody else was reading, say. */
  let traces = false

  return {
    async write(change) {
      const answer = await db.transaction().execute((step) => write(step, change))
      if (answer.kind === 'written' && (change.shred?.length ?? 0) > 0) traces = true
      return answer
    },

    async scrub() {
      if (!traces) return true
      // What is shredded while this goes on is for the next time.
      traces = false
      traces = !(await scrub().catch(() => false)) || traces
      return !traces
    },

    async events(after, limit) {
      const rows = await db
        .selectFrom('ledger_events')
        .selectAll()
        .where('seq', '>', after)
        .orderBy('seq')
        .limit(limit)
        .execute()
      return rows.map(eventOf)
    },

    async latest(before, limit) {
      const rows = await db
        .selectFrom('ledger_events')
        .selectAll()
        .where('seq', '<', before ?? Number.MAX_SAFE_INTEGER)
        .orderBy('seq', 'desc')
        .limit(limit)
        .execute()
      return rows.map(eventOf)
    },

    async head() {
      const { seq, hash } = await db
        .selectFrom('ledger_head')
        .select(['seq', 'hash'])
        .executeTakeFirstOrThrow()
      return { seq, hash }
    },

    rebuild: () => db.transaction().execute(rebuild),

    ...createAsking(db),
    ...createWords(db),
    staff: createStaff(db),
    followers: createFollowers(db),
  }
}

async function write(step: Step, change: Change): Promise<Written | Conflict> {
  const head = await lockHead(step)
  for (const guard of change.guards ?? []) {
    if (!(await holds(step, guard))) return { kind: 'conflict', guard }
  }
  const events = link(change.facts, change, head, sha256Text)
  const last = events.at(-1)
  if (last !== undefined) {
    for (let i = 0; i < events.length; i += CHUNK)
      await step
        .insertInto('ledger_events')
        .values(events.slice(i, i + CHUNK).map((event) => ({ ...event, fact: canonical(event.fact) })))
        .execute()
    for (const event of events) await project(step, event)
    const { seq, at, hash } = last
    await step.updateTable('ledger_head').set({ seq, at, hash }).execute()
  }
  await keep(step, change)
  await shred(step, change.shred ?? [])
  return { kind: 'written', events }
}

/**
 * One writer at a time: whoever changes this row first has it until the transaction ends, on SQLite as on Postgres, and what
 * is read behind it is what the writer before left.
 */
const lockHead = (step: Step) =>
  step.updateTable('ledger_head').set({ id: 1 }).returning(['seq', 'at', 'hash']).executeTakeFirstOrThrow()

/** Events replayed at once. */
const PAGE = 500

async function rebuild(step: Step): Promise<void> {
  await lockHead(step)
  for (const table of ['cases', 'reports', 'actions'] as const) await step.deleteFrom(table).execute()
  let page: readonly LedgerEvent[]
  let seq = 0
  do {
    const rows = await step
      .selectFrom('ledger_events')
      .selectAll()
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(PAGE)
      .execute()
    page = rows.map(eventOf)
    for (const event of page) await project(step, event)
    seq = page.at(-1)?.seq ?? seq
  } while (page.length === PAGE)
}
